package io.wiretag.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.terminal.Console;
import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.schema.Article;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.CorrectionAction;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Operation;
import io.wiretag.schema.RevisionReason;
import io.wiretag.schema.TagRevision;
import io.wiretag.schema.TagSubject;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.subscribers.ArticleHistory;
import io.wiretag.topics.TagRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryPrinterTest {
    static {
        TrustedSchemaClasses.trust();
    }

    private static final Instant NOON = Instant.parse("2026-08-03T12:00:00Z");

    @Test
    void aVersionThatLayInAWrongPartitionIsToldAsMovedAndNotAsOneThatNeverWentOut() {
        Optional<Article> article =
                Optional.of(Article.newBuilder().setUri("urn:a").setVersion("1").build());
        ArticleHistory history = new ArticleHistory(
                "urn:a",
                List.of(
                        new ArticleHistory.Published(
                                NOON,
                                new ArticleHistory.Location("articles.published", 2, 7),
                                article,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        new ArticleHistory.Published(
                                NOON,
                                new ArticleHistory.Location("articles.published", 1, 9),
                                article,
                                Optional.of("2:7"),
                                Optional.empty(),
                                Optional.empty())));

        assertThat(printed(history)
                        .lines()
                        .map(line -> line.replaceFirst("^[0-9-]+ [0-9:.]+", "").strip()))
                .containsExactly(
                        "urn:a",
                        "",
                        "published  version 1, usable",
                        "moved      version 1, usable",
                        "from 2:7 to partition 1, where its key belongs: its publisher places keys by another rule",
                        "nothing went out: older than what was known, held by an embargo, or not processed yet");
    }

    @Test
    void whoCorrectedTheTagsIsToldAndWhy() {
        Article article = Article.newBuilder().setUri("urn:a").setVersion("1").build();
        TagRequest.Said said = new TagRequest.Said("mai", NOON, "a street, \u202eno city");
        TaggedArticle.Builder sent = TaggedArticle.newBuilder()
                .setArticle(article)
                .setGazetteerVersion("1")
                .setContentHash("a")
                .setTaggedAt(NOON)
                .setOperation(Operation.correct);
        TagRequest request = TagRequest.correction(
                "1:3",
                said,
                List.of(new CorrectedTag(CorrectionAction.remove, TagSubject.province, "VN-DN", null, null)));
        ArticleHistory history = new ArticleHistory(
                "urn:a",
                List.of(
                        new ArticleHistory.Published(
                                NOON,
                                new ArticleHistory.Location("articles.published", 1, 9),
                                Optional.of(article),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(request)),
                        new ArticleHistory.Delivered(
                                NOON,
                                new ArticleHistory.Location("articles.tagged", 1, 4),
                                Optional.of("1:9"),
                                sent.setRevision(new TagRevision(
                                                1,
                                                RevisionReason.correction,
                                                said.by(),
                                                said.note(),
                                                false,
                                                NOON,
                                                NOON))
                                        .build())));

        assertThat(printed(history)
                        .lines()
                        .map(line -> line.replaceFirst("^[0-9-]+ [0-9:.]+", "").strip()))
                .containsExactly(
                        "urn:a",
                        "",
                        "asked      for a correction of tags, says mai",
                        "a street, no city",
                        "sent       version 1",
                        "tags sent anew, 1: correction by mai (not proven)");
    }

    @Test
    void whereAVersionWentIsReadableOnANarrowTerminalAndOnAWideOne() {
        List<Delivery> deliveries = new ArrayList<>();
        deliveries.add(new Delivery("tagged", "urn:a", Operation.correct));
        for (int i = 10; i < 34; i++) {
            deliveries.add(new Delivery("by-province", "VN-" + i, Operation.correct));
            deliveries.add(new Delivery("by-unit", "" + i, i < 30 ? Operation.correct : Operation.retract));
        }
        deliveries.add(new Delivery("by-agency", "VNA", Operation.correct));
        deliveries.add(new Delivery("current", "urn:a", Operation.correct));
        TaggedArticle version = TaggedArticle.newBuilder()
                .setArticle(Article.newBuilder().setUri("urn:a").setVersion("2").build())
                .setGazetteerVersion("1")
                .setContentHash("a")
                .setTaggedAt(NOON)
                .setOperation(Operation.correct)
                .setDeliveries(deliveries)
                .build();
        ArticleHistory history = new ArticleHistory(
                "urn:a",
                List.of(new ArticleHistory.Delivered(
                        NOON, new ArticleHistory.Location("articles.tagged", 1, 9), Optional.empty(), version)));

        assertThat(printed(history, 80).lines()).hasSize(15).allMatch(line -> line.length() <= 80);
        List<String> wide = printed(history, 160).lines().toList();
        assertThat(wide)
                .hasSize(8)
                .allMatch(line -> line.length() <= 160)
                .element(7)
                .asString()
                .isEqualTo(" ".repeat(25) + "retract    unit 30 · unit 31 · unit 32 · unit 33");
        assertThat(wide.get(3)).startsWith(" ".repeat(25) + "correct    VN-10 · VN-11 · ");
        assertThat(wide.get(6)).endsWith("unit 28 · unit 29 · current");
    }

    private static String printed(ArticleHistory history) {
        return printed(history, 120);
    }

    private static String printed(ArticleHistory history, int columns) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        new HistoryPrinter(new Console(new ByteArrayInputStream(new byte[0]), stream, stream, Map.of(), false, columns))
                .print(history);
        return out.toString(StandardCharsets.UTF_8);
    }
}
