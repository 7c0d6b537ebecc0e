package io.wiretag.ops.receipts;

import java.time.Instant;

/**
 * Kafka keeps no time of a commit: something came to be after one look, and by the next.
 *
 * @param after when it was not yet so
 * @param by when it was seen to be so
 */
public record Between(Instant after, Instant by) {
    /** Clocks may differ: what is seen has happened. */
    public Between {
        after = after.isAfter(by) ? by : after;
    }
}
