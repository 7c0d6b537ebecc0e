package io.wiretag.cli.print;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.schema.Article;
import io.wiretag.schema.Operation;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.TagRevision;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.subscribers.ArticleHistory;
import io.wiretag.topics.TagRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The life of an article for people: a line for every event, and under a version that went out, who was told what.
 *
 * <pre>
 * 2026-08-03 09:12:04.120  published  version 2, usable
 * 2026-08-03 09:12:04.310  sent       version 2
 *                          correct    VN-23 · VNA · unit 42 · current
 *                          retract    VN-22 · unit 22
 * </pre>
 */
public final class HistoryPrinter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final String INDENT = " ".repeat(25);
    private static final String BETWEEN = " \u00b7 ";

    private final Console console;
    private final Style style;

    public HistoryPrinter(Console console) {
        this.console = console;
        this.style = console.style();
    }

    public void print(ArticleHistory history) {
        console.out().println(style.strong(TerminalText.oneLine(history.uri())));
        headline(history)
                .ifPresent(headline ->
                        console.out().println(TerminalText.cut(TerminalText.oneLine(headline), console.width())));
        console.out().println();
        for (ArticleHistory.Event event : history.events()) {
            if (event instanceof ArticleHistory.Published published) {
                print(history, published);
            } else if (event instanceof ArticleHistory.Delivered delivered) {
                print(delivered);
            } else if (event instanceof ArticleHistory.Rejected rejected) {
                line(rejected.at(), style.bad("rejected "), rejected.reason());
                console.out().println(INDENT + TerminalText.oneLine(rejected.message()));
            } else if (event instanceof ArticleHistory.Unreadable unreadable) {
                line(unreadable.at(), style.bad("unreadable"), TerminalText.oneLine(unreadable.message()));
            }
        }
    }

    private static Optional<String> headline(ArticleHistory history) {
        return history.events().stream()
                .flatMap(event -> event instanceof ArticleHistory.Published published
                        ? published.article().stream()
                        : event instanceof ArticleHistory.Delivered delivered
                                ? Stream.of(delivered.version().getArticle())
                                : Stream.empty())
                .map(Article::getHeadline)
                .filter(headline -> headline != null && !headline.isBlank())
                .reduce((earlier, later) -> later);
    }

    private void print(ArticleHistory history, ArticleHistory.Published published) {
        String what = published.movedFrom().isEmpty() ? "published" : "moved    ";
        if (published.article().isEmpty()) {
            line(published.at(), what, style.faint("cannot be read"));
            return;
        }
        Article article = published.article().get();
        if (published.request().isPresent()) {
            printAsked(history, published, published.request().get());
            return;
        }
        line(published.at(), what, version(article) + ", " + article.getPubStatus());
        published
                .movedFrom()
                .ifPresent(from -> console.out().println(INDENT + style.faint(moved(from, published.location()))));
        published
                .saysMovedFrom()
                .ifPresent(from -> console.out()
                        .println(INDENT
                                + style.faint("its header wiretag.moved says from " + TerminalText.oneLine(from)
                                        + ", which nothing bears out: its publisher may have written it")));
        if (article.getEmbargoedUntil() != null) {
            console.out().println(INDENT + "under embargo until " + TIME.format(article.getEmbargoedUntil()));
        }
        if (!history.wentOut(published) && history.movedTo(published).isEmpty()) {
            console.out().println(INDENT + style.faint(whyNothing(history, published, article)));
        }
    }

    private void printAsked(ArticleHistory history, ArticleHistory.Published published, TagRequest request) {
        String what = switch (request.reason()) {
            case retag -> "for tags by the rules in force";
            case other -> "for other tags";
            case correction -> "for a correction of tags" + by(request);
            case undo ->
                "to undo correction " + TerminalText.oneLine(request.undone().orElse("")) + by(request);
        };
        line(published.at(), "asked    ", what);
        request.said().ifPresent(said -> console.out().println(INDENT + TerminalText.oneLine(said.note())));
        if (!history.wentOut(published)) {
            console.out()
                    .println(INDENT
                            + style.faint(
                                    "nothing went out: the tags were the same, the article was no more as it was seen,"
                                            + " or not processed yet"));
        }
    }

    private static String by(TagRequest request) {
        return request.said()
                .map(said -> ", says " + TerminalText.oneLine(said.by()))
                .orElse("");
    }

    private static String revision(TagRevision revision) {
        String by = revision.getBy() == null
                ? ""
                : " by " + TerminalText.oneLine(revision.getBy()) + (revision.getProven() ? "" : " (not proven)");
        return "tags sent anew, " + revision.getNumber() + ": " + revision.getReason() + by;
    }

    private static String moved(String from, ArticleHistory.Location to) {
        return "from " + TerminalText.oneLine(from) + " to partition " + to.partition()
                + ", where its key belongs: its publisher places keys by another rule";
    }

    /** As far as the article itself tells it. */
    private static String whyNothing(ArticleHistory history, ArticleHistory.Published published, Article article) {
        boolean repeats = history.events().stream()
                .takeWhile(event -> event != published)
                .anyMatch(event -> event instanceof ArticleHistory.Published earlier
                        && earlier.movedFrom().equals(published.movedFrom())
                        && earlier.article().equals(published.article()));
        if (repeats) {
            return "nothing went out: a repetition";
        }
        if (article.getPubStatus() == PubStatus.withheld) {
            return "nothing went out: withheld";
        }
        boolean embargoed = article.getEmbargoedUntil() != null
                && article.getEmbargoedUntil().isAfter(Instant.now());
        return embargoed
                ? "nothing went out yet: held until its embargo ends"
                : "nothing went out: older than what was known, held by an embargo, or not processed yet";
    }

    private void print(ArticleHistory.Delivered delivered) {
        TaggedArticle version = delivered.version();
        boolean kill = version.getOperation() == Operation.kill;
        boolean back = version.getOperation() == Operation.retract;
        line(
                delivered.at(),
                kill ? style.bad("KILL     ") : back ? style.warning("withdrawn") : style.good("sent     "),
                version(version.getArticle()));
        if (version.getRevision() != null) {
            console.out().println(INDENT + revision(version.getRevision()));
        }
        for (Operation operation : Operation.values()) {
            List<String> keys = ToldPlaces.all(version).stream()
                    .filter(each -> each.getOperation() == operation)
                    .map(ToldPlaces::name)
                    .toList();
            if (!keys.isEmpty()) {
                printKeys(operation, keys);
            }
        }
    }

    private void printKeys(Operation operation, List<String> keys) {
        String lead = INDENT + String.format(Locale.ROOT, "%-9s  ", operation);
        StringBuilder line = new StringBuilder(lead);
        for (String key : keys) {
            boolean first = line.length() == lead.length();
            if (!first && line.length() + BETWEEN.length() + key.length() > console.width()) {
                console.out().println(line);
                line = new StringBuilder(" ".repeat(lead.length()));
                first = true;
            }
            line.append(first ? "" : BETWEEN).append(key);
        }
        console.out().println(line);
    }

    private static String version(Article article) {
        return article.getVersion() == null ? "no version" : "version " + TerminalText.oneLine(article.getVersion());
    }

    private void line(Instant at, String what, String more) {
        console.out().println(style.faint(TIME.format(at)) + "  " + what + "  " + more);
    }
}
