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
 * <p>An open transaction is as old as {@link OpenTransactions} could tell, and at least as old as the time for which the last
 * stable offset was seen to stand at one place below the end: that offset is where the oldest open transaction begins, so one
 * place is one transaction.
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
                return;
            }
            Held before = held.get(partition);
            Instant seen = before == null || before.lastStable() != offsets.lastStable() ? at : before.since();
            Instant told = log.openSince().getOrDefault(partition, seen);
            held.put(partition, new Held(offsets.lastStable(), told.isBefore(seen) ? told : seen));
        });
        held.keySet().retainAll(log.partitions().keySet());
        return held.keySet().stream()
                .flatMap(partition -> open(partition, at).stream())
                .max(Comparator.naturalOrder());
    }

    /** For how long a transaction has held up the readers of a partition; empty if none does. */
    Optional<Duration> open(int partition, Instant at) {
        return Optional.ofNullable(held.get(partition))
                .map(place -> Duration.between(place.since(), at))
                .map(age -> age.isNegative() ? Duration.ZERO : age);
    }
}
