package io.wiretag.ops;

import io.wiretag.codec.BoundedCalls;
import io.wiretag.codec.RegistryRefusedException;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.codec.ValueSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the registry again and again whether it is there, on a thread of its own: a processor stands still without it, but only from
 * the first schema on that it does not know yet, and this server need not be the processor. Where the serializers are of no family
 * that we know nobody can be asked, and nothing is told. Thread-safe.
 */
public final class RegistrySight implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrySight.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(4);
    /** One failure may be ours: a client that is closed because the serializers begin anew. */
    private static final int FAILURES = 2;

    private final ValueSerdes serdes;
    private final String subject;
    private final BoundedCalls calls =
            new BoundedCalls(LIMIT, Thread.currentThread().getContextClassLoader());
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread watch = new Thread(task, "ops-registry");
        watch.setDaemon(true);
        return watch;
    });
    private volatile Optional<Outage> outage = Optional.empty();
    private volatile Optional<Instant> answeredAt = Optional.empty();
    private int failures;
    private Instant failedFirst = Instant.EPOCH;

    /**
     * That it does not answer.
     *
     * @param why in a sentence
     */
    public record Outage(Instant since, String why) {}

    private RegistrySight(ValueSerdes serdes, String subject) {
        this.serdes = serdes;
        this.subject = subject;
    }

    /**
     * Begins to ask.
     *
     * @param serdes are left open
     * @param subject that is asked for; it need not exist
     */
    public static RegistrySight start(ValueSerdes serdes, String subject) {
        RegistrySight sight = new RegistrySight(serdes, subject);
        sight.thread.scheduleWithFixedDelay(sight::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return sight;
    }

    /** Empty while it answers, be it with a refusal. */
    public Optional<Outage> outage() {
        return outage;
    }

    /** When it last did; empty before it first has. */
    Optional<Instant> answeredAt() {
        return answeredAt;
    }

    private void look() {
        try {
            if (serdes.subjects().isPresent()) {
                calls.call(() -> serdes.subjects().orElseThrow().exists(subject));
            }
            answered();
        } catch (Exception e) {
            RegistryUnavailableException trouble = serdes.trouble(subject, e);
            if (trouble instanceof RegistryRefusedException) {
                answered();
            } else {
                failed(trouble.getMessage());
            }
        } catch (Error e) {
            // the task would not be run again, and what it said last stand for ever
            LOG.error("the registry cannot be asked", e);
            failed("it cannot be asked: " + e);
        }
    }

    private void answered() {
        outage.ifPresent(over -> LOG.info("the registry answers again"));
        outage = Optional.empty();
        answeredAt = Optional.of(Instant.now());
        failures = 0;
    }

    private void failed(String why) {
        failures++;
        if (failures == 1) {
            failedFirst = Instant.now();
        }
        if (failures == FAILURES) {
            LOG.warn("the registry does not answer: {}", why);
        }
        if (failures >= FAILURES) {
            outage = Optional.of(new Outage(failedFirst, why));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        calls.close();
    }
}
