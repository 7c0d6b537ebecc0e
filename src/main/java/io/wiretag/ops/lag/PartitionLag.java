package io.wiretag.ops.lag;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One partition as one group sees it.
 *
 * @param committed offset of the next record the group will read, if it ever committed one
 * @param offsets where the partition begins and ends
 * @param records still to read; empty: unknown
 * @param exact whether {@code records} counts records; otherwise it is a ceiling, in which transaction markers are left
 * @param expired records (or markers) that were deleted before the group read them, since somebody began to watch: they stay
 *     told when the group has moved on, until somebody acknowledges them; none while it has left the topic
 * @param expiredBefore offset before which they lie
 * @param behind age of the next record still to read; zero if there is none; empty: unknown
 * @param status how the group does here
 */
public record PartitionLag(
        int partition,
        OptionalLong committed,
        OffsetsSnapshot.Offsets offsets,
        OptionalLong records,
        boolean exact,
        long expired,
        long expiredBefore,
        Optional<Duration> behind,
        LagStatus status) {
    /** One whose losses lie before where the partition begins. */
    public PartitionLag(
            int partition,
            OptionalLong committed,
            OffsetsSnapshot.Offsets offsets,
            OptionalLong records,
            boolean exact,
            long expired,
            Optional<Duration> behind,
            LagStatus status) {
        this(partition, committed, offsets, records, exact, expired, offsets.first(), behind, status);
    }

    /** Of a ceiling one is known at most: the next. */
    long atLeast() {
        if (exact) {
            return records.orElse(0);
        }
        return records.isPresent() && behind.isPresent() ? 1 : 0;
    }
}
