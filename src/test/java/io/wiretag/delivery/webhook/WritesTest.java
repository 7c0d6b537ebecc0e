package io.wiretag.delivery.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class WritesTest {
    private static final String TOPIC = "articles.subscriptions";

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Writes writes = new Writes(producer);

    @Test
    void whatFailedOfAPartitionThatIsLostIsNotSentAgain() {
        fail();
        writes.drop(TOPIC, key -> SubscriptionKey.read(key).orElseThrow().partition() == 3);

        assertThat(writes.settle()).isTrue();
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void whatFailedIsSentAgainWhenItIsAskedForAgain() {
        fail();
        writes.drop(TOPIC, key -> SubscriptionKey.read(key).orElseThrow().partition() == 4);
        assertThat(producer.history()).hasSize(1);

        assertThat(writes.settle()).isTrue();
        assertThat(producer.history()).hasSize(2);
    }

    private void fail() {
        byte[] key = SubscriptionKey.unsent("desk", "urn:lost", 3).written();
        writes.write(TOPIC, key, "{}".getBytes(StandardCharsets.UTF_8));
        producer.errorNext(new TimeoutException("nobody is there"));
        assertThat(writes.settle()).isFalse();
    }
}
