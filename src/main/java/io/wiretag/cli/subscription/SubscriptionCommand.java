package io.wiretag.cli.subscription;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wiretag subscription}: says what is sent to whom by webhooks. */
@Command(
        name = "subscription",
        description = {
            "Says which articles are sent to whose endpoint. 'wiretag deliver' sends them, where webhooks.key.file is set; what is"
                    + " changed here is in force some seconds later."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            SubscriptionKeyCommand.class,
            SubscriptionAddCommand.class,
            SubscriptionListCommand.class,
            SubscriptionShowCommand.class,
            SubscriptionPauseCommand.class,
            SubscriptionResumeCommand.class,
            SubscriptionRotateCommand.class,
            SubscriptionRemoveCommand.class
        })
public final class SubscriptionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "key, add, list, show, pause, resume, rotate-secret or remove?");
    }
}
