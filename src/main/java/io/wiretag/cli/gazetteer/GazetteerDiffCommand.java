package io.wiretag.cli.gazetteer;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.files.OneLine;
import io.wiretag.rules.RulesBook;
import io.wiretag.rules.RulesDesk;
import io.wiretag.rules.RulesDiff;
import io.wiretag.tagging.gazetteer.ListedEntry;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows by which entries two versions differ. */
@Command(
        name = "diff",
        description =
                "Shows by which entries two gazetteers differ, with the file and line of each: what only the first has"
                        + " with a minus, what only the second has with a plus.",
        mixinStandardHelpOptions = true)
final class GazetteerDiffCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(
            paramLabel = "VERSION",
            arity = "1..2",
            description =
                    "As tags name it, number of its change, beginning of its hash, in-force, built-in, or a file. Default of the"
                            + " second: in-force.")
    private List<String> names;

    GazetteerDiffCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (names.size() > 2) {
            throw new IllegalArgumentException("two gazetteers are compared, " + names.size() + " are named");
        }
        String other = names.size() == 2 ? names.get(1) : NamedRules.IN_FORCE;
        RulesDiff diff;
        try (Wiretag wiretag = cluster.connect(console);
                RulesDesk desk = wiretag.rulesDesk()) {
            RulesBook book = desk.read();
            diff = RulesDiff.of(NamedRules.gazetteer(names.get(0), book), NamedRules.gazetteer(other, book));
        }
        diff.removed().forEach(entry -> print("- ", entry, console.style()::bad));
        diff.added().forEach(entry -> print("+ ", entry, console.style()::good));
        if (diff.removed().isEmpty() && diff.added().isEmpty()) {
            console.err().println("They have the same entries");
        }
        return ExitCode.OK;
    }

    private void print(String sign, ListedEntry entry, UnaryOperator<String> paint) {
        String line = sign + (entry.owner().isEmpty() ? "" : entry.owner() + " ") + entry.keyword() + ": "
                + entry.text() + (entry.notes().isEmpty() ? "" : " [" + String.join("; ", entry.notes()) + "]");
        console.out().println(paint.apply(OneLine.of(line)) + console.style().faint("  " + OneLine.of(entry.place())));
    }
}
