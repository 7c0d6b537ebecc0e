package io.wiretag.ops.lag;

import java.util.Comparator;
import java.util.List;

/**
 * How a group does on a topic, in one word. The rules are those of {@link CommitTrack}; the order of the constants is that of
 * the numbers by which they are exported ({@link #code}), not that of their weight ({@link #worst}).
 */
public enum LagStatus {
    /** Reads, or has read, what came. */
    OK(1),
    /** Moves, and gets no closer over the whole window. */
    WARN(3),
    /** Something is there to read, and nobody reads it. */
    STOP(6),
    /** Something is there to read, the reader is alive, and its position does not move. */
    STALL(5),
    /** Its position went back, is not yet where it was before, and moves. */
    REWIND(4),
    /** Nothing came within the window, and all of what came before is read: a quiet night, no fault. */
    IDLE(0),
    /** The processor itself: articles are there, it is alive, and does not move. */
    WEDGED(7),
    /** No position is known, so neither is what is left to read. */
    UNKNOWN(2);

    private final int weight;

    LagStatus(int weight) {
        this.weight = weight;
    }

    /** Number in metrics: 0 ok, 1 warn, 2 stop, 3 stall, 4 rewind, 5 idle, 6 wedged, 7 unknown. */
    public int code() {
        return ordinal();
    }

    /** Whether somebody should look: articles wait, and waiting longer does not help. */
    public boolean isBad() {
        return switch (this) {
            case STOP, STALL, WEDGED -> true;
            case OK, WARN, REWIND, IDLE, UNKNOWN -> false;
        };
    }

    /** The weightiest; {@link #UNKNOWN} of none. */
    public static LagStatus worst(List<LagStatus> each) {
        return each.stream()
                .max(Comparator.comparingInt(status -> status.weight))
                .orElse(UNKNOWN);
    }
}
