package io.wiretag.cli;

import io.wiretag.access.ApiKeys;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wiretag intake key} and {@code wiretag serve key}: makes a key. */
@Command(
        name = "key",
        description = {
            "Makes a key. Standard output gets the line for the file of keys, which intake.keys.file or ops.keys.file"
                    + " names; standard error gets the key itself, this once.",
            "",
            "wiretag ${PARENT-COMMAND-NAME:-intake} key NAME >> FILE"
        },
        mixinStandardHelpOptions = true)
final class KeyCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "NAME",
            description = "Who is to have it; goes with each article that comes in by it as the header wiretag.source.")
    private String name;

    KeyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ApiKeys.NewKey made = ApiKeys.create(name);
        console.err().println("Key of " + name + ", shown this once: " + made.key());
        console.out().println(made.line());
        return ExitCode.OK;
    }
}
