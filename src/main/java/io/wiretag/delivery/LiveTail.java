package io.wiretag.delivery;

import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.files.Words;
import java.time.Duration;
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
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one reader that all share who have caught up: it reads {@code articles.tagged} as articles come, and keeps the last of
 * them for a while. Who is not further behind than that reads from here; whoever is, from a reader of his own.
 *
 * <p>Each event has a number in the order in which it came; a client remembers the number of his next one. Thread-safe.
 */
final class LiveTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveTail.class);

    private static final int MOST_EVENTS = 1 << 14;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long LOOK_ROUND_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ArticleLog log;
    private final long mostWeight;
    private final Event[] ring = new Event[MOST_EVENTS];
    /** Told after events have come, or the topic was made again. */
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();

    private final Thread thread = new Thread(this::run, "delivery-tail");
    private LogReader reader;
    private long first;
    private long next;
    private long weight;
    /** Where the first event that is kept may be preceded by others. */
    private final SortedMap<Integer, Long> reachesBackTo = new TreeMap<>();

    private final SortedMap<Integer, Long> end = new TreeMap<>();
    /** Of the events that are kept: by partition, the number of each offset. */
    private final Map<Integer, NavigableMap<Long, Long>> numbers = new HashMap<>();

    private Optional<Uuid> topic = Optional.empty();
    private long lookRoundAt;
    private volatile Optional<String> trouble = Optional.of("has not read anything yet");
    private volatile boolean closed;

    /** @param mostWeight of the events that are kept, in bytes of memory */
    LiveTail(ArticleLog log, long mostWeight) {
        this.log = log;
        this.mostWeight = mostWeight;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Events from a number on, and where their reader stands after them. */
    record Slice(List<Event> events, long next, boolean isEnd) {}

    /** Why nothing is read now, in words; empty while all is well. */
    Optional<String> whyNotReady() {
        return trouble;
    }

    /** Of the topic that is read; empty before the first look. */
    synchronized Optional<Uuid> topic() {
        return topic;
    }

    /** Where it stands. */
    synchronized SortedMap<Integer, Long> end() {
        return new TreeMap<>(end);
    }

    /** A cursor behind all that has been read; empty before the first look. */
    synchronized Optional<Cursor> endCursor() {
        return topic.map(id -> log.cursor(id, end));
    }

    /** The number from which somebody who stands there goes on; empty if he is too far behind, or of another topic. */
    synchronized OptionalLong join(Cursor cursor) {
        boolean isKept = topic.equals(Optional.of(cursor.topic()))
                && reachesBackTo.entrySet().stream()
                        .allMatch(each -> cursor.positions().getOrDefault(each.getKey(), 0L) >= each.getValue());
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

    private void run() {
        while (!closed) {
            try {
                turn();
                tell(Optional.empty());
            } catch (InterruptException e) {
                LOG.debug("the reader of delivery is closed");
            } catch (OffsetOutOfRangeException e) {
                LOG.warn("what delivery was to read next is gone, it begins again at the end: {}", e.getMessage());
                forget();
            } catch (KafkaException
                    | KafkaUnavailableException
                    | KafkaRefusedException
                    | RegistryUnavailableException
                    | DeliveryException e) {
                tell(Optional.of("cannot read: " + Words.of(e)));
                endReader();
                pause();
            } catch (RuntimeException | Error e) {
                tell(Optional.of("has failed by a fault of ours: " + e));
                LOG.error("the reader of delivery has failed and begins again", e);
                forget();
                pause();
            }
        }
        // an interrupted thread could not close it well
        Thread.interrupted();
        endReader();
    }

    private void turn() {
        if (reader == null || System.nanoTime() - lookRoundAt >= 0) {
            lookRound();
        }
        ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
        List<Event> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            reader.event(record).ifPresent(events::add);
        }
        boolean isMore = take(events, reader.positions());
        if (isMore) {
            listeners.forEach(Runnable::run);
        }
    }

    /** The topic may have been made again, or have got more partitions. */
    private void lookRound() {
        ArticleLog.Shape shape = log.shape();
        boolean isOther = topic().filter(shape.id()::equals).isEmpty();
        boolean isWider = shape.partitions().size() > end().size();
        if (isOther) {
            begin(log.end());
        } else if (isWider) {
            widen(shape.partitions());
        }
        if (reader == null) {
            reader = log.ownReader();
        }
        if (isOther || isWider || !reader.hasBegun()) {
            reader.seek(end());
        }
        lookRoundAt = System.nanoTime() + LOOK_ROUND_NANOS;
    }

    private void begin(Cursor cursor) {
        synchronized (this) {
            topic.filter(former -> !former.equals(cursor.topic()))
                    .ifPresent(former -> LOG.warn("the topic of articles was made again: clients begin anew"));
            topic = Optional.of(cursor.topic());
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
        listeners.forEach(Runnable::run);
    }

    /** Of a new partition all is read. */
    private synchronized void widen(List<TopicPartition> partitions) {
        partitions.forEach(each -> {
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

    private void forget() {
        synchronized (this) {
            topic = Optional.empty();
        }
        endReader();
    }

    private void endReader() {
        if (reader != null) {
            reader.end();
            reader = null;
        }
    }

    private void tell(Optional<String> now) {
        if (!now.equals(trouble)) {
            now.ifPresentOrElse(
                    what -> LOG.warn("the reader of delivery {}", what),
                    () -> LOG.info("the reader of delivery reads"));
        }
        trouble = now;
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
