package io.wiretag.local;

/**
 * The local broker or registry cannot start. The message is one line for people, with the thing, the value and the remedy;
 * the cause, where there is one, is for the log.
 */
public final class LocalStackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LocalStackException(String message) {
        super(message);
    }

    LocalStackException(String message, Throwable cause) {
        super(message, cause);
    }
}
