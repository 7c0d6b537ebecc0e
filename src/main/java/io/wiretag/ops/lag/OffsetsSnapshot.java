package io.wiretag.ops.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far every group is behind: plain arithmetic on offsets that somebody else has fetched ({@link LagReader}).
 *
 * <p>Lag counts records that a {@code read_committed} reader has still to read. It ends at the last stable offset, since what
 * lies behind an open transaction cannot be read yet, and leaves out transaction markers, which take an offset but are no
 * records. Unknown is unknown: a partition without a committed offset has no lag, unless there is nothing in it to read.
 *
 * <p>It knows one moment. What a group does over time is told by {@link LagWatch}.
 *
 * @param at when the offsets were fetched
 * @param logs the topics, in the order of the walk of an article; one that does not exist is missing
 * @param unseen what nobody could tell: it is in none of the others, or unknown there
 * @param unanswered whose absence from the groups and logs says nothing
 * @param clockAhead how far our clock goes ahead of that of the cluster, zero where they agree; all times are by ours
 */
public record OffsetsSnapshot(
        Instant at,
        List<Group> groups,
        List<Log> logs,
        List<BlindSpot> unseen,
        Unanswered unanswered,
        Duration clockAhead) {
    /** A record that is dated later than this from now has the time of a clock that is wrong. */
    private static final Duration FUTURE = Duration.ofMinutes(1);

    private static final NavigableMap<Long, Long> NONE = Collections.emptyNavigableMap();

    /** Copies its lists. */
    public OffsetsSnapshot {
        groups = List.copyOf(groups);
        logs = List.copyOf(logs);
        unseen = List.copyOf(unseen);
    }

    /** One in which everybody has answered whose absence could be taken for being gone. */
    OffsetsSnapshot(Instant at, List<Group> groups, List<Log> logs, List<BlindSpot> unseen, Duration clockAhead) {
        this(at, groups, logs, unseen, Unanswered.NONE, clockAhead);
    }

    /**
     * Who did not answer, and may be there all the same.
     *
     * @param anyGroup whether groups may be missing that nobody can name
     */
    public record Unanswered(boolean anyGroup, Set<String> groups, Set<String> topics) {
        static final Unanswered NONE = new Unanswered(false, Set.of(), Set.of());

        /** Copies its sets. */
        public Unanswered {
            groups = Set.copyOf(groups);
            topics = Set.copyOf(topics);
        }

        /** Whether that group may read that topic, though it is not said here. */
        boolean has(String group, String topic) {
            return anyGroup || groups.contains(group) || topics.contains(topic);
        }
    }

    /**
     * One topic, whoever reads it.
     *
     * @param partitions where each of them begins and ends
     * @param openSince since when a transaction has held up the readers of a partition, where that is known
     */
    public record Log(
            String topic, Map<Integer, Offsets> partitions, Retention retention, Map<Integer, Instant> openSince) {
        /** Copies the partitions, in their order. */
        public Log {
            partitions = Collections.unmodifiableMap(new TreeMap<>(partitions));
            openSince = Map.copyOf(openSince);
        }
    }

    /**
     * One group of consumers.
     *
     * @param type Kafka's word for its protocol: Classic, Consumer, Streams
     * @param state Kafka's word: Stable, Empty, PreparingRebalance, ...
     * @param members number of its members, 0 when nobody reads
     * @param unseen topics that it is expected to read, and of which nothing is known
     */
    public record Group(
            String id, String type, String state, int members, List<Partition> partitions, Set<String> unseen) {
        /** Copies the partitions and the topics. */
        public Group {
            partitions = List.copyOf(partitions);
            unseen = Set.copyOf(unseen);
        }

        /** Sum over its partitions; empty if that of one is unknown. */
        public OptionalLong lag() {
            return unseen.isEmpty()
                            && partitions.stream()
                                    .allMatch(partition -> partition.lag().isPresent())
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
     * @param next timestamp of the next record to read; empty: there is none, or it was not looked at
     * @param attended whether a member of the group is there to read it
     */
    public record Partition(
            String topic,
            int partition,
            OptionalLong committed,
            Offsets offsets,
            OptionalLong lag,
            boolean exact,
            long expired,
            Optional<Instant> next,
            boolean attended) {

        /**
         * Age of the next record to read; zero if there is none; empty: unknown. Clocks that disagree a little make no record younger
         * than now; of one that is dated far ahead nobody knows how old it is.
         */
        public Optional<Duration> behind(Instant now) {
            if (lag.isPresent() && lag.getAsLong() == 0) {
                return Optional.of(Duration.ZERO);
            }
            return next.filter(written -> !written.isAfter(now.plus(FUTURE)))
                    .map(written -> written.isAfter(now) ? Duration.ZERO : Duration.between(written, now));
        }

        /** Whether the position lies where no record ever was: the topic was made anew, or has lost records. */
        boolean beyond() {
            return offsets.known() && committed.isPresent() && committed.getAsLong() > offsets.end();
        }

        Partition attended(boolean reader) {
            return new Partition(topic, partition, committed, offsets, lag, exact, expired, next, reader);
        }

        /** The same with its records counted, if they were counted up to where the end of the partition was seen. */
        Partition counted(Optional<RecordCounts.Counted> counted, Optional<Seen> tail) {
            if (exact || lag.isEmpty() || counted.isEmpty()) {
                return this;
            }
            long upTo = counted.get().upTo();
            Optional<NavigableMap<Long, Long>> rest = upTo >= offsets.lastStable()
                    ? Optional.of(NONE)
                    : tail.filter(seen -> seen.to() >= offsets.lastStable())
                            .flatMap(seen -> seen.since(upTo, offsets.lastStable()));
            return rest.map(seen -> new Partition(
                            topic,
                            partition,
                            committed,
                            offsets,
                            OptionalLong.of(counted.get().records() + seen.size()),
                            true,
                            expired,
                            next,
                            attended))
                    .orElse(this);
        }

        /** The same, of a group that may have read records behind its position. */
        Partition ceiling() {
            boolean nothing = lag.isPresent() && lag.getAsLong() == 0;
            return new Partition(topic, partition, committed, offsets, lag, nothing, expired, next, attended);
        }

        /** The same by a clock that goes ahead of that of the records by so much. */
        Partition shifted(Duration ahead) {
            return new Partition(
                    topic,
                    partition,
                    committed,
                    offsets,
                    lag,
                    exact,
                    expired,
                    next.map(written -> written.plus(ahead)),
                    attended);
        }
    }

    /**
     * Where a partition begins and ends.
     *
     * @param first offset of the first record that has not been deleted
     * @param lastStable offset behind the last record that a read_committed reader can get
     * @param end offset behind the last record of all; what lies between belongs to transactions that are still open
     */
    public record Offsets(long first, long lastStable, long end) {
        /** Of a partition whose leader does not answer. */
        static final Offsets UNKNOWN = new Offsets(-1, -1, -1);

        /** Whether its leader has told them. */
        public boolean known() {
            return end >= 0;
        }

        /** Offsets that take part in transactions that are still open. */
        public long open() {
            return Math.max(0, end - lastStable);
        }
    }

    /**
     * What was seen of a stretch of a partition, to tell records from transaction markers, and when they were written.
     *
     * @param from offset from which on all records were seen
     * @param to offset up to which they were seen, exclusive
     * @param records timestamps (epoch milliseconds, -1 where it has none) by the offsets of the records
     */
    public record Seen(long from, long to, NavigableMap<Long, Long> records) {
        /** Records from {@code offset} on, none where the stretch ends before it; empty if the stretch begins behind it. */
        private Optional<NavigableMap<Long, Long>> since(long offset, long lastStable) {
            return from <= offset ? Optional.of(records.subMap(offset, true, lastStable, false)) : Optional.empty();
        }
    }

    /**
     * The lag of one partition.
     *
     * @param committed offset of the next record the group will read, if it ever committed one
     * @param head what was seen from there on, if anything: the next record is enough
     * @param tail what was seen before the last stable offset, if anything
     */
    static Partition partition(
            String topic,
            int partition,
            OptionalLong committed,
            Offsets offsets,
            Optional<Seen> head,
            Optional<Seen> tail) {
        Counting counting = new Counting(topic, partition, committed, offsets);
        if (!offsets.known()) {
            return counting.unknown();
        }
        long first = offsets.first();
        if (committed.isEmpty()) {
            return first >= offsets.lastStable() ? counting.nothing(0) : counting.unknown();
        }
        if (committed.getAsLong() > offsets.end()) {
            return counting.unknown(); // the position means nothing in it
        }
        long next = Math.max(committed.getAsLong(), first);
        long expired = next - committed.getAsLong();
        long stable = offsets.lastStable();
        if (next >= stable) {
            return counting.nothing(expired);
        }
        Optional<NavigableMap<Long, Long>> ahead =
                head.flatMap(seen -> seen.since(next, stable)).filter(records -> !records.isEmpty());
        if (tail.isPresent() && tail.get().to() >= stable) {
            Seen seen = tail.get();
            Optional<NavigableMap<Long, Long>> rest = seen.since(next, stable);
            if (rest.isPresent()) {
                return counting.records(rest.get().size(), true, expired, rest.get());
            }
            long markersInTail =
                    stable - seen.from() - seen.records().headMap(stable).size();
            return counting.records(stable - next - markersInTail, false, expired, ahead.orElse(NONE));
        }
        boolean onlyMarkers = ahead.isEmpty()
                && head.filter(seen -> seen.from() <= next && seen.to() >= stable)
                        .isPresent();
        if (onlyMarkers) {
            return counting.nothing(expired);
        }
        NavigableMap<Long, Long> known =
                ahead.or(() -> tail.flatMap(seen -> seen.since(next, stable))).orElse(NONE);
        return counting.records(stable - next, false, expired, known);
    }

    private record Counting(String topic, int partition, OptionalLong committed, Offsets offsets) {
        Partition unknown() {
            return new Partition(
                    topic, partition, committed, offsets, OptionalLong.empty(), false, 0, Optional.empty(), false);
        }

        Partition nothing(long expired) {
            return records(0, true, expired, NONE);
        }

        Partition records(long lag, boolean exact, long expired, NavigableMap<Long, Long> ahead) {
            Optional<Instant> next = ahead.isEmpty() || ahead.firstEntry().getValue() < 0
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(ahead.firstEntry().getValue()));
            return new Partition(
                    topic, partition, committed, offsets, OptionalLong.of(lag), exact, expired, next, false);
        }
    }
}
