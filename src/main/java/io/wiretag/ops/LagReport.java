package io.wiretag.ops;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;

/**
 * How far every group is behind: plain arithmetic on offsets that somebody else has fetched ({@link LagReader}).
 *
 * <p>Lag counts records that a {@code read_committed} reader has still to read. It ends at the last stable offset, since what
 * lies behind an open transaction cannot be read yet, and leaves out transaction markers, which take an offset but are no
 * records. Unknown is unknown: a partition without a committed offset has no lag, unless there is nothing in it to read.
 *
 * @param at when the offsets were fetched
 */
public record LagReport(Instant at, List<Group> groups) {

    /** Copies the groups. */
    public LagReport {
        groups = List.copyOf(groups);
    }

    /**
     * One group of consumers.
     *
     * @param type Kafka's word for its protocol: Classic, Consumer, Streams
     * @param state Kafka's word: Stable, Empty, PreparingRebalance, ...
     * @param members number of its members, 0 when nobody reads
     */
    public record Group(String id, String type, String state, int members, List<Partition> partitions) {
        /** Copies the partitions. */
        public Group {
            partitions = List.copyOf(partitions);
        }

        /** Sum over its partitions; empty if that of one is unknown. */
        public OptionalLong lag() {
            return partitions.stream().allMatch(partition -> partition.lag().isPresent())
                    ? OptionalLong.of(knownLag())
                    : OptionalLong.empty();
        }

        /** Sum over those of its partitions whose lag is known. */
        public long knownLag() {
            return partitions.stream()
                    .mapToLong(partition -> partition.lag().orElse(0))
                    .sum();
        }

        /** Whether every known lag is a count of records rather than a ceiling. */
        public boolean exact() {
            return partitions.stream().allMatch(Partition::exact);
        }
    }

    /**
     * One partition as one group sees it.
     *
     * @param committed offset of the next record the group will read, if it ever committed one
     * @param lag records still to read; empty: unknown
     * @param exact whether {@code lag} counts records; otherwise it is a ceiling, in which transaction markers are left
     * @param expired records (or markers) that were deleted before the group read them
     */
    public record Partition(
            String topic,
            int partition,
            OptionalLong committed,
            Offsets offsets,
            OptionalLong lag,
            boolean exact,
            long expired) {}

    /**
     * Where a partition begins and ends.
     *
     * @param first offset of the first record that has not been deleted
     * @param lastStable offset behind the last record that a read_committed reader can get
     * @param end offset behind the last record of all; what lies between belongs to transactions that are still open
     */
    public record Offsets(long first, long lastStable, long end) {
        /** Offsets that take part in transactions that are still open. */
        public long open() {
            return Math.max(0, end - lastStable);
        }
    }

    /**
     * What was seen of a partition's tail, to tell records from transaction markers.
     *
     * @param from offset from which on all records were seen
     * @param to offset up to which they were seen, exclusive
     * @param records offsets of the records seen
     */
    public record Seen(long from, long to, SortedSet<Long> records) {}

    /**
     * The lag of one partition.
     *
     * @param committed offset of the next record the group will read, if it ever committed one
     * @param seen what was seen of the tail, if anything
     */
    static Partition partition(
            String topic, int partition, OptionalLong committed, Offsets offsets, Optional<Seen> seen) {
        if (committed.isEmpty()) {
            boolean nothingToRead = offsets.first() >= offsets.lastStable();
            OptionalLong lag = nothingToRead ? OptionalLong.of(0) : OptionalLong.empty();
            return new Partition(topic, partition, committed, offsets, lag, nothingToRead, 0);
        }
        long next = Math.max(committed.getAsLong(), offsets.first());
        long expired = next - committed.getAsLong();
        long offsetsBehind = Math.max(0, offsets.lastStable() - next);
        if (offsetsBehind == 0) {
            return new Partition(topic, partition, committed, offsets, OptionalLong.of(0), true, expired);
        }
        if (seen.isEmpty() || seen.get().to() < offsets.lastStable()) {
            return new Partition(topic, partition, committed, offsets, OptionalLong.of(offsetsBehind), false, expired);
        }
        Seen tail = seen.get();
        long lag;
        if (tail.from() <= next) {
            lag = tail.records().tailSet(next).headSet(offsets.lastStable()).size();
        } else {
            long markersInTail = offsets.lastStable()
                    - tail.from()
                    - tail.records().headSet(offsets.lastStable()).size();
            lag = offsetsBehind - markersInTail;
        }
        return new Partition(topic, partition, committed, offsets, OptionalLong.of(lag), tail.from() <= next, expired);
    }
}
