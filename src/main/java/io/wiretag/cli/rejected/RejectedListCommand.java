package io.wiretag.cli.rejected;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.options.Within;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.print.RejectedPrinter;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.ScanProgress;
import io.wiretag.ops.rejected.RejectedFilter;
import io.wiretag.ops.rejected.RejectedReader;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A table of them. */
@Command(name = "list", description = "Lists rejected records, the newest last.", mixinStandardHelpOptions = true)
final class RejectedListCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private RejectedOptions options;

    @Option(names = "--waiting", description = "Only those that were not replayed yet.")
    private boolean waiting;

    @Within(least = 1)
    @Option(names = "--max", paramLabel = "N", description = "The newest N. Default: ${DEFAULT-VALUE}")
    private int max = 50;

    @Option(names = "--json", description = "One JSON object a line, with the first 2 KiB of the value.")
    private boolean json;

    RejectedListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RejectedFilter filter = options.filter(waiting, Instant.now());
        try (Wiretag wiretag = cluster.connect(console);
                RejectedReader reader = wiretag.rejectedReader()) {
            RejectedReader.Listing listing = reader.list(filter, max, new ScanProgress(console)::tell);
            if (json) {
                listing.records().forEach(each -> console.out().println(Json.line(each)));
            } else {
                new RejectedPrinter(console).print(listing);
            }
            return ExitCode.OK;
        }
    }
}
