package io.wiretag.cli.gazetteer;

import io.wiretag.cli.options.Codes;
import io.wiretag.cli.options.LocalGazetteerOptions;
import io.wiretag.cli.print.GazetteerPrinter;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.ListedEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the built-in gazetteer and files say. */
@Command(
        name = "list",
        description =
                "Shows what the built-in gazetteer and the files of this machine say: names with their notes, traps,"
                        + " words, overrides, and the file and line of each.",
        mixinStandardHelpOptions = true)
final class GazetteerListCommand implements Callable<Integer> {
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

    GazetteerListCommand(Console console) {
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
