package io.wiretag.cli.terminal;

import io.wiretag.ops.lag.LagSample;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** A lag over time in one line of blocks, the newest to the right; a gap where it was unknown or nobody looked. */
public final class Sparkline {
    private static final String BLOCKS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";

    private Sparkline() {}

    /** @param each the time one column stands for: the highest lag within it is shown */
    public static String of(List<LagSample> history, Instant now, Duration each, int columns) {
        long[] most = new long[columns];
        Arrays.fill(most, -1);
        for (LagSample sample : history) {
            long ago = Duration.between(sample.at(), now).toMillis() / each.toMillis();
            if (sample.records().isPresent() && ago >= 0 && ago < columns) {
                int column = columns - 1 - (int) ago;
                most[column] = Math.max(most[column], sample.records().getAsLong());
            }
        }
        long highest = Arrays.stream(most).max().orElse(0);
        StringBuilder line = new StringBuilder();
        for (long records : most) {
            line.append(records < 0 ? ' ' : block(records, highest));
        }
        return line.toString();
    }

    /** The lowest block is nothing alone. */
    private static char block(long records, long highest) {
        if (records == 0) {
            return BLOCKS.charAt(0);
        }
        return BLOCKS.charAt((int) Math.min(7, 1 + 7 * (records - 1) / Math.max(1, highest)));
    }
}
