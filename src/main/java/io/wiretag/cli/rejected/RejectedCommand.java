package io.wiretag.cli.rejected;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wiretag rejected}: what could not be dealt with, and a second chance for it. */
@Command(
        name = "rejected",
        description = "Shows records that were rejected, and publishes them again when the reason has been mended.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RejectedListCommand.class,
            RejectedShowCommand.class,
            RejectedReplayCommand.class,
            RejectedExportCommand.class
        })
public final class RejectedCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list, show, replay or export?");
    }
}
