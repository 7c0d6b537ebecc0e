package io.wiretag.ops.stories;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * How old records were when they could be read, over the last while. Exact as long as there are not more than a few thousand
 * in it, otherwise that of the newest of them. Thread-safe.
 */
public final class Freshness {
    private static final int MOST = 4096;

    private final Duration window;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, double seconds) {}

    /** Seconds that half, 95 and 99 of a hundred records did not exceed. */
    public record Quantiles(double p50, double p95, double p99) {}

    Freshness(Duration window) {
        this.window = window;
    }

    synchronized void add(Instant now, double seconds) {
        samples.addLast(new Sample(now, seconds));
        if (samples.size() > MOST) {
            samples.removeFirst();
        }
        expire(now);
    }

    /** Empty if nothing came within the window. */
    synchronized Optional<Quantiles> quantiles(Instant now) {
        expire(now);
        double[] sorted = samples.stream().mapToDouble(Sample::seconds).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0
                ? Optional.empty()
                : Optional.of(new Quantiles(rank(sorted, 0.50), rank(sorted, 0.95), rank(sorted, 0.99)));
    }

    private void expire(Instant now) {
        Instant oldest = now.minus(window);
        while (!samples.isEmpty() && samples.getFirst().at().isBefore(oldest)) {
            samples.removeFirst();
        }
    }

    /** Nearest rank: a value that was measured, not one in between. */
    private static double rank(double[] sorted, double part) {
        return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
    }
}
