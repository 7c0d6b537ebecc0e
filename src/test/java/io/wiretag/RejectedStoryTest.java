package io.wiretag;

import static io.wiretag.testing.Waiting.doneOrLate;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.config.Config;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.local.LocalStack;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.ops.rejected.RecordPlace;
import io.wiretag.ops.rejected.RejectedFilter;
import io.wiretag.ops.rejected.RejectedReader;
import io.wiretag.ops.rejected.RejectedRecord;
import io.wiretag.ops.rejected.RejectedReplay;
import io.wiretag.ops.rejected.RejectedReplay.Request;
import io.wiretag.ops.rejected.RejectedSummary;
import io.wiretag.ops.rejected.ReplayPlan;
import io.wiretag.ops.rejected.ReplayPlan.Step;
import io.wiretag.ops.rejected.ReplayPlan.Verdict;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.testing.CaughtUp;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.testing.WholeTopic;
import io.wiretag.topics.Topic;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records are rejected, the reason is mended, and they are replayed: on a real broker, with a real processor. */
@Tag("full")
class RejectedStoryTest {
    private static final LocalStack STACK = SharedLocalStack.stack();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final AtomicInteger STORIES = new AtomicInteger();
    private static final RejectedFilter WAITING = RejectedFilter.ALL.onlyWaiting();
    private static final Request ALL = new Request(Optional.empty(), RejectedFilter.ALL, 1000, false, false);
    /** Less than an article with a long text becomes when it is tagged. */
    private static final Map<String, String> NARROW = Map.of("topics.tagged.max.message.bytes", "3000");

    @TempDir
    Path state;

    private final String prefix = "rejected" + System.nanoTime() + "-" + STORIES.incrementAndGet() + ".";
    private Config config;
    private Wiretag wiretag;

    @BeforeEach
    void createTopics() {
        configure(Map.of());
        wiretag.topicAdmin().create();
    }

    @AfterEach
    void close() {
        wiretag.close();
    }

    /** A record of a schema that nobody has registered yet, once it has been rejected for that. */
    private record Premature(int schema, byte[] value, RejectedRecord rejected) {}

    private Premature premature() throws Exception {
        publish(article("urn:r:first", "1", "Huế"));
        awaitProcessed();
        byte[] value = encoded(article("urn:r:a", "1", "Mưa ở Huế"));
        // ids are given one after another: that of a schema nobody has registered yet is known
        int id = register("probe", 1) + 1;
        ByteBuffer.wrap(value).putInt(1, id);
        ProducerRecord<byte[], byte[]> poison =
                new ProducerRecord<>(wiretag.topics().published().name(), 2, bytes("urn:r:a"), value);
        poison.headers().add("trace", bytes("kept"));
        send(poison);
        awaitProcessed();
        RejectedRecord rejected = waiting().get(0);
        assertThat(rejected.reason()).isEqualTo("unknown-schema");
        return new Premature(id, value, rejected);
    }

    private void registerSchemaOf(Premature premature) throws Exception {
        assertThat(register("probe", 2)).as("the id of the next schema").isEqualTo(premature.schema());
    }

    @Test
    void aRecordWhoseSchemaNobodyHasRegisteredIsHeldBack() throws Exception {
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            Premature premature = premature();

            ReplayPlan tooEarly = apply(ALL);

            assertThat(verdicts(tooEarly)).containsExactly(Verdict.UNREADABLE);
            assertThat(tooEarly.steps().get(0).why().orElseThrow().words())
                    .contains("no schema of id " + premature.schema());
            assertThat(waiting()).hasSize(1);
        }
    }

    @Test
    void aRecordWhoseSchemaIsRegisteredLaterIsReplayedAsItCame() throws Exception {
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            Premature premature = premature();
            registerSchemaOf(premature);

            ReplayPlan replayed = apply(ALL);
            awaitProcessed();

            assertThat(verdicts(replayed)).containsExactly(Verdict.REPLAY);
            RecordPlace as = replayed.steps().get(0).as().orElseThrow();
            ConsumerRecord<byte[], byte[]> again = bytesOf(wiretag.topics().published()).stream()
                    .filter(each -> each.partition() == as.partition() && each.offset() == as.offset())
                    .findFirst()
                    .orElseThrow();
            assertThat(again.partition())
                    .as("where its publisher puts its versions")
                    .isEqualTo(2);
            assertThat(again.key()).isEqualTo(bytes("urn:r:a"));
            assertThat(again.value()).isEqualTo(premature.value());
            assertThat(Arrays.stream(again.headers().toArray()).map(Header::key))
                    .containsExactlyInAnyOrder("trace", "wiretag.replay.of", "wiretag.replay.tries");
            assertThat(header(again, "wiretag.replay.of"))
                    .isEqualTo(premature.rejected().place().toString());
            assertThat(header(again, "wiretag.replay.tries")).isEqualTo("1");
        }
        assertThat(tagged("urn:r:a")).containsExactly("publish 1");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void aRecordIsDeliveredOnceHoweverOftenItIsReplayed() throws Exception {
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            Premature premature = premature();
            registerSchemaOf(premature);
            assertThat(verdicts(apply(ALL))).containsExactly(Verdict.REPLAY);
            awaitProcessed();

            ReplayPlan ofAll = apply(ALL);
            ReplayPlan ofTheOne = apply(Request.of(premature.rejected().place()));
            awaitProcessed();

            assertThat(ofAll.steps()).as("a second replay of all").isEmpty();
            assertThat(verdicts(ofTheOne)).as("a second replay of the one").containsExactly(Verdict.REPLAYED_BEFORE);
        }
        assertThat(tagged("urn:r:a")).containsExactly("publish 1");
        assertThat(waiting()).isEmpty();
        try (RejectedReader reader = wiretag.rejectedReader()) {
            List<RejectedRecord> all = reader.list(RejectedFilter.ALL, 10).records();
            assertThat(all).as("marks are no rejected records").hasSize(1);
            assertThat(all.get(0).replayed()).isPresent();
        }
    }

    @Test
    void whatIsRejectedAgainAndAgainIsStopped() throws Exception {
        configure(NARROW);
        try (StreamsRunner narrow = wiretag.processor()) {
            narrow.start(LIMIT);
            triedOut();

            ReplayPlan stopped = apply(ALL);

            assertThat(verdicts(stopped)).containsExactly(Verdict.TRIED_OUT);
            assertThat(stopped.steps().get(0).why().orElseThrow().words()).contains("3 times");
        }
        assertThat(tagged("urn:r:long")).isEmpty();
    }

    @Test
    void whatWasStoppedGoesOutOnceTheReasonIsMendedAndSomebodyInsists() throws Exception {
        configure(NARROW);
        try (StreamsRunner narrow = wiretag.processor()) {
            narrow.start(LIMIT);
            triedOut();
        }
        configure(Map.of());
        try (StreamsRunner wide = wiretag.processor()) {
            wide.start(LIMIT);

            apply(new Request(Optional.empty(), WAITING, 10, false, true));
            awaitProcessed();
        }
        assertThat(tagged("urn:r:long")).containsExactly("publish 1");
        assertThat(waiting()).isEmpty();
    }

    private void triedOut() throws Exception {
        publish(article("urn:r:long", "1", "Lũ ở Hà Giang. ".repeat(300)));
        awaitProcessed();
        for (int tries = 1; tries <= RejectedReplay.MOST_TRIES; tries++) {
            assertThat(verdicts(apply(ALL))).containsExactly(Verdict.REPLAY);
            awaitProcessed();
            assertThat(waiting())
                    .singleElement()
                    .extracting(RejectedRecord::tries)
                    .isEqualTo(tries);
        }
    }

    @Test
    void whatIsTooLongForAnIdentityIsHeldBackForAReplayWouldNotMakeItShorter() throws Exception {
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            publish(article("urn:r:version", "9".repeat(300), "Nắng ở Cà Mau"));
            publish(article("urn:r:" + "u".repeat(5000), "1", "Nắng ở Cà Mau"));
            awaitProcessed();
            assertThat(waiting()).hasSize(2).extracting(RejectedRecord::reason).containsOnly("identity-too-long");

            ReplayPlan plan = apply(ALL);

            assertThat(verdicts(plan)).containsExactly(Verdict.IDENTITY_TOO_LONG, Verdict.IDENTITY_TOO_LONG);
            assertThat(plan.steps())
                    .extracting(step -> step.why().orElseThrow().words())
                    .anyMatch(why -> why.startsWith("the version has 300 characters, the longest is 256"))
                    .anyMatch(why -> why.startsWith("the uri has 5006 bytes, the longest is 4096"))
                    .allMatch(why -> why.endsWith("it would only be rejected again"));
            assertThat(waiting()).hasSize(2);
        }
    }

    @Test
    void aRecordWithoutTheRightKeyNeedsOneAndGetsItFromItsArticle() throws Exception {
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            byte[] value = encoded(article("urn:r:key", "1", "Nắng ở Cà Mau"));
            send(new ProducerRecord<>(wiretag.topics().published().name(), null, value));
            send(new ProducerRecord<>(wiretag.topics().published().name(), bytes("other"), value));
            awaitProcessed();
            assertThat(verdicts(apply(ALL))).containsExactly(Verdict.KEY_MISMATCH, Verdict.KEY_MISMATCH);

            ReplayPlan keyed = apply(new Request(Optional.empty(), RejectedFilter.ALL, 10, true, false));
            awaitProcessed();

            assertThat(keyed.steps())
                    .allSatisfy(step -> assertThat(step.newKey()).contains("urn:r:key"));
        }
        assertThat(tagged("urn:r:key")).as("the second is a repetition").containsExactly("publish 1");
    }

    @Test
    void aKillThatCameInBetweenWins() throws Exception {
        configure(NARROW);
        try (StreamsRunner narrow = wiretag.processor()) {
            narrow.start(LIMIT);
            publish(article("urn:r:k", "1", "Tin sai ở Đà Nẵng. ".repeat(300)), kill("urn:r:k", "2"));
            awaitProcessed();
        }
        configure(Map.of());
        try (StreamsRunner wide = wiretag.processor()) {
            wide.start(LIMIT);
            assertThat(verdicts(apply(ALL))).containsExactly(Verdict.REPLAY);
            awaitProcessed();
            assertThat(wide.counts().superseded()).isEqualTo(1);
        }
        assertThat(tagged("urn:r:k")).containsExactly("kill 2");
    }

    @Test
    void whatMightUndoAKillThatDoesNotSayWhatItKillsIsHeldBack() throws Exception {
        configure(NARROW);
        try (StreamsRunner narrow = wiretag.processor()) {
            narrow.start(LIMIT);
            publish(
                    article("urn:r:n", null, "Tin sai ở Đà Nẵng. ".repeat(300)),
                    article("urn:r:v", "1", "Tin sai ở Đà Nẵng. ".repeat(300)),
                    article("urn:r:other", null, "Tin đúng ở Đà Nẵng. ".repeat(300)),
                    kill("urn:r:n", null),
                    kill("urn:r:v", null));
            awaitProcessed();
        }
        configure(Map.of());
        try (StreamsRunner wide = wiretag.processor()) {
            wide.start(LIMIT);
            Map<String, Verdict> verdicts = new HashMap<>();
            apply(ALL).steps().forEach(step -> verdicts.put(key(step.record()), step.verdict()));
            awaitProcessed();

            assertThat(verdicts)
                    .isEqualTo(Map.of(
                            "urn:r:n", Verdict.OVERTAKEN,
                            "urn:r:v", Verdict.OVERTAKEN,
                            "urn:r:other", Verdict.REPLAY));
        }
        assertThat(tagged("urn:r:n")).hasSize(1).allMatch(each -> each.startsWith("kill"));
        assertThat(tagged("urn:r:v")).hasSize(1).allMatch(each -> each.startsWith("kill"));
        assertThat(tagged("urn:r:other")).hasSize(1).allMatch(each -> each.startsWith("publish"));
    }

    /** A mended text under the same number, and one that was withheld under it, win over the one that was rejected. */
    @Test
    void whatCannotBeToldFromALaterOneByItsNumberOrTimeIsHeldBack() throws Exception {
        Instant created = Instant.parse("2026-08-03T03:00:00Z");
        Instant later = created.plusMillis(1);
        String tooLong = "Tin sai ở Đà Nẵng. ".repeat(300);
        configure(NARROW);
        try (StreamsRunner narrow = wiretag.processor()) {
            narrow.start(LIMIT);
            publish(
                    article("urn:r:mended", "1", tooLong),
                    article("urn:r:zeros", "2.01", tooLong),
                    article("urn:r:withheld", "1", tooLong),
                    createdAt(article("urn:r:time", null, tooLong), created),
                    createdAt(article("urn:r:earlier", null, tooLong), created),
                    article("urn:r:higher", "2", tooLong));
            publish(
                    article("urn:r:mended", "1", "Tin đúng"),
                    article("urn:r:zeros", "2.1", "Tin đúng"),
                    Article.newBuilder(article("urn:r:withheld", "1", "Tin sai"))
                            .setPubStatus(PubStatus.withheld)
                            .build(),
                    createdAt(article("urn:r:time", null, "Tin đúng"), created),
                    createdAt(article("urn:r:earlier", null, "Tin đúng"), later),
                    article("urn:r:higher", "1", "Tin đúng"));
            awaitProcessed();
        }
        configure(Map.of());
        try (StreamsRunner wide = wiretag.processor()) {
            wide.start(LIMIT);
            Map<String, Verdict> verdicts = new HashMap<>();
            apply(ALL).steps().forEach(step -> verdicts.put(key(step.record()), step.verdict()));
            awaitProcessed();

            assertThat(verdicts)
                    .isEqualTo(Map.of(
                            "urn:r:mended", Verdict.OVERTAKEN,
                            "urn:r:zeros", Verdict.OVERTAKEN,
                            "urn:r:withheld", Verdict.OVERTAKEN,
                            "urn:r:time", Verdict.OVERTAKEN,
                            "urn:r:earlier", Verdict.REPLAY,
                            "urn:r:higher", Verdict.REPLAY));
        }
        assertThat(tagged("urn:r:mended")).containsExactly("publish 1");
        assertThat(tagged("urn:r:zeros")).containsExactly("publish 2.1");
        assertThat(tagged("urn:r:withheld")).isEmpty();
        assertThat(tagged("urn:r:time")).containsExactly("publish Tin đúng");
        assertThat(tagged("urn:r:earlier")).as("the replay is the older one").containsExactly("publish Tin đúng");
        assertThat(tagged("urn:r:higher")).containsExactly("publish 1", "correct 2");
    }

    @Test
    void whatCameAfterItAndWasDeletedMayHaveBeenItsMendedRevision() throws Exception {
        configure(NARROW);
        try (StreamsRunner narrow = wiretag.processor()) {
            narrow.start(LIMIT);
            publish(
                    article("urn:r:old", "1", "Tin sai ở Đà Nẵng. ".repeat(300)),
                    article("urn:r:old", "1", "Tin đúng"));
            awaitProcessed();
        }
        deletePublished();

        ReplayPlan plan = apply(ALL);

        assertThat(verdicts(plan)).containsExactly(Verdict.OVERTAKEN);
        assertThat(plan.steps().get(0).why().orElseThrow().words())
                .contains("no longer kept")
                .contains("same version");
    }

    @Test
    void aStatusThatNobodyKnowsIsRejectedByItsNameAndGoodArticlesGoOn() throws Exception {
        String british = Article.getClassSchema().toString().replace("\"canceled\"]", "\"cancelled\",\"draft\"]");
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            publish(article("urn:r:s", "1", "Mưa ở Huế"));
            sendAs(british, "urn:r:s", "2", "cancelled");
            sendAs(british, "urn:r:d", "1", "draft");
            sendAs(british, "urn:r:w", "1", "withheld");
            sendAs(british, "urn:r:u", "1", "usable");
            publish(article("urn:r:good", "1", "Nắng ở Cà Mau"));
            awaitProcessed();
        }

        assertThat(waiting())
                .extracting(RejectedStoryTest::key, RejectedRecord::reason)
                .containsExactlyInAnyOrder(
                        Tuple.tuple("urn:r:s", "not-understood"), Tuple.tuple("urn:r:d", "not-understood"));
        assertThat(waiting())
                .extracting(RejectedRecord::message)
                .anyMatch(message -> message.contains("pubStatus is 'cancelled'"))
                .anyMatch(message -> message.contains("pubStatus is 'draft'"));
        assertThat(verdicts(apply(ALL))).containsExactly(Verdict.UNREADABLE, Verdict.UNREADABLE);
        assertThat(tagged("urn:r:s")).containsExactly("publish 1");
        assertThat(tagged("urn:r:d")).isEmpty();
        assertThat(tagged("urn:r:w")).isEmpty();
        assertThat(tagged("urn:r:u")).containsExactly("publish 1");
        assertThat(tagged("urn:r:good")).containsExactly("publish 1");
    }

    /** Compressed, such a record fits into a batch of less than 100 KiB. */
    @Test
    void keysAndHeadersThatAreTooLargeAreLeftWhereTheyWerePublishedAndFetchedFromThere() throws Exception {
        byte[] huge = new byte[17 << 20];
        String published = wiretag.topics().published().name();
        ProducerRecord<byte[], byte[]> headers = new ProducerRecord<>(published, 0, bytes("headers"), null);
        headers.headers().add("trace", huge).add("wiretag.source", bytes("vna-desk"));
        sendPacked(headers);
        sendPacked(new ProducerRecord<>(published, 0, huge, null));
        sendPacked(new ProducerRecord<>(published, 0, huge, bytes("value")));
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            publish(article("urn:r:good", "1", "Nắng ở Cà Mau"));
            awaitProcessed();
        }
        assertThat(tagged("urn:r:good")).containsExactly("publish 1");
        // as they were published: some may have been rejected in the same millisecond
        List<RejectedRecord> listed = waiting().stream()
                .sorted(Comparator.comparing(
                        each -> each.origin().orElseThrow().place().offset()))
                .toList();
        assertThat(listed)
                .extracting(RejectedRecord::reason)
                .containsOnly("too-large")
                .hasSize(3);
        assertThat(listed).allMatch(RejectedRecord::omitted);
        assertThat(listed.get(0).source()).contains("vna-desk");

        try (RejectedReader reader = wiretag.rejectedReader()) {
            RejectedRecord first = reader.show(
                            listed.get(0).partition(), listed.get(0).offset())
                    .orElseThrow();
            assertThat(first.whole()).isTrue();
            assertThat(first.headers())
                    .filteredOn(header -> header.key().equals("trace"))
                    .singleElement()
                    .satisfies(header -> assertThat(header.value()).isEqualTo(huge));
            RejectedRecord third = reader.show(
                            listed.get(2).partition(), listed.get(2).offset())
                    .orElseThrow();
            assertThat(third.key()).contains(huge);
            assertThat(third.value()).contains(bytes("value"));
        }
    }

    @Test
    void versionsThatWereAllRejectedComeBackInTheirOrder() throws Exception {
        configure(NARROW);
        try (StreamsRunner narrow = wiretag.processor()) {
            narrow.start(LIMIT);
            publish(
                    article("urn:r:o", null, "Một. " + "Lụt ở Huế. ".repeat(400)),
                    article("urn:r:o", null, "Hai. " + "Lụt ở Huế. ".repeat(400)),
                    article("urn:r:o", null, "Ba. " + "Lụt ở Huế. ".repeat(400)));
            awaitProcessed();
        }
        configure(Map.of());
        try (StreamsRunner wide = wiretag.processor()) {
            wide.start(LIMIT);
            assertThat(verdicts(apply(ALL))).containsExactly(Verdict.REPLAY, Verdict.REPLAY, Verdict.REPLAY);
            awaitProcessed();
        }
        assertThat(tagged("urn:r:o")).containsExactly("publish Một", "correct Hai", "correct Ba");
    }

    @Test
    void aDryRunChangesNothing() throws Exception {
        reject("urn:r:dry", 3);
        List<Long> before = ends();

        try (RejectedReplay replay = wiretag.rejectedReplay()) {
            assertThat(verdicts(replay.plan(ALL, (read, of) -> {}))).hasSize(3).containsOnly(Verdict.REPLAY);
        }

        assertThat(ends()).isEqualTo(before);
        assertThat(waiting()).hasSize(3);
    }

    @Test
    void theOldestGoFirstAndNoMoreThanAsked() throws Exception {
        reject("urn:r:max", 5);

        ReplayPlan two = apply(new Request(Optional.empty(), RejectedFilter.ALL, 2, false, false));

        assertThat(two.steps().stream().map(step -> key(step.record()))).containsExactly("urn:r:max0", "urn:r:max1");
        assertThat(two.left()).isEqualTo(3);
        assertThat(waiting().stream().map(RejectedStoryTest::key))
                .containsExactly("urn:r:max2", "urn:r:max3", "urn:r:max4");
    }

    @Test
    void aReplayThatIsStoppedTellsWhatItDidAndTheNextGoesOn() throws Exception {
        reject("urn:r:stop", 120);
        List<String> told = new ArrayList<>();
        try (RejectedReplay replay = wiretag.rejectedReplay()) {
            ReplayPlan plan = replay.apply(ALL, (read, of) -> {}, new RejectedReplay.Told() {
                @Override
                public void planned(int replays) {
                    told.add(replays + " planned");
                }

                @Override
                public void of(ReplayPlan.Step step) {
                    told.add(key(step.record()));
                    replay.stop();
                }
            });

            assertThat(told.get(0)).isEqualTo("120 planned");
            assertThat(plan.replays()).as("those of one transaction").hasSize(told.size() - 1);
            assertThat(plan.replays())
                    .hasSizeBetween(1, 119)
                    .allMatch(step -> step.as().isPresent());
            assertThat(plan.left()).isEqualTo(120 - plan.replays().size());
            assertThat(waiting()).hasSize(plan.left());
            assertThat(replay.apply(ALL, (read, of) -> {}, step -> told.add("late"))
                            .steps())
                    .as("of one that was stopped")
                    .isEmpty();
            assertThat(told).doesNotContain("late");

            assertThat(apply(ALL).replays()).hasSize(plan.left());
        }
        assertThat(waiting()).isEmpty();
    }

    @Test
    void manyReplaysAtATimeDeliverEachRecordOnce() throws Exception {
        reject("urn:r:c", 60);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Callable<ReplayPlan>> replays = Collections.nCopies(3, () -> apply(ALL));
            for (Future<ReplayPlan> each : threads.invokeAll(replays)) {
                try {
                    each.get();
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).hasMessageContaining("another replay has begun meanwhile");
                }
            }
        } finally {
            threads.shutdownNow();
        }
        apply(ALL);

        assertThat(waiting()).isEmpty();
        assertThat(bytesOf(wiretag.topics().published()).stream()
                        .map(each -> header(each, "wiretag.replay.of"))
                        .filter(of -> of != null))
                .hasSize(60)
                .doesNotHaveDuplicates();
    }

    @Test
    void aReplayThatWasKilledHalfWayIsDoneOnce() throws Exception {
        reject("urn:r:h", 1);
        RejectedRecord rejected = waiting().get(0);
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.put("transactional.id", wiretag.topics().rejected().name() + "-replay");
        try (Producer<byte[], byte[]> killed =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            killed.initTransactions();
            killed.beginTransaction();
            ProducerRecord<byte[], byte[]> halfWay = new ProducerRecord<>(
                    wiretag.topics().published().name(),
                    rejected.origin().orElseThrow().place().partition(),
                    rejected.key().orElseThrow(),
                    rejected.value().orElseThrow());
            halfWay.headers().add("wiretag.replay.of", bytes(rejected.place().toString()));
            killed.send(halfWay).get(30, TimeUnit.SECONDS);

            assertThat(verdicts(apply(ALL))).containsExactly(Verdict.REPLAY);
        }
        assertThat(bytesOf(wiretag.topics().published()).stream()
                        .map(each -> header(each, "wiretag.replay.of"))
                        .filter(of -> of != null))
                .containsExactly(rejected.place().toString());
    }

    @Test
    void aMarkBehindATransactionThatIsStillOpenIsSeen() throws Exception {
        reject("urn:r:m", 1);
        RecordPlace place = waiting().get(0).place();
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.put("transactional.id", prefix + "somebody-else");
        try (Producer<byte[], byte[]> somebody =
                        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
                RejectedReplay replay = wiretag.rejectedReplay()) {
            somebody.initTransactions();
            AtomicBoolean open = new AtomicBoolean();
            ReplayPlan first = replay.apply(
                    ALL,
                    (read, of) -> {
                        if (open.compareAndSet(false, true)) {
                            somebody.beginTransaction();
                            somebody.send(new ProducerRecord<>(
                                    wiretag.topics().rejected().name(), place.partition(), null, bytes("open")));
                            somebody.flush();
                        }
                    },
                    step -> {});
            assertThat(verdicts(first)).containsExactly(Verdict.REPLAY);

            ReplayPlan second = replay.apply(
                    Request.of(place),
                    (read, of) -> {
                        if (open.compareAndSet(true, false)) {
                            somebody.abortTransaction();
                        }
                    },
                    step -> {});

            assertThat(verdicts(second)).containsExactly(Verdict.REPLAYED_BEFORE);
        }
    }

    @Test
    void aValueThatWasLeftWhereItWasPublishedIsFetchedFromThere() throws Exception {
        byte[] huge = new byte[20_000_000];
        Arrays.fill(huge, (byte) 7);
        sendPacked(new ProducerRecord<>(wiretag.topics().published().name(), bytes("huge"), huge));
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            awaitProcessed();
        }
        RejectedRecord listed = waiting().get(0);
        assertThat(listed.omitted()).isTrue();
        assertThat(listed.bytes()).isEqualTo(huge.length);

        try (RejectedReader reader = wiretag.rejectedReader()) {
            RejectedRecord shown =
                    reader.show(listed.partition(), listed.offset()).orElseThrow();
            assertThat(shown.whole()).isTrue();
            assertThat(shown.value()).contains(huge);
        }
        ReplayPlan forced = apply(new Request(Optional.empty(), RejectedFilter.ALL, 1, false, true));

        assertThat(verdicts(forced)).containsExactly(Verdict.REPLAY);
        assertThat(bytesOf(wiretag.topics().published()))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.value()).isEqualTo(huge));
    }

    @Test
    void whatATopicDoesNotTakeIsToldAndTheOthersGo() throws Exception {
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            byte[] noise = new byte[700_000];
            new Random(7).nextBytes(noise);
            noise[0] = 7;
            send(new ProducerRecord<>(wiretag.topics().published().name(), 0, bytes("noise"), noise));
            send(new ProducerRecord<>(wiretag.topics().published().name(), 0, bytes("small"), bytes("small")));
            awaitProcessed();
        }
        setMaxMessageBytes(wiretag.topics().published().name(), "100000");

        ReplayPlan forced = apply(new Request(Optional.empty(), RejectedFilter.ALL, 10, false, true));

        assertThat(verdicts(forced)).containsExactlyInAnyOrder(Verdict.TOO_LARGE, Verdict.REPLAY);
        assertThat(waiting().stream().map(RejectedStoryTest::key)).containsExactly("noise");
    }

    @Test
    void aListTakesWhatItsFilterSays() throws Exception {
        Instant before = Instant.now();
        reject("urn:r:f", 2);
        RejectedFilter later = new RejectedFilter(
                Set.of(), Set.of(), Optional.of(before.plusSeconds(3600)), Optional.empty(), Optional.empty(), false);
        RejectedFilter earlier =
                new RejectedFilter(Set.of(), Set.of(), Optional.empty(), Optional.of(before), Optional.empty(), false);
        RejectedFilter others = RejectedFilter.ofReason("not-framed");
        RejectedFilter desk = new RejectedFilter(
                Set.of("too-large"),
                Set.of(),
                Optional.of(before.minusSeconds(60)),
                Optional.empty(),
                Optional.of("desk"),
                false);
        try (RejectedReader reader = wiretag.rejectedReader()) {
            assertThat(reader.list(later, 10).matching()).isZero();
            assertThat(reader.list(earlier, 10).matching()).isZero();
            assertThat(reader.list(others, 10).matching()).isZero();
            assertThat(reader.list(desk, 1).matching()).isEqualTo(2);
            assertThat(reader.list(desk, 1).records()).singleElement().satisfies(each -> {
                assertThat(key(each)).as("the newest").isEqualTo("urn:r:f1");
                assertThat(each.whole()).isFalse();
                assertThat(each.value().orElseThrow()).hasSize(RejectedReader.BEGINNING);
            });
        }
    }

    @Test
    void theSummaryOfTheTopicTellsWhatWaitsAndSinceWhen() throws Exception {
        reject("urn:r:s", 3);
        List<RejectedRecord> waiting = waiting();
        apply(Request.of(waiting.get(0).place()));

        RejectedSummary summary = new RejectedSummary();
        bytesOf(wiretag.topics().rejected()).forEach(summary::take);

        assertThat(summary.reasons())
                .isEqualTo(Map.of(
                        "too-large",
                        new RejectedSummary.OfReason(
                                3,
                                2,
                                Optional.of(waiting.get(1).at()),
                                waiting.get(2).at())));
        assertThat(summary.depth()).isEqualTo(2);
        assertThat(summary.oldest()).contains(waiting.get(1).at());
        summary.deletedBefore(waiting.get(1).partition(), waiting.get(1).offset() + 1);
        assertThat(summary.depth()).isLessThan(2);
    }

    /** So many articles of ascending uris, published by the desk and rejected as too large; no processor runs afterwards. */
    private void reject(String uri, int many) throws Exception {
        configure(NARROW);
        try (StreamsRunner narrow = wiretag.processor();
                ArticlePublisher publisher = wiretag.publisher()) {
            narrow.start(LIMIT);
            for (int i = 0; i < many; i++) {
                publisher
                        .publish(article(uri + i, "1", "Lũ ở Hà Giang. ".repeat(300)), Optional.of("desk"))
                        .get(30, TimeUnit.SECONDS);
                if (many < 10) {
                    awaitProcessed(); // so that their order in time is known
                }
            }
            awaitProcessed();
        }
        configure(Map.of());
    }

    private void configure(Map<String, String> settings) {
        if (wiretag != null) {
            wiretag.close();
        }
        config = InstallationSettings.of(STACK)
                .prefix(prefix)
                .partitions(3)
                // for what is small when it is packed
                .with("topics.published.compression.type", "producer")
                .state(state)
                .with(settings)
                .config();
        wiretag = new Wiretag(config);
    }

    private static Article article(String uri, String version, String body) {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion(version)
                .setBody(body)
                .build();
    }

    private static Article createdAt(Article article, Instant created) {
        return Article.newBuilder(article).setVersionCreated(created).build();
    }

    private void deletePublished() throws Exception {
        try (Admin admin = Admin.create(new HashMap<>(config.kafka()))) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            for (int partition = 0; partition < 3; partition++) {
                all.put(
                        new TopicPartition(wiretag.topics().published().name(), partition),
                        RecordsToDelete.beforeOffset(-1));
            }
            admin.deleteRecords(all).all().get(30, TimeUnit.SECONDS);
        }
    }

    /** As a newsroom with a schema of its own publishes. */
    private void sendAs(String schema, String uri, String version, String status) throws Exception {
        Schema written = new Schema.Parser().parse(schema);
        GenericRecord article = new GenericRecordBuilder(written)
                .set("uri", uri)
                .set("version", version)
                .set("body", "Lũ ở Hà Giang")
                .set(
                        "pubStatus",
                        new GenericData.EnumSymbol(written.getField("pubStatus").schema(), status))
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(5)
                .put((byte) 0)
                .putInt(registered("newsroom", schema))
                .array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(written).write(article, encoder);
        send(new ProducerRecord<>(wiretag.topics().published().name(), bytes(uri), bytes.toByteArray()));
    }

    private void sendPacked(ProducerRecord<byte[], byte[]> each) throws Exception {
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.putAll(
                Map.of("compression.type", "zstd", "max.request.size", "40000000", "buffer.memory", "50000000"));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(each).get(30, TimeUnit.SECONDS);
        }
    }

    private static Article kill(String uri, String version) {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion(version)
                .setPubStatus(PubStatus.canceled)
                .build();
    }

    private void publish(Article... articles) throws Exception {
        try (ArticlePublisher publisher = wiretag.publisher()) {
            for (Article article : articles) {
                publisher.publish(article).get(30, TimeUnit.SECONDS);
            }
        }
    }

    private byte[] encoded(Article article) {
        try (ValueSerdes serdes = new ValueSerdes(new ValueSerdes.Settings(
                BuildSerdes.SERIALIZER, BuildSerdes.DESERIALIZER, STACK.registryUrl(), Map.of()))) {
            return serdes.encode(wiretag.topics().published().name(), article);
        }
    }

    /** Registers the schema of articles with other words of documentation; its id. */
    private int register(String subject, int number) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode schema =
                (ObjectNode) mapper.readTree(Article.getClassSchema().toString());
        schema.put("doc", prefix + number);
        return registered(subject, schema.toString());
    }

    private int registered(String subject, String schema) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        String body = mapper.createObjectNode().put("schema", schema).toString();
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(STACK.registryUrl() + "/apis/ccompat/v7/subjects/" + prefix
                                        + subject + "/versions"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return mapper.readTree(answer.body()).get("id").asInt();
    }

    private void send(ProducerRecord<byte[], byte[]> each) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                new HashMap<String, Object>(config.kafka()), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(each).get(30, TimeUnit.SECONDS);
        }
    }

    private void setMaxMessageBytes(String topic, String value) throws Exception {
        try (Admin admin = Admin.create(new HashMap<>(config.kafka()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private ReplayPlan apply(Request request) {
        List<Step> told = new ArrayList<>();
        try (RejectedReplay replay = wiretag.rejectedReplay()) {
            ReplayPlan plan = replay.apply(request, (read, of) -> {}, told::add);
            assertThat(told).as("told of").containsExactlyInAnyOrderElementsOf(plan.steps());
            return plan;
        }
    }

    private List<RejectedRecord> waiting() {
        try (RejectedReader reader = wiretag.rejectedReader()) {
            return reader.list(WAITING, 1000).records();
        }
    }

    private static List<Verdict> verdicts(ReplayPlan plan) {
        return plan.steps().stream().map(Step::verdict).toList();
    }

    private static String key(RejectedRecord each) {
        return new String(each.key().orElseThrow(), StandardCharsets.UTF_8);
    }

    /** What went out of an article: operation and version, or the first word. */
    private List<String> tagged(String uri) {
        List<String> tagged = new ArrayList<>();
        int expected = bytesOf(wiretag.topics().tagged()).size();
        AtomicInteger seen = new AtomicInteger();
        try (var subscriber = wiretag.subscriber(wiretag.topics().tagged(), Optional.empty(), true)) {
            subscriber.run(
                    each -> {
                        seen.incrementAndGet();
                        Article article = each.value().getArticle();
                        if (each.key().equals(uri)) {
                            tagged.add(each.value().getOperation() + " "
                                    + (article.getVersion() != null || article.getBody() == null
                                            ? article.getVersion()
                                            : article.getBody().split("\\.")[0]));
                        }
                    },
                    doneOrLate(() -> seen.get() >= expected));
        }
        assertThat(seen).hasValue(expected);
        return tagged;
    }

    private void awaitProcessed() {
        CaughtUp.await(wiretag, config);
    }

    private List<Long> ends() {
        List<Long> ends = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                new HashMap<String, Object>(config.kafka()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            for (Topic<?> topic : wiretag.topics().all()) {
                List<TopicPartition> partitions = IntStream.range(0, 3)
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                        .toList();
                consumer.assign(partitions);
                Map<TopicPartition, Long> found = consumer.endOffsets(partitions);
                partitions.forEach(each -> ends.add(found.get(each)));
            }
        }
        return ends;
    }

    /** All committed records of a topic. */
    private List<ConsumerRecord<byte[], byte[]>> bytesOf(Topic<?> topic) {
        return WholeTopic.committed(topic.name(), config.kafka());
    }

    private static String header(ConsumerRecord<?, ?> each, String key) {
        Header header = each.headers().lastHeader(key);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
