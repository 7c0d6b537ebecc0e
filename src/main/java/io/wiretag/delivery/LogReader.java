package io.wiretag.delivery;

import io.wiretag.codec.ValueCodec;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic of tagged articles from positions on. For one thread at a time. */
final class LogReader implements AutoCloseable {
    /** How long whoever reads what is past waits for records. */
    static final Duration POLL = Duration.ofMillis(200);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final Topic<TaggedArticle> topic;
    private final EventReader events;
    private final java.util.function.Consumer<LogReader> owner;
    private boolean fit = true;

    /** @param owner gets it when it is closed */
    LogReader(
            Consumer<byte[], byte[]> consumer,
            Topic<TaggedArticle> topic,
            ValueCodec codec,
            java.util.function.Consumer<LogReader> owner) {
        this.consumer = consumer;
        this.topic = topic;
        this.events = new EventReader(codec);
        this.owner = owner;
    }

    /** From now on it reads these partitions, from these offsets. */
    void seek(Map<Integer, Long> positions) {
        consumer.assign(positions.keySet().stream()
                .map(partition -> new TopicPartition(topic.name(), partition))
                .toList());
        consumer.resume(consumer.assignment());
        positions.forEach((partition, offset) -> consumer.seek(new TopicPartition(topic.name(), partition), offset));
    }

    /** Leaves partitions for later that have been read as far as they are wanted. */
    void pauseBehind(Map<Integer, Long> end) {
        consumer.pause(consumer.assignment().stream()
                .filter(each -> consumer.position(each) >= end.getOrDefault(each.partition(), 0L))
                .toList());
    }

    /** Whether it has been told what to read. */
    boolean hasBegun() {
        return !consumer.assignment().isEmpty();
    }

    /** Where it will go on. */
    SortedMap<Integer, Long> positions() {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        consumer.assignment().forEach(each -> positions.put(each.partition(), consumer.position(each)));
        return positions;
    }

    /** @throws org.apache.kafka.common.KafkaException as the consumer does */
    ConsumerRecords<byte[], byte[]> poll(Duration limit) {
        try {
            return consumer.poll(limit);
        } catch (RuntimeException e) {
            fit = false;
            throw e;
        }
    }

    /**
     * What a record stands for; empty for what has no value, and for what a stranger wrote, which the log tells.
     *
     * @throws io.wiretag.codec.RegistryUnavailableException if its schema cannot be looked up now
     */
    Optional<Event> event(ConsumerRecord<byte[], byte[]> record) {
        return events.event(record);
    }

    /** Lets go of what it holds, for as long as nobody uses it. */
    void rest() {
        consumer.assign(List.of());
    }

    /** Whether it may be used again: one that failed may not. */
    boolean isFit() {
        return fit;
    }

    void end() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_LIMIT));
    }

    @Override
    public void close() {
        owner.accept(this);
    }
}
