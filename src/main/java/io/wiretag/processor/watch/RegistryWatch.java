package io.wiretag.processor.watch;

import io.wiretag.codec.RegistryRefusedException;
import io.wiretag.codec.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the stream while the registry is away, and tries what failed until it works. One thread, named, owned. */
public final class RegistryWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryWatch.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** The stream as far as this class has to know it. */
    public interface Gate {
        void pause();

        void resume();
    }

    /**
     * An outage that lasts.
     *
     * @param mendable whether somebody has to do something about it
     */
    public record Outage(Instant since, String what, boolean mendable) {}

    private final Gate gate;
    private final ScheduledExecutorService thread;
    private volatile Outage outage;
    private boolean closed;

    public RegistryWatch(Gate gate) {
        this.gate = gate;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread watch = new Thread(task, "wiretag-registry-watch");
            watch.setDaemon(true);
            return watch;
        });
    }

    /** Pauses the stream until {@code attempt} no longer throws {@link RegistryUnavailableException}. */
    public synchronized void outage(RegistryUnavailableException cause, Runnable attempt) {
        gate.pause();
        if (outage == null && !closed) {
            outage = new Outage(Instant.now(), cause.getMessage(), cause instanceof RegistryRefusedException);
            tell(cause);
            tryAfter(FIRST_WAIT, attempt);
        }
    }

    private static void tell(RegistryUnavailableException cause) {
        if (cause instanceof RegistryRefusedException) {
            LOG.error("the stream waits until this is mended; no article is lost: {}", cause.getMessage());
        } else {
            LOG.warn("the stream waits for the registry; no article is lost: {}", cause.getMessage());
        }
    }

    /** What is wrong may change while it lasts: a registry that was away comes back empty. */
    private synchronized void goesOn(RegistryUnavailableException now) {
        boolean mendable = now instanceof RegistryRefusedException;
        if (mendable != outage.mendable()) {
            tell(now);
        }
        outage = new Outage(outage.since(), now.getMessage(), mendable);
    }

    private void tryAgain(Runnable attempt, Duration waited) {
        try {
            attempt.run();
        } catch (RegistryUnavailableException e) {
            goesOn(e);
            Duration doubled = waited.multipliedBy(2);
            tryAfter(doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT, attempt);
            return;
        } catch (Throwable e) {
            // not an outage: the stream will meet it again, and deal with it where it belongs
            LOG.debug("what failed in the outage now fails in another way", e);
        }
        goOn();
    }

    private synchronized void tryAfter(Duration wait, Runnable attempt) {
        if (!closed) {
            thread.schedule(() -> tryAgain(attempt, wait), wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void goOn() {
        LOG.info(
                "the registry does what it is asked again, the stream goes on outage={}",
                Duration.between(outage.since(), Instant.now()));
        outage = null;
        gate.resume();
    }

    public Optional<Outage> current() {
        return Optional.ofNullable(outage);
    }

    @Override
    public synchronized void close() {
        closed = true;
        thread.shutdownNow();
    }
}
