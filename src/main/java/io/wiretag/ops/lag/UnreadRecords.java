package io.wiretag.ops.lag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Looks at records that groups have still to read. Two things only the log can tell: which of its last offsets are records and
 * not transaction markers, and when the next record of a group was written.
 *
 * <p>Idea: of each partition in which somebody is behind, the tail (the last {@value #TAIL} offsets at most) is remembered and
 * extended by what has come, so that each record is read once. A group whose position lies in the tail is answered from it. One
 * that is further behind gets one look at the record at its position, remembered until it moves.
 *
 * <p>Cost: at most {@code fetches} stretches a round and {@code limit} of time; what does not fit is looked at in the next
 * round, which begins where this one stopped. A consumer has one position in a partition, so groups at different places of one
 * partition are served one after another.
 *
 * <p>Not thread-safe.
 */
final class UnreadRecords {
    /** Tails up to this length are read as a whole, and their lag is exact. What is longer {@link RecordCounts} may know. */
    static final int TAIL = 500;

    private static final Duration POLL = Duration.ofMillis(100);

    private static final Comparator<Stretch> ORDER = Comparator.comparing(
                    (Stretch stretch) -> stretch.log().topic())
            .thenComparing(stretch -> stretch.log().partition())
            .thenComparing(Stretch::from)
            .thenComparing(Stretch::oneRecord);

    private final Consumer<byte[], byte[]> consumer;
    private final int fetches;
    private final Duration limit;
    private Map<TopicPartition, OffsetsSnapshot.Seen> tails = new HashMap<>();
    private Map<Position, OffsetsSnapshot.Seen> heads = new HashMap<>();
    private Optional<Stretch> last = Optional.empty();

    /**
     * @param consumer unassigned, isolation level read_committed, {@code auto.offset.reset=none}; stays the caller's
     * @param fetches stretches read in one round
     * @param limit time for one round
     */
    UnreadRecords(Consumer<byte[], byte[]> consumer, int fetches, Duration limit) {
        this.consumer = consumer;
        this.fetches = fetches;
        this.limit = limit;
    }

    private record Position(TopicPartition log, long position) {}

    /** Records to be read: all from {@code from} to {@code until}, or the first of them. */
    private record Stretch(TopicPartition log, long from, long until, boolean oneRecord) {}

    /** What was seen at and behind the position, if anything. */
    Optional<OffsetsSnapshot.Seen> head(TopicPartition log, long position) {
        return Optional.ofNullable(heads.get(new Position(log, position)));
    }

    /** What was seen of the end of the partition, if anything. */
    Optional<OffsetsSnapshot.Seen> tail(TopicPartition log) {
        return Optional.ofNullable(tails.get(log));
    }

    /**
     * Looks at what is new since the last time.
     *
     * @param positions where groups will read next, each before the last stable offset
     */
    void look(Map<TopicPartition, SortedSet<Long>> positions, Map<TopicPartition, OffsetsSnapshot.Offsets> offsets) {
        List<Stretch> wanted = new ArrayList<>();
        Map<TopicPartition, OffsetsSnapshot.Seen> keptTails = new HashMap<>();
        Map<Position, OffsetsSnapshot.Seen> keptHeads = new HashMap<>();
        positions.forEach((log, places) -> {
            long stable = offsets.get(log).lastStable();
            SortedSet<Long> near = places.tailSet(stable - TAIL);
            OffsetsSnapshot.Seen tail = tailFrom(near.isEmpty() ? stable - 1 : near.first(), stable, tails.get(log));
            keptTails.put(log, tail);
            if (tail.to() < stable) {
                wanted.add(new Stretch(log, tail.to(), stable, false));
            }
            for (long position : places.headSet(stable - TAIL)) {
                OffsetsSnapshot.Seen known = heads.get(new Position(log, position));
                if (known == null || known.records().isEmpty() && known.to() < stable) {
                    wanted.add(new Stretch(log, position, stable, true));
                } else {
                    keptHeads.put(new Position(log, position), known);
                }
            }
        });
        tails = keptTails;
        heads = keptHeads;
        read(affordable(wanted));
    }

    /** The tail as it is known, cut to its longest, if it can be extended; otherwise an empty one that begins where it must. */
    private static OffsetsSnapshot.Seen tailFrom(long start, long stable, OffsetsSnapshot.Seen known) {
        if (known == null || known.from() > start || known.to() < start || known.to() > stable) {
            return new OffsetsSnapshot.Seen(start, start, new TreeMap<>());
        }
        long from = Math.max(known.from(), stable - TAIL);
        return new OffsetsSnapshot.Seen(
                from, known.to(), new TreeMap<>(known.records().tailMap(from, true)));
    }

    /** As many as one round may read, beginning behind the last of the round before. */
    private List<Stretch> affordable(List<Stretch> wanted) {
        wanted.sort(ORDER);
        if (wanted.size() <= fetches) {
            return wanted;
        }
        int start = (int) wanted.stream()
                .filter(stretch -> last.isPresent() && ORDER.compare(stretch, last.orElseThrow()) <= 0)
                .count();
        List<Stretch> chosen = new ArrayList<>();
        for (int i = 0; i < fetches; i++) {
            chosen.add(wanted.get((start + i) % wanted.size()));
        }
        last = Optional.of(chosen.get(chosen.size() - 1));
        return chosen;
    }

    private void read(List<Stretch> stretches) {
        long deadline = System.nanoTime() + limit.toNanos();
        Set<String> closed = new HashSet<>();
        List<Stretch> left = new ArrayList<>(stretches);
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            Map<TopicPartition, Stretch> wave = new LinkedHashMap<>();
            left.forEach(stretch -> wave.putIfAbsent(stretch.log(), stretch));
            try {
                read(wave, deadline);
            } catch (TopicAuthorizationException e) {
                // who may describe but not read gets ceilings, and no age
                closed.addAll(e.unauthorizedTopics());
                left.removeIf(stretch -> closed.contains(stretch.log().topic()));
                if (e.unauthorizedTopics().isEmpty()) {
                    return;
                }
                continue;
            } catch (AuthorizationException e) {
                return;
            }
            left.removeAll(wave.values());
        }
    }

    /** One stretch of each partition, side by side. */
    private void read(Map<TopicPartition, Stretch> wave, long deadline) {
        consumer.assign(wave.keySet());
        consumer.resume(wave.keySet()); // one that was there before is still paused
        wave.forEach((log, stretch) -> consumer.seek(log, stretch.from()));
        Map<TopicPartition, TreeMap<Long, Long>> records = new HashMap<>();
        wave.keySet().forEach(log -> records.put(log, new TreeMap<>()));
        Set<TopicPartition> open = new HashSet<>(wave.keySet());
        Set<TopicPartition> gone = new HashSet<>();
        while (!open.isEmpty() && System.nanoTime() - deadline < 0) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    TopicPartition log = new TopicPartition(record.topic(), record.partition());
                    if (record.offset() < wave.get(log).until()) {
                        records.get(log).put(record.offset(), record.timestamp());
                    }
                }
            } catch (OffsetOutOfRangeException e) {
                gone.addAll(e.partitions()); // deleted since the offsets were asked for
            }
            open.removeIf(log -> gone.contains(log) || done(wave.get(log), records.get(log)));
            consumer.pause(notIn(open, wave.keySet()));
        }
        wave.forEach((log, stretch) -> {
            if (!gone.contains(log)) {
                keep(stretch, records.get(log), Math.min(consumer.position(log), stretch.until()));
            }
        });
    }

    private boolean done(Stretch stretch, TreeMap<Long, Long> records) {
        return stretch.oneRecord() && !records.isEmpty() || consumer.position(stretch.log()) >= stretch.until();
    }

    private static Collection<TopicPartition> notIn(Set<TopicPartition> open, Set<TopicPartition> all) {
        return all.stream().filter(log -> !open.contains(log)).toList();
    }

    private void keep(Stretch stretch, TreeMap<Long, Long> records, long to) {
        TopicPartition log = stretch.log();
        if (!stretch.oneRecord()) {
            OffsetsSnapshot.Seen before = tails.get(log);
            before.records().putAll(records);
            tails.put(log, new OffsetsSnapshot.Seen(before.from(), to, before.records()));
        } else if (!records.isEmpty() || to >= stretch.until()) {
            heads.put(new Position(log, stretch.from()), new OffsetsSnapshot.Seen(stretch.from(), to, records));
        }
    }
}
