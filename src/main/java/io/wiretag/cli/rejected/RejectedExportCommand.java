package io.wiretag.cli.rejected;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.ScanProgress;
import io.wiretag.ops.rejected.RejectedFilter;
import io.wiretag.ops.rejected.RejectedReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes them to files. */
@Command(
        name = "export",
        description = {
            "Writes rejected records into a directory: the bytes of each as a file, and rejected.jsonl with a line for each.",
            "Of a record without bytes there is a line alone."
        },
        mixinStandardHelpOptions = true)
final class RejectedExportCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private RejectedOptions options;

    @Option(names = "--waiting", description = "Only those that were not replayed yet.")
    private boolean waiting;

    @Parameters(paramLabel = "DIR", description = "Is made if it does not exist; must be empty.")
    private Path directory;

    RejectedExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RejectedFilter filter = options.filter(waiting, Instant.now());
        try (Wiretag wiretag = cluster.connect(console);
                RejectedReader reader = wiretag.rejectedReader();
                RejectedExport export = RejectedExport.into(directory)) {
            reader.each(filter, new ScanProgress(console)::tell, export::write);
            console.err().println(export.written() + " exported to " + directory);
            return ExitCode.OK;
        }
    }
}
