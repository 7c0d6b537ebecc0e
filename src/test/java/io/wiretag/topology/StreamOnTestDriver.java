package io.wiretag.topology;

import io.wiretag.codec.FramedAvro;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.life.ArticleHandling;
import io.wiretag.life.Outcome;
import io.wiretag.life.Placement;
import io.wiretag.life.PublishedRecord;
import io.wiretag.life.RequestSeal;
import io.wiretag.processor.ArticleCounts;
import io.wiretag.processor.StateSize;
import io.wiretag.schema.Article;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.Tagging;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The stream without a broker, at a time that the test sets. */
final class StreamOnTestDriver implements AutoCloseable {
    static final Instant START = Instant.parse("2026-08-03T03:00:00Z");
    static final StreamTimes TIMES =
            new StreamTimes(Clock.fixed(START, ZoneOffset.UTC), Duration.ZERO, Duration.ofDays(30));
    static final Tagger TAGGER = Tagger.of(Gazetteer.builtIn());

    final FramedAvro codec = new FramedAvro();
    final ArticleCounts counts = new ArticleCounts();
    final List<Runnable> attempts = new ArrayList<>();
    final List<TopicPartition> begun = new ArrayList<>();
    final List<Long> epochs = new ArrayList<>();
    final Topics topics;
    final TestInputTopic<byte[], byte[]> published;
    final TopologyTestDriver driver;
    final List<PublishedRecord> moved = new ArrayList<>();
    /** Of the topic of published articles, whatever the driver knows: to it there is only the first. */
    int partitions = 1;

    StateSize size = new StateSize(0, 0, 0);

    StreamOnTestDriver(Path state) {
        this(state, Map.of());
    }

    /** @param overrides settings of topics, by their roles */
    StreamOnTestDriver(Path state, Map<String, Map<String, String>> overrides) {
        this(state, overrides, TIMES);
    }

    StreamOnTestDriver(Path state, Map<String, Map<String, String>> overrides, StreamTimes times) {
        this(state, overrides, times, TAGGER);
    }

    StreamOnTestDriver(Path state, Map<String, Map<String, String>> overrides, StreamTimes times, Tagging tagging) {
        this(state, Topics.of("", 3, (short) 1, overrides), times, tagging);
    }

    StreamOnTestDriver(Path state, Topics topics, StreamTimes times, Tagging tagging) {
        this(state, topics, times, tagging, Optional.empty());
    }

    StreamOnTestDriver(Path state, Topics topics, StreamTimes times, Tagging tagging, Optional<RequestSeal> seal) {
        this.topics = topics;
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        Placement placement = new Placement(() -> partitions);
        ArticleHandling handling = new ArticleHandling(topics, codec, tagging, placement, 4 * 1024 * 1024, seal);
        driver = new TopologyTestDriver(
                ArticleTopology.build(topics, handling, placement, sinks(topics), new Recorder(), times),
                properties,
                START);
        published = driver.createInputTopic(
                topics.published().name(), new ByteArraySerializer(), new ByteArraySerializer(), START, Duration.ZERO);
    }

    static SinkPartitions sinks(Topics topics) {
        Map<String, Integer> partitions =
                topics.sinks().stream().collect(Collectors.toMap(Topic::name, Topic::partitions));
        return new SinkPartitions(topics, partitions::get);
    }

    void publish(Article... articles) {
        for (Article article : articles) {
            published.pipeInput(key(article), codec.encode(topics.published().name(), article));
        }
    }

    static byte[] key(Article article) {
        return article.getUri().getBytes(StandardCharsets.UTF_8);
    }

    ArticleState stored(String uri) {
        return articles().get(uri);
    }

    KeyValueStore<String, ArticleState> articles() {
        return driver.getKeyValueStore(ArticleProcessor.STORE);
    }

    /** What has come since the last call. */
    List<TestRecord<byte[], byte[]>> records(Topic<?> topic) {
        return driver.createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    List<String> keys(Topic<?> topic) {
        return records(topic).stream().map(StreamOnTestDriver::key).toList();
    }

    static String key(TestRecord<byte[], byte[]> each) {
        return new String(each.key(), StandardCharsets.UTF_8);
    }

    TaggedArticle value(TestRecord<byte[], byte[]> each) {
        return codec.decode("", new RecordHeaders(), each.value(), TaggedArticle.class);
    }

    static String header(TestRecord<?, ?> each, String key) {
        Header header = each.headers().lastHeader(key);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        driver.close();
    }

    private final class Recorder implements StreamEvents {
        @Override
        public boolean isOutage() {
            return false;
        }

        @Override
        public void jumped(TopicPartition partition, long expected, long offset) {
            // nothing is deleted here
        }

        @Override
        public void begins(TopicPartition partition) {
            begun.add(partition);
        }

        @Override
        public void numberedAnew(TopicPartition partition, long epoch) {
            epochs.add(epoch);
        }

        @Override
        public void processed(PublishedRecord record, Outcome outcome) {
            counts.count(outcome);
        }

        @Override
        public void clamped() {
            counts.countClamped();
        }

        @Override
        public void moved(PublishedRecord record) {
            counts.countMoved();
            moved.add(record);
        }

        @Override
        public void expired(int articles) {
            counts.countExpired(articles);
        }

        @Override
        public void size(TaskId task, long articles, long held) {
            size = new StateSize(articles, held, 0);
        }

        @Override
        public void outage(RegistryUnavailableException cause, Runnable attempt) {
            attempts.add(attempt);
        }
    }
}
