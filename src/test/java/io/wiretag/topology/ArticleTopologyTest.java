package io.wiretag.topology;

import static io.wiretag.topology.StreamOnTestDriver.header;
import static io.wiretag.topology.StreamOnTestDriver.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.Articles;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.life.ArticleHandling;
import io.wiretag.life.Placement;
import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArticleTopologyTest {
    @TempDir
    private Path state;

    private StreamOnTestDriver stream;
    private Topics topics;

    @BeforeEach
    void start() {
        start(Map.of());
    }

    private void start(Map<String, Map<String, String>> overrides) {
        close();
        stream = new StreamOnTestDriver(state, overrides);
        topics = stream.topics;
    }

    @AfterEach
    void close() {
        if (stream != null) {
            stream.close();
        }
    }

    @Test
    void anArticleGoesToEverySinkItBelongsTo() {
        stream.publish(Articles.flood("1"));

        assertThat(stream.keys(topics.tagged())).containsExactly("urn:test:flood");
        assertThat(stream.keys(topics.byProvince())).containsExactlyInAnyOrder("VN-27", "VN-HN");
        assertThat(stream.keys(topics.byAgency())).containsExactly("VNS");
        assertThat(stream.keys(topics.rejected())).isEmpty();
    }

    @Test
    void anArticleWithoutTagsGoesToTaggedAlone() {
        stream.publish(Articles.quiet());

        assertThat(stream.keys(topics.tagged())).containsExactly("urn:test:quiet");
        assertThat(stream.keys(topics.byProvince())).isEmpty();
        assertThat(stream.keys(topics.byAgency())).isEmpty();
    }

    @Test
    void theArticleAndItsHeadersPassUnchangedAndTheRecordKeepsItsTime() {
        Instant then = StreamOnTestDriver.START.minusSeconds(3600);
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "abc".getBytes(StandardCharsets.UTF_8));
        stream.published.pipeInput(new TestRecord<>(
                key(Articles.flood("1")), stream.codec.encode("", Articles.flood("1")), headers, then));

        TestRecord<byte[], byte[]> out = stream.records(topics.tagged()).get(0);

        assertThat(out.getRecordTime()).isEqualTo(then);
        assertThat(header(out, "trace")).isEqualTo("abc");
        assertThat(header(out, "wiretag.version")).isEqualTo("1");
        TaggedArticle tagged = stream.value(out);
        assertThat(tagged.getArticle()).isEqualTo(Articles.flood("1"));
        assertThat(tagged.getTaggedAt()).isEqualTo(StreamOnTestDriver.START);
        assertThat(tagged.getContentHash()).matches("[0-9a-f]{64}");
    }

    @Test
    void whatIsOldAlreadyGoesOutWithTheTimeOfNowSoThatRetentionLeavesItToSubscribers() {
        byte[] value = stream.codec.encode("", Articles.flood("1"));
        Instant months = StreamOnTestDriver.START.minus(Duration.ofDays(90));
        stream.published.pipeInput(new TestRecord<>(key(Articles.flood("1")), value, months));
        stream.published.pipeInput(new TestRecord<>(key(Articles.flood("1")), new byte[0], months));

        assertThat(stream.records(topics.tagged()).get(0).getRecordTime()).isEqualTo(StreamOnTestDriver.START);
        TestRecord<byte[], byte[]> rejected = stream.records(topics.rejected()).get(0);
        assertThat(rejected.getRecordTime()).isEqualTo(StreamOnTestDriver.START);
        assertThat(header(rejected, "wiretag.rejected.timestamp")).isEqualTo(String.valueOf(months.toEpochMilli()));
    }

    @Test
    void halfOfAShortRetentionIsLeftToSubscribers() {
        start(Map.of("by-agency", Map.of("retention.ms", "7200000"), "rejected", Map.of("retention.ms", "-1")));
        byte[] value = stream.codec.encode("", Articles.flood("1"));
        Instant old = StreamOnTestDriver.START.minus(Duration.ofMinutes(61));
        stream.published.pipeInput(new TestRecord<>(key(Articles.flood("1")), value, old));

        assertThat(stream.records(topics.byAgency()).get(0).getRecordTime()).isEqualTo(StreamOnTestDriver.START);
    }

    @Test
    void aRepetitionIsIgnoredAndCounted() {
        stream.publish(Articles.flood("1"), Articles.flood("1"));

        assertThat(stream.keys(topics.tagged())).hasSize(1);
        assertThat(stream.counts.duplicates()).isEqualTo(1);
    }

    @Test
    void theSameVersionWithOtherContentIsARevision() {
        stream.publish(Articles.flood("1"), Articles.floodRevised("1"));

        assertThat(stream.keys(topics.tagged())).hasSize(2);
        assertThat(stream.counts.revisions()).isEqualTo(1);
    }

    @Test
    void anOlderVersionNeverOverwritesANewerOne() {
        stream.publish(Articles.flood("10"), Articles.flood("9"));

        assertThat(stream.keys(topics.tagged())).hasSize(1);
        assertThat(stream.counts.superseded()).isEqualTo(1);
        assertThat(stream.stored("urn:test:flood").getVersion()).isEqualTo("10");
    }

    @Test
    void theStateRemembersEveryKeyThatAnyVersionWentTo() {
        stream.publish(Articles.floodRevised("1"), Articles.flood("2"));

        assertThat(stream.stored("urn:test:flood").getProvinces()).containsExactly("VN-27", "VN-28", "VN-HN");
        assertThat(stream.stored("urn:test:flood").getAgencies()).containsExactly("VNS");
    }

    @Test
    void aBadRecordIsKeptUntouchedAndTheNextOnePasses() {
        byte[] garbage = {7, 7, 7};
        stream.published.pipeInput(new TestRecord<>("k".getBytes(StandardCharsets.UTF_8), garbage));
        stream.published.pipeInput(new TestRecord<>("k".getBytes(StandardCharsets.UTF_8), null));
        stream.published.pipeInput(new TestRecord<>(null, stream.codec.encode("", Articles.flood("1"))));
        stream.publish(Articles.quiet());

        List<TestRecord<byte[], byte[]>> rejected = stream.records(topics.rejected());

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
        assertThat(header(rejected.get(0), "wiretag.rejected.at")).isEqualTo(StreamOnTestDriver.START.toString());
        assertThat(stream.counts.rejected()).isEqualTo(3);
        assertThat(stream.counts.accepted()).isEqualTo(1);
    }

    @Test
    void anArticleWithoutAUriIsRejected() {
        Article nameless = Article.newBuilder(Articles.quiet()).setUri(" ").build();

        stream.published.pipeInput(" ".getBytes(StandardCharsets.UTF_8), stream.codec.encode("", nameless));

        assertThat(header(stream.records(topics.rejected()).get(0), "wiretag.rejected.reason"))
                .isEqualTo("no-uri");
    }

    @Test
    void anArticleThatWouldNotFitIsRejectedBeforeAnythingIsSent() {
        start(Map.of("by-province", Map.of("max.message.bytes", "500")));
        Article article = Articles.flood("1");
        stream.publish(article);

        TestRecord<byte[], byte[]> rejected = stream.records(topics.rejected()).get(0);

        assertThat(header(rejected, "wiretag.rejected.reason")).isEqualTo("too-large");
        assertThat(header(rejected, "wiretag.rejected.message"))
                .contains("articles.by-province")
                .contains("500");
        assertThat(rejected.value()).isEqualTo(stream.codec.encode("", article));
        assertThat(stream.keys(topics.tagged()))
                .as("not even to the sinks where it would fit")
                .isEmpty();
    }

    @Test
    void aRecordTooLargeEvenForTheRejectedTopicLeavesItsBytesWhereTheyAre() {
        start(Map.of("rejected", Map.of("max.message.bytes", "5000")));
        stream.published.pipeInput("huge".getBytes(StandardCharsets.UTF_8), new byte[6000]);
        stream.publish(Articles.quiet());

        TestRecord<byte[], byte[]> rejected = stream.records(topics.rejected()).get(0);

        assertThat(rejected.value()).isNull();
        assertThat(rejected.key()).isEqualTo("huge".getBytes(StandardCharsets.UTF_8));
        assertThat(header(rejected, "wiretag.rejected.omitted")).isEqualTo("6000");
        assertThat(header(rejected, "wiretag.rejected.offset")).isEqualTo("0");
        assertThat(stream.keys(topics.tagged())).containsExactly("urn:test:quiet");
    }

    @Test
    void theMessageOfARejectionIsOneShortLineWhateverStandsInTheRecord() {
        byte[] key = ("evil\nkey\u0007" + "x".repeat(100_000)).getBytes(StandardCharsets.UTF_8);

        stream.published.pipeInput(key, stream.codec.encode("", Articles.quiet()));

        String message = header(stream.records(topics.rejected()).get(0), "wiretag.rejected.message");
        assertThat(message).hasSizeLessThan(1100).startsWith("the record has the key 'evil key ");
    }

    @Test
    void anOutageRejectsNothingAndGivesTheRecordBack() {
        stream.codec.registryIsAway(false);
        byte[] bytes = stream.codec.encode("", Articles.flood("1"));
        stream.codec.registryIsAway(true);

        assertThatThrownBy(() -> stream.published.pipeInput(key(Articles.flood("1")), bytes))
                .isInstanceOf(StreamsException.class);

        assertThat(stream.counts.rejected()).isZero();
        assertThat(stream.attempts).hasSize(1);
        assertThatThrownBy(stream.attempts.get(0)::run).isInstanceOf(RegistryUnavailableException.class);
        stream.codec.registryIsAway(false);
        stream.attempts.get(0).run();
    }

    @Test
    void theStreamReadsLikeItsDrawing() {
        Placement placement = new Placement(() -> 1);
        String description = ArticleTopology.build(
                        topics,
                        new ArticleHandling(
                                topics, stream.codec, StreamOnTestDriver.TAGGER, placement, 1, Optional.empty()),
                        placement,
                        StreamOnTestDriver.sinks(topics),
                        null,
                        StreamOnTestDriver.TIMES)
                .describe()
                .toString();

        assertThat(description)
                .contains("Source: published (topics: [articles.published])")
                .containsPattern("Processor: enrich \\(stores: \\[(articles, held|held, articles)]\\)")
                .contains("Sink: outgoing")
                .contains("Sink: moved (topic: articles.published)");
    }
}
