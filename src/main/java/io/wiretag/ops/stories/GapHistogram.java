package io.wiretag.ops.stories;

import java.time.Duration;
import java.util.Arrays;

/**
 * Gaps by their length: how many there were, and how much time passed in them. Its size does not depend on how many it is told
 * of, and a long gap keeps its weight however many short ones come after it. Not thread-safe.
 *
 * <p>One bucket for less than a second, one for more than a week, and between them bounds that grow by a quarter each: gaps of
 * one bucket differ by less than that. Of a bucket both sum and number are kept, so that its mean is exact where all gaps are
 * alike, as they are of a source that sends by the clock.
 */
final class GapHistogram {
    private static final double FACTOR = 1.25;
    private static final int BUCKETS =
            2 + (int) Math.ceil(log(Duration.ofDays(7).toSeconds()));

    private final double[] gaps = new double[BUCKETS];
    private final double[] seconds = new double[BUCKETS];
    private double squares;

    void add(Duration gap) {
        double length = gap.toMillis() / 1000.0;
        int bucket = length < 1 ? 0 : Math.min(BUCKETS - 1, 1 + (int) log(length));
        gaps[bucket]++;
        seconds[bucket] += length;
        squares++;
    }

    void add(GapHistogram other) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            gaps[bucket] += other.gaps[bucket];
            seconds[bucket] += other.seconds[bucket];
        }
        squares += other.squares;
    }

    /**
     * Lets all that it was told of weigh less beside what comes.
     *
     * @param weight that is left, from 0 to 1
     */
    void fade(double weight) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            gaps[bucket] *= weight;
            seconds[bucket] *= weight;
        }
        squares *= weight * weight;
    }

    /**
     * How many gaps of equal weight would say as much: Kish's effective sample size. Gaps that have all faded alike count in
     * full, for nothing newer contradicts them; beside many new ones they hardly count. NaN if there are none.
     */
    double effectiveGaps() {
        double sum = Arrays.stream(gaps).sum();
        return sum * sum / squares;
    }

    /**
     * The gap at which half of the time is reached, gaps sorted by length: the mean of those in its bucket.
     *
     * @throws IllegalStateException if there are none
     */
    Duration typical() {
        double half = Arrays.stream(seconds).sum() / 2;
        double reached = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            reached += seconds[bucket];
            if (gaps[bucket] > 0 && reached >= half) {
                return Duration.ofMillis(Math.round(seconds[bucket] / gaps[bucket] * 1000));
            }
        }
        throw new IllegalStateException("without gaps none of them is typical");
    }

    private static double log(double length) {
        return Math.log(length) / Math.log(FACTOR);
    }
}
