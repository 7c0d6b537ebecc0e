package io.wiretag.delivery;

import io.wiretag.delivery.DeliveryException.Kind;
import java.time.Duration;

/** Ends a read that gets no further: brokers that are away are otherwise waited for without a word. For one thread. */
final class Standstill {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private long movedAt = System.nanoTime();

    /**
     * @param moved whether it got further since the last time
     * @throws DeliveryException if it did not for too long
     */
    void require(boolean moved) {
        if (moved) {
            movedAt = System.nanoTime();
        } else if (System.nanoTime() - movedAt > LIMIT.toNanos()) {
            throw noAnswer();
        }
    }

    static DeliveryException noAnswer() {
        return new DeliveryException(Kind.UNAVAILABLE, "Kafka does not answer: come again");
    }
}
