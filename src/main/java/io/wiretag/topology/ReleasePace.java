package io.wiretag.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Divides the time of a stream thread between articles that come and embargoes that end: as long as releases took, so long
 * none follow. The tasks of the thread, which share its time and its transaction, take turns.
 *
 * <p>One for each thread; not thread-safe.
 */
final class ReleasePace {
    /**
     * For how long one task releases. Articles wait for so long, and a transaction, which has ten seconds, must bear it.
     */
    static final Duration LONGEST_BATCH = Duration.ofMillis(300);

    private final Set<Object> waiting = new LinkedHashSet<>();
    private Instant rest = Instant.MIN;

    /** Whether a task that has something to release may do so now. One that may not has its turn before those that come later. */
    boolean isTurnOf(Object task, Instant now) {
        waiting.add(task);
        if (isResting(now) || waiting.iterator().next() != task) {
            return false;
        }
        waiting.remove(task);
        return true;
    }

    /** More than the longest rest means that the clock was set back. */
    private boolean isResting(Instant now) {
        return now.isBefore(rest) && !now.plus(LONGEST_BATCH).isBefore(rest);
    }

    /** A task has released from one time to another. */
    void took(Instant from, Instant to) {
        Duration took = Duration.between(from, to);
        rest = to.plus(took.compareTo(LONGEST_BATCH) < 0 ? took : LONGEST_BATCH);
    }

    /** A task has nothing to release. */
    void leave(Object task) {
        waiting.remove(task);
    }
}
