package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.Shutdown;
import io.wiretag.cluster.BrokerWait;
import io.wiretag.intake.http.IntakeServer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wiretag intake}: takes articles over HTTP, until it is told to stop. */
@Command(
        name = "intake",
        description = {
            "Takes articles over HTTP and publishes them, until Ctrl-C or SIGTERM.",
            "POST /articles takes ninjs or NewsML-G2; GET /openapi.json describes it."
        },
        mixinStandardHelpOptions = true,
        subcommands = KeyCommand.class)
final class IntakeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    IntakeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Wiretag wiretag = cluster.open(console, Map.of())) {
            BrokerWait wait = wiretag.intakeWait();
            Shutdown.onSignal(wait::stop);
            Optional<IntakeServer> server = wiretag.intake(wait);
            if (server.isPresent()) {
                run(server.get(), wiretag.topics().published().name());
            }
        }
        return ExitCode.OK;
    }

    private void run(IntakeServer server, String topic) throws InterruptedException {
        try (server) {
            Shutdown.onSignal(server::close);
            console.err().println("Listening at " + server.address() + ", publishing to " + topic);
            server.awaitEnd();
        }
    }
}
