package io.wiretag.cli.print;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.subscribers.SequenceCheck;
import io.wiretag.subscribers.SequenceCheck.Finding;
import io.wiretag.subscribers.SinkVerifier;
import io.wiretag.subscribers.SubscriberList;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether all that went out is there, for people and for machines.
 *
 * <pre>
 * articles.by-province  6 partitions, 12,345 records
 *   lost          3  numbers that are not there
 *   doubled       0
 *   out of order  0
 * </pre>
 */
public final class VerdictPrinter {
    private static final int MOST_NAMED = 20;
    private static final Map<SubscriberList.Kind, String> WORDS = Map.of(
            SubscriberList.Kind.MISSING, "missing",
            SubscriberList.Kind.OTHER_VERSION, "other version",
            SubscriberList.Kind.STILL_SHOWN, "still shown",
            SubscriberList.Kind.NOT_SEEN, "not seen here");

    private final Console console;
    private final Style style;

    public VerdictPrinter(Console console) {
        this.console = console;
        this.style = console.style();
    }

    /** @param listed lines of the list, if one was given */
    public void print(
            SinkVerifier.Question question,
            SinkVerifier.Verdict verdict,
            Optional<Integer> listed,
            List<SubscriberList.Difference> differences) {
        SequenceCheck.Findings findings = verdict.findings();
        out(style.strong(TerminalText.oneLine(question.topic())) + "  " + count(verdict.partitions(), "partition")
                + ", "
                + count(findings.records(), "record")
                + (findings.unnumbered() == 0
                        ? ""
                        : ", " + Figures.number(findings.unnumbered()) + " of them without a number"));
        count("lost", findings.lost(), "numbers that are not there");
        count("doubled", findings.doubled(), "records whose number was there before");
        count("out of order", findings.outOfOrder(), "records behind a later one");
        findings.named().forEach(each -> out("    " + words(each)));
        if (findings.records() == findings.unnumbered()) {
            out("  " + style.warning("nothing is verified") + ": no record that was read has a number");
        }
        printBounds(question, verdict);
        listed.ifPresent(lines -> print(lines, differences));
    }

    private void count(String what, long many, String meaning) {
        String line = String.format(Locale.ROOT, "  %-12s %,10d", what, many);
        out(many == 0 ? line : style.bad(line) + "  " + meaning);
    }

    private static String words(Finding each) {
        String numbers = each.first() + (each.last() == each.first().number() ? "" : " to " + each.last());
        return switch (each.kind()) {
            case LOST -> "lost " + numbers + ": before offset " + each.offset() + " of partition " + each.partition();
            case DOUBLED ->
                "doubled " + numbers + ": again at offset " + each.offset() + " of partition " + each.partition();
            case OUT_OF_ORDER ->
                "out of order " + numbers + ": at offset " + each.offset() + " of partition " + each.partition();
        };
    }

    private void printBounds(SinkVerifier.Question question, SinkVerifier.Verdict verdict) {
        verdict.newest()
                .ifPresent(
                        time -> out("  the newest is of " + time + ": what should have come after it no number tells"));
        if (verdict.findings().epochs() > 0) {
            out("  " + count(verdict.findings().epochs(), "time")
                    + " numbers began anew: state was lost, and what went out last before that is not told by numbers");
        }
        if (verdict.deleted() > 0 && question.from().isEmpty()) {
            out("  the oldest are deleted: up to " + Figures.number(verdict.deleted())
                    + " offsets, of which nothing is said");
        }
        question.group().ifPresent(group -> {
            out("  up to where " + TerminalText.oneLine(group) + " has read; " + Figures.number(verdict.unread())
                    + " offsets lie behind that");
            if (!verdict.unknown().isEmpty()) {
                out("  " + style.warning("not read") + ": it has no position in partition "
                        + verdict.unknown().stream().map(String::valueOf).collect(Collectors.joining(", ")));
            }
        });
    }

    private void print(int lines, List<SubscriberList.Difference> differences) {
        out("");
        out(style.strong("list") + "  " + count(lines, "article")
                + (differences.isEmpty() ? ", all as they went out" : ""));
        byKind(differences).forEach((kind, many) -> {
            String line = String.format(Locale.ROOT, "  %-13s %,9d", WORDS.get(kind), many);
            out(kind == SubscriberList.Kind.NOT_SEEN ? style.warning(line) : style.bad(line));
            differences.stream()
                    .filter(each -> each.kind() == kind)
                    .limit(MOST_NAMED)
                    .forEach(each -> out("    " + TerminalText.oneLine(each.uri()) + versions(each)));
            if (many > MOST_NAMED) {
                out("    and " + Figures.number(many - MOST_NAMED) + " more: --json names all");
            }
        });
    }

    private static Map<SubscriberList.Kind, Long> byKind(List<SubscriberList.Difference> differences) {
        return differences.stream()
                .collect(Collectors.groupingBy(SubscriberList.Difference::kind, TreeMap::new, Collectors.counting()));
    }

    private static String versions(SubscriberList.Difference each) {
        return each.sent()
                        .map(sent -> "  version " + TerminalText.oneLine(sent) + " went out last")
                        .orElse("")
                + each.listed()
                        .map(listed -> ", " + TerminalText.oneLine(listed) + " is in the list")
                        .orElse("");
    }

    /** Everything that was found, and of the list every line. */
    public void printJson(
            SinkVerifier.Question question, SinkVerifier.Verdict verdict, List<SubscriberList.Difference> differences) {
        SequenceCheck.Findings findings = verdict.findings();
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("topic", question.topic())
                .put("partitions", verdict.partitions())
                .put("records", findings.records())
                .put("unnumbered", findings.unnumbered())
                .put("epochs", findings.epochs())
                .put("lost", findings.lost())
                .put("doubled", findings.doubled())
                .put("outOfOrder", findings.outOfOrder())
                .put("unread", verdict.unread())
                .put("deleted", verdict.deleted())
                .put("newest", verdict.newest().map(Instant::toString).orElse(null));
        object.set("notRead", Json.of(verdict.unknown()));
        ArrayNode named = object.putArray("named");
        findings.named()
                .forEach(each -> named.addObject()
                        .put("kind", Figures.word(each.kind()))
                        .put("partition", each.partition())
                        .put("offset", each.offset())
                        .put("epoch", each.first().epoch())
                        .put("source", each.first().source())
                        .put("first", each.first().number())
                        .put("last", each.last()));
        ArrayNode list = object.putArray("list");
        differences.forEach(each -> list.addObject()
                .put("kind", Figures.word(each.kind()))
                .put("uri", each.uri())
                .put("listed", each.listed().orElse(null))
                .put("sent", each.sent().orElse(null)));
        out(Json.line(object));
    }

    private static String count(long many, String what) {
        return Figures.count(many, what, what + "s");
    }

    private void out(String line) {
        console.out().println(line);
    }
}
