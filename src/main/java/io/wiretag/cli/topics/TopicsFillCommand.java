package io.wiretag.cli.topics;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.Shutdown;
import io.wiretag.cli.terminal.TerminalCommand;
import io.wiretag.processor.SinkFill;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Fills one that was switched on later. */
@Command(
        name = "fill",
        description = {
            "Fills topics of tagged articles that were switched on (topics.sinks) after articles had gone out, from the topic of"
                    + " all tagged articles, as if they had always been written.",
            "Only while no processor runs, and into topics that have never had a record. If it breaks off, the topics must be"
                    + " deleted and created before the next try."
        },
        mixinStandardHelpOptions = true)
final class TopicsFillCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(
            paramLabel = "ROLE",
            index = "0",
            arity = "1",
            split = ",",
            description = "Which: by-province, by-unit, by-agency, current; several are divided by commas.")
    private Set<String> roles;

    TopicsFillCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Wiretag wiretag = cluster.connect(console)) {
            SinkFill fill = wiretag.sinkFill();
            Shutdown.onSignal(fill::stop);
            SinkFill.Filled filled = fill.run(roles, this::tell);
            new TreeMap<>(filled.records())
                    .forEach((topic, records) -> console.out()
                            .println(topic + ": " + records + " records of " + filled.versions() + " versions"));
            return ExitCode.OK;
        } finally {
            clear();
        }
    }

    private void tell(long read, long all) {
        if (console.inPlace()) {
            console.err().print(TerminalCommand.LINE_START + read + " of " + all + " records read ...");
            console.err().flush();
        }
    }

    private void clear() {
        if (console.inPlace()) {
            console.err().print(TerminalCommand.LINE_START + TerminalCommand.CLEAR_REST_OF_LINE);
            console.err().flush();
        }
    }
}
