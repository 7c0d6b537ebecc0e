package io.wiretag.cli.gazetteer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wiretag gazetteer}: for the editor who mends it. */
@Command(
        name = "gazetteer",
        description = {
            "Checks files of the gazetteer, and puts them in force on the cluster.",
            "What is in force there, all processors tag by, from one record to the next; 'list' shows what files on this machine say."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            GazetteerCheckCommand.class,
            GazetteerListCommand.class,
            GazetteerApplyCommand.class,
            GazetteerStatusCommand.class,
            GazetteerHistoryCommand.class,
            GazetteerShowCommand.class,
            GazetteerDiffCommand.class,
            GazetteerRollbackCommand.class
        })
public final class GazetteerCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "check, list, apply, status, history, show, diff or rollback?");
    }
}
