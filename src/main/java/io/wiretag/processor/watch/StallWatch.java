package io.wiretag.processor.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Notices partitions that have something to read and are not read. Goes by committed positions: a thread that hangs commits
 * nothing, and one whose work is rolled back again and again commits nothing either, however busy it looks. What is held under
 * embargo has been read, and counts for nothing here.
 *
 * <p>Not thread-safe: it remembers.
 */
public final class StallWatch {
    private final Duration limit;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, Waiting> waiting = new HashMap<>();
    private final Map<TopicPartition, Progress> empty = new HashMap<>();

    /**
     * A partition of ours.
     *
     * @param next where we go on
     * @param end behind the last record
     */
    public record Progress(long next, long end) {
        boolean isBehind() {
            return end > next;
        }
    }

    private record Waiting(long next, long since) {}

    /**
     * A partition that has waited too long.
     *
     * @param message in words
     */
    record Stall(TopicPartition partition, Progress place, String message) {}

    /**
     * @param limit how long a partition may wait
     * @param nanoTime a clock
     */
    StallWatch(Duration limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** One look, at all partitions that are ours now. Tells of the one that has waited longest, if it is too long. */
    Optional<Stall> look(Map<TopicPartition, Progress> places) {
        long now = nanoTime.getAsLong();
        empty.entrySet().removeIf(known -> !known.getValue().equals(places.get(known.getKey())));
        waiting.keySet()
                .removeIf(partition ->
                        !places.containsKey(partition) || !places.get(partition).isBehind());
        places.forEach((partition, place) -> {
            if (place.isBehind() && !empty.containsKey(partition)) {
                waiting.compute(
                        partition,
                        (key, before) -> before == null || before.next() != place.next()
                                ? new Waiting(place.next(), now)
                                : before);
            }
        });
        return waiting.entrySet().stream()
                .filter(entry -> now - entry.getValue().since() > limit.toNanos())
                .min(Map.Entry.comparingByValue((left, right) -> Long.compare(left.since(), right.since())))
                .map(Map.Entry::getKey)
                .map(partition -> new Stall(partition, places.get(partition), message(partition, places, now)));
    }

    private String message(TopicPartition partition, Map<TopicPartition, Progress> places, long now) {
        Waiting since = waiting.get(partition);
        return "partition " + partition.partition() + " of " + partition.topic() + " has not moved from offset "
                + since.next() + " for " + Duration.ofNanos(now - since.since()).toSeconds() + " s, "
                + (places.get(partition).end() - since.next()) + " behind the end";
    }

    /** It turned out that there is no record in this place; time counts from when it grows. */
    void nothingThere(TopicPartition partition, Progress place) {
        empty.put(partition, place);
        waiting.remove(partition);
    }

    /** There is somebody else to wait for, or other work to do: time until now does not count. */
    void excuse() {
        waiting.clear();
    }
}
