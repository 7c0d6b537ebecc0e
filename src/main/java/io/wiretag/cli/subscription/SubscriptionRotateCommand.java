package io.wiretag.cli.subscription;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.options.Within;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.delivery.webhook.SigningSecret;
import io.wiretag.delivery.webhook.Subscriptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes the secret of one. */
@Command(
        name = "rotate-secret",
        description = "Changes the secret for another. Until the old one ends, each message has a signature of both.",
        mixinStandardHelpOptions = true)
final class SubscriptionRotateCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private SecretOption secrets;

    @Parameters(paramLabel = "NAME", description = "Of the subscription.")
    private String name;

    @Within(least = 0, most = 8_760)
    @Option(
            names = "--both",
            paramLabel = "HOURS",
            description = "How long the old one is in force as well. Default: ${DEFAULT-VALUE}.")
    private int both = 24;

    SubscriptionRotateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SigningSecret secret = secrets.secret();
        try (Wiretag wiretag = cluster.connect(console);
                Subscriptions subscriptions = wiretag.subscriptions()) {
            subscriptions.rotate(name, wiretag.secretSeal(), secret, Duration.ofHours(both));
        }
        secrets.show(secret, console);
        return ExitCode.OK;
    }
}
