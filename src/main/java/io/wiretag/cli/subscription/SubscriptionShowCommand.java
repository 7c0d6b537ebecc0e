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

/** Shows one, as a program reads it. */
@Command(
        name = "show",
        description = "Shows a subscription as a JSON object, without its secrets.",
        mixinStandardHelpOptions = true)
final class SubscriptionShowCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "NAME", description = "Of the subscription.")
    private String name;

    SubscriptionShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Wiretag wiretag = cluster.connect(console);
                Subscriptions subscriptions = wiretag.subscriptions()) {
            console.out().println(SubscriptionJson.line(subscriptions.show(name)));
        }
        return ExitCode.OK;
    }
}
