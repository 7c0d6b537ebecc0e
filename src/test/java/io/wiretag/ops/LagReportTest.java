package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LagReportTest {
    private static final LagReport.Offsets TEN = new LagReport.Offsets(0, 10, 10);

    @Test
    void aPartitionWithoutACommitIsUnknownAndNotZero() {
        LagReport.Partition partition = partition(OptionalLong.empty(), TEN, Optional.empty());

        assertThat(partition.lag()).isEmpty();
        assertThat(group(partition).lag()).isEmpty();
    }

    @Test
    void aPartitionWithoutACommitAndWithNothingToReadIsZero() {
        LagReport.Offsets empty = new LagReport.Offsets(7, 7, 7);

        assertThat(partition(OptionalLong.empty(), empty, Optional.empty()).lag())
                .hasValue(0);
    }

    @Test
    void theCommitMarkerBehindTheLastRecordIsNoLag() {
        LagReport.Partition partition = partition(OptionalLong.of(9), TEN, seen(9, 10));

        assertThat(partition.lag()).hasValue(0);
        assertThat(partition.exact()).isTrue();
    }

    @Test
    void markersBetweenRecordsAreNoLag() {
        LagReport.Partition partition = partition(OptionalLong.of(4), TEN, seen(4, 10, 4, 6, 8));

        assertThat(partition.lag()).hasValue(3);
        assertThat(partition.exact()).isTrue();
    }

    @Test
    void ofALongTailTheTrailingMarkerIsLeftOutAndTheRestIsACeiling() {
        LagReport.Partition partition = partition(OptionalLong.of(0), TEN, seen(9, 10));

        assertThat(partition.lag()).hasValue(9);
        assertThat(partition.exact()).isFalse();
    }

    @Test
    void aTailThatWasNotSeenToItsEndGivesACeiling() {
        LagReport.Partition partition = partition(OptionalLong.of(4), TEN, seen(4, 6, 4));

        assertThat(partition.lag()).hasValue(6);
        assertThat(partition.exact()).isFalse();
    }

    @Test
    void recordsBehindAnOpenTransactionAreNotLagYet() {
        LagReport.Offsets open = new LagReport.Offsets(0, 4, 10);

        LagReport.Partition partition = partition(OptionalLong.of(4), open, Optional.empty());

        assertThat(partition.lag()).hasValue(0);
        assertThat(partition.offsets().open()).isEqualTo(6);
    }

    @Test
    void recordsDeletedUnreadAreToldApartFromLag() {
        LagReport.Offsets cut = new LagReport.Offsets(6, 10, 10);

        LagReport.Partition partition = partition(OptionalLong.of(2), cut, seen(6, 10, 6, 7, 8, 9));

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
        LagReport.Group group = group(
                partition(OptionalLong.of(8), TEN, seen(8, 10, 8)),
                partition(OptionalLong.of(10), TEN, Optional.empty()));

        assertThat(group.lag()).hasValue(1);
        assertThat(group.exact()).isTrue();
    }

    private static LagReport.Group group(LagReport.Partition... partitions) {
        return new LagReport.Group("g", "Classic", "Stable", 1, List.of(partitions));
    }

    private static LagReport.Partition partition(
            OptionalLong committed, LagReport.Offsets offsets, Optional<LagReport.Seen> seen) {
        return LagReport.partition("t", 0, committed, offsets, seen);
    }

    private static Optional<LagReport.Seen> seen(long from, long to, long... records) {
        TreeSet<Long> offsets = new TreeSet<>();
        for (long record : records) {
            offsets.add(record);
        }
        return Optional.of(new LagReport.Seen(from, to, offsets));
    }
}
