package io.wiretag.intake.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether articles can be stored now, as far as is known without asking. After a failure that no article is to blame for,
 * requests are turned away for some seconds rather than made to wait for the same failure; then the next one tries. Safe for
 * use by several threads.
 */
final class Availability {

    private static final Logger LOG = LoggerFactory.getLogger(Availability.class);

    private final long holdNanos;
    private final LongSupplier nanoTime;
    private Optional<String> reason = Optional.empty();
    private long failedAt;

    /** @param hold how long a failure counts */
    Availability(Duration hold, LongSupplier nanoTime) {
        this.holdNanos = hold.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Why nothing can be stored now; empty if nothing is known that hinders. */
    synchronized Optional<String> whyNot() {
        return reason.filter(any -> nanoTime.getAsLong() - failedAt < holdNanos);
    }

    /** @param what one sentence without names of machines: everybody may ask for it */
    synchronized void failed(String what, Throwable failure) {
        if (whyNot().isEmpty()) {
            LOG.warn("unavailable reason={} failure={}", what, failure.toString());
        }
        reason = Optional.of(what);
        failedAt = nanoTime.getAsLong();
    }

    /** An article has been acknowledged: all is well, whatever was before. */
    synchronized void succeeded() {
        if (reason.isPresent()) {
            LOG.info("available again");
        }
        reason = Optional.empty();
    }
}
