package io.wiretag.life;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A record as it came from the topic of published articles, with the place where it stood.
 *
 * @param timestamp milliseconds since 1970-01-01T00:00:00Z
 * @param headers those that clients may give, whatever came: {@link ClientHeaders}
 */
public record PublishedRecord(
        String topic, int partition, long offset, long timestamp, Headers headers, byte[] key, byte[] value) {
    public PublishedRecord {
        headers = ClientHeaders.letIn(headers);
    }

    /** Bytes of its value, its key and its headers. */
    int length() {
        int length = OutgoingRecord.length(value) + OutgoingRecord.length(key);
        for (Header header : headers) {
            length += header.key().length() + OutgoingRecord.length(header.value());
        }
        return length;
    }

    /** Partition and offset, as headers tell them. */
    String place() {
        return partition + ":" + offset;
    }
}
