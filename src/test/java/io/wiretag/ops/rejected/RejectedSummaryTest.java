package io.wiretag.ops.rejected;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.topics.WiretagHeader;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RejectedSummaryTest {
    private static final Instant NOON = Instant.parse("2026-08-03T12:00:00Z");

    private final RejectedSummary summary = new RejectedSummary();

    @Test
    void whatWasReplayedWaitsNoMoreAndTheNextIsTheOldest() {
        summary.take(rejected(0, 5, "too-large", NOON));
        summary.take(rejected(1, 2, "empty", NOON.plusSeconds(10)));
        summary.take(rejected(0, 6, "empty", NOON.plusSeconds(20)));
        assertThat(summary.oldest()).contains(NOON);

        summary.take(mark(0, 8, "0:5"));

        assertThat(summary.depth()).isEqualTo(2);
        assertThat(summary.oldest()).contains(NOON.plusSeconds(10));
        assertThat(summary.reasons())
                .isEqualTo(Map.of(
                        "too-large", new RejectedSummary.OfReason(1, 0, Optional.empty(), NOON),
                        "empty",
                                new RejectedSummary.OfReason(
                                        2, 2, Optional.of(NOON.plusSeconds(10)), NOON.plusSeconds(20))));
    }

    @Test
    void aMarkOfWhatWasNeverSeenChangesNothing() {
        summary.take(mark(0, 8, "0:5"));
        summary.take(rejected(0, 9, "empty", NOON));

        assertThat(summary.depth()).isEqualTo(1);
    }

    @Test
    void aReplayThatIsRejectedAgainWaitsAgain() {
        summary.take(rejected(0, 5, "empty", NOON));
        summary.take(mark(0, 7, "0:5"));
        assertThat(summary.depth()).isZero();
        assertThat(summary.oldest()).isEmpty();
        ConsumerRecord<byte[], byte[]> again = rejected(0, 9, "empty", NOON.plusSeconds(1));
        WiretagHeader.REPLAY_OF.put(again.headers(), "0:5");
        WiretagHeader.REPLAY_TRIES.put(again.headers(), "1");

        summary.take(again);

        assertThat(summary.depth()).isEqualTo(1);
        assertThat(summary.oldest()).contains(NOON.plusSeconds(1));
    }

    @Test
    void whatIsDeletedWaitsNoMore() {
        summary.take(rejected(0, 5, "empty", NOON));
        summary.take(rejected(0, 6, "empty", NOON.plusSeconds(1)));
        summary.take(rejected(1, 0, "empty", NOON.plusSeconds(2)));

        summary.deletedBefore(0, 6);

        assertThat(summary.depth()).isEqualTo(2);
        assertThat(summary.oldest()).contains(NOON.plusSeconds(1));
    }

    @Test
    void aFloodIsCountedAndItsOldestIsKnown() {
        int many = 150_000;
        for (int i = 0; i < many; i++) {
            summary.take(rejected(0, i, "unknown-schema", NOON.plusSeconds(i)));
        }
        assertThat(summary.depth()).isEqualTo(many);
        for (int i = 0; i < many; i++) {
            summary.take(mark(0, many + i, "0:" + i));
        }

        assertThat(summary.depth()).isZero();
        assertThat(summary.oldest()).isEmpty();
    }

    @Test
    void reasonsThatNobodyKnowsTakeNoMemoryWithoutEnd() {
        for (int i = 0; i < 1000; i++) {
            summary.take(rejected(0, i, "invented-" + i, NOON));
        }

        int named = RejectedSummary.MOST_REASONS;
        assertThat(summary.reasons()).hasSize(named);
        assertThat(summary.reasons()).as("no name is put on the others").doesNotContainKey("unknown");
        assertThat(summary.others())
                .contains(new RejectedSummary.OfReason(1000 - named, 1000 - named, Optional.of(NOON), NOON));
        assertThat(summary.depth()).isEqualTo(1000);

        summary.take(mark(0, 1000, "0:999"));
        summary.deletedBefore(0, 999);

        assertThat(summary.others().orElseThrow().waiting()).isZero();
        assertThat(summary.depth()).isZero();
    }

    @Test
    void whereThereIsRoomForAllNamesThereAreNoOthers() {
        summary.take(rejected(0, 1, "empty", NOON));

        assertThat(summary.others()).isEmpty();
    }

    @Test
    void headersThatSomebodyElseWroteDoNoHarm() {
        ConsumerRecord<byte[], byte[]> odd = rejected(0, 1, "empty", NOON);
        WiretagHeader.REPLAY_TRIES.put(odd.headers(), "-5");
        WiretagHeader.REPLAY_OF.put(odd.headers(), "nowhere");
        WiretagHeader.REJECTED_AT.put(odd.headers(), "noon");
        WiretagHeader.REJECTED_PARTITION.put(odd.headers(), "99999999999");

        RejectedRecord record = RejectedRecord.of(odd, Optional.empty());

        assertThat(record.tries()).isZero();
        assertThat(record.replayOf()).isEmpty();
        assertThat(record.origin()).isEmpty();
        assertThat(record.at()).as("the time of the record instead").isEqualTo(Instant.EPOCH);
        assertThat(RejectedRecord.isRejected(odd)).isTrue();
    }

    private static ConsumerRecord<byte[], byte[]> rejected(int partition, long offset, String reason, Instant at) {
        ConsumerRecord<byte[], byte[]> record = record(partition, offset);
        WiretagHeader.REJECTED_REASON.put(record.headers(), reason);
        WiretagHeader.REJECTED_AT.put(record.headers(), at.toString());
        return record;
    }

    private static ConsumerRecord<byte[], byte[]> mark(int partition, long offset, String of) {
        ConsumerRecord<byte[], byte[]> record = record(partition, offset);
        WiretagHeader.REPLAY_OF.put(record.headers(), of);
        WiretagHeader.REPLAY_AS.put(record.headers(), "2:9");
        return record;
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
        return new ConsumerRecord<>(
                "articles.rejected",
                partition,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                new RecordHeaders(),
                Optional.empty());
    }
}
