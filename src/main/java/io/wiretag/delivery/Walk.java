package io.wiretag.delivery;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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
        return place.entrySet().stream().allMatch(each -> positions.getOrDefault(each.getKey(), 0L) >= each.getValue());
    }

    SortedMap<Integer, Long> positions() {
        return positions;
    }

    Cursor cursor() {
        return log.cursor(start.topic(), positions);
    }
}
