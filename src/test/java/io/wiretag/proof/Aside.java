package io.wiretag.proof;

import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Articles that a fault publishes beside the load, and what comes out of them. They are no part of the script: the oracle does
 * not know them, the ledger passes over them, the fault itself judges.
 */
final class Aside implements AutoCloseable {
    /** Begins the uri of each of them. */
    static final String URI = "urn:proof-aside:";

    private static final Duration POLL = Duration.ofMillis(200);

    /** A record of a sink. */
    record Seen(Sink sink, String key, Operation operation, String version) {}

    private final Cluster cluster;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Sink> sinks = new HashMap<>();
    private final Map<String, List<Seen>> seen = new HashMap<>();

    /** What is to be seen begins now. */
    Aside(Cluster cluster) {
        this.cluster = cluster;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        cluster.bootstrapServers(),
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        cluster.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (Sink sink : List.of(Sink.TAGGED, Sink.BY_PROVINCE, Sink.BY_AGENCY)) {
            Topic<?> topic = sink.topic(cluster.topics());
            sinks.put(topic.name(), sink);
            IntStream.range(0, topic.partitions())
                    .forEach(partition -> partitions.add(new TopicPartition(topic.name(), partition)));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** As Java's clients place it. */
    void publish(Edition edition, byte[] value) throws Exception {
        publish(rightPartition(edition), edition, value);
    }

    /** All of them as tightly packed as a producer can. */
    void publishPacked(List<Edition> editions, Function<Edition, byte[]> value) {
        try (KafkaProducer<byte[], byte[]> packing = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        cluster.bootstrapServers(),
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "gzip",
                        ProducerConfig.LINGER_MS_CONFIG,
                        2000,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        64 << 20,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        512L << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Edition edition : editions) {
                packing.send(
                        new ProducerRecord<>(cluster.topics().published().name(), key(edition), value.apply(edition)));
            }
        }
    }

    /** As a client places it that reckons otherwise. */
    void publishElsewhere(Edition edition, byte[] value) throws Exception {
        publish((rightPartition(edition) + 1) % cluster.topics().published().partitions(), edition, value);
    }

    private void publish(int partition, Edition edition, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(cluster.topics().published().name(), partition, key(edition), value))
                .get();
    }

    private int rightPartition(Edition edition) {
        return Utils.toPositive(Utils.murmur2(key(edition)))
                % cluster.topics().published().partitions();
    }

    private static byte[] key(Edition edition) {
        return edition.uri().getBytes(StandardCharsets.UTF_8);
    }

    /** Waits until a record of this operation has come wherever the edition belongs. */
    void await(Operation operation, Edition edition, Duration limit) throws InterruptedException {
        Await.until(
                "%s of %s to be told at %s".formatted(operation, edition.uri(), edition.places()),
                limit,
                () -> {
                    read();
                    return edition.places().stream().allMatch(place -> isTold(operation, edition, place));
                },
                () -> "; what came: " + seen.get(edition.uri()));
    }

    private boolean isTold(Operation operation, Edition edition, Place place) {
        Seen wanted = new Seen(place.sink(), place.key(), operation, String.valueOf(edition.version()));
        return seen(edition.uri()).contains(wanted);
    }

    /** What has come of an article so far. */
    List<Seen> seen(String uri) {
        return seen.getOrDefault(uri, List.of());
    }

    private void read() throws Exception {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            TaggedArticle tagged = Wire.read(record.value());
            seen.computeIfAbsent(tagged.getArticle().getUri(), uri -> new ArrayList<>())
                    .add(new Seen(
                            sinks.get(record.topic()),
                            new String(record.key(), StandardCharsets.UTF_8),
                            tagged.getOperation(),
                            tagged.getArticle().getVersion()));
        }
        seen.keySet().removeIf(uri -> !uri.startsWith(URI));
    }

    static boolean is(String uri) {
        return uri.startsWith(URI);
    }

    static boolean is(Optional<byte[]> key) {
        return key.filter(bytes -> is(new String(bytes, StandardCharsets.UTF_8)))
                .isPresent();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        consumer.close();
    }
}
