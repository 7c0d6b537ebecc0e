package io.wiretag.cli;

import io.wiretag.cli.print.GazetteerPrinter;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Style;
import io.wiretag.tagging.GazetteerCheck;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.GazetteerProblem;
import io.wiretag.tagging.gazetteer.GazetteerReport;
import io.wiretag.tagging.gazetteer.ListedEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wiretag gazetteer}: for the editor who mends it. */
@Command(
        name = "gazetteer",
        description = "Checks files of the gazetteer and shows what is in force.",
        mixinStandardHelpOptions = true,
        subcommands = {GazetteerCommand.Check.class, GazetteerCommand.Show.class})
final class GazetteerCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "check or list?");
    }

    /** Tells all that is wrong with an editor's files. */
    @Command(
            name = "check",
            description = "Reads the built-in gazetteer and these files, and tells all that is wrong with them, a line"
                    + " each. Exit code 1 if they cannot be used; a warning does not keep them from use.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        private final Console console;

        @Parameters(paramLabel = "FILE", arity = "1..*", description = "In the order in which they are to be read.")
        private List<Path> files;

        Check(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            GazetteerReport report = GazetteerCheck.of(files);
            Style style = console.style();
            report.errors().forEach(error -> console.out().println(error.sentence()));
            report.warnings()
                    .forEach(warning -> console.out()
                            .println(new GazetteerProblem(
                                            warning.file(), warning.line(), style.warning("warning: ") + warning.what())
                                    .sentence()));
            if (!report.errors().isEmpty()) {
                return ExitCode.FAILED;
            }
            console.out()
                    .println(style.good("ok") + ": version " + report.version() + ", " + report.names() + " names, "
                            + report.removed() + " removed, " + report.overrides() + " overrides");
            return ExitCode.OK;
        }
    }

    /** Shows what is in force. */
    @Command(
            name = "list",
            description = "Shows what is in force: names with their notes, traps, words, overrides, and the file and"
                    + " line of each.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        private final Console console;

        @Mixin
        private LocalGazetteerOptions gazetteerFiles;

        @Option(
                names = "--province",
                split = ",",
                paramLabel = "CODE|NAME",
                description = "Only of this province. May be repeated.")
        private final List<String> provinces = new ArrayList<>();

        @Option(
                names = "--agency",
                split = ",",
                paramLabel = "CODE|NAME",
                description = "Only of this agency. May be repeated.")
        private final List<String> agencies = new ArrayList<>();

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        Show(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            Gazetteer gazetteer = Gazetteer.builtInWith(gazetteerFiles.files(console));
            List<String> owners = new ArrayList<>();
            Codes codes = new Codes(gazetteer);
            owners.addAll(codes.provinces(provinces));
            owners.addAll(codes.agencies(agencies));
            List<ListedEntry> entries = gazetteer.entries().stream()
                    .filter(entry -> owners.isEmpty() || owners.contains(entry.owner()))
                    .toList();
            if (json) {
                entries.forEach(entry -> console.out().println(Json.line(entry)));
            } else {
                new GazetteerPrinter(console).print(gazetteer, entries);
            }
            return ExitCode.OK;
        }
    }
}
