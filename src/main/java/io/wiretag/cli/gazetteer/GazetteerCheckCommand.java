package io.wiretag.cli.gazetteer;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.tagging.GazetteerCheck;
import io.wiretag.tagging.gazetteer.GazetteerReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells all that is wrong with an editor's files. */
@Command(
        name = "check",
        description = "Reads the built-in gazetteer and these files, and tells all that is wrong with them, a line"
                + " each. Exit code 1 if they cannot be used; a warning does not keep them from use.",
        mixinStandardHelpOptions = true)
final class GazetteerCheckCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "In the order in which they are to be read.")
    private List<Path> files;

    GazetteerCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        GazetteerReport report = GazetteerCheck.of(files);
        CheckedFiles.tell(console, report);
        if (!report.errors().isEmpty()) {
            return ExitCode.FAILED;
        }
        console.out()
                .println(console.style().good("ok") + ": version " + report.version() + ", " + report.names()
                        + " names, " + report.removed() + " removed, " + report.overrides() + " overrides");
        return ExitCode.OK;
    }
}
