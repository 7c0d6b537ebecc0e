package io.wiretag.cli.print;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.cli.terminal.TextTable;
import io.wiretag.cli.terminal.TextTable.Painted;
import io.wiretag.scoring.RulesTrial;
import io.wiretag.scoring.RulesTrial.Change;
import io.wiretag.scoring.RulesTrial.Judged;
import io.wiretag.scoring.Score;
import io.wiretag.scoring.ScoreSheet;
import io.wiretag.scoring.StoryScore;
import io.wiretag.scoring.StoryScore.First;
import io.wiretag.scoring.StoryScore.Mark;
import io.wiretag.scoring.Subject;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How well rules tag an editor's own texts, for people and for machines.
 *
 * <pre>
 *                       BUILT-IN  THESE
 * provinces  precision     0.981  0.985  +0.004
 * 179 texts  recall        0.970  0.970
 *            F1            0.975  0.977  +0.002
 * </pre>
 */
public final class TrialPrinter {
    private static final int MOST_STORIES = 20;
    private static final String INDENT = "  ";
    private static final Map<Subject, String> NAMES = Map.of(
            Subject.PROVINCES, "provinces",
            Subject.ABOUT, "about",
            Subject.AGENCIES, "agencies with role");

    private final Console console;
    private final Style style;
    private final Gazetteer gazetteer;
    private final String file;

    /**
     * @param gazetteer whose names the codes have
     * @param file that the texts stand in
     */
    public TrialPrinter(Console console, Gazetteer gazetteer, String file) {
        this.console = console;
        this.style = console.style();
        this.gazetteer = gazetteer;
        this.file = file;
    }

    /** @param refused lines that were not scored */
    public void print(RulesTrial trial, List<RefusedLine> refused) {
        out(style.strong(Figures.count(trial.stories(), "text", "texts")) + " of " + file + ", tagged by "
                + trial.builtInVersion() + " (built-in)"
                + trial.givenVersion().map(version -> " and " + version).orElse(""));
        if (!refused.isEmpty()) {
            out(INDENT + style.warning(Figures.count(refused.size(), "line", "lines") + " could not be scored"));
        }
        out("");
        printScores(trial);
        if (trial.givenVersion().isPresent()) {
            printChanges(trial);
        }
        printStories(trial.wrong().stream()
                .filter(each -> each.now().mistakes() > 0)
                .sorted(Comparator.comparing(each -> each.change() != Change.WORSE))
                .toList());
    }

    private void printScores(RulesTrial trial) {
        boolean isCompared = trial.givenVersion().isPresent();
        TextTable table =
                isCompared ? new TextTable("", "", "BUILT-IN", "THESE", "") : new TextTable("", "", "BUILT-IN");
        for (Subject subject : Subject.values()) {
            Score before = trial.builtInScores().of(subject);
            Score now = trial.scores().of(subject);
            if (now.stories() > 0) {
                String texts = Figures.count(now.stories(), "text", "texts");
                row(table, isCompared, NAMES.get(subject), "precision", Score::precision, before, now);
                row(table, isCompared, texts, "recall", Score::recall, before, now);
                row(table, isCompared, "", "F1", Score::f1, before, now);
                if (subject == Subject.ABOUT && trial.scores().firsts() > 0) {
                    firsts(table, isCompared, trial);
                }
            }
        }
        table.print(console.out(), console.width());
    }

    private void row(
            TextTable table,
            boolean isCompared,
            String name,
            String figure,
            ToDoubleFunction<Score> of,
            Score before,
            Score now) {
        Painted first = number(share(of.applyAsDouble(before)), UnaryOperator.identity());
        if (isCompared) {
            long more = thousandths(of.applyAsDouble(now)) - thousandths(of.applyAsDouble(before));
            String change = more == 0 ? "" : String.format(Locale.ROOT, "%+.3f", more / 1000.0);
            table.row(name, figure, first, number(share(of.applyAsDouble(now)), style::strong), change(change, more));
        } else {
            table.row(name, figure, first);
        }
    }

    private void firsts(TextTable table, boolean isCompared, RulesTrial trial) {
        String of = " of " + Figures.number(trial.scores().firsts());
        int before = trial.builtInScores().firstsRight();
        int now = trial.scores().firstsRight();
        Painted first = number(Figures.number(before) + of, UnaryOperator.identity());
        if (isCompared) {
            String change = now == before ? "" : String.format(Locale.ROOT, "%+,d", now - before);
            table.row(
                    "",
                    "first right",
                    first,
                    number(Figures.number(now) + of, style::strong),
                    change(change, now - before));
        } else {
            table.row("", "first right", first);
        }
    }

    private Painted change(String text, long more) {
        return number(text, more < 0 ? style::bad : style::good);
    }

    private static Painted number(String text, UnaryOperator<String> paint) {
        return new Painted(text, true, paint);
    }

    /** What is shown is what is compared. */
    private static long thousandths(double share) {
        return Math.round(share * 1000);
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.3f", thousandths(share) / 1000.0);
    }

    private void printChanges(RulesTrial trial) {
        long worse = trial.count(Change.WORSE);
        long otherwise = trial.count(Change.OTHERWISE);
        out("");
        String worded = Figures.count(worse, "story", "stories") + " worse";
        out(style.good(Figures.count(trial.count(Change.BETTER), "story", "stories") + " better") + ", "
                + (worse == 0 ? worded : style.bad(worded))
                + (otherwise == 0 ? "" : ", " + Figures.number(otherwise) + " wrong in another way"));
    }

    private void printStories(List<Judged> wrong) {
        out("");
        out(style.strong(
                wrong.isEmpty()
                        ? "no story is wrong"
                        : Figures.count(wrong.size(), "story is", "stories are") + " wrong"));
        wrong.stream().limit(MOST_STORIES).forEach(this::print);
        if (wrong.size() > MOST_STORIES) {
            out(style.faint(INDENT + "and " + Figures.number(wrong.size() - MOST_STORIES) + " more: --json has all"));
        }
    }

    private void print(Judged story) {
        String mark = story.change() == Change.WORSE ? "worse: " : "";
        String id = TerminalText.oneLine(story.id());
        int room = Math.max(0, console.width() - TerminalText.columns(INDENT + mark + id + INDENT));
        out(INDENT
                + style.bad(mark)
                + style.faint(id)
                + INDENT
                + TerminalText.cut(TerminalText.oneLine(story.title()), room));
        story.now().marks().forEach((subject, now) -> {
            Optional<Mark> before = Optional.ofNullable(story.builtIn().marks().get(subject));
            print(subject.key() + " missing", now.missing(), before.map(Mark::missing));
            print(subject.key() + " too many", now.tooMany(), before.map(Mark::tooMany));
        });
        story.now()
                .first()
                .filter(first -> !first.right())
                .flatMap(First::given)
                .ifPresent(first -> print(
                        "about first",
                        List.of(first),
                        story.builtIn().first().flatMap(First::given).map(List::of)));
    }

    /** What was not wrong by the built-in rules is marked. */
    private void print(String what, List<String> tags, Optional<List<String>> before) {
        if (tags.isEmpty()) {
            return;
        }
        String words = tags.stream()
                .map(tag -> named(tag)
                        + (before.filter(known -> known.contains(tag)).isPresent() ? "" : " (new)"))
                .collect(Collectors.joining(", "));
        String heading = INDENT.repeat(2) + what + " ".repeat(Math.max(1, 20 - what.length()));
        String indent = " ".repeat(heading.length());
        List<String> lines = MarkedText.wrap(words, console.width() - heading.length());
        out(heading + lines.get(0));
        lines.stream().skip(1).forEach(line -> out(indent + line));
    }

    private String named(String tag) {
        return gazetteer
                .province(tag)
                .map(province -> tag + " " + province.name())
                .orElse(tag);
    }

    /** Everything, and all stories that one of them tags wrong. */
    public void printJson(RulesTrial trial, List<RefusedLine> refused) {
        ObjectNode object =
                JsonNodeFactory.instance.objectNode().put("against", file).put("texts", trial.stories());
        ArrayNode lines = object.putArray("refused");
        refused.forEach(each -> lines.addObject().put("line", each.number()).put("why", each.why()));
        object.set("builtIn", json(trial.builtInVersion(), trial.builtInScores()));
        trial.givenVersion()
                .ifPresentOrElse(
                        version -> {
                            object.set("given", json(version, trial.scores()));
                            Stream.of(Change.BETTER, Change.WORSE, Change.OTHERWISE)
                                    .forEach(change -> object.put(Figures.word(change), trial.count(change)));
                        },
                        () -> object.putNull("given"));
        ArrayNode stories = object.putArray("stories");
        trial.wrong().forEach(each -> {
            ObjectNode story = stories.addObject().put("id", each.id()).put("title", each.title());
            story.set("builtIn", json(each.builtIn()));
            trial.givenVersion()
                    .ifPresent(version ->
                            story.put("change", Figures.word(each.change())).set("given", json(each.now())));
        });
        out(Json.line(object));
    }

    private static ObjectNode json(String version, ScoreSheet sheet) {
        ObjectNode rules = JsonNodeFactory.instance.objectNode().put("version", version);
        for (Subject subject : Subject.values()) {
            Score score = sheet.of(subject);
            if (score.stories() == 0) {
                rules.putNull(subject.key());
                continue;
            }
            ObjectNode own = rules.putObject(subject.key())
                    .put("texts", score.stories())
                    .put("right", score.right())
                    .put("tooMany", score.tooMany())
                    .put("missing", score.missing())
                    .put("precision", score.precision())
                    .put("recall", score.recall())
                    .put("f1", score.f1());
            if (subject == Subject.ABOUT) {
                own.put("firsts", sheet.firsts()).put("firstsRight", sheet.firstsRight());
            }
        }
        return rules;
    }

    private static ObjectNode json(StoryScore story) {
        ObjectNode marks = JsonNodeFactory.instance.objectNode();
        story.marks().forEach((subject, mark) -> {
            ObjectNode own = marks.putObject(subject.key());
            mark.missing().forEach(own.putArray("missing")::add);
            mark.tooMany().forEach(own.putArray("tooMany")::add);
        });
        story.first()
                .filter(first -> !first.right())
                .ifPresent(first -> marks.put("wrongFirst", first.given().orElse(null)));
        return marks;
    }

    private void out(String line) {
        console.out().println(line);
    }
}
