package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.wiretag.cluster.ClusterFacts;
import io.wiretag.codec.ValueCodec;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.config.Config;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.rules.LiveRules;
import io.wiretag.testing.InstallationSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A thread that lives and gets nothing done is noticed, whatever it is that it does instead. */
@Tag("full")
class StallTest {
    private static final Duration STALL_LIMIT = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    @Test
    void aThreadThatHangsInAnArticleFailsLivenessWithOneThreadDump() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (OwnInstallation installation = new OwnInstallation("hung", folder, Map.of());
                ValueSerdes serdes = serdes(installation);
                StreamsRunner processor = processor(installation, new Hanging(serdes, never))) {
            Logger log = (Logger) LoggerFactory.getLogger(StreamsRunner.class.getPackageName());
            ListAppender<ILoggingEvent> lines = new ListAppender<>();
            lines.start();
            log.addAppender(lines);
            try {
                processor.start(OwnInstallation.LIMIT);
                assertThat(processor.whyNotAlive()).isEmpty();

                installation.publish(List.of(OwnInstallation.article(1)));
                await("liveness to fail", () -> processor.whyNotAlive().isPresent());

                assertThat(processor.whyNotAlive().orElseThrow())
                        .contains("articles.published has not moved from offset 0");
                await("the thread dump", () -> dumps(lines).findFirst().isPresent());
                String again = processor.whyNotAlive().orElseThrow();
                await(
                        "more looks at the thread that hangs",
                        () -> !processor.whyNotAlive().orElseThrow().equals(again));
                assertThat(dumps(lines)).singleElement().asString().contains(Hanging.class.getName());
            } finally {
                log.detachAppender(lines);
                never.countDown();
            }
        }
    }

    @Test
    void aProcessorWithNothingLeftToReadIsWell() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("idle", folder, Map.of());
                ValueSerdes serdes = serdes(installation);
                StreamsRunner processor = processor(installation, serdes)) {
            processor.start(OwnInstallation.LIMIT);
            installation.publish(List.of(OwnInstallation.article(1)));
            endWithTransactions(installation);
            installation.awaitAllRead();

            long twice = System.nanoTime() + STALL_LIMIT.multipliedBy(2).toNanos();
            await("twice the limit to pass", () -> {
                assertThat(processor.whyNotAlive()).isEmpty();
                return System.nanoTime() > twice;
            });
        }
    }

    /** Kafka Streams commits no position of a partition in which it has met no record since it started. */
    @Test
    void whatWasRolledBackBeforeTheFirstArticleIsNothingToRead() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("rolled-back", folder, Map.of());
                ValueSerdes serdes = serdes(installation);
                StreamsRunner processor = processor(installation, serdes)) {
            rollBack(installation);
            processor.start(OwnInstallation.LIMIT);

            long twice = System.nanoTime() + STALL_LIMIT.multipliedBy(2).toNanos();
            await("twice the limit to pass", () -> {
                assertThat(processor.whyNotAlive()).isEmpty();
                return System.nanoTime() > twice;
            });
        }
    }

    private static void rollBack(OwnInstallation installation) {
        try (KafkaProducer<byte[], byte[]> producer = transactional(installation)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(
                    installation.wiretag().topics().published().name(), 0, null, new byte[] {1}));
            producer.flush();
            producer.abortTransaction();
        }
    }

    private static KafkaProducer<byte[], byte[]> transactional(OwnInstallation installation) {
        Map<String, Object> properties = new HashMap<>(installation.clients());
        properties.put("transactional.id", installation.applicationId() + "-test");
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What a replay of rejected records leaves at the end of a topic: markers, which nobody reads but which take offsets. */
    private static void endWithTransactions(OwnInstallation installation) {
        String topic = installation.wiretag().topics().published().name();
        try (KafkaProducer<byte[], byte[]> producer = transactional(installation)) {
            producer.initTransactions();
            for (int partition = 0; partition < 2; partition++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topic, partition, null, new byte[] {1}));
                producer.commitTransaction();
            }
        }
        rollBack(installation);
    }

    private static Stream<String> dumps(ListAppender<ILoggingEvent> lines) {
        return List.copyOf(lines.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("what its threads do"));
    }

    private static ValueSerdes serdes(OwnInstallation installation) {
        return new ValueSerdes(new ValueSerdes.Settings(
                BuildSerdes.SERIALIZER,
                BuildSerdes.DESERIALIZER,
                URI.create(installation.settings().get("registry.url")),
                Map.of()));
    }

    private static StreamsRunner processor(OwnInstallation installation, ValueCodec codec) {
        Config config = InstallationSettings.of(installation.settings()).config();
        return new StreamsRunner(
                installation.wiretag().topics(),
                codec,
                LiveRules.fixed(Wiretag.tagger(List.of()), "built-in"),
                new ClusterFacts(installation.admin()),
                new StreamsRunner.Settings(
                        config.kafka(),
                        config.streams(),
                        config.retention(),
                        Duration.ofSeconds(10),
                        STALL_LIMIT,
                        Optional.empty()));
    }

    /** Hangs in the first article, for as long as it is not let go. */
    private record Hanging(ValueCodec codec, CountDownLatch letGo, AtomicBoolean hung) implements ValueCodec {
        Hanging(ValueCodec codec, CountDownLatch letGo) {
            this(codec, letGo, new AtomicBoolean());
        }

        @Override
        public byte[] encode(String topic, SpecificRecord value) {
            return codec.encode(topic, value);
        }

        @Override
        public <T extends SpecificRecordBase> T decode(String topic, Headers headers, byte[] bytes, Class<T> type) {
            if (!hung.getAndSet(true)) {
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return codec.decode(topic, headers, bytes, type);
        }
    }
}
