package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.gazetteer.NamedRules;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.options.Codes;
import io.wiretag.cli.options.Times;
import io.wiretag.cli.options.Within;
import io.wiretag.cli.print.RetagPage;
import io.wiretag.cli.print.RetagPrinter;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.ScanProgress;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.files.FileTrouble;
import io.wiretag.retag.RetagPreview;
import io.wiretag.retag.RetagReport;
import io.wiretag.rules.RulesBook;
import io.wiretag.rules.RulesChange;
import io.wiretag.rules.RulesDesk;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wiretag retag}: what other rules would change of the stories that subscribers have. */
@Command(
        name = "retag",
        description = {
            "Tells what a gazetteer would change of the stories that subscribers have, before it is put in force. Reads",
            "articles.current, or where that is not written articles.tagged. Sends nothing."
        },
        mixinStandardHelpOptions = true)
final class RetagCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--gazetteer",
            paramLabel = "FILE|VERSION",
            description = {
                "Files that extend or change the built-in gazetteer, or one version of the cluster: built-in, in-force, the",
                "number of a change, or as tags name it. Default: what is in force, else what the configuration names."
            })
    private final List<String> gazetteer = new ArrayList<>();

    @Option(names = "--dry-run", description = "Only tells. There is no other way yet.")
    private boolean dryRun;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Only stories from then on: 2026-08-03T09:00:00Z, a day like 2026-08-03, or that long ago: P7D.")
    private String since;

    @Option(
            names = "--province",
            paramLabel = "PROVINCE",
            split = ",",
            description = "Only stories that have this tag, or would have it: VN-HN, or a name. May be repeated.")
    private final List<String> provinces = new ArrayList<>();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Only the latest N stories; with --province those of them.")
    @Within(least = 1)
    private Long limit;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes it to a page, to be sent to others, as well.")
    private Path html;

    RetagCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!dryRun) {
            throw new IllegalArgumentException(
                    "give --dry-run: retag tells what would change, and there is no way yet to send it");
        }
        Optional<Instant> from = Optional.ofNullable(since).map(text -> Times.time("--since", text, Instant.now()));
        Optional.ofNullable(html).ifPresent(RetagCommand::requireWritable);
        RetagReport report;
        try (Wiretag wiretag = cluster.connect(console)) {
            Set<String> codes =
                    provinces.isEmpty() ? Set.of() : Set.copyOf(new Codes(Gazetteer.builtIn()).provinces(provinces));
            RetagPreview.Question question = new RetagPreview.Question(
                    from, codes, limit == null ? OptionalLong.empty() : OptionalLong.of(limit));
            report = wiretag.retagPreview(rules(wiretag), question, new ScanProgress(console)::tell);
        }
        RetagPrinter printer = new RetagPrinter(console);
        if (json) {
            printer.printJson(report);
        } else {
            printer.print(report);
        }
        Optional.ofNullable(html).ifPresent(file -> write(file, RetagPage.of(report, Instant.now())));
        return report.unreadable() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private Gazetteer rules(Wiretag wiretag) {
        if (gazetteer.size() > 1) {
            return Gazetteer.builtInWith(gazetteer.stream().map(Path::of).toList());
        }
        Optional<String> name = gazetteer.stream().findFirst();
        try (RulesDesk desk = wiretag.rulesDesk()) {
            RulesBook book = desk.read();
            if (name.isPresent()) {
                return NamedRules.gazetteer(name.get(), book);
            }
            return book.inForce().flatMap(RulesChange::hash).isPresent()
                    ? NamedRules.gazetteer(NamedRules.IN_FORCE, book)
                    : wiretag.gazetteer();
        } catch (KafkaRefusedException e) {
            console.err().println("what is in force on the cluster is not known: " + e.getMessage());
            return name.map(file -> Gazetteer.builtInWith(List.of(Path.of(file))))
                    .orElseGet(wiretag::gazetteer);
        }
    }

    /** Told before minutes of reading, not after. */
    private static void requireWritable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)
                || folder == null
                || !Files.isDirectory(folder)
                || !Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new IllegalArgumentException("--html " + file
                    + " cannot be written: name a file in a folder that is there and that you may write to");
        }
    }

    private static void write(Path file, String page) {
        try {
            Files.writeString(file, page, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(FileTrouble.sentence(file, e));
        }
    }
}
