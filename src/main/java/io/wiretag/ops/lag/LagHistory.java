package io.wiretag.ops.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes a report of the newest snapshot in the light of those before it. Arithmetic alone: time is what the snapshots say it is.
 *
 * <p>Remembers, for what the newest snapshot names or got no answer about, and nothing else: the looks of one window for each partition of each group,
 * and at most {@value #POINTS} points of the past for each of its topics.
 *
 * <p>Not thread-safe.
 */
final class LagHistory {
    /** Points of the past that are kept for each topic of a group, spread evenly over the time that is kept. */
    private static final int POINTS = 240;
    /** Whose batches take longer says so: {@code every=} of {@code ops.subscribers}. */
    private static final Duration LONGEST_HABIT = Duration.ofMinutes(30);

    private final CommitTrack.Settings settings;
    private final Duration kept;
    private final String processor;
    private final Map<String, Set<String>> expected;
    private final Map<String, Duration> every;
    private final Map<PartitionOf, CommitTrack> commits = new HashMap<>();
    private final Map<PartitionOf, Deleted> deletedUnread = new HashMap<>();
    private final Map<PartitionOf, Told> told = new HashMap<>();
    /** Usual gaps between two moves, as they were before this history. */
    private final Map<TopicOf, Duration> habits = new HashMap<>();

    private final Map<TopicOf, Past> pasts = new HashMap<>();
    private final Map<String, TopicTrack> topics = new HashMap<>();

    /** What a group reads. */
    record TopicOf(String group, String topic) {}

    private record PartitionOf(TopicOf topic, int partition) {}

    /**
     * Offsets that were deleted before a group read them, since this history began; all before {@code upTo} are counted.
     *
     * @param known before which offset they are acknowledged
     * @param done where it had last read all: the marker behind the last record, on which it does not commit, is no loss
     */
    private record Deleted(long offsets, long upTo, long known, Done done) {
        static final Deleted NONE = new Deleted(0, 0, 0, Done.NOTHING);

        /** Without those before an offset. */
        Deleted acknowledged(long before) {
            return new Deleted(
                    Math.min(offsets, Math.max(0, upTo - before)),
                    Math.max(upTo, before),
                    Math.max(known, before),
                    done);
        }

        /** With those that somebody else has found, if that is more; what is acknowledged does not come back. */
        Deleted found(Loss other) {
            long unknown = Math.min(other.offsets(), other.before() - known);
            boolean more = other.before() > upTo || other.before() == upTo && unknown > offsets;
            return more && unknown > 0 ? new Deleted(Math.max(offsets, unknown), other.before(), known, done) : this;
        }

        /** With what was told from elsewhere, as far as it can be so in a partition that ends there. */
        Deleted with(Told told, long end) {
            Loss loss = told.loss();
            boolean possible = loss.offsets() > 0 && loss.offsets() <= loss.before() && loss.before() <= end;
            Deleted all = possible ? found(loss) : this;
            return told.known() > 0 && told.known() <= end ? all.acknowledged(told.known()) : all;
        }

        Deleted plus(OffsetsSnapshot.Partition seen) {
            if (!seen.offsets().known()) {
                return this;
            }
            Deleted before = isOfAnother(seen) ? new Deleted(offsets, 0, 0, Done.NOTHING) : this;
            return before.counting(seen);
        }

        /** The topic was made anew. */
        boolean isOfAnother(OffsetsSnapshot.Partition seen) {
            return seen.offsets().known() && seen.offsets().end() < Math.max(upTo, done.until());
        }

        private Deleted counting(OffsetsSnapshot.Partition seen) {
            if (seen.expired() == 0) {
                return new Deleted(offsets, upTo, known, done.or(seen));
            }
            long first = seen.offsets().first();
            long from = Math.max(Math.max(upTo, done.since(seen)), first - seen.expired());
            return first > from ? new Deleted(offsets + first - from, first, known, done) : this;
        }
    }

    /**
     * Deleted before a group read them.
     *
     * @param before offset before which they lie
     */
    record Loss(long offsets, long before) {
        static final Loss NONE = new Loss(0, 0);
    }

    /** What somebody has acknowledged, or another watch has found. */
    private record Told(Loss loss, long known) {
        static final Told NOTHING = new Told(Loss.NONE, 0);
    }

    /** A position from which up to {@code until} there was no record. */
    private record Done(long position, long until) {
        static final Done NOTHING = new Done(-1, -1);

        /** This one, or that of now if now all is read. */
        Done or(OffsetsSnapshot.Partition seen) {
            return seen.committed().isPresent() && seen.lag().orElse(1) == 0
                    ? new Done(seen.committed().getAsLong(), seen.offsets().lastStable())
                    : this;
        }

        /** Offset before which that position has nothing to lose. */
        long since(OffsetsSnapshot.Partition seen) {
            return seen.committed().orElse(-1) == position ? until : -1;
        }
    }

    private static final class Past {
        LagTrend trend = new LagTrend();
        Set<Integer> known = Set.of();
        final Deque<LagSample> points = new ArrayDeque<>();
    }

    /**
     * @param kept how far back {@link TopicLag#history} goes
     * @param processor the group that is wedged where others stall
     * @param expected groups that are expected to read, the processor among them, and the names of the topics that they read
     * @param every how often groups commit that are declared to take their time
     */
    LagHistory(
            CommitTrack.Settings settings,
            Duration kept,
            String processor,
            Map<String, Set<String>> expected,
            Map<String, Duration> every) {
        this.settings = settings;
        this.kept = kept;
        this.processor = processor;
        this.expected = Map.copyOf(expected);
        this.every = Map.copyOf(every);
    }

    /** Adds a snapshot, later than all before. */
    LagReport add(OffsetsSnapshot snapshot) {
        Map<String, OffsetsSnapshot.Log> logs = new HashMap<>();
        snapshot.logs().forEach(log -> logs.put(log.topic(), log));
        OffsetsSnapshot.Unanswered unanswered = snapshot.unanswered();
        topics.keySet()
                .removeIf(topic ->
                        !logs.containsKey(topic) && !unanswered.topics().contains(topic));
        List<TopicFlow> flows = snapshot.logs().stream()
                .map(log -> topics.computeIfAbsent(log.topic(), key -> new TopicTrack())
                        .add(snapshot.at(), log))
                .toList();
        Set<PartitionOf> named = new HashSet<>();
        List<GroupLag> groups = new ArrayList<>();
        for (OffsetsSnapshot.Group group : snapshot.groups()) {
            TreeMap<String, List<OffsetsSnapshot.Partition>> byTopic = new TreeMap<>(inOrderOf(snapshot.logs()));
            for (OffsetsSnapshot.Partition partition : group.partitions()) {
                byTopic.computeIfAbsent(partition.topic(), key -> new ArrayList<>())
                        .add(partition);
                named.add(new PartitionOf(new TopicOf(group.id(), partition.topic()), partition.partition()));
            }
            List<TopicLag> rows = new ArrayList<>();
            byTopic.forEach((topic, partitions) -> rows.add(row(
                    snapshot.at(),
                    new TopicOf(group.id(), topic),
                    group.members(),
                    partitions,
                    headroom(snapshot.at(), partitions, Optional.ofNullable(logs.get(topic)), flows))));
            group.unseen().stream().sorted().map(TopicLag::unseen).forEach(rows::add);
            groups.add(new GroupLag(
                    group.id(),
                    group.type(),
                    group.state(),
                    group.members(),
                    rows,
                    Optional.ofNullable(every.get(group.id()))));
        }
        groups.sort(Comparator.comparingInt(this::rank).thenComparing(GroupLag::id));
        Predicate<PartitionOf> gone = partition -> !named.contains(partition)
                && !unanswered.has(partition.topic().group(), partition.topic().topic());
        commits.keySet().removeIf(gone);
        deletedUnread.keySet().removeIf(gone);
        told.keySet().removeIf(gone);
        pasts.keySet()
                .retainAll(commits.keySet().stream().map(PartitionOf::topic).collect(Collectors.toSet()));
        return new LagReport(snapshot.at(), groups, flows, snapshot.unseen(), snapshot.clockAhead());
    }

    private int rank(GroupLag group) {
        if (group.id().equals(processor)) {
            return 0;
        }
        if (expected.containsKey(group.id())) {
            return 1;
        }
        return group.isBad() ? 2 : 3;
    }

    private static Comparator<String> inOrderOf(List<OffsetsSnapshot.Log> logs) {
        List<String> order = logs.stream().map(OffsetsSnapshot.Log::topic).toList();
        return Comparator.<String>comparingInt(order::indexOf).thenComparing(Comparator.naturalOrder());
    }

    private TopicLag row(
            Instant at,
            TopicOf key,
            int members,
            List<OffsetsSnapshot.Partition> partitions,
            Optional<Headroom> headroom) {
        // who is not going to read it has nothing to lose in it
        boolean left = left(key, partitions, members);
        List<PartitionLag> rows = partitions.stream()
                .map(partition -> row(at, key, partition, left))
                .sorted(Comparator.comparingInt(PartitionLag::partition))
                .toList();
        OptionalLong records = sum(rows);
        Optional<Duration> behind = oldest(rows);
        Past past = pasts.computeIfAbsent(key, id -> new Past());
        follow(past, at, rows);
        remember(past.points, new LagSample(at, records, behind));
        return new TopicLag(
                key.topic(),
                records,
                rows.stream().allMatch(PartitionLag::exact),
                behind,
                LagStatus.worst(rows.stream().map(PartitionLag::status).toList()),
                missing(partitions),
                past.trend.velocity(),
                records.isPresent() ? past.trend.catchUp() : Optional.empty(),
                left ? Optional.empty() : headroom,
                rows,
                List.copyOf(past.points));
    }

    /** Of what is known: a sum over other partitions than before begins a new trend. */
    private static void follow(Past past, Instant at, List<PartitionLag> rows) {
        Set<Integer> known = rows.stream()
                .filter(row -> row.records().isPresent())
                .map(PartitionLag::partition)
                .collect(Collectors.toSet());
        if (!known.equals(past.known)) {
            past.trend = new LagTrend();
            past.known = known;
        }
        past.trend.add(
                at,
                known.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(rows.stream()
                                .mapToLong(row -> row.records().orElse(0))
                                .sum()));
    }

    /** Its members are there for other topics, and nobody expects them here. */
    private boolean left(TopicOf key, List<OffsetsSnapshot.Partition> partitions, int members) {
        return members > 0
                && partitions.stream().noneMatch(OffsetsSnapshot.Partition::attended)
                && partitions.stream()
                        .anyMatch(partition -> partition.committed().isPresent())
                && !expected.getOrDefault(key.group(), Set.of()).contains(key.topic());
    }

    private PartitionLag row(Instant at, TopicOf topic, OffsetsSnapshot.Partition partition, boolean left) {
        PartitionOf key = new PartitionOf(topic, partition.partition());
        Deleted before = deletedUnread.getOrDefault(key, Deleted.NONE);
        if (before.isOfAnother(partition)) {
            told.remove(key);
        }
        Deleted deleted = withTold(key, before.plus(partition), partition);
        deletedUnread.put(key, deleted);
        LagStatus status = commits.computeIfAbsent(key, id -> track(topic)).add(at, partition);
        if (left) {
            status = LagStatus.LEFT;
        } else {
            status = deleted.offsets() > 0 ? status.or(LagStatus.LOST) : status;
            status = held(at, topic.topic(), partition) ? status.or(LagStatus.HELD) : status;
        }
        return new PartitionLag(
                partition.partition(),
                partition.committed(),
                partition.offsets(),
                partition.lag(),
                partition.exact(),
                left ? 0 : deleted.offsets(),
                deleted.upTo(),
                partition.behind(at),
                status);
    }

    private Deleted withTold(PartitionOf key, Deleted deleted, OffsetsSnapshot.Partition partition) {
        Told here = told.getOrDefault(key, Told.NOTHING);
        return partition.offsets().known()
                ? deleted.with(here, partition.offsets().end())
                : deleted;
    }

    /** The processor commits many times a second: whoever has seen it slow is not to make its alarm late. */
    private CommitTrack track(TopicOf topic) {
        boolean ours = topic.group().equals(processor);
        CommitTrack track = new CommitTrack(settings(topic.group()), ours);
        Optional.ofNullable(habits.get(topic)).filter(usual -> !ours).ifPresent(track::learn);
        return track;
    }

    /**
     * Takes a gap between two moves for usual that was so before, until it is known better: by partitions that are seen for the first
     * time after this.
     */
    void learn(TopicOf topic, Duration usual) {
        habits.put(topic, bounded(usual));
    }

    /** The usual gap between two moves, of each group but the processor the longest among its partitions, as it was seen. */
    Map<TopicOf, Duration> habits() {
        Map<TopicOf, Duration> all = new HashMap<>();
        commits.forEach((key, track) -> track.usual()
                .filter(usual -> !key.topic().group().equals(processor))
                .ifPresent(usual -> all.merge(key.topic(), bounded(usual), LagHistory::longer)));
        return all;
    }

    private static Duration bounded(Duration habit) {
        return habit.compareTo(LONGEST_HABIT) > 0 ? LONGEST_HABIT : habit;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Whether alarms would come too soon for it, if it were not known. */
    boolean isSlow(Duration usual) {
        return usual.multipliedBy(CommitTrack.TIMES_USUAL).compareTo(settings.grace()) > 0;
    }

    /** The topic is another one of the same name: what was told and acknowledged of its offsets is not true of this one. */
    void remade(String topic) {
        told.keySet().removeIf(key -> key.topic().topic().equals(topic));
        deletedUnread.replaceAll((key, deleted) ->
                key.topic().topic().equals(topic) ? new Deleted(deleted.offsets(), 0, 0, Done.NOTHING) : deleted);
    }

    /** Takes for lost, from the next look on, what was found before or by somebody else. */
    void find(TopicOf topic, Map<Integer, Loss> losses) {
        losses.forEach((partition, loss) -> told.compute(
                new PartitionOf(topic, partition), (key, had) -> new Told(loss, had == null ? 0 : had.known())));
    }

    /** What is acknowledged: of each group and topic by partition, before which offset. */
    Map<TopicOf, Map<Integer, Long>> acknowledged() {
        Map<TopicOf, Map<Integer, Long>> all = new HashMap<>();
        deletedUnread.forEach((key, deleted) -> {
            if (deleted.known() > 0) {
                all.computeIfAbsent(key.topic(), same -> new TreeMap<>()).put(key.partition(), deleted.known());
            }
        });
        return all;
    }

    private CommitTrack.Settings settings(String group) {
        return Optional.ofNullable(every.get(group)).map(settings::every).orElse(settings);
    }

    private boolean held(Instant at, String topic, OffsetsSnapshot.Partition partition) {
        return partition.lag().orElse(1) == 0
                && Optional.ofNullable(topics.get(topic))
                        .flatMap(track -> track.open(partition.partition(), at))
                        .filter(age -> age.compareTo(settings.tolerance()) > 0)
                        .isPresent();
    }

    /**
     * Takes offsets that were deleted unread for known: they are told no more. To be told so again changes nothing.
     *
     * @param before by partition, those before which offset
     */
    void acknowledge(TopicOf topic, Map<Integer, Long> before) {
        before.forEach((partition, offset) -> deletedUnread.computeIfPresent(
                new PartitionOf(topic, partition),
                // the topic may have been made anew since it was told
                (key, deleted) -> deleted.acknowledged(Math.min(offset, deleted.upTo()))));
    }

    /** Takes for known, from the next look on, what somebody else has acknowledged, or before this history. */
    void know(TopicOf topic, Map<Integer, Long> before) {
        before.forEach((partition, offset) -> told.compute(
                new PartitionOf(topic, partition),
                (key, had) -> had == null
                        ? new Told(Loss.NONE, offset)
                        : new Told(had.loss(), Math.max(had.known(), offset))));
    }

    /** Without a reader and a position it would not be listed, if it were not expected to read. */
    private static boolean missing(List<OffsetsSnapshot.Partition> partitions) {
        return partitions.stream()
                        .noneMatch(partition ->
                                partition.attended() || partition.committed().isPresent())
                && partitions.stream().anyMatch(partition -> partition.lag().isEmpty());
    }

    private static OptionalLong sum(List<PartitionLag> rows) {
        return rows.stream().allMatch(row -> row.records().isPresent())
                ? OptionalLong.of(rows.stream()
                        .mapToLong(row -> row.records().getAsLong())
                        .sum())
                : OptionalLong.empty();
    }

    private static Optional<Duration> oldest(List<PartitionLag> rows) {
        return rows.stream().allMatch(row -> row.behind().isPresent())
                ? rows.stream().map(row -> row.behind().orElseThrow()).max(Comparator.naturalOrder())
                : Optional.empty();
    }

    /** Of the partitions that are known: what is not may go sooner. */
    private static Optional<Headroom> headroom(
            Instant at,
            List<OffsetsSnapshot.Partition> partitions,
            Optional<OffsetsSnapshot.Log> log,
            List<TopicFlow> flows) {
        if (log.isEmpty()) {
            return Optional.empty();
        }
        double pace = flows.stream()
                        .filter(flow -> flow.topic().equals(log.get().topic()))
                        .mapToDouble(TopicFlow::recordsPerSecond)
                        .findFirst()
                        .orElse(Double.NaN)
                / Math.max(1, log.get().partitions().size());
        Retention retention = log.get().retention();
        return Headroom.least(partitions.stream()
                .filter(partition -> partition.lag().orElse(0) > 0)
                .flatMap(partition -> Stream.concat(
                        byTime(at, partition, retention).stream(), bySize(partition, retention, pace).stream())));
    }

    private static Optional<Headroom> byTime(Instant at, OffsetsSnapshot.Partition partition, Retention retention) {
        return retention
                .time()
                .flatMap(kept -> partition
                        .next()
                        // a clock that is ahead, or was never set, must not promise that a record is kept for ages
                        .map(written -> written.isAfter(at) ? at : written)
                        .map(written -> Headroom.byTime(Duration.between(written, at), kept)));
    }

    /** As if all of its offsets took the same room, and it grew as fast as the others of its topic. */
    private static Optional<Headroom> bySize(
            OffsetsSnapshot.Partition partition, Retention retention, double offsetsPerSecond) {
        long held = partition.offsets().end() - partition.offsets().first();
        Long size = retention.sizes().get(partition.partition());
        if (retention.bytes().isEmpty()
                || size == null
                || held <= 0
                || !(offsetsPerSecond > 0)
                || partition.committed().isEmpty()) {
            return Optional.empty();
        }
        double perOffset = (double) size / held;
        long next =
                Math.max(partition.committed().getAsLong(), partition.offsets().first());
        return Optional.of(Headroom.bySize(
                (partition.offsets().end() - next) * perOffset,
                retention.bytes().getAsLong(),
                offsetsPerSecond * perOffset));
    }

    /** The newest look always; those before at even distances. */
    private void remember(Deque<LagSample> points, LagSample now) {
        Duration apart = kept.dividedBy(POINTS);
        if (points.size() >= 2) {
            LagSample newest = points.removeLast();
            Duration step = Duration.between(points.getLast().at(), newest.at());
            if (step.compareTo(apart) >= 0) {
                points.addLast(newest);
            }
        }
        points.addLast(now);
        points.removeIf(
                point -> point.at().isBefore(now.at().minus(kept)) || point.at().isAfter(now.at()));
    }
}
