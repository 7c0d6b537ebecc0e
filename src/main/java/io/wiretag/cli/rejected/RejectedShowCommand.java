package io.wiretag.cli.rejected;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.options.Within;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.print.RejectedPrinter;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.ops.rejected.RecordPlace;
import io.wiretag.ops.rejected.RejectedReader;
import io.wiretag.ops.rejected.RejectedRecord;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One of them, to its bytes. */
@Command(
        name = "show",
        description = "Shows one rejected record: why it was rejected, its headers, its value as text and as bytes.",
        mixinStandardHelpOptions = true)
final class RejectedShowCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "PARTITION:OFFSET", description = "As 'wiretag rejected list' writes it: 0:17")
    private String record;

    @Within(least = 1)
    @Option(
            names = "--bytes",
            paramLabel = "N",
            description = "Show so many bytes of the value. Default: ${DEFAULT-VALUE}")
    private int bytes = 512;

    @Option(names = "--json", description = "As one JSON object, with the whole value in Base64.")
    private boolean json;

    RejectedShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RecordPlace place = RejectedOptions.place(record);
        try (Wiretag wiretag = cluster.connect(console);
                RejectedReader reader = wiretag.rejectedReader()) {
            RejectedRecord found = reader.show(place.partition(), place.offset())
                    .orElseThrow(() -> RejectedOptions.none(wiretag, place));
            if (json) {
                console.out().println(Json.line(found));
            } else {
                new RejectedPrinter(console)
                        .print(found, wiretag.topics().rejected().name(), bytes);
            }
            return ExitCode.OK;
        }
    }
}
