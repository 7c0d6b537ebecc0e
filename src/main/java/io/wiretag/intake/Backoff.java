package io.wiretag.intake;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next attempt: twice as long after each failure, up to a limit. One thread uses it. */
public final class Backoff {

    private static final int MAX_DOUBLINGS = 30;

    private final Duration first;
    private final Duration longest;
    private int failures;

    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** A random time between half and all of what is due, so that many who failed together do not come back together. */
    public Duration next() {
        double due = Math.min(longest.toMillis(), first.toMillis() * Math.pow(2, Math.min(failures, MAX_DOUBLINGS)));
        failures++;
        return Duration.ofMillis(
                (long) (due * (0.5 + ThreadLocalRandom.current().nextDouble() / 2)));
    }

    public void reset() {
        failures = 0;
    }
}
