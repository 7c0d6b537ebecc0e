package io.wiretag.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** The time of the record; now, where it has none. Kafka's own extractor would stop the stream at such a record. */
final class ArrivalTime implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> published, long partitionTime) {
        return published.timestamp() >= 0 ? published.timestamp() : System.currentTimeMillis();
    }
}
