package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.config.Config;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.topics.TopicAdmin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is small only as long as it is packed does not get in. */
class PackedRecordsTest {
    private final Config config = SharedLocalStack.config("packed", 1);
    private final Wiretag wiretag = new Wiretag(config);

    @BeforeEach
    void createTopics() {
        wiretag.topicAdmin().create();
    }

    @AfterEach
    void close() {
        wiretag.close();
    }

    @Test
    void aRecordThatIsSmallOnlyWhenPackedIsRefusedByTheBrokers() {
        try (KafkaProducer<byte[], byte[]> producer = packing()) {
            Future<?> answer = producer.send(record(0, 8 << 20));

            assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(RecordTooLargeException.class);
        }
    }

    @Test
    void legalRecordsThatWerePackedTogetherArriveAllTheSame() throws Exception {
        List<Future<?>> answers = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = packing()) {
            for (int i = 0; i < 8; i++) {
                answers.add(producer.send(record(i, 900_000)));
            }
            producer.flush();
        }

        for (Future<?> answer : answers) {
            answer.get(60, TimeUnit.SECONDS);
        }
        assertThat(wiretag.topicAdmin().describe().get(0).records()).hasValue(8);
    }

    @Test
    void aTopicThatKeepsRecordsPackedIsToldOfWithTheRemedy() throws Exception {
        assertThat(wiretag.topicAdmin().check()).isEmpty();

        String published = wiretag.topics().published().name();
        try (Admin admin = Admin.create(new HashMap<>(config.kafka()))) {
            ConfigEntry packed = new ConfigEntry("compression.type", "producer");
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, published),
                            List.of(new AlterConfigOp(packed, AlterConfigOp.OpType.SET))))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }

        List<TopicAdmin.Finding> findings = wiretag.topicAdmin().check();
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.fatal()).isFalse();
            assertThat(finding.problem())
                    .contains("topic " + published + " has compression.type=producer")
                    .contains("--add-config compression.type=uncompressed");
        });
    }

    private ProducerRecord<byte[], byte[]> record(int number, int size) {
        return new ProducerRecord<>(
                wiretag.topics().published().name(),
                ("urn:packed:" + number).getBytes(StandardCharsets.UTF_8),
                new byte[size]);
    }

    private KafkaProducer<byte[], byte[]> packing() {
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.put("compression.type", "zstd");
        properties.put("max.request.size", "100000000");
        properties.put("batch.size", "20000000");
        properties.put("linger.ms", "1000");
        properties.put("buffer.memory", "100000000");
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
