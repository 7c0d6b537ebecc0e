package io.wiretag.cli.print;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.ops.rejected.RecordPlace;
import io.wiretag.ops.rejected.ReplayPlan;
import io.wiretag.ops.rejected.ReplayPlan.Step;
import io.wiretag.ops.rejected.ReplayPlan.Verdict;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of many rejected records, for people: those of one reason that fare alike are one line, however many they are. One
 * that is alone is told in full.
 */
public final class ReplayGroups {
    private final Console console;
    private final Style style;
    private final RejectedPrinter alone;
    private final Map<Alike, Group> groups = new LinkedHashMap<>();

    private record Alike(Verdict verdict, String reason) {}

    /** In the order in which they were told. */
    private static final class Group {
        private final Step first;
        private RecordPlace last;
        private Optional<RecordPlace> lastAs;
        private boolean oneWhy = true;
        private int size;

        Group(Step first) {
            this.first = first;
        }

        void add(Step step) {
            size++;
            last = step.record().place();
            lastAs = step.as();
            oneWhy &= step.why().equals(first.why());
        }
    }

    public ReplayGroups(Console console) {
        this.console = console;
        this.style = console.style();
        this.alone = new RejectedPrinter(console);
    }

    /** The next one, the oldest first. */
    public void add(Step step) {
        groups.computeIfAbsent(new Alike(step.verdict(), step.record().reason()), key -> new Group(step))
                .add(step);
    }

    /** @param applied whether it has been done */
    public void print(boolean applied) {
        groups.values().forEach(group -> {
            if (group.size == 1) {
                alone.print(group.first, applied);
            } else {
                print(group, applied);
            }
        });
    }

    private void print(Group group, boolean applied) {
        Step first = group.first;
        boolean replay = first.verdict() == ReplayPlan.Verdict.REPLAY;
        String lead = replay
                ? applied ? style.good("replayed     ") : style.good("would replay ")
                : style.warning("held back    ");
        console.out()
                .println(lead
                        + String.format(
                                Locale.ROOT,
                                "%d of %s, %s to %s",
                                group.size,
                                TerminalText.oneLine(first.record().reason()),
                                first.record().place(),
                                group.last));
        first.newKey().ifPresent(key -> more("with the uris of their articles as keys"));
        first.as().ifPresent(as -> more("as " + as + " to " + group.lastAs.orElse(as)));
        if (!replay) {
            more((group.oneWhy ? "" : "for example ")
                    + RejectedPrinter.why(first)
                    + RejectedPrinter.remedy(first.verdict()));
        }
    }

    private void more(String text) {
        alone.field("", RejectedPrinter.NAME_COLUMNS, text);
    }
}
