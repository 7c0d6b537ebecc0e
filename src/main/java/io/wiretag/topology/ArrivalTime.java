package io.wiretag.topology;

import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of the record; now, where it has none or one in the future. Kafka's own extractor would stop the stream at the
 * one, and let its time jump ahead with the other.
 */
final class ArrivalTime implements TimestampExtractor {
    /** Clocks differ. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final Clock clock;
    private final StreamEvents events;

    ArrivalTime(Clock clock, StreamEvents events) {
        this.clock = clock;
        this.events = events;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> published, long partitionTime) {
        long now = clock.millis();
        if (published.timestamp() < 0 || published.timestamp() > now + TOLERANCE.toMillis()) {
            events.clamped();
            return now;
        }
        return published.timestamp();
    }
}
