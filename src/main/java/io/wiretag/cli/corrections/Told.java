package io.wiretag.cli.corrections;

import io.wiretag.cli.print.CorrectionPrinter;
import io.wiretag.cli.print.CorrectionPrinter.Unsuccessful;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.files.OneLine;
import io.wiretag.revision.Answer;
import io.wiretag.revision.Preview;
import io.wiretag.revision.SentVersion;
import io.wiretag.schema.TagRevision;
import io.wiretag.schema.TaggedArticle;
import java.util.Optional;

/** What came of a request, in words and an exit code. */
record Told(Console console, CorrectionPrinter printer, boolean isSealing) {
    /**
     * 0: nothing else comes back.
     *
     * @throws CommandFailedException if nothing came of it
     * @throws KafkaUnavailableException if that is not known
     */
    int of(Answer answer, SentVersion seen, Preview preview) {
        if (answer instanceof Answer.WentOut out) {
            printer.wentOut(seen, preview, out.after());
            tellProof(out.after());
            return ExitCode.OK;
        }
        Unsuccessful unsuccessful = unsuccessful(answer);
        printer.unsuccessful(seen, unsuccessful);
        if (answer instanceof Answer.NotAnsweredYet || answer instanceof Answer.NotKnownWhetherSent) {
            throw new KafkaUnavailableException(unsuccessful.words(), null);
        }
        throw new CommandFailedException(unsuccessful.words());
    }

    private Unsuccessful unsuccessful(Answer answer) {
        if (answer instanceof Answer.ChangedMeanwhile changed) {
            return new Unsuccessful(
                    "changed",
                    Optional.empty(),
                    "nothing was changed: there is a newer version of the article, or other tags since they were looked at. It has "
                            + CorrectionPrinter.tags(changed.now().version(), console)
                            + " now: look at it, then do it again");
        }
        if (answer instanceof Answer.NotLive gone) {
            return new Unsuccessful("not-live", Optional.empty(), "nothing was changed: " + gone.why());
        }
        if (answer instanceof Answer.Rejected rejected) {
            return new Unsuccessful(
                    "rejected",
                    Optional.empty(),
                    "nothing was changed: the processor rejected it as " + OneLine.of(rejected.reason()) + ": "
                            + OneLine.of(rejected.message()));
        }
        if (answer instanceof Answer.NotKnownWhetherSent lost) {
            return new Unsuccessful(
                    "not-known-whether-sent",
                    Optional.empty(),
                    "it is not known whether it is asked for: " + OneLine.of(lost.why())
                            + ". 'wiretag history' shows it if it is; look there before you do it again");
        }
        Answer.NotAnsweredYet open = (Answer.NotAnsweredYet) answer;
        return new Unsuccessful(
                "not-answered",
                Optional.of(open.place()),
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
