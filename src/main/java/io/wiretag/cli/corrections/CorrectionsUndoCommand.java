package io.wiretag.cli.corrections;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.print.CorrectionPrinter;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.revision.CorrectionDesk;
import io.wiretag.revision.Preview;
import io.wiretag.revision.SentVersion;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a correction back. */
@Command(
        name = "undo",
        description = {
            "Takes a correction back: the article goes out again, with the tags that the rules of now and its other corrections"
                    + " give it.",
            "Ends with 1 if nothing came of it, with 3 if that is not known yet."
        },
        mixinStandardHelpOptions = true)
final class CorrectionsUndoCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(index = "0", paramLabel = "URI", description = "The uri of the article.")
    private String uri;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ID",
            description = "Which correction, as 'corrections list' shows it. Needed where there are several.")
    private Optional<String> id = Optional.empty();

    @Mixin
    private SaidOptions said;

    @Option(names = "--dry-run", description = "Only tells what it would do, and sends nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    CorrectionsUndoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!dryRun) {
            said.note();
        }
        try (Wiretag wiretag = cluster.connect(console);
                CorrectionDesk desk = wiretag.correctionDesk().waiting(said.timeout(), SaidOptions.LOOK)) {
            SentVersion seen = LiveArticle.of(desk, uri);
            String which = LiveArticle.correction(seen, id).getId();
            Preview preview = desk.previewUndo(seen, which);
            CorrectionPrinter printer = new CorrectionPrinter(console, json);
            printer.preview(seen, preview, dryRun);
            if (dryRun) {
                return ExitCode.OK;
            }
            return new Told(console, printer, desk.isSealing())
                    .of(desk.undo(seen, said.by(), said.note(), which), seen, preview);
        }
    }
}
