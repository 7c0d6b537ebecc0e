package io.wiretag.delivery;

import io.wiretag.schema.Operation;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Where the record of each article lies in {@code articles.current}, so that one can be found, and a snapshot has each once and
 * none that has gone. Reads keys and no values, from the beginning and then as they come; some 200 bytes of memory for each
 * article. Thread-safe.
 */
final class CurrentArticles extends Follower {
    private static final SortedMap<Integer, Long> NEVER =
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(0, Long.MAX_VALUE)));
    private static final int OFFSET_BITS = 48;
    /** Of one that was killed, as long as its null is kept. */
    private static final long KILLED = -1;

    private final Map<String, Long> places = new HashMap<>();
    private long beginnings;
    private final SortedMap<Integer, Long> positions = new TreeMap<>();
    /** Where the topic ended when it began; before that is known, where nobody comes. */
    private SortedMap<Integer, Long> begun = NEVER;

    CurrentArticles(ArticleLog log) {
        super(log, "delivery-current");
    }

    /** Where a record lies. */
    record Place(int partition, long offset) {}

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
        return Positions.hasPassed(positions, as);
    }

    private static long place(int partition, long offset) {
        return (long) partition << OFFSET_BITS | offset;
    }

    @Override
    synchronized SortedMap<Integer, Long> positions() {
        return new TreeMap<>(positions);
    }

    @Override
    void begin(ArticleLog.Shape shape) {
        synchronized (this) {
            follow(shape.id());
            places.clear();
            beginnings++;
            positions.clear();
            begun = NEVER;
        }
        notYet();
        widen(shape);
    }

    @Override
    void widen(ArticleLog.Shape shape) {
        SortedMap<Integer, Long> firsts = log.beginning().positions();
        SortedMap<Integer, Long> ends = log.end().positions();
        synchronized (this) {
            firsts.forEach(positions::putIfAbsent);
            begun = ends;
        }
    }

    @Override
    boolean take(ConsumerRecords<byte[], byte[]> records, LogReader reader) {
        records.forEach(this::take);
        synchronized (this) {
            positions.putAll(reader.positions());
            return hasRead(begun);
        }
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
}
