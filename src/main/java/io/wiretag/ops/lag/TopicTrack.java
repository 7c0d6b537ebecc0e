package io.wiretag.ops.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How one topic flows.
 *
 * <p>The age of an open transaction is the time for which the last stable offset has stood at one place below the end. That
 * offset is where the oldest open transaction begins, so one place is one transaction. It is what readers suffer: they cannot
 * go on. Kafka's {@code describeProducers} also names that offset, but not the time; {@code describeTransactions} tells the
 * time, but not of a transaction that its coordinator has forgotten, the kind that hangs for ever. This way needs no further
 * call and no further right, and sees all kinds; a transaction that was open before the first look is known to be older than
 * what is told.
 */
final class TopicTrack {
    private static final Duration SPAN = Duration.ofMinutes(1);

    private record Look(Instant at, int partitions, long offsets) {}

    private record Held(long lastStable, Instant since) {}

    private final Deque<Look> looks = new ArrayDeque<>();
    private final Map<Integer, Held> held = new HashMap<>();

    /** Adds what was seen at some time, later than all before. */
    TopicFlow add(Instant at, OffsetsSnapshot.Log log) {
        return new TopicFlow(log.topic(), rate(at, log), oldestOpen(at, log));
    }

    private double rate(Instant at, OffsetsSnapshot.Log log) {
        long offsets = log.partitions().values().stream()
                .mapToLong(OffsetsSnapshot.Offsets::lastStable)
                .sum();
        Look now = new Look(at, log.partitions().size(), offsets);
        if (!looks.isEmpty()) {
            Look last = looks.getLast();
            // made anew, or given more partitions: no rate can be told between the two
            if (last.partitions() != now.partitions()
                    || last.offsets() > now.offsets()
                    || !last.at().isBefore(at)) {
                looks.clear();
            }
        }
        looks.add(now);
        while (looks.size() > 2 && looks.getFirst().at().isBefore(at.minus(SPAN))) {
            looks.remove();
        }
        if (looks.size() == 1) {
            return Double.NaN;
        }
        Look first = looks.getFirst();
        double seconds = Duration.between(first.at(), at).toNanos() / 1e9;
        return (now.offsets() - first.offsets()) / seconds;
    }

    private Optional<Duration> oldestOpen(Instant at, OffsetsSnapshot.Log log) {
        log.partitions().forEach((partition, offsets) -> {
            if (offsets.open() == 0) {
                held.remove(partition);
            } else if (held.get(partition) == null || held.get(partition).lastStable() != offsets.lastStable()) {
                held.put(partition, new Held(offsets.lastStable(), at));
            }
        });
        held.keySet().retainAll(log.partitions().keySet());
        return held.values().stream()
                .map(Held::since)
                .min(Comparator.naturalOrder())
                .map(since -> Duration.between(since, at))
                .map(age -> age.isNegative() ? Duration.ZERO : age);
    }
}
