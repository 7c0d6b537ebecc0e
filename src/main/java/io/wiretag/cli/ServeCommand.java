package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.Shutdown;
import io.wiretag.cluster.BrokerWait;
import io.wiretag.ops.OpsServer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wiretag serve}: shows a cluster to operations, until it is told to stop. */
@Command(
        name = "serve",
        description = {
            "Watches a cluster and shows it, until Ctrl-C or SIGTERM: a dashboard at /, metrics for Prometheus at /metrics,"
                    + " health at /health/live and /health/ready.",
            "Reads the sinks and the rejected topic without a group, and needs no processor beside it."
        },
        mixinStandardHelpOptions = true,
        subcommands = ServeKeyCommand.class)
final class ServeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Wiretag wiretag = cluster.open(console, Map.of())) {
            BrokerWait wait = wiretag.opsWait();
            Shutdown.onSignal(wait::stop);
            Optional<OpsServer> server = wiretag.opsServer(wait);
            if (server.isPresent()) {
                run(server.get());
            }
        }
        return ExitCode.OK;
    }

    private void run(OpsServer server) throws InterruptedException {
        try (server) {
            Shutdown.onSignal(server::close);
            console.err().println("Listening at " + server.address());
            server.awaitEnd();
        }
    }
}
