package io.wiretag.cli.corrections;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.print.CorrectionPrinter;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.ScanProgress;
import io.wiretag.revision.Corrected;
import io.wiretag.revision.CorrectionDesk;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which corrections hold. */
@Command(
        name = "list",
        description =
                "Shows the corrections that hold for articles that are out, those that went out last at the end. Reads"
                        + " articles.current, or where that is not written articles.tagged.",
        mixinStandardHelpOptions = true)
final class CorrectionsListCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Option(names = "--json", description = "One JSON object a line, one line a correction.")
    private boolean json;

    CorrectionsListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Wiretag wiretag = cluster.connect(console);
                CorrectionDesk desk = wiretag.correctionDesk()) {
            List<Corrected> all = desk.all(new ScanProgress(console)::tell);
            CorrectionPrinter printer = new CorrectionPrinter(console, json);
            all.forEach(printer::corrected);
            if (all.isEmpty()) {
                console.err().println("No correction holds: 'wiretag correct' makes one");
            }
            return ExitCode.OK;
        }
    }
}
