package io.wiretag.cli.gazetteer;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.files.OneLine;
import io.wiretag.rules.RulesDesk;
import io.wiretag.rules.RulesVersion;
import io.wiretag.tagging.gazetteer.GazetteerFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives the files of a version back. */
@Command(
        name = "show",
        description = {
            "Shows the files of a version that was put in force on the cluster, a line '# file NAME' before each.",
            "With --to it writes them into a folder, byte for byte, and prints their paths in the order in which they are to"
                    + " be applied."
        },
        mixinStandardHelpOptions = true)
final class GazetteerShowCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(
            paramLabel = "VERSION",
            description = "As tags name it, number of its change, beginning of its hash, or in-force.")
    private String name;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Is made if it does not exist. A file that is there is never written over.")
    private Path folder;

    GazetteerShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RulesVersion version;
        try (Wiretag wiretag = cluster.connect(console);
                RulesDesk desk = wiretag.rulesDesk()) {
            version = NamedRules.version(name, desk.read());
        }
        if (folder == null) {
            version.files().forEach(this::print);
        } else {
            List<Path> written = WrittenRules.write(version, folder);
            written.forEach(file -> console.out().println(file));
        }
        return ExitCode.OK;
    }

    private void print(GazetteerFile file) {
        console.out().println(console.style().strong("# file " + OneLine.of(file.name())));
        console.out().print(file.text());
        if (!file.text().isEmpty() && !file.text().endsWith("\n")) {
            console.out().println();
        }
    }
}
