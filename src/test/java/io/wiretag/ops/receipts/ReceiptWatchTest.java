package io.wiretag.ops.receipts;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Wiretag;
import io.wiretag.cluster.ClusterFacts;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.config.Config;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.schema.Operation;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to a kill while brokers fail, on a real broker. */
@Tag("full")
class ReceiptWatchTest {
    private final Config config = SharedLocalStack.config("watch", 1);

    @Test
    void aKillThatIsFoundWhileTheBrokersDoNotAnswerIsWatchedOnceTheyDo() throws Exception {
        try (Wiretag wiretag = new Wiretag(config);
                Silent admin = new Silent(client());
                ValueSerdes values = new ValueSerdes(new ValueSerdes.Settings(
                        BuildSerdes.SERIALIZER,
                        BuildSerdes.DESERIALIZER,
                        SharedLocalStack.stack().registryUrl(),
                        Map.of()))) {
            wiretag.topicAdmin().create();
            try (ReceiptWatch watch = watch(wiretag.topics(), admin, values)) {
                watch.start();
                await("it to look for kills", () -> watch.known().look().isPresent());
                admin.silent = true;
                kill(wiretag.topics());
                await("it to have found one, and to be refused", () -> admin.refused.get() >= 2);
                assertThat(watch.known().kills()).isEmpty();

                admin.silent = false;

                List<Kill> kills = await("the kill", () -> watch.known().kills(), known -> !known.isEmpty());
                assertThat(kills.get(0).id().uri()).isEqualTo("urn:watch:1");
            }
        }
    }

    private Map<String, Object> client() {
        return new HashMap<>(Map.of("bootstrap.servers", config.bootstrapServers()));
    }

    private ReceiptWatch watch(Topics topics, Silent admin, ValueSerdes values) {
        return new ReceiptWatch(
                topics,
                new ReceiptWatch.Settings("wiretag", Map.of()),
                new ReceiptWatch.Looks(() -> LagReport.NONE, () -> {}),
                new ClusterFacts(admin),
                values,
                new ReceiptWatch.Clients(
                        consumer(Map.of()),
                        consumer(Map.of()),
                        consumer(Map.of()),
                        consumer(Map.of("group.id", topics.receipts().name())),
                        () -> new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())));
    }

    private Consumer<byte[], byte[]> consumer(Map<String, Object> more) {
        Map<String, Object> settings = client();
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest");
        settings.putAll(more);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void kill(Topics topics) throws Exception {
        ProducerRecord<byte[], byte[]> each =
                new ProducerRecord<>(topics.tagged().name(), bytes("urn:watch:1"), bytes("any"));
        each.headers()
                .add(WiretagHeader.OPERATION.key(), bytes(Operation.kill.name()))
                .add(WiretagHeader.URI.key(), bytes("urn:watch:1"));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(each).get(30, TimeUnit.SECONDS);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Real brokers, of which no answer comes when a test wants it so. */
    private static final class Silent extends ForwardingAdmin {
        private final AtomicInteger refused = new AtomicInteger();
        private volatile boolean silent;

        private Silent(Map<String, Object> settings) {
            super(settings);
        }

        @Override
        public DescribeTopicsResult describeTopics(TopicCollection names, DescribeTopicsOptions options) {
            if (silent) {
                refused.incrementAndGet();
                throw new TimeoutException("no broker answers");
            }
            return super.describeTopics(names, options);
        }
    }
}
