package io.wiretag.ops.receipts;

import io.wiretag.files.Words;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which instance writes evidence: the one to which Kafka gives the first partition of the topic. It reads nothing by that, and commits
 * nothing. While two believe it for a moment, both write the same under the same keys.
 *
 * <p>Used by one thread, but for {@link #isHeld} and {@link #trouble}.
 */
final class ReceiptPen implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptPen.class);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private volatile boolean held;
    private volatile Optional<String> trouble = Optional.empty();

    /** @param consumer in the group of those who write; closed with this */
    ReceiptPen(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    /**
     * Often enough for the group to know that this instance lives.
     *
     * @param there whether the topic is there: a client complains of one that is not, again and again
     */
    void turn(boolean there) {
        try {
            if (!there) {
                consumer.unsubscribe();
                tell(false, Optional.empty());
                return;
            }
            if (consumer.subscription().isEmpty()) {
                consumer.subscribe(List.of(topic));
            }
            consumer.pause(consumer.assignment());
            consumer.poll(Duration.ofMillis(50));
            consumer.pause(consumer.assignment());
            tell(consumer.assignment().contains(new TopicPartition(topic, 0)), Optional.empty());
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            tell(false, Optional.of(Words.of(e)));
        }
    }

    private void tell(boolean own, Optional<String> why) {
        if (own != held) {
            LOG.info(
                    own
                            ? "this instance keeps the evidence of kills topic={}"
                            : "another instance keeps the evidence of kills topic={}",
                    topic);
        }
        if (!why.equals(trouble)) {
            why.ifPresent(what -> LOG.warn("the evidence of kills cannot be kept topic={}: {}", topic, what));
        }
        held = own;
        trouble = why;
    }

    /** Whether this instance writes. By any thread. */
    boolean isHeld() {
        return held;
    }

    /** Why nobody here can write. By any thread. */
    Optional<String> trouble() {
        return trouble;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
