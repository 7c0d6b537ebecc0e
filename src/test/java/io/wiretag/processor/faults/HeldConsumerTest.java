package io.wiretag.processor.faults;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.local.SharedLocalStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldConsumerTest {
    private static final int RECORDS = 10;

    private final String topic = "held-consumer-" + System.nanoTime();
    private final String bootstrapServers = SharedLocalStack.stack().bootstrapServers();
    private final AtomicBoolean held = new AtomicBoolean(true);

    @BeforeEach
    void publish() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
            for (int i = 0; i < RECORDS; i++) {
                byte[] value = String.valueOf(i).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, i % 2, null, value)).get();
            }
        }
    }

    @Test
    void whoIsHeldStaysInHisGroupAndGetsEverythingAfterwards() {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            consumer.subscribe(List.of(topic));
            List<String> read = new ArrayList<>();
            await("its partitions", () -> {
                poll(consumer, read);
                return consumer.assignment().size() == 2;
            });
            for (int i = 0; i < 10; i++) {
                poll(consumer, read);
            }
            assertThat(read).isEmpty();
            assertThat(consumer.paused()).isEmpty();

            held.set(false);

            await("all records", () -> {
                poll(consumer, read);
                return read.size() >= RECORDS;
            });
            assertThat(read).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        }
    }

    @Test
    void whatItsOwnerHasPausedStaysPaused() {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            TopicPartition paused = new TopicPartition(topic, 0);
            consumer.assign(List.of(paused, new TopicPartition(topic, 1)));
            consumer.pause(Set.of(paused));
            List<String> read = new ArrayList<>();

            poll(consumer, read);

            assertThat(read).isEmpty();
            assertThat(consumer.paused()).containsExactly(paused);
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        return new StreamsClients(held::get)
                .getConsumer(new HashMap<>(Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "group.id", topic,
                        "auto.offset.reset", "earliest")));
    }

    private static void poll(Consumer<byte[], byte[]> consumer, List<String> read) {
        consumer.poll(Duration.ofMillis(200))
                .forEach(each -> read.add(new String(each.value(), StandardCharsets.UTF_8)));
    }
}
