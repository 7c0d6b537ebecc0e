package io.wiretag.cli.corrections;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.print.CorrectionPrinter;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.files.OneLine;
import io.wiretag.revision.CorrectionDesk;
import io.wiretag.revision.SentVersion;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.Correction;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a correction a rule. */
@Command(
        name = "rule",
        description = {
            "Proposes lines of a gazetteer that say what a correction says: of a correction of WORDS wherever these stand, else of the"
                    + " story. They hold for what comes, and longer than the correction.",
            "Ends with 1 if nothing of it can be a rule."
        },
        mixinStandardHelpOptions = true)
final class CorrectionsRuleCommand implements Callable<Integer> {
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

    CorrectionsRuleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Wiretag wiretag = cluster.connect(console);
                CorrectionDesk desk = wiretag.correctionDesk().waiting(Duration.ZERO, SaidOptions.LOOK)) {
            SentVersion sent = LiveArticle.of(desk, uri);
            Correction correction = LiveArticle.correction(sent, id);
            console.out()
                    .println("# " + OneLine.of(correction.getBy()) + ", " + correction.getAt() + ": "
                            + OneLine.of(correction.getNote()));
            ProposedRules proposed = new ProposedRules(desk.rules().gazetteer(), sent.uri());
            int rules = 0;
            for (CorrectedTag change : correction.getChanges()) {
                ProposedRules.Proposal proposal = proposed.of(change);
                proposal.line().ifPresent(console.out()::println);
                rules += proposal.line().isPresent() ? 1 : 0;
                proposal.whyNot()
                        .ifPresent(why ->
                                console.err().println("no rule for: " + CorrectionPrinter.words(change) + ": " + why));
            }
            if (rules > 0) {
                console.err()
                        .println("Append it to your file, then try it: 'wiretag retag --dry-run --gazetteer FILE';"
                                + " 'wiretag gazetteer apply FILE' puts it in force");
            }
            return rules > 0 ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
