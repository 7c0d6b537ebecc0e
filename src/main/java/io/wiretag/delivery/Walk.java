package io.wiretag.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/**
 * How far one client has come, whether he reads the shared tail or by a reader of his own: events that he has passed already, for
 * the two overlap, are passed over. For one thread at a time.
 */
final class Walk {
    private final ArticleLog log;
    private final Cursor start;
    private final Wish wish;
    private final SortedMap<Integer, Long> positions;

    Walk(ArticleLog log, Cursor start, Wish wish) {
        this.log = log;
        this.start = start;
        this.wish = wish;
        this.positions = new TreeMap<>(start.positions());
    }

    /** What he is told by an event, if anything; he has passed it then. */
    Optional<Told> pass(Event event) {
        if (event.offset() < positions.getOrDefault(event.partition(), 0L)) {
            return Optional.empty();
        }
        positions.put(event.partition(), event.offset() + 1);
        return wish.operation(event.version()).map(operation -> new Told(event, operation, cursor()));
    }

    /** He has passed all before these. */
    void passTo(Map<Integer, Long> further) {
        further.forEach((partition, offset) -> positions.merge(partition, offset, Math::max));
    }

    boolean hasPassed(Map<Integer, Long> place) {
        return Positions.hasPassed(positions, place);
    }

    /**
     * Reads on, by a reader that others wait for.
     *
     * @param end how far
     * @param taker of what he is told, until it wants no more
     * @param most records that are looked at, about
     * @param time that it may take, about
     * @return whether he has come to the end
     * @throws DeliveryException if what is next has been deleted, Kafka does not answer, or too many read what is past
     */
    boolean read(SortedMap<Integer, Long> end, ArticleDelivery.Taker taker, int most, Duration time) {
        // partitions may have come
        end.keySet().forEach(partition -> passTo(Map.of(partition, 0L)));
        if (hasPassed(end)) {
            return true;
        }
        Standstill standstill = new Standstill();
        long deadline = System.nanoTime() + time.toNanos();
        int looked = 0;
        try (LogReader reader = log.reader()) {
            reader.seek(positions);
            while (looked < most && System.nanoTime() - deadline < 0) {
                int lookedBefore = looked;
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(LogReader.POLL)) {
                    looked++;
                    Optional<Told> told = reader.event(record).flatMap(this::pass);
                    if (told.isPresent() && !taker.take(told.get())) {
                        return hasPassed(end);
                    }
                }
                SortedMap<Integer, Long> before = new TreeMap<>(positions);
                passTo(reader.positions());
                if (hasPassed(end)) {
                    return true;
                }
                standstill.require(looked > lookedBefore || !before.equals(positions));
                reader.pauseBehind(end);
            }
            return false;
        } catch (OffsetOutOfRangeException e) {
            throw ArticleLog.expired(cursor().at(), log.beginning());
        }
    }

    SortedMap<Integer, Long> positions() {
        return positions;
    }

    Cursor cursor() {
        return log.cursor(start.topic(), positions);
    }
}
