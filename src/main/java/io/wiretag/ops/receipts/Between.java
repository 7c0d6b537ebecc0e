package io.wiretag.ops.receipts;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Kafka keeps no time of a commit: something came to be after one look, and by the next.
 *
 * @param after when it was not yet so
 * @param by when it was seen to be so
 */
public record Between(Instant after, Instant by) {
    /** Clocks may differ: what is seen has happened. To milliseconds, outwards. */
    public Between {
        Instant floor = after.truncatedTo(ChronoUnit.MILLIS);
        Instant ceiling = by.truncatedTo(ChronoUnit.MILLIS);
        by = ceiling.equals(by) ? by : ceiling.plusMillis(1);
        after = floor.isAfter(by) ? by : floor;
    }
}
