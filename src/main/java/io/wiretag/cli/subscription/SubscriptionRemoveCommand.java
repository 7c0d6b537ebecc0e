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

/** Removes one. */
@Command(
        name = "remove",
        description = "Removes a subscription, its group, and what was put aside for it.",
        mixinStandardHelpOptions = true)
final class SubscriptionRemoveCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "NAME", description = "Of the subscription.")
    private String name;

    SubscriptionRemoveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Wiretag wiretag = cluster.connect(console);
                Subscriptions subscriptions = wiretag.subscriptions()) {
            subscriptions
                    .remove(name)
                    .ifPresent(
                            why -> console.err().println("Removed; its group is left, and expires by itself: " + why));
        }
        return ExitCode.OK;
    }
}
