package io.wiretag.cli.corrections;

import io.wiretag.cli.print.CorrectionPrinter;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.files.OneLine;
import io.wiretag.revision.Answer;
import io.wiretag.revision.Preview;
import io.wiretag.revision.SentVersion;
import io.wiretag.schema.TagRevision;
import io.wiretag.schema.TaggedArticle;

/** What came of a request, in words and an exit code. */
record Told(Console console, CorrectionPrinter printer, boolean isSealing) {
    /** @throws CommandFailedException if it is not out */
    int of(Answer answer, SentVersion seen, Preview preview) {
        if (answer instanceof Answer.WentOut out) {
            printer.wentOut(seen, preview, out.after());
            tellProof(out.after());
            return ExitCode.OK;
        }
        if (answer instanceof Answer.ChangedMeanwhile changed) {
            throw new CommandFailedException(
                    "nothing was changed: there is a newer version of the article, or other tags"
                            + " since they were looked at. It has "
                            + CorrectionPrinter.tags(changed.now().version(), console)
                            + " now: look at it, then do it again");
        }
        if (answer instanceof Answer.NotLive gone) {
            throw new CommandFailedException("nothing was changed: " + gone.why());
        }
        if (answer instanceof Answer.Rejected rejected) {
            throw new CommandFailedException("nothing was changed: the processor rejected it as "
                    + OneLine.of(rejected.reason()) + ": " + OneLine.of(rejected.message()));
        }
        Answer.NotAnsweredYet open = (Answer.NotAnsweredYet) answer;
        throw new CommandFailedException(
                "it is asked for, at " + open.place() + " of the published articles, and not out yet: "
                        + OneLine.of(open.why())
                        + ". It is done when a processor comes to it, unless the article changes before: do not ask for it again,"
                        + " 'wiretag history' shows it");
    }

    private void tellProof(TaggedArticle after) {
        TagRevision revision = after.getRevision();
        if (revision != null && !revision.getProven()) {
            console.err()
                    .println("the name " + OneLine.of(String.valueOf(revision.getBy())) + " is not proven: "
                            + (isSealing
                                    ? "the processors have no corrections.key.file, set it there as well"
                                    : "corrections.key.file is not set; 'wiretag corrections key' makes it"));
        }
    }
}
