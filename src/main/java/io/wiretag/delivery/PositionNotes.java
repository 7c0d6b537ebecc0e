package io.wiretag.delivery;

import io.wiretag.files.Words;
import io.wiretag.topics.ClientPositions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in {@code articles.receipts} how far each client has come, for those who keep receipts of kills: by what cursor it gave back, and
 * what its streams were told. At most once a second for a client, on a thread of its own: no client waits for it, and where it cannot be
 * noted, articles are given out all the same. Thread-safe.
 *
 * <p>A key may be used by several readers. Of one reader each cursor goes on from the one before; a cursor that goes on from none is that
 * of another, and so is a begin without one. What is noted of the key is true of all of them: the least that any has given back. Somebody
 * who went back is two readers for as long as a client lives without a word, an hour: for that long too little is noted, never too much.
 */
public final class PositionNotes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PositionNotes.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** A client whose stream is quiet is still there. */
    private static final Duration STILL_THERE = Duration.ofMinutes(10);

    /** A reader that is not heard of for so long has gone, unless it is the only one. */
    private static final Duration LIVES = Duration.ofHours(1);
    /** Of one client, at a time. */
    private static final int MOST_READERS = 16;

    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final String instance;
    private final String topic;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Clock clock;
    /** Of each client, the one that was heard of last at the end. */
    private final Map<String, List<Reader>> readers = new ConcurrentHashMap<>();

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
     * Somebody who goes on from cursor to cursor.
     *
     * @param given the newest that it gave back; empty if it has only begun
     */
    private record Reader(Cursor from, Optional<Cursor> given, Instant heard) {
        private Cursor position() {
            return given.orElse(from);
        }
    }

    /**
     * Prepares; {@link #start} begins.
     *
     * @param producers of one that waits for all replicas; closed with this
     * @param topic of receipts
     * @param instance name of this process: what another notes of the same client stands beside
     */
    public PositionNotes(Supplier<Producer<byte[], byte[]>> producers, String topic, String instance) {
        this(producers, topic, instance, Clock.systemUTC());
    }

    PositionNotes(Supplier<Producer<byte[], byte[]>> producers, String topic, String instance, Clock clock) {
        this.producers = producers;
        this.topic = topic;
        this.instance = instance;
        this.clock = clock;
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
        heard(client, cursor, all -> {
            Optional<Reader> own = all.stream()
                    .filter(each -> isBehind(each.position(), cursor))
                    .max(Comparator.comparingLong(each -> sum(each.position())));
            own.ifPresent(all::remove);
            return new Reader(own.map(Reader::from).orElse(cursor), Optional.of(cursor), clock.instant());
        });
    }

    /** A client has begun without one: what lies before it was never told of. */
    public void began(String client, Cursor cursor) {
        heard(client, cursor, all -> {
            all.removeIf(each -> each.given().isEmpty());
            return new Reader(cursor, Optional.empty(), clock.instant());
        });
    }

    private void heard(String client, Cursor cursor, Function<List<Reader>, Reader> next) {
        readers.compute(client, (name, before) -> {
            List<Reader> all = new ArrayList<>(before == null ? List.of() : before);
            all.removeIf(each -> !each.position().topic().equals(cursor.topic()));
            all.add(next.apply(all));
            return all.size() > MOST_READERS ? List.copyOf(all.subList(1, all.size())) : List.copyOf(all);
        });
    }

    private static boolean isBehind(Cursor one, Cursor other) {
        return one.positions().entrySet().stream()
                .allMatch(each -> each.getValue() <= other.positions().getOrDefault(each.getKey(), 0L));
    }

    private static long sum(Cursor cursor) {
        return cursor.positions().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whoever is alone stays: nobody has come after it. */
    private void forgetGone(Instant now) {
        readers.replaceAll((client, all) -> {
            Reader last = all.get(all.size() - 1);
            return all.stream()
                    .filter(each -> each == last || each.heard().plus(LIVES).isAfter(now))
                    .toList();
        });
    }

    private static Map<Integer, Long> least(Stream<Cursor> cursors) {
        return cursors.<Map<Integer, Long>>map(Cursor::positions)
                .reduce((one, other) -> {
                    Map<Integer, Long> least = new TreeMap<>(one);
                    least.keySet().retainAll(other.keySet());
                    least.replaceAll((partition, offset) -> Math.min(offset, other.get(partition)));
                    return least;
                })
                .orElse(Map.of());
    }

    void note(Map<String, Cursor> told) {
        try {
            Instant now = clock.instant();
            if (now.isBefore(sendAt)) {
                return;
            }
            forgetGone(now);
            Set<String> clients = new HashSet<>(readers.keySet());
            clients.addAll(told.keySet());
            clients.forEach(client -> note(client, Optional.ofNullable(told.get(client)), now));
        } catch (KafkaException e) {
            tell(Optional.of(Words.of(e)));
        } catch (RuntimeException e) {
            LOG.error("a fault of ours", e);
        }
    }

    private void note(String client, Optional<Cursor> told, Instant now) {
        ClientPositions before = noted.get(client);
        List<Reader> all = readers.getOrDefault(client, List.of());
        Optional<Reader> last = all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
        Uuid topicId = told.or(() -> last.map(Reader::position)).orElseThrow().topic();
        List<Reader> own = all.stream()
                .filter(each -> each.position().topic().equals(topicId))
                .toList();
        ClientPositions positions = new ClientPositions(
                client,
                instance,
                now,
                topicId.toString(),
                least(own.stream().map(Reader::from)),
                own.stream().allMatch(each -> each.given().isEmpty())
                        ? Map.of()
                        : least(own.stream().map(Reader::position)),
                told.<Map<Integer, Long>>map(Cursor::positions)
                        .orElseGet(() -> before == null
                                        || last.filter(each -> each.given().isPresent())
                                                .isEmpty()
                                ? Map.of()
                                : before.told()));
        boolean same = before != null
                && before.topicId().equals(positions.topicId())
                && before.from().equals(positions.from())
                && before.given().equals(positions.given())
                && before.told().equals(positions.told());
        boolean isHere = told.isPresent()
                || before != null
                        && last.filter(each -> each.heard().isAfter(before.at()))
                                .isPresent();
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
