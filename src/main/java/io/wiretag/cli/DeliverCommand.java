package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.Shutdown;
import io.wiretag.cluster.BrokerWait;
import io.wiretag.delivery.http.DeliveryServer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wiretag deliver}: gives tagged articles out over HTTP, until it is told to stop. */
@Command(
        name = "deliver",
        description = {
            "Gives tagged articles out over HTTP, until Ctrl-C or SIGTERM.",
            "GET /articles gives events as they come, pages, lines or Atom; GET /articles/current all that may be shown now;"
                    + " GET /openapi.json describes it."
        },
        mixinStandardHelpOptions = true,
        subcommands = DeliverKeyCommand.class)
final class DeliverCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    DeliverCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Wiretag wiretag = cluster.open(console, Map.of())) {
            BrokerWait wait = wiretag.deliveryWait();
            Shutdown.onSignal(wait::stop);
            Optional<DeliveryServer> server = wiretag.delivery(wait);
            if (server.isPresent()) {
                run(server.get(), wiretag.topics().tagged().name());
            }
        }
        return ExitCode.OK;
    }

    private void run(DeliveryServer server, String topic) throws InterruptedException {
        try (server) {
            Shutdown.onSignal(server::close);
            console.err().println("Listening at " + server.address() + ", reading " + topic);
            server.awaitEnd();
        }
    }
}
