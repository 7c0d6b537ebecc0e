package io.wiretag.life;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * One record on its way out, already in bytes: nothing after this point can fail on its content.
 *
 * @param topic name of the topic it goes to
 * @param key may be null where a rejected record had none
 * @param value may be null where a rejected record had none
 */
public record OutgoingRecord(String topic, byte[] key, byte[] value, Headers headers) {
    /** Of a batch: KafkaProducer counts it for every record that it checks against max.request.size. */
    private static final int BATCH_OVERHEAD = 61;
    /** Of a record: length, attributes, time, offset, each as long as it can get. */
    private static final int RECORD_OVERHEAD = 21;
    /** Of a length in front of bytes, as long as it can get. */
    private static final int LENGTH = 5;

    /** Upper bound of its size on the wire without compression, as the producer computes it (record format v2). */
    public int sizeUpperBound() {
        int size = BATCH_OVERHEAD + RECORD_OVERHEAD + 3 * LENGTH + length(key) + length(value);
        for (Header header : headers) {
            size += 2 * LENGTH + header.key().getBytes(StandardCharsets.UTF_8).length + length(header.value());
        }
        return size;
    }

    /** Of a key or a value, which may be null. */
    public static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
