package io.wiretag.cli.gazetteer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.TextTable;
import io.wiretag.files.OneLine;
import io.wiretag.rules.RulesBook;
import io.wiretag.rules.RulesChange;
import io.wiretag.rules.RulesDesk;
import io.wiretag.rules.RunningRules;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what is in force, and who has it. */
@Command(
        name = "status",
        description =
                "Shows which version is in force on the cluster, and which one each processor tags by. Ends with 1 if one does"
                        + " not tag by the version in force.",
        mixinStandardHelpOptions = true)
final class GazetteerStatusCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    GazetteerStatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Wiretag wiretag = cluster.connect(console);
                RulesDesk desk = wiretag.rulesDesk()) {
            RulesBook book = desk.read();
            Optional<List<RulesDesk.Instance>> instances = desk.instances(book);
            if (json) {
                console.out().println(line(book.inForce(), instances));
            } else {
                print(book.inForce(), instances);
            }
            boolean all = book.inForce()
                    .flatMap(change -> instances.map(each -> each.stream().allMatch(one -> one.has(change))))
                    .orElse(true);
            return all ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private void print(Optional<RulesChange> inForce, Optional<List<RulesDesk.Instance>> instances) {
        console.out()
                .println(inForce.map(Shown::sentence)
                        .orElse("no version was put in force: each processor tags by its own files"));
        if (instances.isEmpty()) {
            console.err().println("who has it is not known: this user may not describe the group of the processors");
            return;
        }
        if (instances.get().isEmpty()) {
            console.err().println("no processor runs now");
            return;
        }
        TextTable table = new TextTable("PROCESSOR", "VERSION", "SINCE", "WHY NOT");
        for (RulesDesk.Instance each : instances.get()) {
            table.row(
                    OneLine.of(each.client()),
                    each.said().map(said -> OneLine.of(said.version())).orElse("unknown"),
                    each.said().map(said -> said.since().toString()).orElse("-"),
                    OneLine.of(why(each, inForce)));
        }
        table.print(console.out(), console.width());
    }

    private static String why(RulesDesk.Instance instance, Optional<RulesChange> inForce) {
        if (instance.said().isEmpty()) {
            return "says nothing";
        }
        return instance.said()
                .flatMap(RunningRules::trouble)
                .or(() -> inForce.filter(change -> !instance.has(change)).map(change -> "not yet"))
                .orElse("");
    }

    private static String line(Optional<RulesChange> inForce, Optional<List<RulesDesk.Instance>> instances) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        inForce.ifPresentOrElse(
                change -> all.set("inForce", GazetteerHistoryCommand.json(change)), () -> all.putNull("inForce"));
        instances.ifPresentOrElse(
                known -> {
                    ArrayNode array = all.putArray("processors");
                    known.forEach(each -> array.add(json(each, inForce)));
                },
                () -> all.putNull("processors"));
        return Json.line(all);
    }

    private static ObjectNode json(RulesDesk.Instance instance, Optional<RulesChange> inForce) {
        ObjectNode one = JsonNodeFactory.instance.objectNode().put("client", instance.client());
        one.put("version", instance.said().map(RunningRules::version).orElse(null));
        one.put("since", instance.said().map(said -> said.since().toString()).orElse(null));
        one.put("trouble", instance.said().flatMap(RunningRules::trouble).orElse(null));
        return one.put(
                "current", inForce.map(instance::has).orElse(instance.said().isPresent()));
    }
}
