package io.wiretag.cli.print;

import io.wiretag.files.OneLine;
import io.wiretag.life.TagChange.Kind;
import io.wiretag.retag.RetagReport;
import io.wiretag.retag.RetagReport.Example;
import io.wiretag.retag.RetagReport.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;

/** What other rules would change, as one page that needs nothing else and asks nobody for anything; in English and Vietnamese. */
public final class RetagPage {
    private static final Map<Kind, String> WORDS = Map.of(
            Kind.GAINED, "gains · thêm",
            Kind.LOST, "loses · mất",
            Kind.ABOUT, "about it now · nay viết về",
            Kind.NOT_ABOUT, "no longer about it · không còn viết về",
            Kind.UNIT, "another unit · đơn vị khác");

    private static final int MOST_RULES = 100;

    private RetagPage() {}

    /**
     * @param dry whether nothing is to be sent
     * @param now when it was made
     */
    public static String of(RetagReport report, boolean dry, Instant now) {
        Document page = Document.createShell("");
        page.outputSettings().prettyPrint(false);
        page.child(0).attr("lang", "en");
        page.prependChild(new DocumentType("html", "", ""));
        page.head().appendElement("meta").attr("charset", "utf-8");
        page.head()
                .appendElement("meta")
                .attr("name", "viewport")
                .attr("content", "width=device-width, initial-scale=1");
        page.title("Retag " + report.version());
        page.head().appendElement("style").appendChild(new DataNode(styles()));
        Element main = page.body().appendElement("main");
        main.appendElement("h1").text("What would change · Sẽ thay đổi gì");
        main.appendElement("p")
                .addClass("faint")
                .text("%s · gazetteer %s · %s"
                        .formatted(
                                report.topic(),
                                report.version(),
                                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm XXX", Locale.ROOT)
                                        .withZone(ZoneId.systemDefault())
                                        .format(now)));
        addFigures(main, report);
        if (report.unreadable() > 0) {
            main.appendElement("p")
                    .addClass("warning")
                    .text("could not be read · không đọc được: " + report.unreadable() + " · "
                            + report.whyUnreadable().map(OneLine::of).orElse(""));
        }
        if (!report.tags().isEmpty()) {
            addTags(main, report);
            addRules(main, report);
            addExamples(main, report);
        }
        if (dry) {
            main.appendElement("p").addClass("faint").text("Nothing was sent · Chưa gửi gì");
        }
        return page.outerHtml();
    }

    private static void addFigures(Element main, RetagReport report) {
        Element figures = main.appendElement("dl");
        figure(figures, "stories · tin", report.stories());
        figure(figures, "would change · thay đổi", report.changed());
        for (Kind kind : Kind.values()) {
            if (report.kinds().containsKey(kind)) {
                figure(figures, WORDS.get(kind), report.kinds().get(kind));
            }
        }
        if (report.forgotten() > 0) {
            figure(figures, "too old, stay as they are · quá cũ, giữ nguyên", report.forgotten());
        }
        figure(
                figures,
                "records to send · bản ghi phải gửi",
                report.records().values().stream().mapToLong(Long::longValue).sum());
        report.records().forEach((operation, many) -> figure(figures, operation.name(), many));
        report.versions().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(5)
                .forEach(each -> figure(
                        figures, "tagged before by · trước đây theo " + OneLine.of(each.getKey()), each.getValue()));
    }

    private static void figure(Element figures, String what, long many) {
        Element figure = figures.appendElement("div");
        figure.appendElement("dt").text(what);
        figure.appendElement("dd").text(Figures.number(many));
    }

    private static void addTags(Element main, RetagReport report) {
        main.appendElement("h2").text("By tag · Theo nhãn");
        Element frame = main.appendElement("div").addClass("wide").attr("tabindex", "0");
        Element table = frame.appendElement("table");
        Element head = table.appendElement("thead").appendElement("tr");
        head.appendElement("th").attr("scope", "col").text("tag · nhãn");
        for (Kind kind : report.kinds().keySet()) {
            head.appendElement("th").attr("scope", "col").text(WORDS.get(kind));
        }
        Element rows = table.appendElement("tbody");
        report.tags().forEach(tag -> {
            Element row = rows.appendElement("tr");
            row.appendElement("th")
                    .attr("scope", "row")
                    .text(OneLine.of(
                            tag.code() + tag.role().map(role -> ":" + role).orElse("") + " " + tag.name()));
            for (Kind kind : report.kinds().keySet()) {
                row.appendElement("td")
                        .text(
                                tag.stories().containsKey(kind)
                                        ? Figures.number(tag.stories().get(kind))
                                        : "");
            }
        });
    }

    private static void addRules(Element main, RetagReport report) {
        main.appendElement("h2").text("By entry and rule · Theo mục từ và quy tắc");
        Element frame = main.appendElement("div").addClass("wide").attr("tabindex", "0");
        Element table = frame.appendElement("table");
        Element head = table.appendElement("thead").appendElement("tr");
        List.of("entry · mục từ", "tag · nhãn", "rule · quy tắc", "change · thay đổi", "stories · tin")
                .forEach(column -> head.appendElement("th").attr("scope", "col").text(column));
        Element rows = table.appendElement("tbody");
        report.rules().stream().limit(MOST_RULES).forEach(rule -> {
            Element row = rows.appendElement("tr");
            row.appendElement("th").attr("scope", "row").text(OneLine.of(rule.entry()));
            row.appendElement("td").text(OneLine.of(rule.code()));
            row.appendElement("td").text(OneLine.of(rule.rule()));
            row.appendElement("td").text(WORDS.get(rule.kind()));
            row.appendElement("td").text(Figures.number(rule.stories()));
        });
        if (report.rules().size() > MOST_RULES) {
            main.appendElement("p")
                    .addClass("faint")
                    .text("+ " + (report.rules().size() - MOST_RULES));
        }
    }

    private static void addExamples(Element main, RetagReport report) {
        main.appendElement("h2").text("The most telling · Tiêu biểu nhất");
        report.examples().forEach(example -> add(main.appendElement("article"), example));
    }

    private static void add(Element article, Example example) {
        article.appendElement("h3").text(OneLine.of(example.headline().orElse("(no headline · không có tiêu đề)")));
        article.appendElement("p")
                .addClass("faint")
                .text(OneLine.of(example.uri())
                        + example.version()
                                .map(version -> " · " + OneLine.of(version))
                                .orElse(""));
        example.lines().forEach(line -> add(article, line));
    }

    private static void add(Element article, Line line) {
        String kind = Figures.word(line.change().kind());
        Element change = article.appendElement("p").addClass(kind);
        change.appendElement("b")
                .text(OneLine.of(line.change().code()
                        + line.change().role().map(role -> ":" + role).orElse("") + " "
                        + line.change().name()));
        change.appendText(" " + WORDS.get(line.change().kind()));
        change.appendElement("span").addClass("faint").text(" · " + OneLine.of(line.rule() + ": " + line.entry()));
        Element quote = article.appendElement("blockquote").addClass(kind);
        quote.appendText(harmless(line.before()));
        quote.appendElement("mark").text(OneLine.of(line.mention()));
        quote.appendText(harmless(line.after()));
    }

    /** In one line, with the blank that parts it from the mention. */
    private static String harmless(String text) {
        return (text.startsWith(" ") ? " " : "") + OneLine.of(text) + (text.endsWith(" ") ? " " : "");
    }

    private static String styles() {
        try (InputStream in = RetagPage.class.getResourceAsStream("retag.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
