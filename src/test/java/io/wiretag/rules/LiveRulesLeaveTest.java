package io.wiretag.rules;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Wiretag;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who stops, on a real broker. */
class LiveRulesLeaveTest {
    private final Wiretag wiretag = new Wiretag(SharedLocalStack.config("leave", 1));
    private final String topic = wiretag.topics().gazetteer().name();
    private final List<LiveRules> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(LiveRules::close);
        wiretag.close();
    }

    @Test
    void whatItSaidIsTakenBackWhenItLeavesAndStaysWhenItIsClosed() {
        wiretag.topicAdmin().create();
        LiveRules one = rules("one", () -> producer(brokers()));
        LiveRules two = rules("two", () -> producer(brokers()));
        try (RulesDesk desk = wiretag.rulesDesk()) {
            await("both to say what they have", () -> desk.read().running().size() == 2);

            one.leave();
            two.close();

            assertThat(desk.read().running()).extracting(RunningRules::client).containsExactly("two");
        }
    }

    @Test
    void whereNoBrokerAnswersItLeavesAllTheSame() {
        wiretag.topicAdmin().create();
        AtomicInteger made = new AtomicInteger();
        // the port of nobody: a send waits a minute for a broker
        Supplier<Producer<byte[], byte[]>> producers =
                () -> producer(made.incrementAndGet() == 1 ? brokers() : "127.0.0.1:1");
        LiveRules rules = rules("one", producers);
        try (RulesDesk desk = wiretag.rulesDesk()) {
            await("it to say what it has", () -> desk.read().running().size() == 1);
            rules.close(); // how long its thread takes to end is another matter
            long start = System.nanoTime();

            rules.leave();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            assertThat(made).hasValue(2);
            assertThat(desk.read().running()).hasSize(1);
        }
    }

    @Test
    void whoHasSaidNothingHasNothingToTakeBack() {
        wiretag.topicAdmin().create();
        AtomicInteger made = new AtomicInteger();
        LiveRules rules = LiveRules.of(
                source(() -> {
                    made.incrementAndGet();
                    return producer(brokers());
                }),
                Gazetteer.builtIn(),
                new LiveRules.Settings(false, false));

        rules.leave();

        assertThat(made).hasValue(0);
    }

    private LiveRules rules(String client, Supplier<Producer<byte[], byte[]>> producers) {
        LiveRules rules = LiveRules.of(source(producers), Gazetteer.builtIn(), new LiveRules.Settings(false, false));
        opened.add(rules);
        rules.begin(client);
        rules.awaitFirst();
        return rules;
    }

    private LiveRules.Source source(Supplier<Producer<byte[], byte[]>> producers) {
        return new LiveRules.Source(
                topic,
                () -> true,
                () -> new KafkaConsumer<>(
                        Map.of("bootstrap.servers", brokers(), "isolation.level", "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                producers,
                Tagger::of);
    }

    private static Producer<byte[], byte[]> producer(String brokers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static String brokers() {
        return SharedLocalStack.stack().bootstrapServers();
    }
}
