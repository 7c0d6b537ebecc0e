package io.wiretag.cli.corrections;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.print.CorrectionPrinter;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.revision.CorrectionDesk;
import io.wiretag.revision.Preview;
import io.wiretag.revision.RulesInUse;
import io.wiretag.revision.SentVersion;
import io.wiretag.schema.CorrectedTag;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wiretag correct}: an editor mends the tags of one article. */
@Command(
        name = "correct",
        description = {
            "Corrects the tags of an article that is out: it goes out again with them within seconds, whoever loses it is told to"
                    + " take it down, and the correction holds for its later versions until 'wiretag corrections undo'.",
            "Ends with 1 if nothing came of it: the article is not out, or was changed meanwhile; with 3 if it is asked for and that"
                    + " is not known yet."
        },
        mixinStandardHelpOptions = true)
public final class CorrectCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "URI", description = "The uri of the article.")
    private String uri;

    @Mixin
    private TagOptions tags;

    @Mixin
    private SaidOptions said;

    @Option(names = "--dry-run", description = "Only tells what it would do, and sends nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    CorrectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!dryRun) {
            said.note(); // before the cluster is asked for anything
        }
        try (Wiretag wiretag = cluster.connect(console);
                CorrectionDesk desk = wiretag.correctionDesk().waiting(said.timeout(), SaidOptions.LOOK)) {
            SentVersion seen = LiveArticle.of(desk, uri);
            RulesInUse rules = desk.rules();
            rules.doubt()
                    .ifPresent(why -> console.err()
                            .println(
                                    "what is in force on the cluster is not known, and the tags may come out otherwise: "
                                            + why));
            List<CorrectedTag> changes = tags.changes(rules.gazetteer(), seen.version());
            Preview preview = desk.preview(seen, changes);
            CorrectionPrinter printer = new CorrectionPrinter(console, json);
            printer.preview(seen, preview, dryRun);
            if (dryRun) {
                return ExitCode.OK;
            }
            return new Told(console, printer, desk.isSealing())
                    .of(desk.correct(seen, said.by(), said.note(), changes), seen, preview);
        }
    }
}
