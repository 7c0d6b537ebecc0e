package io.wiretag.cluster;

/** The broker answered with an error: no such topic, no right to do that, no such group. Its cause is Kafka's exception. */
public final class KafkaRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence for people: what could not be done, and why */
    public KafkaRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
