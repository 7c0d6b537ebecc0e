package io.wiretag.cli.kills;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.files.OneLine;
import io.wiretag.ops.receipts.ReceiptArchive;
import io.wiretag.ops.receipts.ReceiptFile;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file that proves who had a kill. */
@Command(
        name = "export",
        description = {
            "Writes all that is known of the kills of one article to standard output: times, places, states, and checksums of the"
                    + " records that hold the evidence.",
            "Plain text, then the same as JSON: one file. No word of the article is in it."
        },
        mixinStandardHelpOptions = true)
final class KillsExportCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "URI", description = "The uri of the killed article.")
    private String uri;

    @Option(names = "--json", description = "JSON alone.")
    private boolean json;

    KillsExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Wiretag wiretag = cluster.connect(console)) {
            ReceiptArchive archive = wiretag.receiptArchive((read, all) -> {});
            if (archive.known().kills(uri).isEmpty()) {
                throw new CommandFailedException("no kill of '" + OneLine.of(uri) + "' is known in "
                        + wiretag.topics().receipts().name()
                        + ": check the uri. A kill is noted while 'wiretag serve' runs; one that took back what was still held went"
                        + " nowhere");
            }
            ReceiptFile file =
                    ReceiptFile.of(archive, uri, wiretag.topics().receipts().name(), Instant.now());
            console.out().print(json ? file.json() + "\n" : file.text());
            return ExitCode.OK;
        }
    }
}
