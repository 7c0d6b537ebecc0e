package io.wiretag.ops.desk;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Wiretag;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.schema.Operation;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the desk sees of hours that were before it. */
@Tag("full")
class DeskWatchTest {
    private static final int MANY = Integer.getInteger("wiretag.desk.records", 20_000);

    private final Instant now = Instant.now();

    @Test
    void itReadsTwelveHoursBackByHeadersAndSaysWhatItDoesNotSee() {
        try (Wiretag wiretag = new Wiretag(InstallationSettings.shared()
                .prefix("desk" + System.nanoTime() + ".")
                .partitions(2)
                .config())) {
            wiretag.topicAdmin().create();
            Topics topics = wiretag.topics();
            publish(topics);
            Instant began = Instant.now();
            try (DeskWatch desk = watch(topics)) {
                desk.start();

                await("all of it is seen", () -> desk.sent().asOf().isPresent());
                System.out.printf(
                        "the desk read %d records in %d ms%n",
                        MANY, Duration.between(began, Instant.now()).toMillis());

                DeskWatch.Changes kills = desk.changes(Operation.kill, now.minus(DeskWatch.KEPT), 1000, Map.of());
                assertThat(kills.total()).isEqualTo(MANY / 100);
                assertThat(kills.newest()).hasSize(Math.min(MANY / 100, DeskLog.MOST));
                assertThat(kills.newest()).noneMatch(kill -> kill.uri().equals("urn:long-ago"));
                assertThat(desk.readers(kills.newest().get(0), 10)).isEmpty();
                assertThat(desk.holding().asOf()).isEmpty();
                assertThat(desk.holding().trouble().orElseThrow()).contains("no-such-changelog");
            }
        }
    }

    private void publish(Topics topics) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedLocalStack.stack().bootstrapServers(), "linger.ms", "20"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(record(topics, 0, "urn:long-ago", "kill", now.minus(Duration.ofHours(20))));
            producer.send(record(topics, 1, "urn:long-ago", "kill", now.minus(Duration.ofHours(20))));
            for (int i = 0; i < MANY; i++) {
                String operation = i % 100 == 0 ? "kill" : "publish";
                Instant at = now.minus(Duration.ofHours(11)).plusMillis(i);
                producer.send(record(topics, i % 2, "urn:" + i, operation, at));
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(
            Topics topics, int partition, String uri, String operation, Instant at) {
        // no article: a value that is looked at cannot be read
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topics.tagged().name(),
                partition,
                at.toEpochMilli(),
                uri.getBytes(StandardCharsets.UTF_8),
                new byte[2_000]);
        WiretagHeader.OPERATION.put(record.headers(), operation);
        WiretagHeader.URI.put(record.headers(), uri);
        return record;
    }

    private static DeskWatch watch(Topics topics) {
        return new DeskWatch(
                topics,
                new DeskWatch.Processor("wiretag", "no-such-changelog", key -> Optional.empty()),
                new DeskWatch.Readers(consumer(), consumer()),
                () -> LagReport.NONE);
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers",
                SharedLocalStack.stack().bootstrapServers(),
                "isolation.level",
                "read_committed",
                "allow.auto.create.topics",
                "false",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                "false"));
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
