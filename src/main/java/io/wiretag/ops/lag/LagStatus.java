package io.wiretag.ops.lag;

import java.util.Comparator;
import java.util.List;

/**
 * How a group does on a topic, in one word. The rules are those of {@link CommitTrack}; the order of the constants is that of
 * the numbers by which they are exported ({@link #code}), not that of their weight ({@link #worst}).
 */
public enum LagStatus {
    /** Reads, or has read, what came. */
    OK(2),
    /** Moves, and gets no closer over the whole window. */
    WARN(5),
    /** Something is there to read, and nobody reads it. */
    STOP(10),
    /** Something is there to read, the reader is alive, and its position does not move. */
    STALL(9),
    /** Its position went back, is not yet where it was before, and moves. */
    REWIND(7),
    /** Nothing came within the window, and all of what came before is read: a quiet night, no fault. */
    IDLE(1),
    /** The processor itself: articles are there, it is alive, and does not move. */
    WEDGED(11),
    /** No position is known, so neither is what is left to read. */
    UNKNOWN(3),
    /** Its members read other topics, and it is not expected to read this one: an old position, no fault. */
    LEFT(0),
    /** Its position lies beyond the end: the topic was made anew, or has lost records. */
    BEYOND(8),
    /** Something was deleted before it was read, and nobody has acknowledged that. {@link PartitionLag#expired} tells it as well. */
    LOST(6),
    /** Has read what can be read; behind it an open transaction has held up more for longer than the tolerance. */
    HELD(4);

    private final int weight;

    LagStatus(int weight) {
        this.weight = weight;
    }

    /** Number in metrics: 0 ok, 1 warn, 2 stop, 3 stall, 4 rewind, 5 idle, 6 wedged, 7 unknown, 8 left, 9 beyond, 10 lost, 11 held. */
    public int code() {
        return ordinal();
    }

    /** Whether somebody should look: articles wait and waiting longer does not help, or some are lost. */
    public boolean isBad() {
        return switch (this) {
            case STOP, STALL, WEDGED, BEYOND, LOST -> true;
            case OK, WARN, REWIND, IDLE, UNKNOWN, LEFT, HELD -> false;
        };
    }

    /** This one, or the other if that is weightier. */
    LagStatus or(LagStatus other) {
        return other.weight > weight ? other : this;
    }

    /** The weightiest; {@link #UNKNOWN} of none. */
    public static LagStatus worst(List<LagStatus> each) {
        return each.stream()
                .max(Comparator.comparingInt(status -> status.weight))
                .orElse(UNKNOWN);
    }
}
