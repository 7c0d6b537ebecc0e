package io.wiretag.delivery;

import java.util.Optional;

/** A wish that cannot be met, with what to do instead in its message. */
public final class DeliveryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** Lies in the future. */
        BAD,
        /** A cursor that cannot be read. */
        GARBLED,
        /** A cursor that lies beyond what there is. */
        BEYOND,
        /** Was given by another cluster, or for a topic that has been made again. */
        CONFLICT,
        /** What would be next has been deleted. */
        EXPIRED,
        /** Is not given out here. */
        NOT_THERE,
        /** Not now: come again. */
        UNAVAILABLE
    }

    private final Kind kind;
    private final transient Optional<Cursor> oldest;

    DeliveryException(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }

    DeliveryException(Kind kind, String message, Optional<Cursor> oldest) {
        super(message);
        this.kind = kind;
        this.oldest = oldest;
    }

    public Kind kind() {
        return kind;
    }

    /** From where all can be had that is still there, if that helps. */
    public Optional<Cursor> oldest() {
        return oldest;
    }
}
