package io.wiretag.ops.lag;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One topic as one group sees it. Unknown is empty, never 0.
 *
 * @param records still to read, over all partitions; empty if that of one is unknown
 * @param exact whether {@code records} counts records; otherwise it is a ceiling, in which transaction markers are left
 * @param behind age of the oldest record still to read, by its timestamp and our clock; zero if there is none; empty if the
 *     timestamp is not known, or not yet
 * @param status the worst of its partitions
 * @param missing whether the group is expected to read it, and is not there: no member reads it and no position is known, though
 *     the topic holds something. What it would have to read is not known, so its status is {@link LagStatus#UNKNOWN}
 * @param velocity change of what is known of {@code records} in records per second, negative while it catches up, 0 within the dead band; empty
 *     until enough was seen
 * @param catchUp how long it takes to be done at that pace; only while it really catches up
 * @param headroom how long the oldest record still to read will be kept, by {@code retention.ms} and {@code retention.bytes};
 *     empty where nothing is unread, or the topic keeps all, or the group has left it, or that is not known
 * @param partitions in their order
 * @param history of the window, oldest first
 */
public record TopicLag(
        String topic,
        OptionalLong records,
        boolean exact,
        Optional<Duration> behind,
        LagStatus status,
        boolean missing,
        OptionalDouble velocity,
        Optional<Duration> catchUp,
        Optional<Headroom> headroom,
        List<PartitionLag> partitions,
        List<LagSample> history) {
    /** Copies its lists. */
    public TopicLag {
        partitions = List.copyOf(partitions);
        history = List.copyOf(history);
    }

    /** Where {@code records} is empty: of the partitions that are known, how many there are at least; a ceiling counts for one. */
    public OptionalLong recordsAtLeast() {
        if (records.isPresent()
                || partitions.stream()
                        .noneMatch(partition -> partition.records().isPresent())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                partitions.stream().mapToLong(PartitionLag::atLeast).sum());
    }

    /** {@code behind}, or where that of some partition is unknown, the oldest of the others: it is at least so old. */
    public Optional<Duration> behindAtLeast() {
        return behind.or(() -> partitions.stream()
                .flatMap(partition -> partition.behind().stream())
                .max(Comparator.naturalOrder()));
    }

    /** Of a topic of which nothing is known. */
    static TopicLag unseen(String topic) {
        return new TopicLag(
                topic,
                OptionalLong.empty(),
                false,
                Optional.empty(),
                LagStatus.UNKNOWN,
                false,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }
}
