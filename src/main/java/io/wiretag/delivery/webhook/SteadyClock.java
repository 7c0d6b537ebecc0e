package io.wiretag.delivery.webhook;

import java.time.Duration;
import java.time.Instant;

/**
 * Time as it passes: begins with that of the machine, and does not jump when somebody sets that. For waits, and for what is told of
 * them; not for what others compare with their own clocks. Thread-safe.
 */
final class SteadyClock {
    private final Instant began = Instant.now();
    private final long origin = System.nanoTime();

    Instant instant() {
        return began.plus(Duration.ofNanos(System.nanoTime() - origin));
    }
}
