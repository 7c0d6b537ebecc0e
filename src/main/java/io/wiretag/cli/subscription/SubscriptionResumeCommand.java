package io.wiretag.cli.subscription;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.delivery.webhook.Subscriptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Goes on with one. */
@Command(
        name = "resume",
        description =
                "Goes on where a subscription was paused, disabled by its endpoint or given up; articles that were given up are tried anew.",
        mixinStandardHelpOptions = true)
final class SubscriptionResumeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "NAME", description = "Of the subscription.")
    private String name;

    SubscriptionResumeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Wiretag wiretag = cluster.connect(console);
                Subscriptions subscriptions = wiretag.subscriptions()) {
            subscriptions.resume(name);
        }
        return ExitCode.OK;
    }
}
