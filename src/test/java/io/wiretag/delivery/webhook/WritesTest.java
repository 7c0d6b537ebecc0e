package io.wiretag.delivery.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class WritesTest {
    private static final String TOPIC = "articles.subscriptions";

    @Test
    void whatFailedOfAPartitionThatIsLostIsNotSentAgain() {
        try (Producer<byte[], byte[]> nobody = new KafkaProducer<>(
                Map.of("bootstrap.servers", "127.0.0.1:1", "max.block.ms", "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            Writes writes = new Writes(nobody);
            byte[] lost = SubscriptionKey.unsent("desk", "urn:lost", 3).written();
            byte[] own = SubscriptionKey.unsent("desk", "urn:own", 4).written();
            writes.write(TOPIC, lost, "{}".getBytes(StandardCharsets.UTF_8));
            writes.write(TOPIC, own, "{}".getBytes(StandardCharsets.UTF_8));
            assertThat(writes.settle()).isFalse();

            writes.drop(TOPIC, key -> SubscriptionKey.read(key).orElseThrow().partition() == 3);
            assertThat(writes.settle()).isFalse();
            writes.drop(TOPIC, key -> SubscriptionKey.read(key).orElseThrow().partition() == 4);
            assertThat(writes.settle()).isTrue();
        }
    }
}
