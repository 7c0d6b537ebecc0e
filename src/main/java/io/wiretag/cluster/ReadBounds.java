package io.wiretag.cluster;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * How much of a topic a reader of ours holds at a time, whatever the topic takes. Kafka's own defaults count records: 500 of them,
 * each as large as a topic allows, are gigabytes.
 *
 * <p>A consumer keeps what it fetched packed, and unpacks the records that one poll hands over. So the bytes of a fetch bound the
 * one, and the number of records of a poll the other.
 */
public final class ReadBounds {
    /** Bytes of one fetch, packed. A broker that leads many partitions would send 50 MiB. */
    private static final int FETCHED = 16 << 20;
    /** Bytes of the records of one poll, unpacked, if each is as large as it may be. */
    private static final int UNPACKED = 64 << 20;

    private ReadBounds() {}

    /**
     * Settings of a consumer.
     *
     * @param largest bytes of the largest record that it has to expect, unpacked
     * @param most records of one poll, where they are small
     */
    public static Map<String, String> of(int largest, int most) {
        return Map.of(
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                String.valueOf(FETCHED),
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                String.valueOf(Math.max(1, Math.min(most, UNPACKED / Math.max(1, largest)))));
    }
}
