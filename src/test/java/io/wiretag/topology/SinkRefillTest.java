package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.Articles;
import io.wiretag.codec.FramedAvro;
import io.wiretag.life.OutgoingRecord;
import io.wiretag.life.SinkRefill;
import io.wiretag.schema.Article;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Operation;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is filled into a sink where the topic of all tagged articles does not tell a whole life; whole ones: DrivenProcessor. */
class SinkRefillTest {
    private static final Instant START = StreamOnTestDriver.START;
    private static final Headers NONE = new RecordHeaders();

    private final FramedAvro codec = new FramedAvro();
    private final Topics topics = Topics.of("", 3, (short) 1, Map.of());
    private final SinkRefill refill = refill(topics);

    @TempDir
    Path state;

    private SinkRefill refill(Topics all) {
        return new SinkRefill(all, codec, Set.of(all.byUnit(), all.current()), 4 << 20, Duration.ofDays(30));
    }

    /** What the processor writes into the topic of all tagged articles. */
    private List<TaggedArticle> tagged(Article... articles) {
        List<TaggedArticle> tagged = new ArrayList<>();
        try (StreamOnTestDriver stream = new StreamOnTestDriver(state)) {
            stream.publish(articles);
            for (TestRecord<byte[], byte[]> each : stream.records(stream.topics.tagged())) {
                tagged.add(stream.value(each));
            }
        }
        return tagged;
    }

    private List<String> filled(TaggedArticle version) {
        return refill.records(version, NONE).stream().map(this::line).toList();
    }

    private String line(OutgoingRecord each) {
        String operation = each.value() == null
                ? "null"
                : codec.decode("", NONE, each.value(), TaggedArticle.class)
                        .getOperation()
                        .name();
        return each.topic() + " " + new String(each.key(), StandardCharsets.UTF_8) + " " + operation;
    }

    private static Article kill() {
        return Article.newBuilder(Articles.flood("3"))
                .setPubStatus(PubStatus.canceled)
                .build();
    }

    @Test
    void aKillReachesWhatOnlyVersionsWereInThatAreNoLongerKept() {
        Article elsewhere = Article.newBuilder(Articles.flood("2"))
                .setHeadline("Rain in Nghệ An")
                .setBody("Rain in Nghệ An.")
                .build();
        List<TaggedArticle> all = tagged(Articles.flood("1"), elsewhere, kill());

        assertThat(filled(all.get(2)))
                .containsExactly(
                        "articles.by-unit 01 kill",
                        "articles.by-unit 40 kill",
                        "articles.by-unit 48 kill",
                        "articles.current urn:test:flood null");
    }

    @Test
    void aRecordOfRelease010TellsByItsDeliveriesWhereItsArticleWas() {
        TaggedArticle kill = TaggedArticle.newBuilder(
                        tagged(Articles.flood("1"), kill()).get(1))
                .setReached(null)
                .setProvinces(List.of())
                .setDeliveries(List.of(
                        new Delivery("tagged", "urn:test:flood", Operation.kill),
                        new Delivery("by-province", "VN-27", Operation.kill)))
                .build();

        List<OutgoingRecord> records = refill.records(kill, NONE);

        assertThat(records.stream().map(this::line))
                .containsExactly("articles.by-unit 48 kill", "articles.current urn:test:flood null");
        TaggedArticle value = codec.decode("", NONE, records.get(0).value(), TaggedArticle.class);
        assertThat(value.getReached().getProvinces()).containsExactly("VN-27");
        assertThat(value.getReached().getAboutProvinces()).as("not known").isNull();
    }

    @Test
    void anArticleThatTheProcessorHadForgottenIsNewOnceMore() {
        TaggedArticle first = tagged(Articles.flood("1")).get(0);
        filled(first);

        assertThat(filled(first))
                .containsExactly(
                        "articles.by-unit 01 publish",
                        "articles.by-unit 48 publish",
                        "articles.current urn:test:flood publish");
    }

    @Test
    void whatTheProcessorHasForgottenByNowIsNotShownForEver() {
        filled(tagged(Articles.flood("1")).get(0));
        assertThat(refill.end(START.plus(Duration.ofDays(30)))).isEmpty();

        filled(tagged(Articles.flood("1")).get(0));
        assertThat(refill.end(START.plus(Duration.ofDays(30)).plusMillis(1)).stream()
                        .map(this::line))
                .containsExactly("articles.current urn:test:flood null");
    }

    @Test
    void whatIsDownIsNotTakenDownOnceMoreWhenItIsForgotten() {
        tagged(Articles.flood("1"), kill()).forEach(this::filled);

        assertThat(refill.end(START.plus(Duration.ofDays(99)))).isEmpty();
    }

    @Test
    void whatHasNoRoomIsToldAndNotLeftOut() {
        SinkRefill narrow = refill(Topics.of("", 3, (short) 1, Map.of("by-unit", Map.of("max.message.bytes", "500"))));
        TaggedArticle version = tagged(Articles.flood("1")).get(0);

        assertThatThrownBy(() -> narrow.records(version, NONE))
                .isInstanceOf(SinkRefill.NoRoomException.class)
                .hasMessageContaining("raise topics.by-unit.max.message.bytes");
    }
}
