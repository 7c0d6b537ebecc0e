package io.wiretag.cli.subscription;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.delivery.webhook.SecretSeal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the file that seals secrets. */
@Command(
        name = "key",
        description =
                "Makes the file that seals the secrets of subscriptions, which webhooks.key.file names. Its owner alone may"
                        + " read it. Whoever loses it has to rotate all secrets.",
        mixinStandardHelpOptions = true)
final class SubscriptionKeyCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "It must not be there yet.")
    private Path file;

    SubscriptionKeyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SecretSeal.create(file);
        console.err().println("Made " + file + ": set webhooks.key.file to it, here and where 'wiretag deliver' runs");
        return ExitCode.OK;
    }
}
