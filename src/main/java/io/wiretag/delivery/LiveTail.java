package io.wiretag.delivery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * The one reader that all share who have caught up: it reads {@code articles.tagged} as articles come, and keeps the last of
 * them for a while. Who is not further behind than that reads from here; whoever is, from a reader of his own.
 *
 * <p>Each event has a number in the order in which it came; a client remembers the number of his next one. Thread-safe.
 */
final class LiveTail extends Follower {
    private static final int MOST_EVENTS = 1 << 14;

    private final long mostWeight;
    private final Event[] ring = new Event[MOST_EVENTS];
    /** Told after events have come, or the topic was made again. */
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();

    private long first;
    private long next;
    private long weight;
    /** Where the first event that is kept may be preceded by others. */
    private final SortedMap<Integer, Long> reachesBackTo = new TreeMap<>();

    private final SortedMap<Integer, Long> end = new TreeMap<>();
    /** Of the events that are kept: by partition, the number of each offset. */
    private final Map<Integer, NavigableMap<Long, Long>> numbers = new HashMap<>();

    /** @param mostWeight of the events that are kept, in bytes of memory */
    LiveTail(ArticleLog log, long mostWeight) {
        super(log, "delivery-tail");
        this.mostWeight = mostWeight;
    }

    /** Events from a number on, and where their reader stands after them. */
    record Slice(List<Event> events, long next, boolean isEnd) {}

    /** Where it stands. */
    synchronized SortedMap<Integer, Long> end() {
        return new TreeMap<>(end);
    }

    /** A cursor behind all that has been read; empty before the first look. */
    synchronized Optional<Cursor> endCursor() {
        return topic().map(id -> log.cursor(id, end));
    }

    /** The number from which somebody who stands there goes on; empty if he is too far behind, or of another topic. */
    synchronized OptionalLong join(Cursor cursor) {
        boolean isKept =
                topic().equals(Optional.of(cursor.topic())) && Positions.hasPassed(cursor.positions(), reachesBackTo);
        return isKept ? OptionalLong.of(firstNotPassed(cursor.positions())) : OptionalLong.empty();
    }

    private long firstNotPassed(Map<Integer, Long> positions) {
        long number = next;
        for (Map.Entry<Integer, NavigableMap<Long, Long>> each : numbers.entrySet()) {
            Map.Entry<Long, Long> event = each.getValue().ceilingEntry(positions.getOrDefault(each.getKey(), 0L));
            if (event != null) {
                number = Math.min(number, event.getValue());
            }
        }
        return number;
    }

    /** Events from a number on, a bounded number of them; empty if they are kept no longer. */
    synchronized Optional<Slice> from(long number, int most) {
        if (number < first) {
            return Optional.empty();
        }
        long until = Math.min(next, number + most);
        List<Event> events = new ArrayList<>((int) (until - number));
        for (long i = number; i < until; i++) {
            events.add(ring[(int) (i % MOST_EVENTS)]);
        }
        return Optional.of(new Slice(events, until, until == next));
    }

    /** Number of events that have come after this one's. */
    synchronized long behind(long number) {
        return next - number;
    }

    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void leave(Runnable listener) {
        listeners.remove(listener);
    }

    @Override
    SortedMap<Integer, Long> positions() {
        return end();
    }

    @Override
    boolean take(ConsumerRecords<byte[], byte[]> records, LogReader reader) {
        List<Event> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            reader.event(record).ifPresent(events::add);
        }
        if (take(events, reader.positions())) {
            listeners.forEach(Runnable::run);
        }
        return true;
    }

    @Override
    void begin(ArticleLog.Shape shape) {
        begin(log.end());
        listeners.forEach(Runnable::run);
    }

    private synchronized void begin(Cursor cursor) {
        follow(cursor.topic());
        // nobody's number stays good: who was at the end does not know what lay between
        next++;
        first = next;
        weight = 0;
        numbers.clear();
        Arrays.fill(ring, null);
        reachesBackTo.clear();
        reachesBackTo.putAll(cursor.positions());
        end.clear();
        end.putAll(cursor.positions());
    }

    /** Of a new partition all is read. */
    @Override
    synchronized void widen(ArticleLog.Shape shape) {
        shape.partitions().forEach(each -> {
            end.putIfAbsent(each.partition(), 0L);
            reachesBackTo.putIfAbsent(each.partition(), 0L);
        });
    }

    private synchronized boolean take(List<Event> events, Map<Integer, Long> positions) {
        for (Event event : events) {
            if (next - first == MOST_EVENTS) {
                drop();
            }
            ring[(int) (next % MOST_EVENTS)] = event;
            numbers.computeIfAbsent(event.partition(), partition -> new TreeMap<>())
                    .put(event.offset(), next);
            next++;
            weight += event.weight();
        }
        while (weight > mostWeight && next - first > 1) {
            drop();
        }
        end.putAll(positions);
        return !events.isEmpty();
    }

    private void drop() {
        int at = (int) (first % MOST_EVENTS);
        Event event = ring[at];
        ring[at] = null;
        weight -= event.weight();
        numbers.get(event.partition()).remove(event.offset());
        reachesBackTo.merge(event.partition(), event.offset() + 1, Math::max);
        first++;
    }
}
