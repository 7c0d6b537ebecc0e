package io.wiretag.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many requests each key may send: a bucket of tokens for each, refilled at an even pace. There are as many buckets as
 * there ever were names in the file of keys. Safe for use by several threads.
 */
public final class RateLimit {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final double perSecond;
    private final int burst;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * @param perSecond tokens a bucket gains in a second, more than 0
     * @param burst tokens a bucket holds
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public RateLimit(double perSecond, int burst, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanoTime = nanoTime;
    }

    /** Takes a token; how long to wait for the next one if there is none, zero if there was. */
    public Duration take(String name) {
        return buckets.computeIfAbsent(name, any -> new Bucket(burst, nanoTime.getAsLong()))
                .take(nanoTime.getAsLong());
    }

    private final class Bucket {

        private double tokens;
        private long filledAt;

        Bucket(double tokens, long filledAt) {
            this.tokens = tokens;
            this.filledAt = filledAt;
        }

        synchronized Duration take(long now) {
            // threads read the clock before they come here, and may come in another order
            long since = Math.max(0, now - filledAt);
            tokens = Math.min(burst, tokens + since * perSecond / NANOS);
            filledAt += since;
            if (tokens >= 1) {
                tokens--;
                return Duration.ZERO;
            }
            return Duration.ofNanos((long) Math.ceil((1 - tokens) * NANOS / perSecond));
        }
    }
}
