package io.wiretag.ops.stories;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.wiretag.Wiretag;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.local.SharedLocalStack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** While the topic of what may be shown is missing, on a real broker. */
@Tag("full")
class OlderStoriesTest {
    private final Logger log = (Logger) LoggerFactory.getLogger(OlderStories.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Level before = log.getLevel();

    @BeforeEach
    void listen() {
        log.setLevel(Level.DEBUG);
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        log.detachAppender(lines);
        log.setLevel(before);
    }

    @Test
    void aTopicThatIsMissingIsToldOnceAndReadAsSoonAsItIsThere() {
        try (Wiretag wiretag = new Wiretag(SharedLocalStack.config("older", 1));
                ValueSerdes serdes = serdes();
                StoryIndex index = new StoryIndex(1_000, 64 << 20, Instant.EPOCH);
                OlderStories older = new OlderStories(
                        consumer(), wiretag.topics().current(), serdes, index, Duration.ofMillis(100))) {
            older.start();
            await("it has tried five times", () -> told(Level.DEBUG).size() >= 4);
            assertThat(told(Level.WARN)).hasSize(1).allMatch(line -> line.contains("cannot be searched yet"));

            wiretag.topicAdmin().create();
            await("it is read", () -> !index.takesOlder());
            await("and that is told", () -> !told(Level.INFO).isEmpty());
            assertThat(told(Level.WARN)).hasSize(1);
        }
    }

    private List<String> told(Level level) {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static ValueSerdes serdes() {
        return new ValueSerdes(new ValueSerdes.Settings(
                BuildSerdes.SERIALIZER,
                BuildSerdes.DESERIALIZER,
                SharedLocalStack.stack().registryUrl(),
                Map.of()));
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        SharedLocalStack.stack().bootstrapServers(),
                        "allow.auto.create.topics",
                        "false",
                        "isolation.level",
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
