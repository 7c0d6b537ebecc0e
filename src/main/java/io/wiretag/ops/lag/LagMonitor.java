package io.wiretag.ops.lag;

import io.wiretag.files.Words;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the brokers again and again, on a thread of its own, so that whoever asks gets a ready answer: no call to a broker
 * is made while somebody waits. A round that fails leaves the report of the one before in place ({@link LagReport#at} tells its
 * age), says why by {@link #failure}, and is followed by the next.
 *
 * <p>Thread-safe.
 */
public final class LagMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LagMonitor.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final LagWatch watch;
    private final Duration interval;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile LagReport current = LagReport.NONE;
    private volatile Optional<String> failure = Optional.empty();

    private LagMonitor(LagWatch watch, Duration interval) {
        this.watch = watch;
        this.interval = interval;
        this.thread = new Thread(this::run, "wiretag-lag");
        this.thread.setDaemon(true);
    }

    /**
     * Begins to look.
     *
     * @param watch used by this monitor alone from here on, and closed with it
     * @param interval from the begin of one round to that of the next
     */
    public static LagMonitor start(LagWatch watch, Duration interval) {
        LagMonitor monitor = new LagMonitor(watch, interval);
        monitor.thread.start();
        return monitor;
    }

    /** What the last look said; {@link LagReport#NONE} before the first. */
    public LagReport current() {
        return current;
    }

    /** Why the last round failed, in one sentence; empty if it did not. */
    public Optional<String> failure() {
        return failure;
    }

    private void run() {
        try (watch) {
            boolean stopped = false;
            while (!stopped) {
                long began = System.nanoTime();
                round();
                long left = interval.toNanos() - (System.nanoTime() - began);
                stopped = stop.await(Math.max(0, left), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        try {
            current = watch.look();
            if (failure.isPresent()) {
                LOG.info("lag can be told again");
            }
            failure = Optional.empty();
        } catch (RuntimeException e) {
            if (stop.getCount() > 0) {
                if (failure.isEmpty()) {
                    LOG.warn("lag cannot be told: {}", e.toString());
                }
                failure = Optional.of(Words.of(e));
            }
        }
    }

    /** Ends the thread; bounded. */
    @Override
    public void close() {
        stop.countDown();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
            if (thread.isAlive()) {
                LOG.warn("a call to the brokers did not end within {}; it is given up", CLOSE_LIMIT);
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
