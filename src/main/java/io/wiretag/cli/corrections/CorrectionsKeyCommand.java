package io.wiretag.cli.corrections;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.life.RequestSeal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the file that seals corrections. */
@Command(
        name = "key",
        description =
                "Makes the file that seals corrections, which corrections.key.file names. Its owner alone may read it. A processor"
                        + " that has it takes no correction without the seal.",
        mixinStandardHelpOptions = true)
final class CorrectionsKeyCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "It must not be there yet.")
    private Path file;

    CorrectionsKeyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RequestSeal.create(file);
        console.err()
                .println("Made " + file + ": set corrections.key.file to it where corrections are made, then where"
                        + " 'wiretag process' runs");
        return ExitCode.OK;
    }
}
