package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.Articles;
import io.wiretag.schema.Article;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.Gazetteer;
import io.wiretag.tagging.Tagger;
import io.wiretag.topics.FramedAvro;
import io.wiretag.topics.RegistryUnavailableException;
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
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArticleTopologyTest {
    private static final Instant NOW = Instant.parse("2026-08-03T03:00:00Z");
    private static final StreamTimes TIMES =
            new StreamTimes(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ZERO, Duration.ofDays(30));
    private static final Tagger TAGGER = Tagger.of(Gazetteer.builtIn());

    @TempDir
    Path state;

    private final FramedAvro codec = new FramedAvro();
    private final ArticleCounts counts = new ArticleCounts();
    private final List<Runnable> attempts = new ArrayList<>();
    private Topics topics;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> published;

    @BeforeEach
    void start() {
        start(Topics.of("", 3, (short) 1, Map.of()));
    }

    private void start(Topics wanted) {
        close();
        topics = wanted;
        ArticleEnricher enricher = new ArticleEnricher(topics, codec, TAGGER, 4 * 1024 * 1024);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver =
                new TopologyTestDriver(ArticleTopology.build(topics, enricher, new Recorder(), TIMES), properties, NOW);
        published = driver.createInputTopic(
                topics.published().name(), new ByteArraySerializer(), new ByteArraySerializer(), NOW, Duration.ZERO);
    }

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void anArticleGoesToEverySinkItBelongsTo() {
        publish(Articles.flood("1"));

        assertThat(keys(topics.tagged())).containsExactly("urn:test:flood");
        assertThat(keys(topics.byProvince())).containsExactlyInAnyOrder("VN-27", "VN-HN");
        assertThat(keys(topics.byAgency())).containsExactly("VNS");
        assertThat(keys(topics.rejected())).isEmpty();
    }

    @Test
    void anArticleWithoutTagsGoesToTaggedAlone() {
        publish(Articles.quiet());

        assertThat(keys(topics.tagged())).containsExactly("urn:test:quiet");
        assertThat(keys(topics.byProvince())).isEmpty();
        assertThat(keys(topics.byAgency())).isEmpty();
    }

    @Test
    void theArticleAndItsHeadersPassUnchangedAndTheRecordKeepsItsTime() {
        Instant then = Instant.parse("2026-08-01T00:00:00Z");
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "abc".getBytes(StandardCharsets.UTF_8));
        published.pipeInput(
                new TestRecord<>(key(Articles.flood("1")), codec.encode("", Articles.flood("1")), headers, then));

        TestRecord<byte[], byte[]> out = records(topics.tagged()).get(0);

        assertThat(out.getRecordTime()).isEqualTo(then);
        assertThat(header(out, "trace")).isEqualTo("abc");
        assertThat(header(out, "wiretag.version")).isEqualTo("1");
        TaggedArticle tagged = value(out);
        assertThat(tagged.getArticle()).isEqualTo(Articles.flood("1"));
        assertThat(tagged.getTaggedAt()).isEqualTo(NOW);
        assertThat(tagged.getContentHash()).matches("[0-9a-f]{64}");
    }

    @Test
    void aRepetitionIsIgnoredAndCounted() {
        publish(Articles.flood("1"), Articles.flood("1"));

        assertThat(keys(topics.tagged())).hasSize(1);
        assertThat(counts.duplicates()).isEqualTo(1);
    }

    @Test
    void theSameVersionWithOtherContentIsARevision() {
        publish(Articles.flood("1"), Articles.floodRevised("1"));

        assertThat(keys(topics.tagged())).hasSize(2);
        assertThat(counts.revisions()).isEqualTo(1);
    }

    @Test
    void anOlderVersionNeverOverwritesANewerOne() {
        publish(Articles.flood("10"), Articles.flood("9"));

        assertThat(keys(topics.tagged())).hasSize(1);
        assertThat(counts.superseded()).isEqualTo(1);
        assertThat(stored("urn:test:flood").getVersion()).isEqualTo("10");
    }

    @Test
    void theStateRemembersEveryKeyThatAnyVersionWentTo() {
        publish(Articles.floodRevised("1"), Articles.flood("2"));

        assertThat(stored("urn:test:flood").getProvinces()).containsExactly("VN-27", "VN-28", "VN-HN");
        assertThat(stored("urn:test:flood").getAgencies()).containsExactly("VNS");
    }

    @Test
    void aBadRecordIsKeptUntouchedAndTheNextOnePasses() {
        byte[] garbage = {7, 7, 7};
        published.pipeInput(new TestRecord<>("k".getBytes(StandardCharsets.UTF_8), garbage));
        published.pipeInput(new TestRecord<>("k".getBytes(StandardCharsets.UTF_8), null));
        published.pipeInput(new TestRecord<>(null, codec.encode("", Articles.flood("1"))));
        publish(Articles.quiet());

        List<TestRecord<byte[], byte[]>> rejected = records(topics.rejected());

        assertThat(rejected)
                .extracting(each -> header(each, "wiretag.rejected.reason"))
                .containsExactly("not-framed", "empty", "key-mismatch");
        assertThat(rejected.get(0).value()).isEqualTo(garbage);
        assertThat(rejected.get(1).value()).isNull();
        assertThat(rejected.get(2).key()).isNull();
        assertThat(rejected)
                .extracting(each -> header(each, "wiretag.rejected.offset"))
                .containsExactly("0", "1", "2");
        assertThat(header(rejected.get(0), "wiretag.rejected.topic")).isEqualTo("articles.published");
        assertThat(header(rejected.get(0), "wiretag.rejected.at")).isEqualTo(NOW.toString());
        assertThat(counts.rejected()).isEqualTo(3);
        assertThat(counts.accepted()).isEqualTo(1);
    }

    @Test
    void anArticleWithoutAUriIsRejected() {
        Article nameless = Article.newBuilder(Articles.quiet()).setUri(" ").build();

        published.pipeInput(" ".getBytes(StandardCharsets.UTF_8), codec.encode("", nameless));

        assertThat(header(records(topics.rejected()).get(0), "wiretag.rejected.reason"))
                .isEqualTo("no-uri");
    }

    @Test
    void anArticleThatWouldNotFitIsRejectedBeforeAnythingIsSent() {
        start(Topics.of("", 3, (short) 1, Map.of("by-province", Map.of("max.message.bytes", "500"))));
        Article article = Articles.flood("1");
        publish(article);

        TestRecord<byte[], byte[]> rejected = records(topics.rejected()).get(0);

        assertThat(header(rejected, "wiretag.rejected.reason")).isEqualTo("too-large");
        assertThat(header(rejected, "wiretag.rejected.message"))
                .contains("articles.by-province")
                .contains("500");
        assertThat(rejected.value()).isEqualTo(codec.encode("", article));
        assertThat(keys(topics.tagged()))
                .as("not even to the sinks where it would fit")
                .isEmpty();
    }

    @Test
    void aRecordTooLargeEvenForTheRejectedTopicLeavesItsBytesWhereTheyAre() {
        start(Topics.of("", 3, (short) 1, Map.of("rejected", Map.of("max.message.bytes", "5000"))));
        published.pipeInput("huge".getBytes(StandardCharsets.UTF_8), new byte[6000]);
        publish(Articles.quiet());

        TestRecord<byte[], byte[]> rejected = records(topics.rejected()).get(0);

        assertThat(rejected.value()).isNull();
        assertThat(rejected.key()).isEqualTo("huge".getBytes(StandardCharsets.UTF_8));
        assertThat(header(rejected, "wiretag.rejected.omitted")).isEqualTo("6000");
        assertThat(header(rejected, "wiretag.rejected.offset")).isEqualTo("0");
        assertThat(keys(topics.tagged())).containsExactly("urn:test:quiet");
    }

    @Test
    void theMessageOfARejectionIsOneShortLineWhateverStandsInTheRecord() {
        byte[] key = ("evil\nkey\u0007" + "x".repeat(100_000)).getBytes(StandardCharsets.UTF_8);

        published.pipeInput(key, codec.encode("", Articles.quiet()));

        String message = header(records(topics.rejected()).get(0), "wiretag.rejected.message");
        assertThat(message).hasSizeLessThan(1100).startsWith("the record has the key 'evil key ");
    }

    @Test
    void anOutageRejectsNothingAndGivesTheRecordBack() {
        codec.registryIsAway(false);
        byte[] bytes = codec.encode("", Articles.flood("1"));
        codec.registryIsAway(true);

        assertThatThrownBy(() -> published.pipeInput(key(Articles.flood("1")), bytes))
                .isInstanceOf(StreamsException.class);

        assertThat(counts.rejected()).isZero();
        assertThat(attempts).hasSize(1);
        assertThatThrownBy(attempts.get(0)::run).isInstanceOf(RegistryUnavailableException.class);
        codec.registryIsAway(false);
        attempts.get(0).run();
    }

    @Test
    void theStreamReadsLikeItsDrawing() {
        ArticleEnricher enricher = new ArticleEnricher(topics, codec, TAGGER, 1);

        String description = ArticleTopology.build(topics, enricher, new Recorder(), TIMES)
                .describe()
                .toString();

        assertThat(description)
                .contains("Source: published (topics: [articles.published])")
                .containsPattern("Processor: enrich \\(stores: \\[(articles, held|held, articles)]\\)")
                .contains("Sink: outgoing");
    }

    private void publish(Article... articles) {
        for (Article article : articles) {
            published.pipeInput(key(article), codec.encode(topics.published().name(), article));
        }
    }

    private static byte[] key(Article article) {
        return article.getUri().getBytes(StandardCharsets.UTF_8);
    }

    private ArticleState stored(String uri) {
        KeyValueStore<String, ArticleState> store = driver.getKeyValueStore(EnrichProcessor.STORE);
        return store.get(uri);
    }

    private List<TestRecord<byte[], byte[]>> records(Topic<?> topic) {
        return driver.createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private List<String> keys(Topic<?> topic) {
        return records(topic).stream()
                .map(each -> new String(each.key(), StandardCharsets.UTF_8))
                .toList();
    }

    private TaggedArticle value(TestRecord<byte[], byte[]> each) {
        return codec.decode("", new RecordHeaders(), each.value(), TaggedArticle.class);
    }

    private static String header(TestRecord<?, ?> each, String key) {
        Header header = each.headers().lastHeader(key);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private final class Recorder implements StreamEvents {
        @Override
        public void processed(PublishedRecord record, Outcome outcome) {
            counts.count(outcome);
        }

        @Override
        public void clamped() {
            counts.countClamped();
        }

        @Override
        public void forgotten(int articles) {
            counts.countForgotten(articles);
        }

        @Override
        public void outage(RegistryUnavailableException cause, Runnable attempt) {
            attempts.add(attempt);
        }
    }
}
