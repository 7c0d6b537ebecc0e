package io.wiretag.cli.gazetteer;

import io.wiretag.cli.print.TrialPrinter;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.scoring.RulesTrial;
import io.wiretag.scoring.RulesTrial.Rules;
import io.wiretag.tagging.GazetteerCheck;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.GazetteerReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells all that is wrong with an editor's files, and how well they tag. */
@Command(
        name = "check",
        description = {
            "Reads the built-in gazetteer and these files, and tells all that is wrong with them, a line each. Exit code 1 if"
                    + " they cannot be used; a warning does not keep them from use.",
            "With --against it also tags texts of which you have said what is right, by the built-in rules and by these,"
                    + " tells how much is right, and which stories are wrong. Exit code 0 if all lines could be scored,"
                    + " however well."
        },
        mixinStandardHelpOptions = true)
final class GazetteerCheckCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "In the order in which they are to be read. With --against there may be none.")
    private List<Path> files = List.of();

    @Option(
            names = "--against",
            paramLabel = "TEXTS",
            description =
                    "Lines {\"id\": ..., \"text\": ..., \"provinces\": [CODE...]}: see docs/gazetteer.md. - is the"
                            + " standard input.")
    private Path texts;

    @Option(names = "--json", description = "With --against: the scores and all wrong stories as one JSON object.")
    private boolean json;

    GazetteerCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (texts == null && json) {
            throw new IllegalArgumentException("--json goes with --against TEXTS");
        }
        if (texts == null && files.isEmpty()) {
            throw new IllegalArgumentException("no FILE to check, and no --against TEXTS: name one");
        }
        Optional<String> version = Optional.empty();
        if (!files.isEmpty()) {
            version = check();
            if (version.isEmpty()) {
                return ExitCode.FAILED;
            }
        }
        return texts == null ? ExitCode.OK : score(version);
    }

    /** The version of the files; empty if they cannot be used. */
    private Optional<String> check() {
        // a program reads one object there
        PrintStream where = json ? console.err() : console.out();
        GazetteerReport report = GazetteerCheck.of(files);
        CheckedFiles.tell(console, where, report);
        if (!report.errors().isEmpty()) {
            return Optional.empty();
        }
        where.println(console.style().good("ok") + ": version " + report.version() + ", " + report.names() + " names, "
                + report.removed() + " removed, " + report.overrides() + " overrides");
        return Optional.of(report.version());
    }

    /** @param version of the files as they were checked; empty: there are none */
    private int score(Optional<String> version) {
        Gazetteer builtIn = Gazetteer.builtIn();
        Gazetteer now = version.isEmpty() ? builtIn : Gazetteer.builtInWith(files);
        if (!now.version().equals(version.orElse(now.version()))) {
            throw new CommandFailedException(
                    "the files are others now than when they were checked: leave them alone meanwhile, and give no"
                            + " pipes, which can be read once");
        }
        RulesTrial trial = new RulesTrial(rules(builtIn), version.map(checked -> rules(now)));
        AnnotatedTexts read = new AnnotatedTexts(now, trial);
        read.read(texts, console);
        read.refused().forEach(each -> console.err().println(each.sentence()));
        if (trial.stories() == 0) {
            throw new CommandFailedException("nothing was scored: " + read.name() + " has no line that can be");
        }
        TrialPrinter printer = new TrialPrinter(console, now, read.name());
        if (json) {
            printer.printJson(trial, read.refused());
        } else {
            printer.print(trial, read.refused());
        }
        return read.refused().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Rules rules(Gazetteer gazetteer) {
        return new Rules(gazetteer.version(), Tagger.of(gazetteer));
    }
}
