package io.wiretag.codec;

/** A value does not fit its own schema, such as a required field without content. Trying again brings the same. */
public final class ValueNotWritableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ValueNotWritableException(String message, Throwable cause) {
        super(message, cause);
    }
}
