package io.wiretag.cli.corrections;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wiretag corrections}: what editors said of the tags of articles. */
@Command(
        name = "corrections",
        description = {
            "Shows what editors said of the tags of articles with 'wiretag correct' or on the dashboard, takes it back, and makes"
                    + " rules and texts for scoring of it."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            CorrectionsListCommand.class,
            CorrectionsUndoCommand.class,
            CorrectionsRuleCommand.class,
            CorrectionsExportCommand.class,
            CorrectionsKeyCommand.class
        })
public final class CorrectionsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list, undo, rule, export or key?");
    }
}
