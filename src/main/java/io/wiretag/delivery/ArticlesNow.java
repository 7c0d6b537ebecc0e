package io.wiretag.delivery;

import io.wiretag.delivery.ArticleDelivery.Found;
import io.wiretag.delivery.ArticleDelivery.Taker;
import io.wiretag.delivery.DeliveryException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/** What may be shown now, from {@code articles.current}: one article, or all of them as a snapshot. Thread-safe. */
final class ArticlesNow implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration MEANWHILE = Duration.ofMinutes(1);

    private final ArticleLog tagged;
    private final ArticleLog current;
    private final CurrentArticles known;

    /**
     * Begins to read.
     *
     * @param current belongs to it from now on, and is closed with it
     */
    ArticlesNow(ArticleLog tagged, ArticleLog current) {
        this.tagged = tagged;
        this.current = current;
        this.known = new CurrentArticles(current);
        known.start();
    }

    /** @throws DeliveryException if it has not read all yet */
    void requireReady() {
        known.whyNotReady().ifPresent(why -> {
            throw stillReading();
        });
    }

    private static DeliveryException stillReading() {
        return new DeliveryException(Kind.UNAVAILABLE, "what may be shown is still being read: come again");
    }

    /** @see ArticleDelivery#snapshot */
    Cursor snapshot(Wish wish, Taker taker) {
        requireReady();
        requireSameTopic();
        long beginning = known.beginnings();
        Cursor from = tagged.end();
        // not the stable end: a transaction of which one topic shows its part already may be open in the other
        SortedMap<Integer, Long> until = current.decidedEnd();
        // what is committed between the two is told by whoever goes on from the cursor, and must not be told before
        Set<String> meanwhile = urisSince(from);
        awaitRead(until);
        SortedMap<Integer, Long> positions = new TreeMap<>(current.beginning().positions());
        while (!Positions.hasPassed(positions, until)) {
            for (Event event : some(positions, until, meanwhile, wish)) {
                if (!taker.take(new Told(event, event.version().getOperation(), from))) {
                    return from;
                }
            }
            taker.stillThere();
        }
        if (known.beginnings() != beginning) {
            throw new DeliveryException(Kind.UNAVAILABLE, "what may be shown was made again meanwhile: come again");
        }
        return from;
    }

    /** One that was made again is still being read: what is known is of the former. */
    private void requireSameTopic() {
        if (!known.topic().equals(Optional.of(current.shape().id()))) {
            throw stillReading();
        }
    }

    private Set<String> urisSince(Cursor from) {
        Set<String> uris = new HashSet<>();
        Walk walk = new Walk(tagged, from, new Wish(ArticleFilter.ALL, ArticleFilter.ALL, false));
        Taker taker = told -> {
            uris.add(told.event().version().getArticle().getUri());
            return true;
        };
        if (!walk.read(tagged.decidedEnd(), taker, Integer.MAX_VALUE, MEANWHILE)) {
            throw new DeliveryException(Kind.UNAVAILABLE, "reading takes too long: come again");
        }
        return uris;
    }

    private void awaitRead(SortedMap<Integer, Long> until) {
        long deadline = System.nanoTime() + WAIT.toNanos();
        while (!known.hasRead(until)) {
            if (System.nanoTime() - deadline > 0) {
                throw stillReading();
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DeliveryException(Kind.UNAVAILABLE, "the server is stopping");
            }
        }
    }

    /** What passes of the next records, until it is some hundred kilobytes or has taken a while; moves the positions. */
    private List<Event> some(
            SortedMap<Integer, Long> positions, SortedMap<Integer, Long> until, Set<String> meanwhile, Wish wish) {
        List<Event> some = new ArrayList<>();
        int bytes = 0;
        long deadline = System.nanoTime() + WAIT.toNanos();
        Standstill standstill = new Standstill();
        try (LogReader reader = current.reader()) {
            reader.seek(positions);
            while (!Positions.hasPassed(positions, until)
                    && bytes < ArticleDelivery.CHUNK_BYTES
                    && System.nanoTime() - deadline < 0) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(LogReader.POLL)) {
                    Optional<Event> event = isOfSnapshot(record, until, meanwhile)
                            ? reader.event(record).filter(each -> wish.passes(each.version()))
                            : Optional.empty();
                    event.ifPresent(some::add);
                    bytes += event.map(Event::size).orElse(0);
                }
                SortedMap<Integer, Long> now = reader.positions();
                standstill.require(!now.equals(positions));
                positions.putAll(now);
                reader.pauseBehind(until);
            }
        }
        return some;
    }

    private boolean isOfSnapshot(
            ConsumerRecord<byte[], byte[]> record, SortedMap<Integer, Long> until, Set<String> meanwhile) {
        if (record.key() == null
                || record.value() == null
                || record.offset() >= until.getOrDefault(record.partition(), 0L)) {
            return false;
        }
        String uri = new String(record.key(), StandardCharsets.UTF_8);
        return !meanwhile.contains(uri) && known.isNewest(uri, record.partition(), record.offset());
    }

    /** @see ArticleDelivery#find */
    Found find(String uri, Wish wish) {
        requireReady();
        for (int tries = 0; tries < 3; tries++) {
            Optional<CurrentArticles.Place> place = known.find(uri);
            if (place.isEmpty()) {
                break;
            }
            Optional<Event> event = at(place.get(), uri);
            if (event.isPresent()) {
                return event.filter(each -> wish.passes(each.version()))
                        .<Found>map(Found.Article::new)
                        .orElseGet(Found.Nothing::new);
            }
        }
        // where it went is not known of one that was killed: to a key of some provinces it is nothing
        return known.isKilled(uri) && wish.scope().isAll() ? new Found.Killed() : new Found.Nothing();
    }

    /** Empty if a newer one has come and the record is no more. */
    private Optional<Event> at(CurrentArticles.Place place, String uri) {
        try (LogReader reader = current.reader()) {
            reader.seek(Map.of(place.partition(), place.offset()));
            long deadline = System.nanoTime() + WAIT.toNanos();
            while (System.nanoTime() - deadline < 0) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(LogReader.POLL)) {
                    return record.offset() == place.offset()
                            ? reader.event(record)
                                    .filter(each ->
                                            each.version().getArticle().getUri().equals(uri))
                            : Optional.empty();
                }
            }
        } catch (OffsetOutOfRangeException e) {
            return Optional.empty();
        }
        throw Standstill.noAnswer();
    }

    @Override
    public void close() {
        known.close();
        current.close();
    }
}
