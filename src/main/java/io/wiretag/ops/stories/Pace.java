package io.wiretag.ops.stories;

import java.time.Instant;

/**
 * Records a second over the last minute, counted as they are read: offsets would count transaction markers too. In slots of a
 * second, so that its size does not depend on how much comes. Thread-safe.
 */
final class Pace {
    private static final int SLOTS = 60;

    private final long[] counts = new long[SLOTS];
    private final long began;
    private long newest;

    Pace(Instant now) {
        this.began = now.getEpochSecond();
        this.newest = began;
    }

    synchronized void add(Instant now) {
        advance(now);
        counts[slot(newest)]++;
    }

    synchronized double perSecond(Instant now) {
        advance(now);
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        // of a watch that has just begun: over the seconds that it has seen
        return (double) sum / Math.min(SLOTS, newest - began + 1);
    }

    private void advance(Instant now) {
        long second = Math.max(newest, now.getEpochSecond());
        for (long next = Math.max(newest + 1, second - SLOTS + 1); next <= second; next++) {
            counts[slot(next)] = 0;
        }
        newest = second;
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) SLOTS);
    }
}
