package io.wiretag.ops.rejected;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Wiretag;
import io.wiretag.config.Config;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.ops.rejected.RejectedReader.Listing;
import io.wiretag.topics.WiretagHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A list that is asked for again and again, as a dashboard does, of a topic on a real broker. */
class RejectedListTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Instant NOON = Instant.parse("2026-08-03T12:00:00Z");
    private static final int SHOWN = 10;

    private final Map<String, Object> client = new HashMap<>();
    private final AtomicLong read = new AtomicLong();
    private Wiretag wiretag;
    private KafkaProducer<byte[], byte[]> producer;
    private RejectedReader reader;

    @BeforeEach
    void open() {
        Config config = SharedLocalStack.config("list", 2);
        client.putAll(config.kafka());
        wiretag = new Wiretag(config);
        wiretag.topicAdmin().create();
        producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        reader = wiretag.rejectedReader();
    }

    @AfterEach
    void close() {
        reader.close();
        producer.close();
        wiretag.close();
    }

    @Test
    void aListThatIsAskedForAgainReadsNothing() {
        reject("empty", 7);
        Listing first = list(RejectedFilter.ALL);
        assertThat(first.records()).hasSize(7);
        assertThat(read).hasPositiveValue();

        assertThat(seen(list(RejectedFilter.ALL))).isEqualTo(seen(first));

        assertThat(read).hasValue(0);
    }

    @Test
    void aListGoesOnWhereItEnded() {
        reject("empty", 20);
        list(RejectedFilter.ALL);
        list(reason("empty"));
        reject("too-large", 3);
        reject("empty", 2);

        assertThat(seen(list(RejectedFilter.ALL))).isEqualTo(seenAnew(RejectedFilter.ALL));
        assertThat(read).hasValue(5);
        Listing empty = list(reason("empty"));
        assertThat(read).hasValue(5);
        assertThat(empty.matching()).isEqualTo(22);
        assertThat(seen(empty)).isEqualTo(seenAnew(reason("empty")));
    }

    @Test
    @Tag("full")
    void recordsOfPartitionsWhoseClocksDifferAreInOneOrder() {
        for (int i = 0; i < 30; i++) {
            // every fifth of a partition by a clock that is late
            reject(i % 2, "empty", NOON.plusSeconds(i % 5 == 0 ? i - 20 : i));
            assertThat(seen(list(RejectedFilter.ALL))).isEqualTo(seenAnew(RejectedFilter.ALL));
        }
    }

    @Test
    void aReplayIsSeenInTheListThatGoesOn() {
        reject("empty", 4);
        RecordPlace place = list(RejectedFilter.ALL).records().get(1).place();

        replay(place);

        await(
                "the mark of " + place,
                () -> list(RejectedFilter.ALL).records().get(1).replayed().isPresent());
        assertThat(read).as("the mark, and that of its transaction").hasValue(2);
        assertThat(seen(list(RejectedFilter.ALL))).isEqualTo(seenAnew(RejectedFilter.ALL));
        assertThat(list(RejectedFilter.ALL.onlyWaiting()).matching()).isEqualTo(3);
    }

    /** Whoever may publish may write these headers, and the processor hands them on. */
    @Test
    void whatHeadersSayOfEarlierReplaysIsBelievedWhereAMarkBearsItOut() {
        reject("empty", 1);
        RecordPlace first = list(RejectedFilter.ALL).records().get(0).place();
        replay(first);
        RecordPlace as = reader.show(first.partition(), first.offset())
                .flatMap(RejectedRecord::replayed)
                .orElseThrow()
                .as();

        rejectAgain(first, new RecordPlace(as.partition(), as.offset() + 5), 7);
        rejectAgain(new RecordPlace(1, 99), as, 7);
        rejectAgain(first, as, 1);

        List<RejectedRecord> all = list(RejectedFilter.ALL).records();
        assertThat(all).extracting(RejectedRecord::tries).containsExactly(0, 0, 0, 1);
        assertThat(all.get(3).replayOf()).contains(first);
        assertThat(all.subList(0, 3)).allMatch(each -> each.replayOf().isEmpty());
        assertThat(seen(list(RejectedFilter.ALL))).isEqualTo(seenAnew(RejectedFilter.ALL));
    }

    private void rejectAgain(RecordPlace of, RecordPlace published, int tries) {
        ProducerRecord<byte[], byte[]> record = rejected(0, "empty", NOON.plusSeconds(100));
        WiretagHeader.REJECTED_TOPIC.put(
                record.headers(), wiretag.topics().published().name());
        WiretagHeader.REJECTED_PARTITION.put(record.headers(), String.valueOf(published.partition()));
        WiretagHeader.REJECTED_OFFSET.put(record.headers(), String.valueOf(published.offset()));
        WiretagHeader.REPLAY_OF.put(record.headers(), of.toString());
        WiretagHeader.REPLAY_TRIES.put(record.headers(), String.valueOf(tries));
        send(record);
    }

    @Test
    void whatRetentionDeletedIsListedNoMore() throws Exception {
        reject("empty", 6);
        assertThat(list(RejectedFilter.ALL).matching()).isEqualTo(6);

        deleteBefore(0, 2);

        assertThat(list(RejectedFilter.ALL).matching()).isEqualTo(4);
        assertThat(seen(list(RejectedFilter.ALL))).isEqualTo(seenAnew(RejectedFilter.ALL));
    }

    @Test
    void ofATopicThatWasMadeAnewNothingOldIsListed() throws Exception {
        reject("empty", 6);
        list(RejectedFilter.ALL);

        makeAnew();
        reject("too-large", 6);

        assertThat(list(RejectedFilter.ALL).records())
                .hasSize(6)
                .allSatisfy(each -> assertThat(each.reason()).isEqualTo("too-large"));
    }

    @Test
    void onlyAFewListsAreKept() {
        reject("empty", 3);
        list(RejectedFilter.ALL);
        for (int i = 0; i < RejectedReader.MOST_KEPT; i++) {
            list(reason("reason-" + i));
        }

        list(RejectedFilter.ALL);

        assertThat(read).hasValue(3);
    }

    private Listing list(RejectedFilter filter) {
        read.set(0);
        return reader.list(filter, SHOWN, (records, of) -> read.set(of));
    }

    private List<String> seenAnew(RejectedFilter filter) {
        try (RejectedReader other = wiretag.rejectedReader()) {
            List<RejectedRecord> records = new ArrayList<>();
            other.each(filter, (done, of) -> {}, records::add);
            List<RejectedRecord> newest = records.subList(Math.max(0, records.size() - SHOWN), records.size());
            return seen(new Listing(newest, records.size()));
        }
    }

    private static List<String> seen(Listing listing) {
        List<String> seen = new ArrayList<>(List.of(listing.matching() + " in all"));
        for (RejectedRecord each : listing.records()) {
            seen.add(each.place() + " " + each.reason() + " " + each.at() + " " + each.bytes() + " " + each.replayed()
                    + " " + each.tries() + " " + each.replayOf());
        }
        return seen;
    }

    private static RejectedFilter reason(String reason) {
        return RejectedFilter.ofReason(reason);
    }

    private void reject(String reason, int many) {
        for (int i = 0; i < many; i++) {
            reject(i % 2, reason, NOON.plusSeconds(i));
        }
    }

    private void reject(int partition, String reason, Instant at) {
        send(rejected(partition, reason, at));
    }

    private ProducerRecord<byte[], byte[]> rejected(int partition, String reason, Instant at) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(wiretag.topics().rejected().name(), partition, new byte[] {7}, new byte[3000]);
        WiretagHeader.REJECTED_REASON.put(record.headers(), reason);
        WiretagHeader.REJECTED_AT.put(record.headers(), at.toString());
        return record;
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("not acknowledged", e);
        }
    }

    private void replay(RecordPlace place) {
        try (RejectedReplay replay = wiretag.rejectedReplay()) {
            ReplayPlan plan = replay.apply(
                    new RejectedReplay.Request(Optional.of(place), RejectedFilter.ALL, 1, false, true),
                    (records, of) -> {},
                    step -> {});
            assertThat(plan.replays()).hasSize(1);
        }
    }

    private void deleteBefore(int partition, long offset) throws Exception {
        try (Admin admin = Admin.create(client)) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(wiretag.topics().rejected().name(), partition),
                            RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void makeAnew() throws Exception {
        String name = wiretag.topics().rejected().name();
        try (Admin admin = Admin.create(client)) {
            admin.deleteTopics(List.of(name)).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            await(name + " to be deleted, and made", () -> {
                try {
                    admin.createTopics(List.of(new NewTopic(name, 2, (short) 1)))
                            .all()
                            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                    return true;
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
                    return false;
                }
            });
        }
    }
}
