package io.wiretag.cli.gazetteer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.TextTable;
import io.wiretag.files.OneLine;
import io.wiretag.rules.RulesChange;
import io.wiretag.rules.RulesDesk;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what was ever in force. */
@Command(
        name = "history",
        description = "Shows what was put in force on the cluster, when, by whom and why; the last is in force.",
        mixinStandardHelpOptions = true)
final class GazetteerHistoryCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    GazetteerHistoryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<RulesChange> changes;
        try (Wiretag wiretag = cluster.connect(console);
                RulesDesk desk = wiretag.rulesDesk()) {
            changes = desk.read().changes();
        }
        if (json) {
            changes.forEach(change -> console.out().println(Json.line(json(change))));
        } else if (changes.isEmpty()) {
            console.err().println("Nothing was ever put in force: 'wiretag gazetteer apply' does");
        } else {
            TextTable table = new TextTable("CHANGE", "AT", "BY", "VERSION", "NOTE");
            changes.forEach(change -> table.row(
                    change.number(),
                    change.at(),
                    OneLine.of(change.by()),
                    change.hash().isEmpty() ? "none" : OneLine.of(change.version()),
                    OneLine.of(change.note())));
            table.print(console.out(), console.width());
        }
        return ExitCode.OK;
    }

    static ObjectNode json(RulesChange change) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("change", change.number())
                .put("version", change.hash().isEmpty() ? null : change.version())
                .put("hash", change.hash().orElse(null))
                .put("by", change.by())
                .put("at", change.at().toString())
                .put("note", change.note());
    }
}
