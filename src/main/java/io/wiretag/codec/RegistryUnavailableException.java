package io.wiretag.codec;

/**
 * The schema registry cannot be asked now, or does not do what it is asked: no connection, no answer in time, an error of its
 * own, an answer that is none of a registry's. No article is to blame: wait, say so, and try the same bytes again.
 */
public sealed class RegistryUnavailableException extends RuntimeException permits RegistryRefusedException {

    private static final long serialVersionUID = 1L;

    RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
