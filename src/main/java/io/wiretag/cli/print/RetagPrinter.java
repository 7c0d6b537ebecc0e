package io.wiretag.cli.print;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.life.TagChange;
import io.wiretag.life.TagChange.Kind;
import io.wiretag.retag.RetagReport;
import io.wiretag.retag.RetagReport.ByRule;
import io.wiretag.retag.RetagReport.ByTag;
import io.wiretag.retag.RetagReport.Example;
import io.wiretag.retag.RetagReport.Line;
import io.wiretag.retag.RetagResult;
import io.wiretag.schema.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What other rules would change, for people and for machines.
 *
 * <pre>
 * 1,204 stories of articles.current, tagged anew by 2026.11+f9243958
 *   would change     7
 *     gain a tag     5
 * </pre>
 */
public final class RetagPrinter {
    private static final int MOST_LINES = 20;
    private static final int MOST_VERSIONS = 5;
    private static final int WIDEST_NAME = 30;
    private static final String INDENT = "  ";
    private static final Map<Kind, String> STORIES = Map.of(
            Kind.GAINED, "gain a tag",
            Kind.LOST, "lose a tag",
            Kind.ABOUT, "become about one",
            Kind.NOT_ABOUT, "are no longer about one",
            Kind.UNIT, "mean another unit");

    private final Console console;
    private final Style style;

    public RetagPrinter(Console console) {
        this.console = console;
        this.style = console.style();
    }

    /** What would change, when nothing is to be sent. */
    public void printDry(RetagReport report) {
        print(report);
        out(style.faint("nothing was sent"));
    }

    public void print(RetagReport report) {
        out(style.strong(Figures.count(report.stories(), "story", "stories")) + " of " + report.topic()
                + ", tagged anew by " + style.strong(report.version()));
        report.versions().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_VERSIONS)
                .forEach(each -> out(style.faint(INDENT + "tagged before by " + TerminalText.oneLine(each.getKey())
                        + ": " + Figures.number(each.getValue()))));
        if (report.versions().size() > MOST_VERSIONS) {
            out(style.faint(
                    INDENT + "and by " + Figures.number(report.versions().size() - MOST_VERSIONS) + " others"));
        }
        report.whyUnreadable()
                .ifPresent(why -> out(INDENT
                        + style.warning(Figures.count(report.unreadable(), "record", "records")
                                + " could not be read; the first: "
                                + TerminalText.oneLine(why))));
        row("would change", report.changed());
        for (Kind kind : Kind.values()) {
            Optional.ofNullable(report.kinds().get(kind))
                    .ifPresent(stories -> row(INDENT + STORIES.get(kind), stories));
        }
        if (report.forgotten() > 0) {
            row(INDENT + "stay so: not remembered", report.forgotten());
        }
        long records =
                report.records().values().stream().mapToLong(Long::longValue).sum();
        row("records that would go out", records);
        for (Operation each : Operation.values()) {
            Optional.ofNullable(report.records().get(each)).ifPresent(many -> row(INDENT + each, many));
        }
        if (report.changed() > 0) {
            printTags(report.tags());
            printRules(report.rules());
            printExamples(report.examples());
        }
    }

    private void row(String what, long many, String why) {
        String row = String.format(Locale.ROOT, "  %-27s %,9d", what, many);
        out(why.isEmpty() ? row : row + style.faint(TerminalText.cut(INDENT + why, console.width() - row.length())));
    }

    private void row(String what, long many) {
        row(what, many, "");
    }

    private void printTags(List<ByTag> tags) {
        out("");
        out(style.strong("by tag") + style.faint("  + gain, - lose, * now about it, o not about it now, u other unit"));
        tags.stream().limit(MOST_LINES).forEach(tag -> {
            String name = TerminalText.cut(tag.name(), WIDEST_NAME);
            StringBuilder line = new StringBuilder(INDENT)
                    .append(String.format(Locale.ROOT, "%-12s ", label(tag.code(), tag.role())))
                    .append(name)
                    .append(" ".repeat(WIDEST_NAME - TerminalText.columns(name)));
            tag.stories()
                    .forEach((kind, stories) ->
                            line.append(INDENT).append(of(kind).apply(sign(kind) + Figures.number(stories))));
            out(line.toString());
        });
        more(tags.size());
    }

    private void printRules(List<ByRule> rules) {
        out("");
        out(style.strong("by entry and rule"));
        rules.stream().limit(MOST_LINES).forEach(rule -> {
            String entry = TerminalText.cut(TerminalText.oneLine(rule.entry()), WIDEST_NAME);
            out(INDENT
                    + entry
                    + " ".repeat(WIDEST_NAME - TerminalText.columns(entry))
                    + INDENT
                    + String.format(Locale.ROOT, "%-12s %-14s ", rule.code(), rule.rule())
                    + of(rule.kind()).apply(sign(rule.kind()) + Figures.number(rule.stories())));
        });
        more(rules.size());
    }

    private void more(int all) {
        if (all > MOST_LINES) {
            out(style.faint(INDENT + "and " + Figures.number(all - MOST_LINES) + " more: --json has all"));
        }
    }

    private void printExamples(List<Example> examples) {
        out("");
        out(style.strong("the most telling"));
        for (Example each : examples) {
            out(INDENT
                    + TerminalText.cut(
                            TerminalText.oneLine(each.headline().orElse("(no headline)")),
                            console.width() - INDENT.length()));
            out(INDENT
                    + style.faint(TerminalText.cut(
                            TerminalText.oneLine(each.uri())
                                    + each.version()
                                            .map(version -> "  version " + TerminalText.oneLine(version))
                                            .orElse(""),
                            console.width() - INDENT.length())));
            each.lines().forEach(this::print);
        }
    }

    private void print(Line line) {
        TagChange change = line.change();
        String tag = TerminalText.cut(
                sign(change.kind()) + " " + label(change.code(), change.role()) + " "
                        + TerminalText.oneLine(change.name()),
                console.width() - 2 * INDENT.length());
        String why =
                INDENT + words(change.kind()) + "by " + line.rule() + ", entry " + TerminalText.oneLine(line.entry());
        int room = console.width() - 2 * INDENT.length() - TerminalText.columns(tag);
        out(INDENT
                + INDENT
                + of(change.kind()).apply(tag)
                + (room > INDENT.length() ? style.faint(TerminalText.cut(why, room)) : ""));
        MarkedText text = new MarkedText();
        text.add(line.before(), UnaryOperator.identity());
        text.add(style.colors() ? line.mention() : "[" + line.mention() + "]", of(change.kind()));
        text.add(line.after(), UnaryOperator.identity());
        String indent = INDENT.repeat(3);
        text.lines(console.width() - indent.length()).forEach(each -> out(indent + each));
    }

    private UnaryOperator<String> of(Kind kind) {
        return switch (kind) {
            case GAINED -> style::good;
            case LOST -> style::rejected;
            case ABOUT -> style::province;
            case NOT_ABOUT, UNIT -> style::warning;
        };
    }

    private static String sign(Kind kind) {
        return switch (kind) {
            case GAINED -> "+";
            case LOST -> "-";
            case ABOUT -> "*";
            case NOT_ABOUT -> "o";
            case UNIT -> "u";
        };
    }

    private static String words(Kind kind) {
        return switch (kind) {
            case GAINED -> "gained ";
            case LOST -> "lost; had it ";
            case ABOUT -> "about it now, ";
            case NOT_ABOUT -> "no longer about it, ";
            case UNIT -> "another unit, ";
        };
    }

    private static String label(String code, Optional<String> role) {
        return code + role.map(each -> ":" + each).orElse("");
    }

    /** What came of it; empty: nothing was sent. */
    public void print(Optional<RetagResult> result) {
        result.ifPresentOrElse(this::print, () -> out(style.faint("nothing was sent")));
    }

    private void print(RetagResult result) {
        out("");
        out(style.strong(Figures.count(result.asked(), "story", "stories") + " asked for") + " in "
                + DurationFormat.text(result.took()));
        row("went out with other tags", result.retagged());
        known("outdated", result.outdated(), "something newer went out meanwhile");
        known("nothing came of it", result.unchanged(), "");
        result.rejected().forEach((reason, many) -> known("rejected", many, reason + ": wiretag rejected list"));
        known("not there any more", result.gone(), "newer, or deleted: not asked for");
        known("too large", result.tooLarge(), "for a request: not asked for");
        known("not known", result.unknown(), "what came of them could not be read");
        known("not answered", result.unanswered(), "");
    }

    private void known(String what, long many, String why) {
        if (many > 0) {
            row(what, many, why);
        }
    }

    /** @param result what came of it, if it was done */
    public void printJson(RetagReport report, Optional<RetagResult> result) {
        ObjectNode object = json(report);
        result.ifPresent(done -> put(object.putObject("applied"), done));
        out(Json.line(object));
    }

    private static void put(ObjectNode object, RetagResult result) {
        object.put("chosen", result.chosen())
                .put("asked", result.asked())
                .put("retagged", result.retagged())
                .put("outdated", result.outdated())
                .put("unchanged", result.unchanged());
        ObjectNode rejected = object.putObject("rejected");
        result.rejected().forEach(rejected::put);
        object.put("gone", result.gone())
                .put("tooLarge", result.tooLarge())
                .put("unknown", result.unknown())
                .put("unanswered", result.unanswered())
                .put("left", result.left())
                .put("end", Figures.word(result.end()))
                .put("failure", result.failure().orElse(null))
                .put("seconds", result.took().toMillis() / 1000.0);
    }

    /** Everything, and all rows. */
    private static ObjectNode json(RetagReport report) {
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("topic", report.topic())
                .put("gazetteerVersion", report.version())
                .put("stories", report.stories())
                .put("unreadable", report.unreadable())
                .put("whyUnreadable", report.whyUnreadable().orElse(null))
                .put("changed", report.changed())
                .put("forgotten", report.forgotten());
        ObjectNode versions = object.putObject("taggedBy");
        report.versions().forEach(versions::put);
        putKinds(object.putObject("kinds"), report.kinds());
        ObjectNode records = object.putObject("records");
        report.records().forEach((operation, many) -> records.put(operation.name(), many));
        ArrayNode tags = object.putArray("tags");
        report.tags().forEach(tag -> {
            ObjectNode own = tags.addObject()
                    .put("subject", Figures.word(tag.subject()))
                    .put("code", tag.code())
                    .put("name", tag.name())
                    .put("role", tag.role().orElse(null));
            putKinds(own.putObject("stories"), tag.stories());
        });
        ArrayNode rules = object.putArray("rules");
        report.rules()
                .forEach(rule -> rules.addObject()
                        .put("kind", Figures.word(rule.kind()))
                        .put("code", rule.code())
                        .put("entry", rule.entry())
                        .put("rule", rule.rule())
                        .put("stories", rule.stories()));
        ArrayNode examples = object.putArray("examples");
        report.examples().forEach(example -> {
            ObjectNode own = examples.addObject()
                    .put("uri", example.uri())
                    .put("version", example.version().orElse(null))
                    .put("headline", example.headline().orElse(null))
                    .put("at", example.at().toString())
                    .put("record", example.record());
            ArrayNode lines = own.putArray("changes");
            example.lines()
                    .forEach(line -> lines.addObject()
                            .put("kind", Figures.word(line.change().kind()))
                            .put("subject", Figures.word(line.change().subject()))
                            .put("code", line.change().code())
                            .put("name", line.change().name())
                            .put("role", line.change().role().orElse(null))
                            .put("field", line.field())
                            .put("before", line.before())
                            .put("mention", line.mention())
                            .put("after", line.after())
                            .put("entry", line.entry())
                            .put("rule", line.rule()));
        });
        return object;
    }

    private static void putKinds(ObjectNode object, Map<Kind, Long> kinds) {
        kinds.forEach((kind, stories) -> object.put(Figures.word(kind), stories));
    }

    private void out(String line) {
        console.out().println(line);
    }
}
