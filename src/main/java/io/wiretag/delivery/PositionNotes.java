package io.wiretag.delivery;

import io.wiretag.files.Words;
import io.wiretag.topics.ClientPositions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in {@code articles.receipts} how far each client has come, for those who keep receipts of kills: by what cursor it gave back, and
 * what its streams were told. At most once a second for a client, on a thread of its own: no client waits for it, and where it cannot be
 * noted, articles are given out all the same. Thread-safe.
 *
 * <p>A key is one client. Of several that share one nobody can tell which gave back what.
 */
public final class PositionNotes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PositionNotes.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** A client whose stream is quiet is still there. */
    private static final Duration STILL_THERE = Duration.ofMinutes(10);

    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final String instance;
    private final String topic;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, Cursor> given = new ConcurrentHashMap<>();
    private final Map<String, Cursor> from = new ConcurrentHashMap<>();
    /** Those that came with a cursor: what lies before it they have dealt with, elsewhere or before a restart. */
    private final Set<String> resumed = ConcurrentHashMap.newKeySet();

    private final Map<String, Instant> asked = new ConcurrentHashMap<>();
    private final Map<String, ClientPositions> noted = new ConcurrentHashMap<>();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "delivery-positions");
        made.setDaemon(true);
        return made;
    });
    private Optional<Producer<byte[], byte[]>> producer = Optional.empty();
    private volatile Instant sendAt = Instant.MIN;
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * Prepares; {@link #start} begins.
     *
     * @param producers of one that waits for all replicas; closed with this
     * @param topic of receipts
     * @param instance name of this process: what another notes of the same client stands beside
     */
    public PositionNotes(Supplier<Producer<byte[], byte[]>> producers, String topic, String instance) {
        this.producers = producers;
        this.instance = instance;
        this.topic = topic;
    }

    /**
     * Begins to note, once.
     *
     * @param told cursors behind what the streams of each client were told; of several streams, the one that is behind most
     */
    public void start(Supplier<Map<String, Cursor>> told) {
        thread.scheduleWithFixedDelay(
                () -> note(told.get()), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A client has given back a cursor: all from where it began up to there it has. */
    public void given(String client, Cursor cursor) {
        asked.put(client, clock.instant());
        Cursor known = from.get(client);
        if (known == null || !known.topic().equals(cursor.topic())) {
            resumed.add(client);
        }
        from.merge(client, cursor, (before, back) -> before.topic().equals(back.topic()) ? joined(before, back) : back);
        given.put(client, cursor);
    }

    /** A client has begun without one: what lies before it was never told of. */
    public void began(String client, Cursor cursor) {
        asked.put(client, clock.instant());
        resumed.remove(client);
        given.remove(client);
        from.put(client, cursor);
    }

    /** Where it had begun, unless it goes on from before that. */
    private static Cursor joined(Cursor before, Cursor back) {
        SortedMap<Integer, Long> positions = new TreeMap<>(back.positions());
        positions.replaceAll(
                (partition, offset) -> Math.min(offset, before.positions().getOrDefault(partition, 0L)));
        return new Cursor(back.cluster(), back.topic(), positions, back.at());
    }

    void note(Map<String, Cursor> told) {
        try {
            Instant now = clock.instant();
            if (now.isBefore(sendAt)) {
                return;
            }
            Map<String, Cursor> all = new HashMap<>(from);
            all.putAll(given);
            all.putAll(told);
            all.forEach((client, newest) -> note(client, newest, Optional.ofNullable(told.get(client)), now));
        } catch (KafkaException e) {
            tell(Optional.of(Words.of(e)));
        } catch (RuntimeException e) {
            LOG.error("a fault of ours", e);
        }
    }

    private void note(String client, Cursor newest, Optional<Cursor> told, Instant now) {
        ClientPositions before = noted.get(client);
        Optional<Cursor> back = Optional.ofNullable(given.get(client))
                .filter(cursor -> cursor.topic().equals(newest.topic()));
        ClientPositions positions = new ClientPositions(
                client,
                instance,
                now,
                newest.topic().toString(),
                resumed.contains(client),
                Optional.ofNullable(from.get(client))
                        .<Map<Integer, Long>>map(Cursor::positions)
                        .orElse(Map.of()),
                back.<Map<Integer, Long>>map(Cursor::positions).orElse(Map.of()),
                told.<Map<Integer, Long>>map(Cursor::positions)
                        .orElseGet(() -> before == null || given.get(client) == null ? Map.of() : before.told()));
        boolean same = before != null
                && before.topicId().equals(positions.topicId())
                && before.resumed() == positions.resumed()
                && before.from().equals(positions.from())
                && before.given().equals(positions.given())
                && before.told().equals(positions.told());
        boolean isHere = told.isPresent()
                || before != null && asked.getOrDefault(client, Instant.MIN).isAfter(before.at());
        boolean quiet =
                !isHere || before != null && before.at().plus(STILL_THERE).isAfter(now);
        if (!same || !quiet) {
            send(positions);
        }
    }

    private void send(ClientPositions positions) {
        if (producer.isEmpty()) {
            producer = Optional.of(producers.get());
        }
        noted.put(positions.subscriber(), positions);
        producer.get().send(new ProducerRecord<>(topic, positions.key(), positions.value()), (metadata, failure) -> {
            if (failure != null) {
                noted.remove(positions.subscriber(), positions);
            }
            tell(Optional.ofNullable(failure).map(Words::of));
        });
    }

    private void tell(Optional<String> why) {
        if (!why.equals(trouble)) {
            why.ifPresentOrElse(
                    what -> LOG.warn("positions of clients cannot be noted topic={}: {}", topic, what),
                    () -> LOG.info("positions of clients are noted topic={}", topic));
        }
        trouble = why;
        if (why.isPresent()) {
            sendAt = clock.instant().plus(AGAIN);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.ifPresent(open -> open.close(CLOSE_LIMIT));
    }
}
