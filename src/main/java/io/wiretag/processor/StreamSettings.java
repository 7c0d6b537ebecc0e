package io.wiretag.processor;

import io.wiretag.cluster.ReadBounds;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/**
 * With which properties the stream runs, and what they mean for whoever runs it: ours first, then what the user says. Not less
 * than exactly-once: with it given up, the state of an article could be kept and its records lost, and the article would then
 * be taken for a repetition.
 */
final class StreamSettings {
    private static final Duration KAFKAS_MOST_BETWEEN_POLLS = Duration.ofMinutes(5);

    /** With 20 articles a poll it takes no more time of the processor than with 500; with 4, a quarter more. */
    private static final int MOST_OF_A_POLL = 20;

    private static final int MOST_OF_A_RESTORE = 500;

    private final Properties properties = new Properties();

    /**
     * @param kafka properties of all Kafka clients
     * @param streams properties of the stream; {@code application.id} must be among them
     * @throws IllegalArgumentException if another guarantee than exactly_once_v2 is asked for
     */
    StreamSettings(Topics topics, Map<String, String> kafka, Map<String, String> streams) {
        Map<String, String> merged = new HashMap<>(ours(topics));
        String largest = StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        merged.putAll(bounds(topics, Integer.parseInt(streams.getOrDefault(largest, merged.get(largest)))));
        if (!"streams".equalsIgnoreCase(streams.get(StreamsConfig.GROUP_PROTOCOL_CONFIG))) {
            // how long the partitions of a killed processor lie idle: Kafka's 45 s are long at deadline.
            // Under the streams protocol the brokers set it.
            merged.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), "15000");
        }
        merged.putAll(kafka);
        merged.putAll(streams);
        if (!StreamsConfig.EXACTLY_ONCE_V2.equals(merged.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))) {
            throw new IllegalArgumentException("streams.processing.guarantee is '"
                    + merged.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)
                    + "': the processor runs with exactly_once_v2 only, since anything less could lose articles");
        }
        properties.putAll(merged);
    }

    private static Map<String, String> ours(Topics topics) {
        int largest = topics.sinks().stream()
                .mapToInt(topic -> topic.maxMessageBytes())
                .max()
                .orElseThrow();
        return Map.of(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                "true",
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndFailExceptionHandler.class.getName(),
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndFailProcessingExceptionHandler.class.getName(),
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                String.valueOf(largest),
                StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG),
                "lz4",
                // a tagged article has some kilobytes: into Kafka's 16 KiB go a few of them, and each batch makes its
                // compressor anew
                StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG),
                "65536",
                // what reads changelogs asks for them one by one on a connection where an empty answer takes so long:
                // with Kafka's half second each, a start or a move of partitions lasts a second longer. The price: a
                // standby with nothing to read asks twenty times a second
                StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                "50");
    }

    /**
     * Without a prefix, so that whoever knows better has the last word, with or without one. While the registry is away, so many
     * records as one poll gives wait in each partition, beside those of the last poll.
     */
    private static Map<String, String> bounds(Topics topics, int requestSize) {
        int largest = topics.published().maxMessageBytes();
        Map<String, String> bounds = new HashMap<>(ReadBounds.of(largest, MOST_OF_A_POLL));
        bounds.put(
                StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG,
                bounds.get(ConsumerConfig.MAX_POLL_RECORDS_CONFIG));
        // records of state are small, but for those under embargo, which are as large as one may be that can still be
        // rejected
        ReadBounds.of(Math.max(largest, Math.min(topics.rejected().maxMessageBytes(), requestSize)), MOST_OF_A_RESTORE)
                .forEach((key, value) -> bounds.put(StreamsConfig.restoreConsumerPrefix(key), value));
        return bounds;
    }

    Properties properties() {
        return properties;
    }

    String applicationId() {
        return properties.getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
    }

    int threads() {
        return new StreamsConfig(properties).getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG);
    }

    /** The largest record that goes out, in bytes. */
    int maxRequestSize() {
        return Integer.parseInt(
                properties.getProperty(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG)));
    }

    /** Settings of a consumer that belongs to no group, and reads what is published, or state. */
    Map<String, Object> loneConsumer(String clientId) {
        return new StreamsConfig(properties).getRestoreConsumerConfigs(clientId);
    }

    /** Of one that reads something else, with records of so many bytes. */
    Map<String, Object> loneConsumer(String clientId, int largest) {
        Map<String, Object> settings = loneConsumer(clientId);
        settings.putAll(ReadBounds.of(largest, MOST_OF_A_RESTORE));
        return settings;
    }

    /** Of topics that Kafka Streams makes; -1: what the brokers take by default. */
    short replicationFactor() {
        return new StreamsConfig(properties)
                .getInt(StreamsConfig.REPLICATION_FACTOR_CONFIG)
                .shortValue();
    }

    /** Of topics that Kafka Streams makes, what the user says. */
    Map<String, String> topicConfigs() {
        Map<String, String> configs = new HashMap<>();
        new StreamsConfig(properties)
                .originalsWithPrefix(StreamsConfig.TOPIC_PREFIX)
                .forEach((key, value) -> configs.put(key, String.valueOf(value)));
        return configs;
    }

    /** Settings of a producer without transactions. */
    Map<String, Object> loneProducer(String clientId) {
        return new StreamsConfig(properties).getProducerConfigs(clientId);
    }

    /** Who has a fixed place in the group comes back to it; who has none should not let the others wait for it. */
    CloseOptions.GroupMembershipOperation membership() {
        String instance = ConsumerConfig.GROUP_INSTANCE_ID_CONFIG;
        boolean fixed = properties.containsKey(instance)
                || properties.containsKey(StreamsConfig.consumerPrefix(instance))
                || properties.containsKey(StreamsConfig.mainConsumerPrefix(instance));
        return fixed
                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
    }

    /** After so long without asking for records a thread has lost its partitions. */
    Duration mostBetweenPolls() {
        String key = ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG;
        return Stream.of(StreamsConfig.mainConsumerPrefix(key), StreamsConfig.consumerPrefix(key), key)
                .map(properties::getProperty)
                .filter(Objects::nonNull)
                .map(configured -> Duration.ofMillis(Long.parseLong(configured)))
                .findFirst()
                .orElse(KAFKAS_MOST_BETWEEN_POLLS);
    }
}
