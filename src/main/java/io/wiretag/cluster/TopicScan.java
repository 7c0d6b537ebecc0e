package io.wiretag.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads partitions from one offset to another, both known beforehand: it ends, whatever is written meanwhile. For questions
 * that are asked seldom, of topics that have no index but their offsets.
 */
public final class TopicScan {
    private static final Duration POLL = Duration.ofMillis(500);
    /** Longer than a transaction may stay open in front of what is to be read. */
    private static final Duration STANDSTILL_LIMIT = Duration.ofSeconds(60);

    private final Consumer<byte[], byte[]> consumer;

    /** Takes what is read, in the order of each partition. */
    public interface Taker {
        /** One record. */
        void take(ConsumerRecord<byte[], byte[]> each);
    }

    /** Told now and then how far the scan is, in offsets. */
    public interface Progress {
        /** So many are read of so many. */
        void read(long records, long of);
    }

    /** @param consumer without a group; its assignment is replaced by each scan. Closed by whoever made it */
    public TopicScan(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** All partitions of these topics, which must exist. */
    public List<TopicPartition> partitions(List<String> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            consumer.partitionsFor(topic)
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        return partitions;
    }

    /**
     * Reads these partitions from their beginnings to their ends of now, as far as the consumer may see them.
     *
     * @throws KafkaUnavailableException if it comes to a standstill
     */
    public void readAll(List<TopicPartition> partitions, Taker taker, Progress progress) {
        consumer.assign(partitions); // offsets of others are told only with a warning
        read(consumer.beginningOffsets(partitions), consumer.endOffsets(partitions), taker, progress);
    }

    /**
     * Reads from the first of these offsets up to the second, exclusive. Where the end lies behind a transaction that is still
     * open, a {@code read_committed} consumer waits for it.
     *
     * @param to an end for each partition of {@code from}
     * @throws KafkaUnavailableException if it comes to a standstill
     */
    public void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Taker taker, Progress progress) {
        Set<TopicPartition> partitions = from.keySet();
        long all = partitions.stream()
                .mapToLong(each -> Math.max(0, to.get(each) - from.get(each)))
                .sum();
        consumer.assign(partitions);
        consumer.resume(partitions); // a scan before may have paused them
        from.forEach(consumer::seek);
        long deadline = System.nanoTime() + STANDSTILL_LIMIT.toNanos();
        long before = all;
        for (long left = left(partitions, to); left > 0; left = left(partitions, to)) {
            for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                if (each.offset() < to.get(new TopicPartition(each.topic(), each.partition()))) {
                    taker.take(each);
                }
            }
            long still = left(partitions, to);
            progress.read(all - still, all);
            if (still < before) {
                before = still;
                deadline = System.nanoTime() + STANDSTILL_LIMIT.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new KafkaUnavailableException(
                        "could not read the topics to their ends: nothing came for " + STANDSTILL_LIMIT.toSeconds()
                                + " s, " + still + " of " + all + " records are missing",
                        null);
            }
            // what is read to its end must not be fetched again and again
            consumer.pause(partitions.stream()
                    .filter(each -> consumer.position(each) >= to.get(each))
                    .toList());
        }
    }

    private long left(Set<TopicPartition> partitions, Map<TopicPartition, Long> to) {
        return partitions.stream()
                .mapToLong(each -> Math.max(0, to.get(each) - consumer.position(each)))
                .sum();
    }
}
