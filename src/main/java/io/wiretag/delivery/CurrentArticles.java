package io.wiretag.delivery;

import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.files.Words;
import io.wiretag.schema.Operation;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the record of each article lies in {@code articles.current}, so that one can be found, and a snapshot has each once and
 * none that has gone. Reads keys and no values, from the beginning and then as they come; some 200 bytes of memory for each
 * article. Thread-safe.
 */
final class CurrentArticles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CurrentArticles.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long LOOK_ROUND_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final SortedMap<Integer, Long> NEVER =
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(0, Long.MAX_VALUE)));
    private static final int OFFSET_BITS = 48;
    /** Of one that was killed, as long as its null is kept. */
    private static final long KILLED = -1;

    private final ArticleLog log;
    private final Map<String, Long> places = new HashMap<>();
    private final Thread thread = new Thread(this::run, "delivery-current");
    private long beginnings;
    private Optional<Uuid> topic = Optional.empty();
    private final SortedMap<Integer, Long> positions = new TreeMap<>();
    /** Where the topic ended when it began; before that is known, where nobody comes. */
    private SortedMap<Integer, Long> begun = NEVER;

    private LogReader reader;
    private long lookRoundAt;
    private volatile Optional<String> trouble = Optional.of("has not read what may be shown yet");
    private volatile boolean closed;

    CurrentArticles(ArticleLog log) {
        this.log = log;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Where a record lies. */
    record Place(int partition, long offset) {}

    /** Why it does not know all yet, in words; empty once it does. */
    Optional<String> whyNotReady() {
        return trouble;
    }

    /** Of the topic that it has read; empty before the first look. */
    synchronized Optional<Uuid> topic() {
        return topic;
    }

    /** How often it has begun anew: what was known before is not known after. */
    synchronized long beginnings() {
        return beginnings;
    }

    synchronized Optional<Place> find(String uri) {
        return Optional.ofNullable(places.get(uri))
                .filter(place -> place != KILLED)
                .map(place -> new Place((int) (place >>> OFFSET_BITS), place & (1L << OFFSET_BITS) - 1));
    }

    synchronized boolean isKilled(String uri) {
        return Long.valueOf(KILLED).equals(places.get(uri));
    }

    /** Whether a record is the newest of its article. */
    synchronized boolean isNewest(String uri, int partition, long offset) {
        return Long.valueOf(place(partition, offset)).equals(places.get(uri));
    }

    /** Whether it has read as far. */
    synchronized boolean hasRead(Map<Integer, Long> as) {
        return as.entrySet().stream().allMatch(each -> positions.getOrDefault(each.getKey(), 0L) >= each.getValue());
    }

    private static long place(int partition, long offset) {
        return (long) partition << OFFSET_BITS | offset;
    }

    private void run() {
        while (!closed) {
            try {
                turn();
            } catch (InterruptException e) {
                LOG.debug("the reader of what may be shown is closed");
            } catch (OffsetOutOfRangeException e) {
                forget();
            } catch (KafkaException | KafkaUnavailableException | KafkaRefusedException | DeliveryException e) {
                tell(Optional.of("cannot read what may be shown: " + Words.of(e)));
                endReader();
                pause();
            } catch (RuntimeException | Error e) {
                tell(Optional.of("has failed by a fault of ours: " + e));
                LOG.error("the reader of what may be shown has failed and begins again", e);
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
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
            take(record);
        }
        synchronized (this) {
            positions.putAll(reader.positions());
        }
        if (hasRead(begun)) {
            tell(Optional.empty());
        }
    }

    private void lookRound() {
        ArticleLog.Shape shape = log.shape();
        boolean isOther;
        synchronized (this) {
            isOther = topic.filter(shape.id()::equals).isEmpty();
            if (isOther) {
                places.clear();
                beginnings++;
                positions.clear();
                begun = NEVER;
                topic = Optional.of(shape.id());
            }
        }
        if (isOther) {
            tell(Optional.of("has not read what may be shown yet"));
        }
        if (isOther || positions.size() < shape.partitions().size()) {
            SortedMap<Integer, Long> firsts = log.beginning().positions();
            SortedMap<Integer, Long> ends = log.end().positions();
            synchronized (this) {
                firsts.forEach(positions::putIfAbsent);
            }
            begun = ends;
            endReader();
        }
        if (reader == null) {
            reader = log.ownReader();
            reader.seek(positions);
        }
        lookRoundAt = System.nanoTime() + LOOK_ROUND_NANOS;
    }

    private synchronized void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        String uri = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() != null) {
            places.put(uri, place(record.partition(), record.offset()));
        } else if (WiretagHeader.OPERATION
                .of(record.headers())
                .filter(Operation.kill.name()::equals)
                .isPresent()) {
            places.put(uri, KILLED);
        } else {
            places.remove(uri);
        }
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
            now.ifPresent(what -> LOG.warn("delivery {}", what));
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
