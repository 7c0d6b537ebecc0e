package io.wiretag.ops.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OffsetsSnapshotTest {
    /** The record at offset n was written n milliseconds later. */
    private static final long WRITTEN = 1_700_000_000_000L;

    private static final OffsetsSnapshot.Offsets TEN = new OffsetsSnapshot.Offsets(0, 10, 10);

    @Test
    void aPartitionWithoutACommitIsUnknownAndNotZero() {
        OffsetsSnapshot.Partition partition = partition(OptionalLong.empty(), TEN, Optional.empty());

        assertThat(partition.lag()).isEmpty();
        assertThat(group(partition).lag()).isEmpty();
    }

    @Test
    void aPartitionWithoutACommitAndWithNothingToReadIsZero() {
        OffsetsSnapshot.Offsets empty = new OffsetsSnapshot.Offsets(7, 7, 7);

        assertThat(partition(OptionalLong.empty(), empty, Optional.empty()).lag())
                .hasValue(0);
    }

    @Test
    void theCommitMarkerBehindTheLastRecordIsNoLag() {
        OffsetsSnapshot.Partition partition = partition(OptionalLong.of(9), TEN, seen(9, 10));

        assertThat(partition.lag()).hasValue(0);
        assertThat(partition.exact()).isTrue();
    }

    @Test
    void markersBetweenRecordsAreNoLag() {
        OffsetsSnapshot.Partition partition = partition(OptionalLong.of(4), TEN, seen(4, 10, 4, 6, 8));

        assertThat(partition.lag()).hasValue(3);
        assertThat(partition.exact()).isTrue();
    }

    @Test
    void ofALongTailTheTrailingMarkerIsLeftOutAndTheRestIsACeiling() {
        OffsetsSnapshot.Partition partition = partition(OptionalLong.of(0), TEN, seen(9, 10));

        assertThat(partition.lag()).hasValue(9);
        assertThat(partition.exact()).isFalse();
    }

    @Test
    void aLongTailThatSomebodyHasCountedIsExact() {
        OffsetsSnapshot.Partition partition = partition(OptionalLong.of(0), TEN, seen(9, 10));

        OffsetsSnapshot.Partition counted = partition.counted(counted(4, 10), Optional.empty());

        assertThat(counted.lag()).hasValue(4);
        assertThat(counted.exact()).isTrue();
    }

    @Test
    void whatCameSinceSomebodyCountedIsTakenFromTheTail() {
        Optional<OffsetsSnapshot.Seen> tail = seen(6, 10, 7, 8);
        OffsetsSnapshot.Partition partition = partition(OptionalLong.of(0), TEN, tail);

        OffsetsSnapshot.Partition counted = partition.counted(counted(3, 8), tail);

        assertThat(counted.lag()).as("three before offset 8, and that at 8").hasValue(4);
        assertThat(counted.exact()).isTrue();
    }

    @Test
    void whereNeitherReachesTheOtherLagStaysACeiling() {
        Optional<OffsetsSnapshot.Seen> tail = seen(8, 10, 8);
        OffsetsSnapshot.Partition partition = partition(OptionalLong.of(0), TEN, tail);

        assertThat(partition.counted(counted(3, 5), tail)).isEqualTo(partition);
        assertThat(partition.counted(Optional.empty(), tail)).isEqualTo(partition);
    }

    private static Optional<RecordCounts.Counted> counted(long records, long upTo) {
        return Optional.of(new RecordCounts.Counted(records, upTo));
    }

    @Test
    void aTailThatWasNotSeenToItsEndGivesACeiling() {
        OffsetsSnapshot.Partition partition = partition(OptionalLong.of(4), TEN, seen(4, 6, 4));

        assertThat(partition.lag()).hasValue(6);
        assertThat(partition.exact()).isFalse();
    }

    @Test
    void recordsBehindAnOpenTransactionAreNotLagYet() {
        OffsetsSnapshot.Offsets open = new OffsetsSnapshot.Offsets(0, 4, 10);

        OffsetsSnapshot.Partition partition = partition(OptionalLong.of(4), open, Optional.empty());

        assertThat(partition.lag()).hasValue(0);
        assertThat(partition.offsets().open()).isEqualTo(6);
    }

    @Test
    void recordsDeletedUnreadAreToldApartFromLag() {
        OffsetsSnapshot.Offsets cut = new OffsetsSnapshot.Offsets(6, 10, 10);

        OffsetsSnapshot.Partition partition = partition(OptionalLong.of(2), cut, seen(6, 10, 6, 7, 8, 9));

        assertThat(partition.expired()).isEqualTo(4);
        assertThat(partition.lag()).hasValue(4);
    }

    @Test
    void aTailSeenForAnotherGroupCountsFromTheOwnCommit() {
        assertThat(partition(OptionalLong.of(7), TEN, seen(2, 10, 2, 4, 6, 8)).lag())
                .hasValue(1);
    }

    @Test
    void theLagOfAGroupIsTheSum() {
        OffsetsSnapshot.Group group = group(
                partition(OptionalLong.of(8), TEN, seen(8, 10, 8)),
                partition(OptionalLong.of(10), TEN, Optional.empty()));

        assertThat(group.lag()).hasValue(1);
        assertThat(group.exact()).isTrue();
    }

    @Test
    void aGroupIsBehindByTheAgeOfItsNextRecordAndNotByThatOfAMarker() {
        OffsetsSnapshot.Partition partition = partition(OptionalLong.of(5), TEN, seen(4, 10, 4, 6, 8));

        assertThat(partition.behind(Instant.ofEpochMilli(WRITTEN + 6 + 3000))).contains(Duration.ofSeconds(3));
    }

    @Test
    void whoHasNothingToReadIsNotBehindEvenIfItsRecordsAreOld() {
        assertThat(partition(OptionalLong.of(9), TEN, seen(9, 10)).behind(Instant.now()))
                .contains(Duration.ZERO);
    }

    @Test
    void theAgeOfARecordThatWasNotLookedAtOrHasNoTimestampIsUnknown() {
        OffsetsSnapshot.Seen untimed = new OffsetsSnapshot.Seen(4, 10, new TreeMap<>(Map.of(4L, -1L)));

        assertThat(partition(OptionalLong.of(0), TEN, seen(9, 10)).behind(Instant.now()))
                .isEmpty();
        assertThat(partition(OptionalLong.of(4), TEN, Optional.of(untimed)).behind(Instant.now()))
                .isEmpty();
    }

    @Test
    void aRecordFromTheFutureIsNotBehindByLessThanNothing() {
        assertThat(partition(OptionalLong.of(4), TEN, seen(4, 10, 4)).behind(Instant.ofEpochMilli(WRITTEN - 5000)))
                .contains(Duration.ZERO);
    }

    @Test
    void howOldARecordIsThatIsDatedFarAheadNobodyKnows() {
        assertThat(partition(OptionalLong.of(4), TEN, seen(4, 10, 4))
                        .behind(Instant.ofEpochMilli(WRITTEN).minus(Duration.ofHours(2))))
                .isEmpty();
    }

    @Test
    void ofALongTailTheNextRecordAloneTellsTheAge() {
        OffsetsSnapshot.Partition partition =
                OffsetsSnapshot.partition("t", 0, OptionalLong.of(2), TEN, seen(2, 4, 3), seen(9, 10));

        assertThat(partition.lag()).hasValue(7);
        assertThat(partition.exact()).isFalse();
        assertThat(partition.next()).contains(Instant.ofEpochMilli(WRITTEN + 3));
    }

    @Test
    void whereOnlyMarkersAreLeftNothingIs() {
        OffsetsSnapshot.Partition partition =
                OffsetsSnapshot.partition("t", 0, OptionalLong.of(2), TEN, seen(2, 10), Optional.empty());

        assertThat(partition.lag()).hasValue(0);
        assertThat(partition.exact()).isTrue();
    }

    @Test
    void markersThatWereNotSeenToTheEndMayHideRecords() {
        OffsetsSnapshot.Partition partition =
                OffsetsSnapshot.partition("t", 0, OptionalLong.of(2), TEN, seen(2, 6), Optional.empty());

        assertThat(partition.lag()).hasValue(8);
        assertThat(partition.exact()).isFalse();
        assertThat(partition.next()).isEmpty();
    }

    @Test
    void ofATailThatWasNotSeenToItsEndTheNextRecordTellsTheAge() {
        assertThat(partition(OptionalLong.of(4), TEN, seen(3, 8, 3, 5)).next())
                .contains(Instant.ofEpochMilli(WRITTEN + 5));
        assertThat(partition(OptionalLong.of(4), TEN, seen(3, 4, 3)).next())
                .as("what was seen ends before it")
                .isEmpty();
    }

    @Test
    void aRecordOfTheVeryFirstMillisecondHasATime() {
        OffsetsSnapshot.Seen first = new OffsetsSnapshot.Seen(4, 10, new TreeMap<>(Map.of(4L, 0L)));

        assertThat(partition(OptionalLong.of(4), TEN, Optional.of(first)).next())
                .contains(Instant.EPOCH);
    }

    @Test
    void aGroupIsExactOnlyIfAllItsPartitionsAre() {
        assertThat(group(
                                partition(OptionalLong.of(8), TEN, seen(8, 10, 8)),
                                partition(OptionalLong.of(8), TEN, Optional.empty()))
                        .exact())
                .isFalse();
    }

    @Test
    void aPositionBehindTheEndOfATopicThatWasMadeAnewIsUnknown() {
        assertThat(partition(OptionalLong.of(11), TEN, Optional.empty()).lag()).isEmpty();
    }

    /** A log of records and markers, a position in it, and any stretch of its end seen: never less than the truth, and exact if it says so. */
    @Property(tries = 500)
    void aLagIsTheTruthOrACeilingOfIt(
            @ForAll @Size(min = 1, max = 40) List<Boolean> isRecord,
            @ForAll @IntRange(max = 39) int position,
            @ForAll @IntRange(max = 39) int seenFrom) {
        int end = isRecord.size();
        int next = Math.min(position, end);
        int from = Math.min(seenFrom, end);
        TreeMap<Long, Long> records = new TreeMap<>();
        IntStream.range(from, end).filter(isRecord::get).forEach(i -> records.put((long) i, WRITTEN));
        long truth = IntStream.range(next, end).filter(isRecord::get).count();

        OffsetsSnapshot.Partition partition = partition(
                OptionalLong.of(next),
                new OffsetsSnapshot.Offsets(0, end, end),
                Optional.of(new OffsetsSnapshot.Seen(from, end, records)));

        assertThat(partition.lag().getAsLong()).isGreaterThanOrEqualTo(truth);
        assertThat(partition.exact()).isEqualTo(from <= next || next == end);
        if (partition.exact()) {
            assertThat(partition.lag()).hasValue(truth);
        }
    }

    private static OffsetsSnapshot.Group group(OffsetsSnapshot.Partition... partitions) {
        return new OffsetsSnapshot.Group("g", "Classic", "Stable", 1, List.of(partitions), Set.of());
    }

    private static OffsetsSnapshot.Partition partition(
            OptionalLong committed, OffsetsSnapshot.Offsets offsets, Optional<OffsetsSnapshot.Seen> seen) {
        return OffsetsSnapshot.partition("t", 0, committed, offsets, Optional.empty(), seen);
    }

    private static Optional<OffsetsSnapshot.Seen> seen(long from, long to, long... records) {
        TreeMap<Long, Long> offsets = new TreeMap<>();
        for (long record : records) {
            offsets.put(record, WRITTEN + record);
        }
        return Optional.of(new OffsetsSnapshot.Seen(from, to, offsets));
    }

    @Test
    void ofAPartitionWhoseLeaderIsSilentNothingIsKnown() {
        OffsetsSnapshot.Partition silent = OffsetsSnapshot.partition(
                "t", 3, OptionalLong.of(7), OffsetsSnapshot.Offsets.UNKNOWN, Optional.empty(), Optional.empty());

        assertThat(silent.lag()).isEmpty();
        assertThat(silent.expired()).isZero();
        assertThat(silent.committed()).hasValue(7);
    }

    @Test
    void ofAPartitionWhoseLeaderIsSilentItIsNotKnownThatThereIsNothingToRead() {
        assertThat(partition(OptionalLong.empty(), OffsetsSnapshot.Offsets.UNKNOWN, Optional.empty())
                        .lag())
                .isEmpty();
    }
}
