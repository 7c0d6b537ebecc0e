package io.wiretag.ops.lag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Wiretag;
import io.wiretag.config.Config;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.ops.notes.NoteKey;
import io.wiretag.ops.notes.Notes;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.topics.TopicAdmin;
import io.wiretag.topics.Topics;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the watch on lag says about groups and topics of a real broker. The rules are impatient, so that the stories are short. */
@Tag("full")
class LagOnBrokerTest {
    private static final String BROKERS = SharedLocalStack.stack().bootstrapServers();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final CommitTrack.Settings IMPATIENT =
            new CommitTrack.Settings(Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final String prefix = "lag" + System.nanoTime() + ".";
    private final String group = prefix + "desk";
    private final Topics topics = Topics.of(
            prefix,
            1,
            (short) 1,
            Map.of("by-province", Map.of("partitions", "6"), "tagged", Map.of("retention.ms", "3600000")));
    private final TopicPartition tagged = new TopicPartition(topics.tagged().name(), 0);

    private Admin admin;
    private Clock clock = Clock.systemUTC();

    @BeforeEach
    void createTopics() {
        admin = Admin.create(Map.of("bootstrap.servers", BROKERS));
        new TopicAdmin(admin, topics).create();
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void behindTheMarkersOfTransactionsThereIsNothingToRead() {
        transactions(3, 2); // offsets 0 1 m 3 4 m 6 7 m
        try (LagWatch watch = watch(Map.of())) {
            commit(8);
            TopicLag done = row(watch.look());
            assertThat(done.records()).hasValue(0);
            assertThat(done.behind()).contains(Duration.ZERO);
            assertThat(done.status()).isEqualTo(LagStatus.IDLE);

            commit(2);
            TopicLag behind = row(watch.look());
            assertThat(behind.records()).as("four records, three markers").hasValue(4);
            assertThat(behind.exact()).isTrue();
            assertThat(behind.behind())
                    .hasValueSatisfying(age -> assertThat(age).isBetween(Duration.ZERO, LIMIT));
            assertThat(behind.headroom())
                    .hasValueSatisfying(headroom -> assertThat(headroom.left())
                            .isBetween(Duration.ofHours(1).minus(LIMIT), Duration.ofHours(1)));
        }
    }

    @Test
    void behindAnOpenTransactionNothingIsLagAndItsAgeIsTold() throws Exception {
        try (LagWatch watch = watch(Map.of());
                Producer<byte[], byte[]> open = producer(Map.of("transactional.id", prefix + "open"))) {
            commit(0);
            open.initTransactions();
            open.beginTransaction();
            open.send(record("first")).get(30, TimeUnit.SECONDS);
            send(2);

            await(
                    "a transaction to be seen open for a second",
                    watch::look,
                    view -> flow(view)
                            .oldestOpenTransaction()
                            .filter(age -> age.toMillis() >= 1000)
                            .isPresent());
            TopicLag held = row(watch.look());
            assertThat(held.records()).hasValue(0);
            assertThat(held.partitions().get(0).offsets().open()).isEqualTo(3);

            open.commitTransaction();
            LagReport after = await(
                    "the transaction to be over",
                    watch::look,
                    view -> flow(view).oldestOpenTransaction().isEmpty());
            assertThat(row(after).records()).hasValue(3);
        }
    }

    @Test
    void aFirstLookKnowsSinceWhenATransactionIsOpenAndWhoIsHeldUp() throws Exception {
        commit(0);
        try (Producer<byte[], byte[]> open = producer(Map.of("transactional.id", prefix + "open"))) {
            open.initTransactions();
            open.beginTransaction();
            // the time of a record says nothing of the transaction: here it is one of long ago
            open.send(new ProducerRecord<>(tagged.topic(), 0, 1_700_000_000_000L, null, bytes("old")))
                    .get(30, TimeUnit.SECONDS);
            Instant begun = Instant.now();

            LagReport view = await(
                    "a first look that tells of two seconds",
                    () -> firstLook(admin),
                    each -> flow(each)
                            .oldestOpenTransaction()
                            .filter(age -> age.toSeconds() >= 2)
                            .isPresent());

            assertThat(flow(view).oldestOpenTransaction().orElseThrow())
                    .isLessThan(Duration.between(begun, Instant.now()).plusSeconds(30));
            assertThat(row(view).status()).isEqualTo(LagStatus.HELD);
            assertThat(row(view).records()).hasValue(0);

            assertThat(flow(firstLook(forgetful())).oldestOpenTransaction())
                    .as("where no coordinator tells of it, it is as old as it was watched")
                    .contains(Duration.ZERO);
            open.abortTransaction();
        }
    }

    @Test
    void aTransactionThatItsCoordinatorHasForgottenIsAsOldAsItsFirstRecordOnceItStandsForTooLong() throws Exception {
        Instant written = Instant.ofEpochMilli(1_700_000_000_000L);
        Map<TopicPartition, OffsetsSnapshot.Offsets> ends = Map.of(tagged, new OffsetsSnapshot.Offsets(0, 0, 1));
        AtomicLong nanos = new AtomicLong();
        try (Producer<byte[], byte[]> open = producer(Map.of("transactional.id", prefix + "open"));
                Consumer<byte[], byte[]> uncommitted = consumer(Map.of("isolation.level", "read_uncommitted"))) {
            open.initTransactions();
            open.beginTransaction();
            open.send(new ProducerRecord<>(tagged.topic(), 0, written.toEpochMilli(), null, bytes("old")))
                    .get(30, TimeUnit.SECONDS);
            OpenTransactions transactions = new OpenTransactions(forgetful(), Optional.of(uncommitted), nanos::get);

            assertThat(transactions.begun(ends)).isEmpty();
            nanos.addAndGet(OpenTransactions.LONGEST.toNanos());
            assertThat(transactions.begun(ends)).as("it may be open so long").isEmpty();
            nanos.addAndGet(1);
            assertThat(transactions.begun(ends)).containsEntry(tagged, written);
            open.abortTransaction();
        }
    }

    private LagReport firstLook(Admin asked) {
        try (LagWatch watch = watch(asked, Map.of(), IgnoredGroups.NONE, 200)) {
            return watch.look();
        }
    }

    /** Its coordinators know of no transaction. */
    private Admin forgetful() {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (proxy, method, arguments) -> method.getName().equals("listTransactions")
                        ? admin.listTransactions(
                                new ListTransactionsOptions().filterProducerIds(Set.of(Long.MAX_VALUE)))
                        : method.invoke(admin, arguments));
    }

    @Test
    void aShareGroupWithALiveMemberIsListed() {
        try (LagWatch watch = watch(Map.of(group, Set.of(tagged.topic())));
                ShareConsumer<byte[], byte[]> member = new KafkaShareConsumer<>(
                        Map.of("bootstrap.servers", BROKERS, "group.id", group),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            member.subscribe(List.of(tagged.topic()));
            await("a start offset, which comes with what is acknowledged", watch::look, view -> {
                send(1);
                member.poll(Duration.ofMillis(200));
                return row(view).partitions().get(0).committed().isPresent();
            });
            send(3);

            GroupLag shared = only(watch.look());

            assertThat(shared.type()).isEqualTo("Share");
            assertThat(shared.state()).isEqualTo("Stable");
            assertThat(shared.members()).isEqualTo(1);
            assertThat(shared.topics()).singleElement().satisfies(topic -> {
                assertThat(topic.missing()).isFalse();
                assertThat(topic.records().orElse(0)).isGreaterThanOrEqualTo(3);
                assertThat(topic.exact()).as("some may be done").isFalse();
            });
        }
    }

    @Test
    void aStreamsGroupThatHasAMemberAndCommittedNothingIsListed(@TempDir Path state) {
        Config config = InstallationSettings.of(BROKERS, URI.create("http://127.0.0.1:9"))
                .prefix(prefix)
                .with("streams.application.id", group)
                .with("streams.group.protocol", "streams")
                .state(state)
                .config();
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            producer.send(
                    new ProducerRecord<>(topics.published().name(), bytes("urn:a"), new byte[] {0, 0, 0, 0, 1, 2}));
        }
        try (LagWatch watch = watch(Map.of());
                Wiretag wiretag = new Wiretag(config);
                StreamsRunner processor = wiretag.processor()) {
            processor.start();

            LagReport view = await(
                    "the group to be listed",
                    watch::look,
                    each -> each.groups().stream().anyMatch(one -> one.id().equals(group) && one.members() == 1));

            assertThat(only(view).type()).isEqualTo("Streams");
            assertThat(row(view).topic()).isEqualTo(topics.published().name());
            assertThat(row(view).status()).isEqualTo(LagStatus.UNKNOWN);
            assertThat(row(view).missing()).isFalse();
        }
    }

    @Test
    void aPositionBeyondTheEndIsToldAndBad() {
        send(2);
        commit(9);
        try (LagWatch watch = watch(Map.of())) {
            TopicLag topic = row(watch.look());

            assertThat(topic.status()).isEqualTo(LagStatus.BEYOND);
            assertThat(topic.status().isBad()).isTrue();
            assertThat(topic.records()).isEmpty();
            assertThat(topic.partitions().get(0).committed()).hasValue(9);
        }
    }

    @Test
    void whatTheControllerToldHoldsWhileItDoesNotAnswer() {
        AtomicReference<Admin> asked = new AtomicReference<>(admin);
        Admin either = (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (proxy, method, arguments) -> method.invoke(asked.get(), arguments));
        AtomicLong nanos = new AtomicLong();
        ClusterClock cluster =
                new ClusterClock(either, Clock.offset(Clock.systemUTC(), Duration.ofHours(1)), nanos::get);
        Duration told = cluster.ahead();
        assertThat(told).isGreaterThan(Duration.ofMinutes(59));

        // port 9 (discard): nobody answers there
        try (Admin nobody = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:9"))) {
            asked.set(nobody);
            nanos.addAndGet(Duration.ofMinutes(2).toNanos());

            assertThat(cluster.ahead()).isEqualTo(told);
        }
    }

    @Test
    void aGroupThatReadsOtherTopicsNowHasLeftUnlessItIsExpected() {
        send(2);
        commit(1);
        try (LagWatch watch = watch(Map.of());
                LagWatch expecting = watch(Map.of(group, Set.of(tagged.topic())));
                Consumer<byte[], byte[]> elsewhere = consumer(Map.of("group.id", group))) {
            elsewhere.subscribe(List.of(topics.byAgency().name()));
            await("a place in the group", () -> {
                elsewhere.poll(Duration.ofMillis(200));
                return !elsewhere.assignment().isEmpty();
            });

            LagReport view =
                    await("it to have left", watch::look, each -> topic(each).status() == LagStatus.LEFT);

            assertThat(LagStatus.LEFT.isBad()).isFalse();
            assertThat(only(view).members()).isEqualTo(1);
            await("it to have stopped", expecting::look, each -> topic(each).status() == LagStatus.STOP);
        }
    }

    private TopicLag topic(LagReport view) {
        return only(view).topics().stream()
                .filter(each -> each.topic().equals(tagged.topic()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsKnownInPartIsAtLeastSoMuch() {
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            for (int i = 0; i < 6 * 3; i++) {
                producer.send(new ProducerRecord<>(topics.byProvince().name(), i % 6, null, bytes("x")));
            }
        }
        commit(new TopicPartition(topics.byProvince().name(), 4), 1);
        try (LagWatch watch = watch(Map.of())) {
            TopicLag topic = row(watch.look());

            assertThat(topic.records()).isEmpty();
            assertThat(topic.recordsAtLeast()).hasValue(2);
            assertThat(topic.behind()).isEmpty();
            assertThat(topic.behindAtLeast()).isPresent();
            assertThat(topic.status()).isEqualTo(LagStatus.UNKNOWN);

            LagReport late = await(
                    "what waits in the one partition to count",
                    watch::look,
                    view -> row(view).status() == LagStatus.STOP);
            assertThat(row(late).records()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 2})
    void aClockThatIsWrongIsToldAndAgesAreThoseOfTheBrokers(int hours) {
        Duration ahead = Duration.ofHours(hours);
        clock = Clock.offset(Clock.systemUTC(), ahead);
        send(1);
        commit(0);
        try (LagWatch watch = watch(Map.of())) {
            LagReport view = watch.look();

            assertThat(view.clockAhead()).isBetween(ahead.minus(LIMIT), ahead.plus(LIMIT));
            assertThat(row(view).behind())
                    .hasValueSatisfying(age -> assertThat(age).isBetween(Duration.ZERO, LIMIT));
        }
        clock = Clock.systemUTC();
        try (LagWatch watch = watch(Map.of())) {
            assertThat(watch.look().clockAhead())
                    .as("within what a question takes")
                    .isZero();
        }
    }

    @Test
    void aFrozenSubscriberStallsAndOneThatIsGoneHasStopped() {
        try (LagWatch watch = watch(Map.of())) {
            send(1);
            try (Consumer<byte[], byte[]> frozen = consumer(Map.of("group.id", group))) {
                frozen.subscribe(List.of(tagged.topic()));
                await(
                        "the first record",
                        () -> !frozen.poll(Duration.ofMillis(200)).isEmpty());
                frozen.commitSync();
                assertThat(row(watch.look()).status()).isEqualTo(LagStatus.IDLE);
                send(3);
                frozen.pause(frozen.assignment());

                LagReport stalled =
                        await("a stall", watch::look, view -> row(view).status() == LagStatus.STALL);

                assertThat(row(stalled).records()).hasValue(3);
                assertThat(row(stalled).behind())
                        .hasValueSatisfying(age -> assertThat(age).isGreaterThan(Duration.ofSeconds(1)));
                assertThat(only(stalled).members()).isEqualTo(1);
            }
            LagReport stopped = await("a stop", watch::look, view -> row(view).status() == LagStatus.STOP);
            assertThat(only(stopped).members()).isZero();

            commit(4);
            assertThat(row(watch.look()).status()).isIn(LagStatus.OK, LagStatus.IDLE);
        }
    }

    /** Its registry does not answer: it waits, holds its place in the group, and gets nowhere. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void aProcessorThatIsAliveAndDoesNotMoveIsWedged(String protocol, @TempDir Path state) {
        Config config = InstallationSettings.of(BROKERS, URI.create("http://127.0.0.1:9"))
                .prefix(prefix)
                .with("streams.application.id", prefix + "processor")
                .with("streams.group.protocol", protocol)
                .state(state)
                .config();
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            // framed, so that the registry has to be asked
            producer.send(
                    new ProducerRecord<>(topics.published().name(), bytes("urn:a"), new byte[] {0, 0, 0, 0, 1, 2}));
        }

        try (LagWatch watch = watch(Map.of());
                Wiretag wiretag = new Wiretag(config);
                StreamsRunner processor = wiretag.processor()) {
            processor.start();

            LagReport view = await(
                    "the processor to be wedged",
                    watch::look,
                    each -> each.groups().stream().anyMatch(one -> one.status() == LagStatus.WEDGED));

            assertThat(view.groups()).singleElement().satisfies(wedged -> {
                assertThat(wedged.id()).isEqualTo(prefix + "processor");
                assertThat(wedged.type()).isEqualToIgnoringCase(protocol);
                assertThat(wedged.members()).isEqualTo(1);
            });
        }
    }

    @Test
    void aGroupThatIsResetIsRewound() {
        send(10);
        try (LagWatch watch = watch(Map.of())) {
            commit(8);
            watch.look();
            commit(2);

            TopicLag reset = row(watch.look());

            assertThat(reset.status()).isEqualTo(LagStatus.REWIND);
            assertThat(reset.records()).hasValue(8);
        }
    }

    @Test
    void whatWasDeletedUnreadIsToldApartFromWhatIsLeft() throws Exception {
        send(10);
        try (LagWatch watch = watch(Map.of())) {
            commit(2);
            watch.look();
            admin.deleteRecords(Map.of(tagged, RecordsToDelete.beforeOffset(7)))
                    .all()
                    .get(30, TimeUnit.SECONDS);

            LagReport view = await(
                    "the deletion to be seen",
                    watch::look,
                    each -> row(each).partitions().get(0).expired() > 0);

            assertThat(row(view).partitions().get(0).expired()).isEqualTo(5);
            assertThat(row(view).records()).hasValue(3);
            assertThat(row(view).behind()).isPresent();

            commit(10);
            TopicLag read = row(watch.look());
            assertThat(read.records()).hasValue(0);
            assertThat(read.status()).as("until somebody has seen it").isEqualTo(LagStatus.LOST);
            assertThat(read.status().isBad()).isTrue();

            watch.acknowledge(
                    group,
                    tagged.topic(),
                    Map.of(0, row(view).partitions().get(0).expiredBefore()));
            TopicLag known = row(watch.look());
            assertThat(known.status()).isIn(LagStatus.OK, LagStatus.IDLE);
            assertThat(known.partitions().get(0).expired()).isZero();
        }
    }

    @Test
    void farBehindTheCountIsACeilingAndTheAgeIsExact() {
        long before = System.currentTimeMillis();
        transactions(1, 1);
        long after = System.currentTimeMillis();
        transactions(2, 400); // 0 m 2..401 m 403..802 m
        try (LagWatch watch = watch(Map.of())) {
            commit(0);

            LagReport view = watch.look();

            assertThat(row(view).records())
                    .as("801 records, and the two markers within")
                    .hasValue(803);
            assertThat(row(view).exact()).isFalse();
            Instant written = view.at().minus(row(view).behind().orElseThrow());
            assertThat(written.toEpochMilli()).isBetween(before, after);

            commit(400);
            assertThat(row(watch.look()).records()).hasValue(402);
            assertThat(row(watch.look()).exact()).isTrue();
        }
    }

    @Test
    void withABudgetOfOneEveryPartitionHasItsTurn() {
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            for (int i = 0; i < 6 * 3; i++) {
                producer.send(new ProducerRecord<>(topics.byProvince().name(), i % 6, null, bytes("x")));
            }
        }
        for (int partition = 0; partition < 6; partition++) {
            commit(new TopicPartition(topics.byProvince().name(), partition), 1);
        }
        try (LagWatch watch = watch(Map.of(), 1)) {
            TopicLag first = row(watch.look());
            assertThat(first.records())
                    .as("at most, as long as nobody has looked")
                    .hasValue(12);
            assertThat(first.behind()).isEmpty();

            for (int round = 2; round < 6; round++) {
                assertThat(row(watch.look()).behind()).isEmpty();
            }
            assertThat(row(watch.look()).behind()).isPresent();
        }
    }

    @Test
    void aPartitionWhoseLeaderIsSilentHidesNoOther() {
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            for (int partition = 0; partition < 6; partition++) {
                producer.send(new ProducerRecord<>(topics.byProvince().name(), partition, null, bytes("x")));
            }
        }
        for (int partition = 0; partition < 6; partition++) {
            commit(new TopicPartition(topics.byProvince().name(), partition), 0);
        }
        TopicPartition silent = new TopicPartition(topics.byProvince().name(), 4);
        try (LagWatch watch = new LagWatch(
                silentOn(silent),
                topics,
                settings(Map.of(), IgnoredGroups.NONE, 200),
                Optional.empty(),
                IMPATIENT,
                Clock.systemUTC(),
                Optional.empty())) {
            List<PartitionLag> partitions = row(watch.look()).partitions();

            assertThat(partitions).hasSize(6).allSatisfy(each -> {
                boolean known = each.partition() != silent.partition();
                assertThat(each.offsets().known()).isEqualTo(known);
                assertThat(each.records().isPresent()).isEqualTo(known);
            });
        }
    }

    @Test
    void whoIsDeclaredIsListedWithoutMembersAndCommits() {
        send(1);
        try (LagWatch watch = watch(Map.of(group, Set.of(tagged.topic())))) {
            GroupLag declared = only(watch.look());

            assertThat(declared.type()).isEqualTo("none");
            assertThat(declared.state()).isEqualTo("absent");
            assertThat(declared.status()).isEqualTo(LagStatus.UNKNOWN);
            assertThat(declared.topics()).singleElement().satisfies(topic -> {
                assertThat(topic.topic()).isEqualTo(tagged.topic());
                assertThat(topic.records()).isEmpty();
                assertThat(topic.missing()).isTrue();
            });
        }
    }

    @Test
    void whoIsDeclaredAndHasNotBegunIsNotMissing() {
        send(1);
        Map<String, Set<String>> declared = Map.of(
                group,
                Set.of(
                        tagged.topic(),
                        topics.byProvince().name(),
                        topics.byAgency().name()));
        try (LagWatch watch = watch(declared);
                Producer<byte[], byte[]> producer = producer(Map.of());
                Consumer<byte[], byte[]> quiet = consumer(Map.of("group.id", group, "auto.offset.reset", "latest"))) {
            producer.send(new ProducerRecord<>(topics.byProvince().name(), bytes("x")));
            producer.flush();
            quiet.subscribe(List.of(tagged.topic()));
            await("a place in the group", () -> {
                quiet.poll(Duration.ofMillis(200));
                return !quiet.assignment().isEmpty();
            });

            LagReport view = watch.look();

            assertThat(only(view).members()).isEqualTo(1);
            assertThat(missing(view, group))
                    .as("it reads one, forgets the other, and in the third there is nothing yet")
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            tagged.topic(), false,
                            topics.byProvince().name(), true,
                            topics.byAgency().name(), false));
            assertThat(missing(view, prefix + "processor"))
                    .as("before its first start, and before the first article")
                    .containsExactly(Map.entry(topics.published().name(), false));
        }
    }

    private static Map<String, Boolean> missing(LagReport view, String id) {
        return view.groups().stream()
                .filter(each -> each.id().equals(id))
                .flatMap(each -> each.topics().stream())
                .collect(Collectors.toMap(TopicLag::topic, TopicLag::missing));
    }

    @Test
    void whoIsIgnoredIsNotListedUnlessSomebodyAsksForIt() {
        send(2);
        String declared = prefix + "try-declared";
        String named = prefix + "try-named";
        for (String id : List.of(prefix + "try-once", declared, named, group)) {
            commit(id, tagged, 1);
        }
        IgnoredGroups ignored = new IgnoredGroups(List.of(prefix + "try-*", prefix + "proc*"), Set.of(named));

        try (LagWatch watch = watch(Map.of(declared, Set.of(tagged.topic())), ignored, 200)) {
            assertThat(watch.look().groups())
                    .extracting(GroupLag::id)
                    .filteredOn(id -> id.startsWith(prefix))
                    .containsExactlyInAnyOrder(group, declared, named, prefix + "processor");
        }
    }

    @Test
    void theNumberOfCallsDoesNotGrowWithTheNumberOfGroups() {
        AtomicInteger calls = new AtomicInteger();
        Admin counted = counting(calls);
        send(5);
        commit(1);
        try (LagWatch watch = new LagWatch(
                counted,
                topics,
                settings(Map.of(), IgnoredGroups.NONE, 200),
                Optional.empty(),
                IMPATIENT,
                Clock.systemUTC(),
                Optional.empty())) {
            watch.look();
            assertThat(calls.get())
                    .as("the first round asks for the topics too")
                    .isLessThanOrEqualTo(12);
            double few = requests();
            calls.set(0);
            watch.look();
            int withOneGroup = calls.get();
            double requestsWithOneGroup = requests() - few;
            for (int i = 0; i < 40; i++) {
                commit(prefix + "other-" + i, tagged, i % 5);
            }
            watch.look(); // learns who coordinates the new ones
            double many = requests();
            calls.set(0);

            LagReport view = watch.look();

            assertThat(view.groups().stream().filter(each -> each.id().startsWith(prefix)))
                    .hasSize(42);
            // one of them asks for the ids of the topics, for one may have been made anew
            assertThat(calls.get()).isEqualTo(withOneGroup).isLessThanOrEqualTo(10);
            // there are tests that run beside this one, and their groups come and go
            assertThat(requests() - many)
                    .as("requests on the wire, with one group %s", requestsWithOneGroup)
                    .isLessThanOrEqualTo(20);
        }
    }

    @Test
    void theMonitorLooksByItselfAndEndsWhenClosed() throws Exception {
        send(1);
        commit(0);
        LagMonitor monitor = LagMonitor.start(watch(Map.of()), Duration.ofMillis(100));
        try (monitor) {
            await("a first view", () -> !monitor.current().groups().isEmpty());
            Instant first = monitor.current().at();
            await("a second view", () -> monitor.current().at().isAfter(first));
            assertThat(monitor.failure()).isEmpty();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("wiretag-lag") && thread.isAlive());
    }

    @Test
    void aMonitorWhoseBrokersDoNotAnswerSaysSo() throws Exception {
        // port 9 (discard): nobody answers there
        Map<String, Object> nobody =
                Map.of("bootstrap.servers", "127.0.0.1:9", "default.api.timeout.ms", 1000, "request.timeout.ms", 500);
        try (Admin unreachable = Admin.create(nobody);
                LagMonitor monitor = LagMonitor.start(
                        new LagWatch(
                                unreachable,
                                topics,
                                settings(Map.of(), IgnoredGroups.NONE, 200),
                                Optional.empty(),
                                Optional.empty()),
                        Duration.ofMillis(100))) {
            await("a failure", () -> monitor.failure().isPresent());

            assertThat(monitor.failure().orElseThrow()).startsWith("could not describe topic");
            assertThat(monitor.current()).isEqualTo(LagReport.NONE);
        }
    }

    @Test
    void aHabitThatOneWatchHasLearntIsKnownToTheNext() {
        MovedClock moved = new MovedClock();
        clock = moved;
        send(9);
        commit(0);
        try (Notes notes = notes();
                LagWatch watch = watch(Optional.of(notes))) {
            for (int move = 1; move <= 5; move++) {
                for (int minute = 0; minute < 4; minute++) {
                    watch.look();
                    moved.ahead = moved.ahead.plusMinutes(1);
                }
                commit(move);
            }
            watch.look();
            assertThat(notes.of("habits"))
                    .containsOnlyKeys(new NoteKey("habits", group, tagged.topic()))
                    .allSatisfy((key, note) ->
                            assertThat(note.get("usualMillis").asLong()).isBetween(200_000L, 300_000L));
        }
        try (Notes notes = notes();
                LagWatch next = watch(Optional.of(notes));
                LagWatch ignorant = watch(Optional.empty())) {
            next.look();
            ignorant.look();
            moved.ahead = moved.ahead.plusMinutes(2);

            assertThat(row(ignorant.look()).status()).isEqualTo(LagStatus.STOP);
            assertThat(row(next.look()).status()).isNotEqualTo(LagStatus.STOP);
        }
    }

    private static final class MovedClock extends Clock {
        private Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private Notes notes() {
        Notes notes = new Notes(
                consumer(Map.of("isolation.level", "read_committed")),
                () -> producer(Map.of()),
                topics.operations().name());
        notes.start();
        return notes;
    }

    private LagWatch watch(Optional<Notes> notes) {
        return new LagWatch(
                admin,
                topics,
                settings(Map.of(), IgnoredGroups.NONE, 200),
                Optional.empty(),
                CommitTrack.Settings.DEFAULT,
                clock,
                notes);
    }

    private LagWatch watch(Map<String, Set<String>> declared) {
        return watch(declared, 200);
    }

    private LagWatch watch(Map<String, Set<String>> declared, int fetches) {
        return watch(declared, IgnoredGroups.NONE, fetches);
    }

    private LagWatch watch(Map<String, Set<String>> declared, IgnoredGroups ignored, int fetches) {
        return watch(admin, declared, ignored, fetches);
    }

    private LagWatch watch(Admin asked, Map<String, Set<String>> declared, IgnoredGroups ignored, int fetches) {
        Consumer<byte[], byte[]> consumer =
                consumer(Map.of("isolation.level", "read_committed", "auto.offset.reset", "none"));
        Consumer<byte[], byte[]> uncommitted =
                consumer(Map.of("isolation.level", "read_uncommitted", "auto.offset.reset", "none"));
        return new LagWatch(
                asked,
                topics,
                settings(declared, ignored, fetches),
                Optional.of(new LagWatch.Looking(consumer, uncommitted)),
                IMPATIENT,
                clock,
                Optional.empty());
    }

    private LagWatch.Settings settings(Map<String, Set<String>> declared, IgnoredGroups ignored, int fetches) {
        return new LagWatch.Settings(
                prefix + "processor",
                declared,
                Map.of(),
                ignored,
                Duration.ofMinutes(10),
                fetches,
                Duration.ofSeconds(20));
    }

    private GroupLag only(LagReport view) {
        return view.groups().stream()
                .filter(each -> each.id().equals(group))
                .findFirst()
                .orElseThrow();
    }

    private TopicLag row(LagReport view) {
        return only(view).topics().get(0);
    }

    private TopicFlow flow(LagReport view) {
        return view.topics().stream()
                .filter(each -> each.topic().equals(tagged.topic()))
                .findFirst()
                .orElseThrow();
    }

    private void commit(long offset) {
        commit(tagged, offset);
    }

    private void commit(TopicPartition partition, long offset) {
        commit(group, partition, offset);
    }

    private static void commit(String id, TopicPartition partition, long offset) {
        try (Consumer<byte[], byte[]> consumer = consumer(Map.of("group.id", id))) {
            consumer.assign(List.of(partition));
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
        }
    }

    private void send(int records) {
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            for (int i = 0; i < records; i++) {
                producer.send(record("record " + i));
            }
        }
    }

    private void transactions(int transactions, int records) {
        try (Producer<byte[], byte[]> producer = producer(Map.of("transactional.id", prefix + "processor"))) {
            producer.initTransactions();
            for (int i = 0; i < transactions; i++) {
                producer.beginTransaction();
                for (int j = 0; j < records; j++) {
                    producer.send(record("record " + j));
                }
                producer.commitTransaction();
            }
        }
    }

    private ProducerRecord<byte[], byte[]> record(String text) {
        return new ProducerRecord<>(tagged.topic(), bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Producer<byte[], byte[]> producer(Map<String, String> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", BROKERS);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, String> more) {
        Map<String, Object> properties = new HashMap<>(
                Map.of("bootstrap.servers", BROKERS, "enable.auto.commit", "false", "auto.offset.reset", "earliest"));
        properties.putAll(more);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Admin counting(AtomicInteger calls) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    calls.incrementAndGet();
                    try {
                        return method.invoke(admin, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** As a client answers for a partition without a leader, when its time is over. */
    @SuppressWarnings("unchecked")
    private Admin silentOn(TopicPartition silent) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("listOffsets") || arguments.length < 2) {
                        return method.invoke(admin, arguments);
                    }
                    Map<TopicPartition, OffsetSpec> asked =
                            new HashMap<>((Map<TopicPartition, OffsetSpec>) arguments[0]);
                    KafkaFutureImpl<ListOffsetsResult.ListOffsetsResultInfo> never = new KafkaFutureImpl<>();
                    never.completeExceptionally(new TimeoutException("no leader"));
                    Map<TopicPartition, KafkaFuture<ListOffsetsResult.ListOffsetsResultInfo>> answers = new HashMap<>();
                    if (asked.remove(silent) != null) {
                        answers.put(silent, never);
                    }
                    ListOffsetsResult told = admin.listOffsets(asked, (ListOffsetsOptions) arguments[1]);
                    asked.keySet().forEach(each -> answers.put(each, told.partitionResult(each)));
                    return new ListOffsetsResult(answers);
                });
    }

    /** Requests that the client has sent to brokers so far. */
    private double requests() {
        return admin.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("request-total")
                        && metric.metricName().group().equals("admin-client-metrics"))
                .map(Metric::metricValue)
                .mapToDouble(value -> (Double) value)
                .sum();
    }
}
