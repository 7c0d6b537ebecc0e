package io.wiretag.delivery.webhook;

import java.time.DateTimeException;
import java.time.Instant;

/** Times in records that anybody may have written. */
final class Times {
    private Times() {}

    /** @throws IllegalArgumentException if it is none */
    static Instant of(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no time", e);
        }
    }
}
