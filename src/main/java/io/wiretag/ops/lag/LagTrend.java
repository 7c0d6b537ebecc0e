package io.wiretag.ops.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Whether a lag grows or shrinks, and how fast.
 *
 * <p>Idea: the median of the last third of the span against that of the first. Medians do not mind single bursts. The dead band
 * is the lag's own restlessness, three times the median step from one look to the next: a lag that jumps up and down by forty
 * has not moved when it is eighty higher, while one that grows by forty at each look has long left its band after a dozen.
 */
final class LagTrend {
    private static final Duration SPAN = Duration.ofMinutes(1);
    private static final int FEWEST = 6;
    private static final int TIMES_RESTLESS = 3;
    private static final Duration FARTHEST = Duration.ofDays(30);

    private record Look(Instant at, long records) {}

    private final Deque<Look> looks = new ArrayDeque<>();

    /** Adds what was seen at some time, later than all before; an unknown lag begins a new trend. */
    void add(Instant at, OptionalLong records) {
        if (records.isEmpty() || !looks.isEmpty() && !looks.getLast().at().isBefore(at)) {
            looks.clear();
        }
        records.ifPresent(known -> looks.add(new Look(at, known)));
        looks.removeIf(look -> look.at().isBefore(at.minus(SPAN)));
    }

    /** Change in records per second, negative while the lag shrinks; empty until enough was seen. */
    OptionalDouble velocity() {
        if (looks.size() < FEWEST) {
            return OptionalDouble.empty();
        }
        List<Look> all = new ArrayList<>(looks);
        int third = Math.max(1, all.size() / 3);
        List<Look> early = all.subList(0, third);
        List<Look> late = all.subList(all.size() - third, all.size());
        double change = median(late.stream().map(Look::records).toList())
                - median(early.stream().map(Look::records).toList());
        List<Long> steps = new ArrayList<>();
        for (int i = 1; i < all.size(); i++) {
            steps.add(Math.abs(all.get(i).records() - all.get(i - 1).records()));
        }
        if (Math.abs(change) <= Math.max(1, TIMES_RESTLESS * median(steps))) {
            return OptionalDouble.of(0);
        }
        double seconds = (middle(late) - middle(early)) / 1000;
        return OptionalDouble.of(change / seconds);
    }

    /** How long it takes to read the rest at this pace; only while the lag really shrinks. */
    Optional<Duration> catchUp() {
        OptionalDouble velocity = velocity();
        if (velocity.isEmpty() || velocity.getAsDouble() >= 0 || looks.getLast().records() == 0) {
            return Optional.empty();
        }
        double seconds = looks.getLast().records() / -velocity.getAsDouble();
        return seconds < FARTHEST.toSeconds()
                ? Optional.of(Duration.ofMillis((long) (seconds * 1000)))
                : Optional.empty();
    }

    private static double middle(List<Look> looks) {
        return (looks.get(0).at().toEpochMilli()
                        + looks.get(looks.size() - 1).at().toEpochMilli())
                / 2.0;
    }

    private static double median(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2.0;
    }
}
