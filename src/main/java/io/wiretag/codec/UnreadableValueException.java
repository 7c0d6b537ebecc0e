package io.wiretag.codec;

import java.util.Objects;

/** The bytes of a record cannot become the value asked for. Trying again brings the same: reject the record, keep its bytes. */
public final class UnreadableValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the bytes; the names are written into headers of rejected records, so they stay. */
    public enum Reason {
        /** No value, or one of no bytes. */
        EMPTY,
        /** Neither the magic byte nor a schema id in front: not written by a serializer that knows a registry. */
        NOT_FRAMED,
        /** The registry answers, and says that it has no schema of that id. */
        UNKNOWN_SCHEMA,
        /** The bytes behind the id do not follow the schema of the id: cut off, or changed. */
        NOT_AVRO,
        /** A sound value, but of another type, from which the type asked for cannot be made. */
        WRONG_TYPE,
        /** It says something that the type asked for cannot say, and for which a default would stand: an unknown symbol. */
        NOT_UNDERSTOOD,
        /** The configured deserializer, of a kind we do not know, refuses the bytes. */
        REFUSED
    }

    private final Reason reason;

    UnreadableValueException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    UnreadableValueException(Reason reason, String message) {
        this(reason, message, null);
    }

    public Reason reason() {
        return reason;
    }
}
