package io.wiretag.cli.print;

import io.wiretag.cli.print.Marks.Kind;
import io.wiretag.cli.print.Marks.Mark;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.tagging.Explanation;
import io.wiretag.tagging.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A story with its mentions and rejected candidates marked in the text, and below, by number, what each is and why. Without
 * colours a mark stands in brackets: {@code [1:Hà Nội]}, {@code [-2:Thái Bình]}.
 */
public final class ExplanationPrinter {
    private static final String INDENT = "  ";
    private static final int WIDEST_TEXT = 28;
    private static final int NARROWEST_REASON = 16;

    private final Console console;
    private final Style style;

    public ExplanationPrinter(Console console) {
        this.console = console;
        this.style = console.style();
    }

    public void print(Story story, Explanation explanation) {
        List<Mark> marks = Marks.of(story, explanation);
        story.uri()
                .filter(uri -> marks.stream().anyMatch(mark -> mark.field().equals("uri")))
                .ifPresent(uri -> printField("uri", uri, marks));
        story.fields().forEach(field -> printField(field.name(), field.text(), marks));
        printList(marks);
        console.out().println(style.faint("gazetteer " + explanation.tags().gazetteerVersion()));
    }

    private void printField(String name, String text, List<Mark> marks) {
        MarkedText marked = new MarkedText();
        List<Mark> own =
                marks.stream().filter(mark -> mark.field().equals(name)).toList();
        int written = 0;
        for (int i = 0; i < own.size(); ) {
            // candidates that overlap are shown as one stretch with all their numbers
            List<Mark> together = new ArrayList<>(List.of(own.get(i)));
            int start = own.get(i).start();
            int end = own.get(i).end();
            for (i++; i < own.size() && own.get(i).start() < end; i++) {
                together.add(own.get(i));
                end = Math.max(end, own.get(i).end());
            }
            marked.add(text.substring(written, start), UnaryOperator.identity());
            addStretch(marked, text.substring(start, end), together);
            written = end;
        }
        marked.add(text.substring(written), UnaryOperator.identity());

        console.out().println(style.faint(name));
        marked.lines(console.width() - INDENT.length())
                .forEach(line -> console.out().println(line.isEmpty() ? "" : INDENT + line));
        console.out().println();
    }

    private void addStretch(MarkedText marked, String text, List<Mark> together) {
        String numbers =
                together.stream().map(mark -> String.valueOf(mark.number())).collect(Collectors.joining(","));
        Kind kind = together.stream().map(Mark::kind).sorted().findFirst().orElseThrow();
        if (style.colors()) {
            marked.add(text, of(kind));
            marked.add(raised(numbers), style::faint);
        } else {
            marked.add("[" + numbers + ":" + text + "]", UnaryOperator.identity());
        }
    }

    private UnaryOperator<String> of(Kind kind) {
        return switch (kind) {
            case ABOUT -> style::province;
            case MENTIONED -> style::mentioned;
            case ORIGIN -> style::agency;
            case NAMED -> style::credited;
            case REJECTED -> style::rejected;
        };
    }

    /** The same in superscript. */
    private static String raised(String numbers) {
        String small = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        StringBuilder raised = new StringBuilder();
        for (char c : numbers.toCharArray()) {
            raised.append(
                    switch (c) {
                        case '-' -> '⁻';
                        case ',' -> '˒';
                        default -> small.charAt(c - '0');
                    });
        }
        return raised.toString();
    }

    private void printList(List<Mark> marks) {
        if (marks.isEmpty()) {
            console.out().println(style.faint("nothing that is spelled like a name"));
            return;
        }
        int numberWidth = String.valueOf(marks.size()).length() + 1;
        int textWidth = Math.min(
                Math.min(WIDEST_TEXT, console.width() / 3),
                widest(marks.stream().map(ExplanationPrinter::shown).toList()));
        int tagWidth = widest(marks.stream().map(ExplanationPrinter::tag).toList());
        int left = numberWidth + textWidth + tagWidth + 3 * INDENT.length();
        for (Mark mark : marks) {
            String number = String.valueOf(mark.number());
            String text = TerminalText.cut(shown(mark), textWidth);
            List<String> why = MarkedText.wrap(why(mark), Math.max(NARROWEST_REASON, console.width() - left));
            console.out()
                    .println(" ".repeat(numberWidth - number.length())
                            + number
                            + INDENT
                            + of(mark.kind()).apply(text)
                            + pad(text, textWidth)
                            + INDENT
                            + tag(mark)
                            + pad(tag(mark), tagWidth)
                            + INDENT
                            + why.get(0));
            why.stream().skip(1).forEach(line -> console.out().println(" ".repeat(left) + line));
        }
    }

    private static String why(Mark mark) {
        return mark.kind() == Kind.REJECTED
                ? "rejected by " + mark.rule()
                : mark.rule() + mark.place().map(code -> " " + code).orElse("") + ", confidence " + mark.confidence();
    }

    private static String shown(Mark mark) {
        return TerminalText.oneLine(mark.text());
    }

    private static String tag(Mark mark) {
        return (mark.code() + " " + mark.role()).strip();
    }

    private static int widest(List<String> texts) {
        return texts.stream().mapToInt(TerminalText::columns).max().orElse(0);
    }

    private static String pad(String text, int columns) {
        return " ".repeat(Math.max(0, columns - TerminalText.columns(text)));
    }
}
