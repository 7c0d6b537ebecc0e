package io.wiretag.topics;

/**
 * The schema registry cannot be asked now, or does not do what it is asked: no connection, no answer in time, an error of its
 * own, a refusal of our credentials or of our schema. No article is to blame: wait, say so, and try the same bytes again.
 */
public final class RegistryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
