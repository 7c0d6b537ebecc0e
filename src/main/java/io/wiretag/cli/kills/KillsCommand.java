package io.wiretag.cli.kills;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.print.KillPrinter;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.ops.receipts.Known;
import io.wiretag.ops.receipts.ReceiptsJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wiretag kills}: who has each kill. */
@Command(
        name = "kills",
        description = {
            "Shows each kill, and of every subscriber whether it has passed it, and whether it has acted on it.",
            "Reads what 'wiretag serve' has noted in the topic of receipts; without one that runs, nothing new is noted."
        },
        mixinStandardHelpOptions = true,
        subcommands = {KillsAckCommand.class, KillsExportCommand.class})
public final class KillsCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Option(names = "--open", description = "Only those that a subscriber has open. Ends with 1 if there are any.")
    private boolean open;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Killed then or later: 2026-08-03T09:00:00Z, a day like 2026-08-03, or that long ago: PT1H. Default: all"
                            + " that are kept.")
    private String since;

    @Option(names = "--json", description = "One JSON object a line, one line a kill.")
    private boolean json;

    KillsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Instant from = Optional.ofNullable(since).map(KillsCommand::time).orElse(Instant.MIN);
        try (Wiretag wiretag = cluster.connect(console)) {
            Known known = wiretag.receiptArchive((read, all) -> {}).known();
            List<Kill> kills = known.kills().stream()
                    .filter(kill -> !kill.at().isBefore(from))
                    .filter(kill -> !open || known.isOpen(kill))
                    .toList();
            if (json) {
                kills.forEach(kill -> console.out().println(Json.line(ReceiptsJson.of(known, kill))));
            } else {
                new KillPrinter(console).print(known, kills, Instant.now());
            }
            return open && !kills.isEmpty() ? ExitCode.FAILED : ExitCode.OK;
        }
    }

    private static Instant time(String text) {
        try {
            if (text.startsWith("P")) {
                return Instant.now().minus(Duration.parse(text));
            }
            return text.length() > "2026-08-03".length()
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("--since is '" + text
                    + "', must be a time like 2026-08-03T09:00:00Z, a day like 2026-08-03, or that long ago: PT1H");
        }
    }
}
