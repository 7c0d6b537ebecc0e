package io.wiretag.processor.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Threads of the stream that were replaced after an outage. Thread-safe. */
public final class Replacements {
    /** Of each thread. */
    private static final int MOST = 10;

    private static final Duration WINDOW = Duration.ofMinutes(15);
    /** Longer than a thread tries to write before it is replaced (delivery.timeout.ms, 2 minutes). */
    private static final Duration LATELY = Duration.ofMinutes(5);

    private final int threads;
    private final Deque<Long> replaced = new ArrayDeque<>();

    /** @param threads of the stream */
    public Replacements(int threads) {
        this.threads = threads;
    }

    /** Counts one more. What is met again and again is no outage: better to end, and be seen, than to go round in silence. */
    public synchronized boolean isOneMoreFine() {
        long now = System.nanoTime();
        replaced.removeIf(then -> now - then > WINDOW.toNanos());
        replaced.add(now);
        return replaced.size() <= MOST * threads;
    }

    /** A broker that does not take what is written holds partitions up, and that is no fault of this process. */
    public synchronized boolean hasBeenLately() {
        return !replaced.isEmpty() && System.nanoTime() - replaced.getLast() < LATELY.toNanos();
    }
}
