package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.schema.Article;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processors with as little memory as docs/memory.md allows, before topics that keep what is packed. */
@Tag("full")
class MemoryBoundsTest {
    private static final int ARTICLES = 300;

    @TempDir
    Path folder;

    private OwnInstallation installation;
    private Process processor;

    @BeforeEach
    void createTopics() {
        installation = new OwnInstallation(
                "memory", folder, Map.of("topics.published.compression.type", "producer", "topics.partitions", "1"));
    }

    @AfterEach
    void end() throws Exception {
        if (processor != null) {
            processor.destroyForcibly().waitFor();
        }
        installation.close();
    }

    @Test
    void articlesThatAreLargerThanTheMemoryTogetherPassOneByOne() throws Exception {
        List<byte[]> articles = new ArrayList<>();
        try (ValueSerdes serdes = new ValueSerdes(new ValueSerdes.Settings(
                BuildSerdes.SERIALIZER,
                BuildSerdes.DESERIALIZER,
                SharedLocalStack.stack().registryUrl(),
                Map.of()))) {
            String topic = installation.wiretag().topics().published().name();
            for (int i = 0; i < ARTICLES; i++) {
                articles.add(serdes.encode(topic, large(i)));
            }
        }
        sendPacked(articles);

        process("-Xmx256m");

        installation.awaitAllRead();
        assertThat(processor.isAlive()).as(log()).isTrue();
        assertThat(installation.tagged()).hasSize(ARTICLES);
    }

    @Test
    void aRecordOfAFifthOfTheMemoryIsRejected() throws Exception {
        sendPacked(List.of(new byte[50 << 20]));

        process("-Xmx256m");

        installation.awaitAllRead();
        assertThat(processor.isAlive()).as(log()).isTrue();
        assertThat(installation.keys(installation.wiretag().topics().rejected(), "read_committed"))
                .hasSize(1);
    }

    @Test
    void oneThatIsLargerThanTheMemoryEndsItWithItsPlaceAndCanBePassedOver() throws Exception {
        sendPacked(List.of(new byte[300 << 20]));
        installation.publish(OwnInstallation.articles(0, 5));
        TopicPartition partition =
                new TopicPartition(installation.wiretag().topics().published().name(), 0);

        process("-Xmx256m");

        assertThat(processor.waitFor(OwnInstallation.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(processor.exitValue()).as(log()).isEqualTo(3);
        assertThat(log()).contains("there is not memory enough").contains(partition + " from offset 0");
        installation
                .admin()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1)))
                .all()
                .get(60, TimeUnit.SECONDS);
        process("-Xmx256m");
        installation.awaitAllRead();
        assertThat(installation.tagged()).containsExactlyInAnyOrderElementsOf(OwnInstallation.uris(0, 5));
    }

    private void process(String heap) throws Exception {
        processor = ProcessorJvm.start(
                List.of(heap, "-XX:+UseSerialGC"), installation.settings(), Map.of(), List.of(), folder.resolve("log"));
    }

    private String log() throws Exception {
        return Files.readString(folder.resolve("log"));
    }

    private static Article large(int number) {
        return Article.newBuilder(OwnInstallation.article(number))
                .setBody("Mưa lớn tại Cần Thơ. ".repeat(31_000))
                .build();
    }

    /** In batches as large as a producer can be set to. */
    private void sendPacked(List<byte[]> values) throws Exception {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", SharedLocalStack.stack().bootstrapServers(),
                "compression.type", "zstd",
                "max.request.size", String.valueOf(Integer.MAX_VALUE),
                "batch.size", String.valueOf(90 << 20),
                "linger.ms", "2000",
                "buffer.memory", String.valueOf(700L << 20));
        List<Future<?>> answers = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < values.size(); i++) {
                byte[] key = ("urn:story:" + i).getBytes(StandardCharsets.UTF_8);
                answers.add(producer.send(new ProducerRecord<>(
                        installation.wiretag().topics().published().name(), key, values.get(i))));
            }
            producer.flush();
        }
        for (Future<?> answer : answers) {
            answer.get(60, TimeUnit.SECONDS);
        }
    }
}
