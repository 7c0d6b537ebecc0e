package io.wiretag.codec;

/**
 * The schema registry answers, and will not do it until somebody mends something: it refuses our schema or our credentials, or has
 * lost what it had. No article is to blame for that either: what waits for the registry goes on waiting. The message names the
 * remedy.
 */
public final class RegistryRefusedException extends RegistryUnavailableException {

    private static final long serialVersionUID = 1L;

    RegistryRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
