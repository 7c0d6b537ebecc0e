package io.wiretag.testing;

import static io.wiretag.testing.Waiting.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** A topic as a plain consumer finds it. */
public final class WholeTopic {
    private WholeTopic() {}

    /**
     * All records up to the end as it is now, in the order of each partition.
     *
     * @param client settings of the consumer: {@code bootstrap.servers}, and {@code isolation.level} where it matters
     */
    public static <K, V> List<ConsumerRecord<K, V>> read(
            String topic, Map<String, ?> client, Deserializer<K> keys, Deserializer<V> values) {
        List<ConsumerRecord<K, V>> records = new ArrayList<>();
        try (KafkaConsumer<K, V> consumer = new KafkaConsumer<>(new HashMap<>(client), keys, values)) {
            List<TopicPartition> partitions =
                    await("brokers to know " + topic, () -> partitions(consumer, topic), found -> !found.isEmpty());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            await("the end of " + topic, () -> {
                if (!isAt(ends, consumer)) {
                    consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                }
                return isAt(ends, consumer);
            });
        }
        return records;
    }

    /** The bytes of all that is committed. */
    public static List<ConsumerRecord<byte[], byte[]>> committed(String topic, Map<String, ?> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        return read(topic, settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private static boolean isAt(Map<TopicPartition, Long> ends, KafkaConsumer<?, ?> consumer) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
