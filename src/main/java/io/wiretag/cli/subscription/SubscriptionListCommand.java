package io.wiretag.cli.subscription;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.TextTable;
import io.wiretag.delivery.webhook.SubscriptionReport;
import io.wiretag.delivery.webhook.Subscriptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows all. */
@Command(
        name = "list",
        description = {
            "Shows all subscriptions, and how they are. Ends with 1 if one was stopped by its endpoint, or articles were given up.",
            "PUT ASIDE are articles that an endpoint does not take while it takes others, and KILLS that it does not have; BEHIND, records that the group has still"
                    + " to pass."
        },
        mixinStandardHelpOptions = true)
final class SubscriptionListCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    SubscriptionListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<SubscriptionReport> all;
        try (Wiretag wiretag = cluster.connect(console);
                Subscriptions subscriptions = wiretag.subscriptions()) {
            all = subscriptions.list();
        }
        if (json) {
            all.forEach(each -> console.out().println(SubscriptionJson.line(each)));
        } else {
            print(all);
        }
        boolean isAlarm = all.stream().anyMatch(each -> each.isStopped() || each.givenUp() > 0);
        return isAlarm ? ExitCode.FAILED : ExitCode.OK;
    }

    private void print(List<SubscriptionReport> all) {
        if (all.isEmpty()) {
            console.err().println("No subscription: 'wiretag subscription add' makes one");
            return;
        }
        TextTable table = new TextTable("NAME", "STATE", "SINCE", "BEHIND", "PUT ASIDE", "KILLS", "GIVEN UP", "WHY");
        for (SubscriptionReport each : all) {
            table.row(
                    each.subscription().name(),
                    each.state(),
                    each.since().map(Object::toString).orElse("-"),
                    each.behind().isPresent() ? (Object) each.behind().getAsLong() : "unknown",
                    each.putAside(),
                    each.kills(),
                    each.givenUp(),
                    each.why());
        }
        table.print(console.out(), console.width());
    }
}
