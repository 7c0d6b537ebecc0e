package io.wiretag.cli.gazetteer;

import io.wiretag.cli.options.Within;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.rules.RulesChange;
import io.wiretag.rules.RulesDesk;
import io.wiretag.rules.RulesVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who puts something in force, why, and how long it is waited for. */
final class ChangeOptions {
    private static final int LONGEST = 1000;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, for the history.")
    private String note;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who, for the history. Default: the user of this machine.")
    private String by = System.getProperty("user.name");

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "PT60S",
            description = "How long to wait until all processors have it. Default: ${DEFAULT-VALUE}.")
    @Within(least = 0, most = 60 * 60 * 1000)
    private Duration timeout;

    /** Puts a version in force, empty for none, and waits until all have it. */
    int change(
            Console console,
            RulesDesk desk,
            Optional<RulesVersion> wanted,
            String version,
            Optional<RulesChange> seen,
            String noteOtherwise) {
        RulesDesk.Outcome outcome = desk.change(
                wanted,
                version,
                seen,
                requireShort("--by", by),
                requireShort("--note", note == null ? noteOtherwise : note));
        return switch (outcome.kind()) {
            case MADE -> made(console, desk, outcome.inForce().orElseThrow());
            case IN_FORCE_ALREADY -> {
                console.out()
                        .println(outcome.inForce()
                                        .map(Shown::sentence)
                                        .orElse("no version is in force, and none ever was")
                                + ": nothing was changed");
                // it may have been put in force a moment ago
                yield outcome.inForce()
                        .map(change -> awaitAll(console, desk, change))
                        .orElse(ExitCode.OK);
            }
            case CHANGED_MEANWHILE ->
                throw new CommandFailedException(outcome.inForce()
                                .filter(now -> !Optional.of(now).equals(seen))
                                .map(now -> "something else was put in force meanwhile: " + Shown.sentence(now))
                                .orElse("somebody else is about to put something in force")
                        + ". Nothing was changed: look at 'wiretag gazetteer history', then do it again");
        };
    }

    private static String requireShort(String option, String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    option + " has " + text.length() + " characters, must have " + LONGEST + " at most");
        }
        return text;
    }

    private int made(Console console, RulesDesk desk, RulesChange change) {
        console.out().println(console.style().good("ok") + ": " + Shown.sentence(change));
        return awaitAll(console, desk, change);
    }

    private int awaitAll(Console console, RulesDesk desk, RulesChange change) {
        Optional<List<RulesDesk.Instance>> instances = desk.await(change, timeout);
        if (instances.isEmpty()) {
            console.err().println("who has it is not known: this user may not describe the group of the processors");
            return ExitCode.FAILED;
        }
        if (instances.get().isEmpty()) {
            console.out().println("no processor runs now; those that start begin with it");
            return ExitCode.OK;
        }
        List<RulesDesk.Instance> without =
                instances.get().stream().filter(each -> !each.has(change)).toList();
        console.out()
                .println(instances.get().size() - without.size() + " of "
                        + instances.get().size() + " processors tag by it");
        without.forEach(each -> console.err().println("not yet: " + Shown.of(each)));
        return without.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
}
