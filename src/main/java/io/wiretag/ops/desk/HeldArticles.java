package io.wiretag.ops.desk;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The articles under embargo, told record by record what the changelog of the processor's store of them holds: a key is there while
 * its article is held, and null once it has come out, was killed, or is held until another time. Bounded: those that end first, and
 * how many others there are. Thread-safe.
 */
public final class HeldArticles {
    static final int MOST = 50_000;

    private static final Comparator<Held> FIRST_TO_END = Comparator.comparing(
                    (Held held) -> held.embargo().until())
            .thenComparing(held -> held.embargo().uri())
            .thenComparingInt(Held::partition);

    private final Function<byte[], Optional<Embargo>> key;
    private final TreeSet<Held> held = new TreeSet<>(FIRST_TO_END);
    private long others;

    /** What the key of a record says. */
    public record Embargo(String uri, Instant until) {}

    /**
     * An article that is held.
     *
     * @param publishedAt time of the record that brought it
     * @param partition and offset of the record that says so
     */
    public record Held(Embargo embargo, Instant publishedAt, int partition, long offset) {}

    /**
     * Those that end first.
     *
     * @param total how many are held
     * @param later how many of them stand at a place that was asked about, or behind it; of those that are kept
     * @param laterAtLeast whether there may be more, among those that are not
     */
    record Listing(List<Held> first, long total, long later, boolean laterAtLeast) {}

    /** @param key empty of one that is no article's */
    HeldArticles(Function<byte[], Optional<Embargo>> key) {
        this.key = key;
    }

    synchronized void take(ConsumerRecord<byte[], byte[]> each) {
        Optional.ofNullable(each.key()).flatMap(key).ifPresent(embargo -> {
            Held one = new Held(embargo, Instant.ofEpochMilli(each.timestamp()), each.partition(), each.offset());
            boolean known = held.remove(one);
            if (each.value() != null) {
                held.add(one);
                if (held.size() > MOST) {
                    held.pollLast();
                    others++;
                }
            } else if (!known && others > 0 && (held.isEmpty() || FIRST_TO_END.compare(one, held.last()) > 0)) {
                others--;
            }
        });
    }

    /** @param places offsets by partition, from which on they count as later; of a partition that is missing, all are */
    synchronized Listing list(int limit, Map<Integer, Long> places) {
        List<Held> first = held.stream().limit(limit).toList();
        long later = held.stream()
                .filter(each -> each.offset() >= places.getOrDefault(each.partition(), 0L))
                .count();
        return new Listing(first, held.size() + others, later, others > 0);
    }

    /** How many should have come out by then. */
    synchronized long due(Instant by) {
        return held.headSet(new Held(new Embargo("", by), by, -1, -1)).size();
    }

    /** It is told all of it anew. */
    synchronized void clear() {
        held.clear();
        others = 0;
    }
}
