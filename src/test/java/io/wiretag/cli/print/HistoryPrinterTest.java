package io.wiretag.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.terminal.Console;
import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.schema.Article;
import io.wiretag.subscribers.ArticleHistory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
                                Optional.empty()),
                        new ArticleHistory.Published(
                                NOON,
                                new ArticleHistory.Location("articles.published", 1, 9),
                                article,
                                Optional.of("2:7"),
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

    private static String printed(ArticleHistory history) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        new HistoryPrinter(new Console(new ByteArrayInputStream(new byte[0]), stream, stream, Map.of(), false, 120))
                .print(history);
        return out.toString(StandardCharsets.UTF_8);
    }
}
