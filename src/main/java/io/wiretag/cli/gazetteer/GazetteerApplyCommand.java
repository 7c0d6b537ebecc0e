package io.wiretag.cli.gazetteer;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.rules.RulesChange;
import io.wiretag.rules.RulesDesk;
import io.wiretag.tagging.GazetteerCheck;
import io.wiretag.tagging.gazetteer.GazetteerFile;
import io.wiretag.tagging.gazetteer.GazetteerReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts files in force on the cluster. */
@Command(
        name = "apply",
        description = {
            "Checks these files as 'check' does, puts them in force on the cluster in place of what was, and waits until all"
                    + " processors tag by them. They take them between two records.",
            "Ends with 1 if the files cannot be used, which changes nothing; if somebody else has put something in force"
                    + " meanwhile, which changes nothing either; or if some processor does not have them in time."
        },
        mixinStandardHelpOptions = true)
final class GazetteerApplyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "In the order in which they are to be read.")
    private List<Path> paths;

    @Mixin
    private ChangeOptions change;

    GazetteerApplyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Wiretag wiretag = cluster.connect(console);
                RulesDesk desk = wiretag.rulesDesk()) {
            Optional<RulesChange> seen = desk.read().inForce();
            List<GazetteerFile> files =
                    CheckedFiles.read(paths, wiretag.topics().gazetteer().maxMessageBytes());
            GazetteerReport report = GazetteerCheck.ofFiles(files);
            CheckedFiles.tell(console, report);
            if (!report.errors().isEmpty()) {
                throw new CommandFailedException("nothing was changed: the files cannot be used");
            }
            return change.change(console, desk, Optional.of(CheckedFiles.version(files)), report.version(), seen, "");
        }
    }
}
