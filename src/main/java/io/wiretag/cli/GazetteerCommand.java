package io.wiretag.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wiretag gazetteer}: for the editor who mends it. */
@Command(
        name = "gazetteer",
        description = "Checks files of the gazetteer and shows what is in force.",
        mixinStandardHelpOptions = true,
        subcommands = {GazetteerCheckCommand.class, GazetteerListCommand.class})
final class GazetteerCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "check or list?");
    }
}
