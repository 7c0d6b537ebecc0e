package io.wiretag.config;

/** The configuration cannot be used. The message names the key, its value (never a secret), where it came from and the remedy. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence for people */
    public ConfigException(String message) {
        super(message);
    }
}
