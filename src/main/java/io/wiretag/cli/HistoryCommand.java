package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.print.HistoryPrinter;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.print.KillPrinter;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.ScanProgress;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.files.OneLine;
import io.wiretag.files.Words;
import io.wiretag.ops.receipts.Known;
import io.wiretag.ops.receipts.ReceiptsJson;
import io.wiretag.schema.Operation;
import io.wiretag.subscribers.ArticleHistory;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wiretag history}: what happened to one article. */
@Command(
        name = "history",
        description = {
            "Shows what happened to one article: its versions, where each went and when, what was taken back or killed.",
            "Reads the topics of published, tagged and rejected articles to their ends, as far back as they are kept."
        },
        mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "URI", description = "The uri of the article.")
    private String uri;

    @Option(names = "--json", description = "One JSON object a line, one line an event.")
    private boolean json;

    HistoryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Wiretag wiretag = cluster.connect(console)) {
            ArticleHistory history = wiretag.history(uri, new ScanProgress(console)::tell);
            if (history.events().isEmpty()) {
                throw new CommandFailedException(
                        "nothing is known of '" + OneLine.of(uri) + "': no record of it is kept in "
                                + wiretag.topics().published().name() + ", "
                                + wiretag.topics().tagged().name() + " or "
                                + wiretag.topics().rejected().name());
            }
            Known receipts = receipts(wiretag, history);
            if (json) {
                history.events().forEach(event -> console.out().println(Json.line(history, event)));
                receipts.kills(uri)
                        .forEach(kill -> console.out()
                                .println(Json.line(
                                        ReceiptsJson.of(receipts, kill).put("event", "receipts"))));
            } else {
                new HistoryPrinter(console).print(history);
                receipts.kills(uri).forEach(kill -> {
                    console.out().println();
                    new KillPrinter(console).print(receipts, kill);
                });
            }
            return ExitCode.OK;
        }
    }

    /** Who has its kills; where nobody keeps receipts, that is said, and its history is told all the same. */
    private Known receipts(Wiretag wiretag, ArticleHistory history) {
        boolean killed = history.events().stream()
                .anyMatch(event -> event instanceof ArticleHistory.Delivered delivered
                        && delivered.version().getOperation() == Operation.kill);
        if (!killed) {
            return Known.of(List.of());
        }
        try {
            return wiretag.receiptArchive((read, all) -> {}).known();
        } catch (KafkaRefusedException | KafkaUnavailableException | KafkaException e) {
            console.err().println("who has the kill is not known: " + Words.of(e));
            return Known.of(List.of());
        }
    }
}
