package io.wiretag.local;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @TempDir
    Path dataDir;

    @Test
    void recordsAndClusterIdSurviveARestartOnAnotherPort() throws Exception {
        String clusterId;
        try (EmbeddedBroker broker = EmbeddedBroker.start(dataDir, 0)) {
            clusterId = clusterId(broker);
            createTopic(broker, "wires");
            sendInTransaction(broker, "wires", "before");
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(dataDir, 0)) {
            sendInTransaction(broker, "wires", "after");

            assertThat(clusterId(broker)).isEqualTo(clusterId);
            assertThat(read(broker, "wires", 2)).containsExactly("before", "after");
        }
    }

    @Test
    void aMisspeltTopicIsNotCreated() {
        EmbeddedBroker broker = EmbeddedBroker.start(dataDir, 0);
        try (broker;
                Admin admin = admin(broker)) {

            ExecutionException failure = catchThrowableOfType(
                    ExecutionException.class,
                    () -> admin.describeTopics(List.of("artcles"))
                            .allTopicNames()
                            .get(60, TimeUnit.SECONDS));

            assertThat(failure).hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void groupsOfAllProtocolsAndTransactionsAreEnabled() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(dataDir, 0);
        try (broker;
                Admin admin = admin(broker)) {

            Map<String, FinalizedVersionRange> features = admin.describeFeatures()
                    .featureMetadata()
                    .get(60, TimeUnit.SECONDS)
                    .finalizedFeatures();

            assertThat(features).containsKeys("group.version", "streams.version", "transaction.version");
        }
    }

    @Test
    void aVersionOfDataThatIsNoneIsToldWithItsFile() throws Exception {
        Path stamp = Files.writeString(dataDir.resolve("kafka.version"), "who knows");

        assertThatExceptionOfType(LocalStackException.class)
                .isThrownBy(() -> EmbeddedBroker.start(dataDir, 0))
                .withMessageContaining(stamp.toString())
                .withMessageContaining("delete that one");
    }

    @Test
    void dataOfANewerKafkaAreRefusedWithBothVersions() throws Exception {
        Files.writeString(dataDir.resolve("kafka.version"), "99.0.1\n");

        assertThatExceptionOfType(LocalStackException.class)
                .isThrownBy(() -> EmbeddedBroker.start(dataDir, 0))
                .withMessageContaining("Kafka 99.0.1")
                .withMessageContaining("choose another data directory")
                .withMessageNotContaining("\n");
    }

    @Test
    void dataOfAnotherBrokerAreRefused() throws Exception {
        Path log = Files.createDirectories(dataDir.resolve("log"));
        Files.writeString(log.resolve("meta.properties"), "version=1\nnode.id=7\ncluster.id=somebody-elses\n");

        assertThatExceptionOfType(LocalStackException.class)
                .isThrownBy(() -> EmbeddedBroker.start(dataDir, 0))
                .withMessageContaining(dataDir.toString())
                .withMessageContaining("7")
                .withMessageContaining("choose another data directory")
                .withMessageNotContaining("\n");
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
    }

    private static String clusterId(EmbeddedBroker broker) throws Exception {
        try (Admin admin = admin(broker)) {
            return admin.describeCluster().clusterId().get(60, TimeUnit.SECONDS);
        }
    }

    private static void createTopic(EmbeddedBroker broker, String name) throws Exception {
        try (Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get(60, TimeUnit.SECONDS);
        }
    }

    private static void sendInTransaction(EmbeddedBroker broker, String topic, String value) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "newsroom");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, value));
            producer.commitTransaction();
        }
    }

    private static List<String> read(EmbeddedBroker broker, String topic, int count) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<String> values = new ArrayList<>();
            return await(
                    count + " records in " + topic,
                    () -> {
                        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                        return values;
                    },
                    read -> read.size() >= count);
        }
    }
}
