package io.wiretag.ops.lag;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long the oldest record that a group has still to read will be kept at least.
 *
 * @param left until it may be deleted
 * @param share of what the topic keeps that lies between; from 0, for at once, to 1. A topic that keeps little has always little
 *     time left
 */
public record Headroom(Duration left, double share) {
    private static final Duration SOON = Duration.ofHours(24);
    private static final double HALF = 0.5;

    /** Whether somebody should see to it: within a day, and half of what the topic keeps is used up. */
    public boolean isShort() {
        return left.compareTo(SOON) < 0 && share < HALF;
    }

    /** By the age of a record that Kafka deletes, with its segment, when it is too old. */
    static Headroom byTime(Duration age, Duration kept) {
        Duration left = age.compareTo(kept) > 0 ? Duration.ZERO : kept.minus(age);
        return new Headroom(left, kept.isZero() ? 0 : (double) left.toMillis() / kept.toMillis());
    }

    /**
     * By the size of a partition, at the pace at which it grows.
     *
     * @param behind bytes from the record to the end
     * @param kept bytes that Kafka keeps
     * @param bytesPerSecond more than 0
     */
    static Headroom bySize(double behind, long kept, double bytesPerSecond) {
        double left = Math.max(0, kept - behind);
        double seconds =
                Math.min(left / bytesPerSecond, Duration.ofDays(365_000).toSeconds());
        return new Headroom(Duration.ofSeconds((long) seconds), kept == 0 ? 0 : left / kept);
    }

    /** The one that ends first. */
    static Optional<Headroom> least(Stream<Headroom> all) {
        return all.min(Comparator.comparing(Headroom::left));
    }
}
