package io.wiretag.processor.watch;

import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.files.Words;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks whether a stretch of a partition holds a record, or nothing but what transactions leave there: marks, and what was rolled
 * back. Offsets alone do not tell.
 */
public final class RecordProbe {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Supplier<Consumer<byte[], byte[]>> consumers;

    /** @param consumers makes one that reads what is committed, and belongs to no group */
    public RecordProbe(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    /**
     * Hands all records of a stretch over, in their order.
     *
     * @throws KafkaUnavailableException if the brokers give nothing for a while
     */
    public void each(
            TopicPartition partition,
            StallWatch.Progress place,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        long heard = System.nanoTime();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, place.next());
            long position = place.next();
            while (position < place.end()) {
                consumer.poll(POLL).forEach(taker);
                long now = consumer.position(partition, LIMIT);
                if (now > position) {
                    position = now;
                    heard = System.nanoTime();
                } else if (System.nanoTime() - heard > LIMIT.toNanos()) {
                    throw new KafkaUnavailableException("could not read " + partition + " in time", null);
                }
            }
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("could not read " + partition + ": " + Words.of(e), e);
        }
    }

    /**
     * Whether a reader finds a record there.
     *
     * @throws KafkaUnavailableException if the brokers do not say
     */
    public boolean findsOne(TopicPartition partition, StallWatch.Progress place) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, place.next());
            while (consumer.position(partition, LIMIT) < place.end()) {
                if (!consumer.poll(POLL).isEmpty()) {
                    return true;
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new KafkaUnavailableException("could not read " + partition + " in time", null);
                }
            }
            return false;
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("could not read " + partition + ": " + Words.of(e), e);
        }
    }
}
