package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.access.ApiKeys;
import io.wiretag.intake.http.IntakeServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wiretag intake}: takes articles over HTTP, until it is told to stop. */
@Command(
        name = "intake",
        description = {
            "Takes articles over HTTP and publishes them, until Ctrl-C or SIGTERM.",
            "POST /articles takes ninjs or NewsML-G2; GET /openapi.json describes it."
        },
        mixinStandardHelpOptions = true,
        subcommands = IntakeCommand.Key.class)
final class IntakeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    IntakeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Wiretag wiretag = cluster.connect(console);
                IntakeServer server = wiretag.intake()) {
            Shutdown.onSignal(server::close);
            console.err()
                    .println("Listening at " + server.address() + ", publishing to "
                            + wiretag.topics().published().name());
            server.awaitEnd();
        }
        return ExitCode.OK;
    }

    /** Makes a key. */
    @Command(
            name = "key",
            description = {
                "Makes a key. Standard output gets the line for the file that intake.keys.file names; standard error"
                        + " gets the key itself, this once.",
                "",
                "wiretag intake key NAME >> FILE"
            },
            mixinStandardHelpOptions = true)
    static final class Key implements Callable<Integer> {
        private final Console console;

        @Parameters(
                paramLabel = "NAME",
                description = "Who is to have it; goes with each article as the header wiretag.source.")
        private String name;

        Key(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            ApiKeys.NewKey made = ApiKeys.create(name);
            console.err().println("Key of " + name + ", shown this once: " + made.key());
            console.out().println(made.line());
            return ExitCode.OK;
        }
    }
}
