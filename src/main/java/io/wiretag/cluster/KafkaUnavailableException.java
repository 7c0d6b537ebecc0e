package io.wiretag.cluster;

/** The brokers cannot be reached or do not answer in time. Trying again later may help. */
public final class KafkaUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence for people: what could not be done, where, and why */
    public KafkaUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
