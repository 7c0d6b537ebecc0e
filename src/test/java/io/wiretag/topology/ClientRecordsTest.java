package io.wiretag.topology;

import static io.wiretag.topology.StreamOnTestDriver.header;
import static io.wiretag.topology.StreamOnTestDriver.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Articles;
import io.wiretag.life.OutgoingRecord;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client puts into a record has an outcome that fits, and says of itself what is so. */
class ClientRecordsTest {
    private static final int REJECTED_LIMIT = 5000;
    /** Larger than a topic takes, as the value, the key or a header of one record that compresses well. */
    private static final byte[] LARGE = bytes("x".repeat(6000));

    private static final List<String> FAKES = List.of(
            "wiretag.version",
            "wiretag.operation",
            "wiretag.uri",
            "wiretag.rejected.reason",
            "wiretag.rejected.omitted",
            "wiretag.replay.as",
            "wiretag.replay.at",
            "wiretag.something",
            "Wiretag.Version",
            "wiretag.replay.of",
            "wiretag.replay.tries");

    @TempDir
    private Path state;

    private Instant now = StreamOnTestDriver.START;
    private StreamOnTestDriver stream;

    private void start(Map<String, Map<String, String>> overrides) {
        InstantSource clock = () -> now;
        Clock ticking = clock.withZone(ZoneOffset.UTC);
        stream = new StreamOnTestDriver(state, overrides, new StreamTimes(ticking, Duration.ZERO, Duration.ofDays(30)));
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void whateverIsTooLargeInARejectedRecordIsLeftOutOfIt() {
        start(Map.of("rejected", Map.of("max.message.bytes", String.valueOf(REJECTED_LIMIT))));
        int sent = 0;
        for (byte[] key : Arrays.asList(null, bytes("k"), LARGE)) {
            for (byte[] value : Arrays.asList(null, bytes("v"), LARGE)) {
                for (Headers headers : List.of(headers(), headers("trace", "abc"), large(), manySmall())) {
                    stream.published.pipeInput(new TestRecord<>(key, value, headers));
                    sent++;
                }
            }
        }
        stream.publish(Articles.quiet());

        List<TestRecord<byte[], byte[]>> rejected = stream.records(stream.topics.rejected());

        assertThat(stream.keys(stream.topics.tagged())).containsExactly("urn:test:quiet");
        assertThat(rejected).hasSize(sent).allSatisfy(each -> {
            assertThat(new OutgoingRecord("", each.key(), each.value(), each.headers()).sizeUpperBound())
                    .isLessThanOrEqualTo(REJECTED_LIMIT);
            assertThat(header(each, "wiretag.rejected.reason")).isIn("empty", "not-framed", "too-large");
            assertThat(header(each, "wiretag.rejected.offset")).isNotNull();
        });
        assertThat(rejected.subList(12, 36))
                .filteredOn(each -> header(each, "wiretag.rejected.omitted") == null)
                .as("small keys and values with small headers are whole")
                .hasSize(4)
                .allSatisfy(each -> assertThat(each.key()).isEqualTo(bytes("k")));
    }

    @Test
    void aLargeTombstoneSaysThatItHadNoValueAndWhereItLies() {
        start(Map.of("rejected", Map.of("max.message.bytes", String.valueOf(REJECTED_LIMIT))));
        Headers headers = large();
        headers.add("wiretag.source", bytes("vna-desk"));

        stream.published.pipeInput(new TestRecord<>(LARGE, null, headers));

        TestRecord<byte[], byte[]> rejected =
                stream.records(stream.topics.rejected()).get(0);
        assertThat(rejected.key()).isNull();
        assertThat(header(rejected, "wiretag.rejected.omitted")).isEqualTo("0");
        assertThat(header(rejected, "wiretag.rejected.partition")).isEqualTo("0");
        assertThat(header(rejected, "wiretag.source")).isEqualTo("vna-desk");
    }

    @Test
    void anArticleWithHeadersThatNoSinkTakesIsRejectedAndAKillAmongThemGoesOutWithoutThem() {
        start(Map.of("tagged", Map.of("max.message.bytes", String.valueOf(REJECTED_LIMIT))));
        stream.publish(Articles.flood("1"));
        stream.records(stream.topics.tagged());

        send(Articles.flood("2"), large());
        send(kill(Articles.flood("3")), large());

        assertThat(stream.records(stream.topics.rejected()))
                .singleElement()
                .satisfies(each ->
                        assertThat(header(each, "wiretag.rejected.reason")).isEqualTo("too-large"));
        assertThat(stream.records(stream.topics.tagged())).singleElement().satisfies(each -> {
            assertThat(header(each, "wiretag.operation")).isEqualTo("kill");
            assertThat(header(each, "wiretag.version")).isEqualTo("3");
        });
    }

    @Test
    void aKillArrivesWhateverItSaysOfItsTypeAndItsLanguage() {
        start(Map.of("tagged", Map.of("max.message.bytes", String.valueOf(REJECTED_LIMIT))));
        stream.publish(Articles.flood("1"));
        stream.records(stream.topics.tagged());
        String endless = "x".repeat(REJECTED_LIMIT);

        stream.publish(Article.newBuilder(kill(Articles.flood("2")))
                .setType(endless)
                .setLanguage(endless)
                .build());

        assertThat(stream.records(stream.topics.tagged()))
                .singleElement()
                .satisfies(each -> assertThat(header(each, "wiretag.operation")).isEqualTo("kill"));
    }

    @Test
    void namesOfOursThatAClientSendsReachNoSubscriber() {
        start(Map.of());
        Article article =
                Article.newBuilder(Articles.flood("1")).setVersion(null).build();

        send(article, fakes());

        assertThat(stream.records(stream.topics.byProvince())).hasSize(2).allSatisfy(each -> {
            assertThat(names(each))
                    .containsExactlyInAnyOrder(
                            "trace",
                            "wiretag.source",
                            "wiretag.operation",
                            "wiretag.published",
                            "wiretag.seq",
                            "wiretag.uri",
                            "wiretag.gazetteer");
            assertThat(header(each, "wiretag.operation")).isEqualTo("publish");
            assertThat(header(each, "wiretag.uri")).isEqualTo("urn:test:flood");
        });
    }

    @Test
    void norDoTheyAfterAnEmbargo() {
        start(Map.of());
        Article article = Article.newBuilder(Articles.flood("1"))
                .setVersion(null)
                .setEmbargoedUntil(now.plusSeconds(60))
                .build();

        send(article, fakes());
        now = now.plusSeconds(61);
        stream.driver.advanceWallClockTime(Duration.ofSeconds(61));

        assertThat(stream.records(stream.topics.tagged()))
                .singleElement()
                .satisfies(each -> assertThat(names(each))
                        .containsExactlyInAnyOrder(
                                "trace",
                                "wiretag.source",
                                "wiretag.operation",
                                "wiretag.published",
                                "wiretag.seq",
                                "wiretag.uri",
                                "wiretag.gazetteer"));
    }

    @Test
    void aRejectedRecordSaysOfItsReplaysWhatWellFormedHeadersSayAndNothingElse() {
        start(Map.of());
        Headers again = headers("wiretag.replay.of", "2:17");
        again.add("wiretag.replay.tries", bytes("2"));

        stream.published.pipeInput(new TestRecord<>(bytes("k"), null, fakes()));
        stream.published.pipeInput(new TestRecord<>(bytes("k"), bytes("v"), again));

        List<TestRecord<byte[], byte[]>> rejected = stream.records(stream.topics.rejected());
        assertThat(names(rejected.get(0)))
                .containsExactlyInAnyOrder(
                        "trace",
                        "wiretag.seq",
                        "wiretag.source",
                        "wiretag.rejected.reason",
                        "wiretag.rejected.message",
                        "wiretag.rejected.topic",
                        "wiretag.rejected.partition",
                        "wiretag.rejected.offset",
                        "wiretag.rejected.timestamp",
                        "wiretag.rejected.at");
        assertThat(header(rejected.get(0), "wiretag.rejected.reason")).isEqualTo("empty");
        assertThat(header(rejected.get(1), "wiretag.replay.of")).isEqualTo("2:17");
        assertThat(header(rejected.get(1), "wiretag.replay.tries")).isEqualTo("2");
    }

    private static Headers headers(String... pairs) {
        Headers headers = new RecordHeaders();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.add(pairs[i], bytes(pairs[i + 1]));
        }
        return headers;
    }

    private static Headers large() {
        return new RecordHeaders().add("trace", LARGE);
    }

    /** Names of ours among them: one that is let in must not come a thousand times. */
    private static Headers manySmall() {
        Headers headers = new RecordHeaders();
        for (int i = 0; i < 1000; i++) {
            headers.add("wiretag.source", bytes("desk-" + i)).add("empty", null);
        }
        return headers;
    }

    private static Headers fakes() {
        Headers headers = headers("trace", "abc", "wiretag.source", "vna-desk");
        FAKES.forEach(name -> headers.add(name, bytes("fake")));
        return headers;
    }

    private static List<String> names(TestRecord<?, ?> each) {
        List<String> names = new ArrayList<>();
        for (Header header : each.headers()) {
            names.add(header.key());
        }
        return names;
    }

    private void send(Article article, Headers headers) {
        stream.published.pipeInput(new TestRecord<>(key(article), stream.codec.encode("", article), headers, now));
    }

    private static Article kill(Article article) {
        return Article.newBuilder(article).setPubStatus(PubStatus.canceled).build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
