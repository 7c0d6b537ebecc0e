package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Articles;
import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a published record goes on with all that goes out because of it, and with nothing else. */
class TracedArticleTest {
    private static final String FIRST = "00-11111111111111111111111111111111-1111111111111111-01";
    private static final String SECOND = "00-22222222222222222222222222222222-2222222222222222-01";
    private static final String MALFORMED = SECOND.toUpperCase(Locale.ROOT).replace('2', 'A');
    private static final Instant END = StreamOnTestDriver.START.plusSeconds(60);

    static {
        TrustedSchemaClasses.trust();
    }

    @TempDir
    private Path state;

    private StreamOnTestDriver stream;

    @BeforeEach
    void start() {
        stream = new StreamOnTestDriver(state);
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void everySinkHasTheTraceOfTheVersionThatItIsToldOf() {
        publish(Articles.flood("1"), FIRST);
        assertThat(cameOut())
                .containsExactlyInAnyOrder(
                        "tagged " + FIRST,
                        "by-province " + FIRST,
                        "by-province " + FIRST,
                        "by-unit " + FIRST,
                        "by-unit " + FIRST,
                        "by-agency " + FIRST,
                        "current " + FIRST);

        publish(Articles.floodRevised("2"), SECOND);
        assertThat(cameOut()).hasSizeGreaterThan(7).allMatch(line -> line.endsWith(" " + SECOND));
    }

    @Test
    void aKillAndItsNullsHaveItsOwnTrace() {
        publish(Articles.flood("1"), FIRST);
        cameOut();

        publish(with(Articles.flood("2"), PubStatus.canceled), SECOND);

        assertThat(cameOut()).hasSize(7).contains("current " + SECOND).allMatch(line -> line.endsWith(SECOND));
    }

    @Test
    void whatTakesAnArticleBackWithoutItsTextHasTheTraceAndNoOtherHeaderOfItsPublisher() {
        publish(Articles.flood("1"), FIRST);
        cameOut();

        Headers headers = headers(SECOND).add("x-slug", bytes("secret"));
        publish(with(Articles.flood("2"), PubStatus.withheld), headers);

        List<TestRecord<byte[], byte[]>> tagged = stream.records(stream.topics.tagged());
        assertThat(tagged).singleElement().satisfies(each -> {
            assertThat(StreamOnTestDriver.header(each, "wiretag.operation")).isEqualTo("retract");
            assertThat(StreamOnTestDriver.header(each, "traceparent")).isEqualTo(SECOND);
            assertThat(StreamOnTestDriver.header(each, "tracestate")).isEqualTo("vendor=1");
            assertThat(StreamOnTestDriver.header(each, "x-slug")).isNull();
        });
        assertThat(cameOut()).hasSize(6).contains("current " + SECOND).allMatch(line -> line.endsWith(SECOND));
    }

    @Test
    void whatIsReleasedHasTheTraceOfTheRecordThatBroughtItAndAKillBeforeThatItsOwn() {
        publish(embargoed(Articles.flood("1")), FIRST);
        Article other = Article.newBuilder(embargoed(Articles.flood("1")))
                .setUri("urn:test:other")
                .build();
        publish(other, FIRST);
        publish(with(Article.newBuilder(other).setVersion("2").build(), PubStatus.canceled), SECOND);
        assertThat(cameOut()).isEmpty();

        stream.driver.advanceWallClockTime(Duration.ofSeconds(61));

        assertThat(cameOut()).hasSize(7).allMatch(line -> line.endsWith(FIRST));
    }

    @Test
    void whatIsRejectedHasItsTraceEvenWhereItLeavesItsOtherHeadersBehind() {
        stream.published.pipeInput(new TestRecord<>(bytes("urn:x"), null, headers(FIRST)));
        byte[] large = new byte[20 * 1024 * 1024];
        stream.published.pipeInput(
                new TestRecord<>(bytes("urn:x"), null, headers(SECOND).add("large", large)));

        assertThat(stream.records(stream.topics.rejected()))
                .extracting(each -> StreamOnTestDriver.header(each, "traceparent"))
                .containsExactly(FIRST, SECOND);
    }

    @Test
    void whatIsMalformedIsDroppedAndRejectsNothing() {
        publish(Articles.flood("1"), MALFORMED);
        publish(Articles.flood("2"), headers(FIRST).add("traceparent", bytes(SECOND)));
        stream.published.pipeInput(new TestRecord<>(bytes("urn:x"), null, headers(MALFORMED)));

        assertThat(stream.counts.accepted()).isEqualTo(2);
        assertThat(stream.records(stream.topics.rejected()))
                .singleElement()
                .satisfies(each ->
                        assertThat(each.headers().lastHeader("traceparent")).isNull());
        assertThat(stream.records(stream.topics.tagged())).hasSize(2).allSatisfy(each -> {
            assertThat(each.headers().lastHeader("traceparent")).isNull();
            assertThat(each.headers().lastHeader("tracestate")).isNull();
        });
    }

    private void publish(Article article, String parent) {
        publish(article, headers(parent));
    }

    private void publish(Article article, Headers headers) {
        stream.published.pipeInput(
                new TestRecord<>(StreamOnTestDriver.key(article), stream.codec.encode("", article), headers));
    }

    private static Headers headers(String parent) {
        return new RecordHeaders().add("traceparent", bytes(parent)).add("tracestate", bytes("vendor=1"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Topic and trace of each record. */
    private List<String> cameOut() {
        List<String> lines = new ArrayList<>();
        for (Topic<?> topic : stream.topics.sinks()) {
            if (stream.driver.producedTopicNames().contains(topic.name())) {
                stream.records(topic)
                        .forEach(
                                each -> lines.add(topic.role() + " " + StreamOnTestDriver.header(each, "traceparent")));
            }
        }
        return lines;
    }

    private static Article with(Article article, PubStatus status) {
        return Article.newBuilder(article).setPubStatus(status).build();
    }

    private static Article embargoed(Article article) {
        return Article.newBuilder(article).setEmbargoedUntil(END).build();
    }
}
