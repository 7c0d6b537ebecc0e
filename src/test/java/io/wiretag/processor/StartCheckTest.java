package io.wiretag.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.processor.faults.StreamsClients;
import io.wiretag.processor.watch.RecordProbe;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not be taken for a loss. */
@Tag("full")
class StartCheckTest {
    private static final String BROKERS = SharedLocalStack.stack().bootstrapServers();

    @TempDir
    Path state;

    private final String group = "startcheck" + System.nanoTime();
    private final TopicPartition source = new TopicPartition(group + ".published", 0);
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", BROKERS));
    private StartCheck check;

    @BeforeEach
    void prepare() throws Exception {
        create(source.topic(), "delete");
        Properties properties = new Properties();
        properties.putAll(Map.of("application.id", group, "bootstrap.servers", BROKERS, "state.dir", state.toString()));
        RecordProbe probe = new RecordProbe(() -> new StreamsClients()
                .getRestoreConsumer(new HashMap<>(Map.of("bootstrap.servers", BROKERS, "auto.offset.reset", "none"))));
        check = new StartCheck(
                new ClusterFacts(admin),
                group,
                source.topic(),
                new StateFolder(properties),
                probe,
                lost -> "lost " + lost);
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void aPositionThatAnotherProcessorHasCommittedMeanwhileIsNotLost() throws Exception {
        for (String changelog : StartCheck.changelogs(group)) {
            create(changelog, "compact");
            send(changelog);
        }
        assertThat(check.misfit(Map.of())).hasValue("lost [" + source + "]");

        admin.alterConsumerGroupOffsets(group, Map.of(source, new OffsetAndMetadata(1)))
                .all()
                .get(30, TimeUnit.SECONDS);

        assertThat(check.misfit(Map.of())).as("asked for before").isEmpty();
    }

    @Test
    void aGroupThatWasSetToTheFirstRecordThatIsKeptHasReadNothing() throws Exception {
        send(source.topic());
        send(source.topic());
        assertThat(check.misfit(Map.of(source, 1L))).isPresent();

        admin.deleteRecords(Map.of(source, RecordsToDelete.beforeOffset(1)))
                .all()
                .get(30, TimeUnit.SECONDS);

        assertThat(check.misfit(Map.of(source, 1L))).isEmpty();
        assertThat(check.misfit(Map.of(source, 2L))).isPresent();
    }

    private void create(String topic, String policy) throws Exception {
        NewTopic made = new NewTopic(topic, 1, (short) 1).configs(Map.of("cleanup.policy", policy));
        admin.createTopics(List.of(made)).all().get(30, TimeUnit.SECONDS);
    }

    private static void send(String topic) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKERS), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {2}))
                    .get(30, TimeUnit.SECONDS);
        }
    }
}
