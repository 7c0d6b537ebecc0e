package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.options.Codes;
import io.wiretag.cli.options.Times;
import io.wiretag.cli.options.Within;
import io.wiretag.cli.print.Figures;
import io.wiretag.cli.print.RetagPage;
import io.wiretag.cli.print.RetagPrinter;
import io.wiretag.cli.terminal.Confirmation;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.ScanProgress;
import io.wiretag.cli.terminal.Shutdown;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.files.FileTrouble;
import io.wiretag.retag.RetagPlan;
import io.wiretag.retag.RetagPreview;
import io.wiretag.retag.RetagReport;
import io.wiretag.retag.RetagResult;
import io.wiretag.retag.RetagRun;
import io.wiretag.rules.RulesChange;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wiretag retag}: what other rules would change of the stories that subscribers have. */
@Command(
        name = "retag",
        description = {
            "Tells what a gazetteer would change of the stories that subscribers have, before it is put in force, and with"
                    + " --apply has them tagged anew by the one that is in force: only stories go out whose tags change."
                    + " Reads articles.current, or where that is not written articles.tagged.",
            "--apply asks the processors, through articles.published, for few stories at a time: articles that come"
                    + " meanwhile hardly wait. A newer version, a kill and an embargo that come in between win.",
            "Ctrl-C ends it between two stories, and what came of them until then is told. Run again, it goes on with the"
                    + " rest: each story goes out once. Exit code 1 if any is left, or was rejected."
        },
        mixinStandardHelpOptions = true)
final class RetagCommand implements Callable<Integer> {
    /** Longer than the others take to notice that one has died, and to read what it remembered. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--gazetteer",
            paramLabel = "FILE|VERSION",
            description =
                    "Files that extend or change the built-in gazetteer, or one version of the cluster: built-in, in-force,"
                            + " the number of a change, or as tags name it. Default: what is in force, else what the"
                            + " configuration names.")
    private final List<String> gazetteer = new ArrayList<>();

    @Option(names = "--dry-run", description = "Only tells what would change, and sends nothing.")
    private boolean dryRun;

    @Option(
            names = "--apply",
            description =
                    "Has the stories tagged anew that would change. Refused if a processor does not tag by what is in"
                            + " force, or --gazetteer names anything else.")
    private boolean apply;

    @Option(names = "--yes", description = "With --apply: do not ask before it begins; needed without a terminal.")
    private boolean yes;

    @Option(
            names = "--pace",
            paramLabel = "N",
            description = "With --apply: no more than N stories a second. Default: as fast as they are answered.")
    @Within(least = 1, most = 1_000_000)
    private Integer pace;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "With --apply: how long no processor may answer until it is given up. Default: PT3M.")
    @Within(least = 1000, most = 24 * 60 * 60 * 1000)
    private Duration timeout;

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
        requireOneWay();
        Optional<Instant> from = Optional.ofNullable(since).map(text -> Times.time("--since", text, Instant.now()));
        Optional.ofNullable(html).ifPresent(RetagCommand::requireWritable);
        try (Wiretag wiretag = cluster.connect(console)) {
            Set<String> codes =
                    provinces.isEmpty() ? Set.of() : Set.copyOf(new Codes(Gazetteer.builtIn()).provinces(provinces));
            RetagPreview.Question question = new RetagPreview.Question(
                    from, codes, limit == null ? OptionalLong.empty() : OptionalLong.of(limit));
            RetagRules rules = new RetagRules(console, wiretag, gazetteer);
            return dryRun ? look(wiretag, rules, question) : apply(wiretag, rules, question);
        }
    }

    private void requireOneWay() {
        if (dryRun == apply) {
            throw new IllegalArgumentException("give either --dry-run, which tells what would change, or --apply, which"
                    + " has the stories tagged anew by the rules in force");
        }
        if (dryRun && (yes || pace != null || timeout != null)) {
            throw new IllegalArgumentException("--yes, --pace and --timeout go with --apply: --dry-run sends nothing");
        }
        if (apply && !yes && !new Confirmation(console).isPossible()) {
            throw new IllegalArgumentException(
                    "--apply asks before it begins, and there is no terminal to ask at: add --yes");
        }
    }

    private int look(Wiretag wiretag, RetagRules rules, RetagPreview.Question question) {
        RetagReport report = wiretag.retagPreview(rules.toLook(), question, new ScanProgress(console)::tell);
        if (json) {
            new RetagPrinter(console).printJson(report, Optional.empty());
        } else {
            new RetagPrinter(console).printDry(report);
        }
        Optional.ofNullable(html).ifPresent(file -> write(file, RetagPage.of(report, true, Instant.now())));
        return report.unreadable() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private int apply(Wiretag wiretag, RetagRules rules, RetagPreview.Question question) {
        Optional<RulesChange> before = rules.change();
        Gazetteer inForce = rules.toSend();
        try (RetagRun run = wiretag.retagRun()) {
            RetagPlan plan =
                    run.plan(wiretag.retagging(inForce), inForce.version(), question, new ScanProgress(console)::tell);
            Optional.ofNullable(html).ifPresent(file -> write(file, RetagPage.of(plan.report(), false, Instant.now())));
            RetagPrinter printer = new RetagPrinter(console);
            if (!json) {
                printer.print(plan.report());
            }
            int code = plan.report().unreadable() == 0 ? ExitCode.OK : ExitCode.FAILED;
            if (plan.stories().isEmpty()) {
                tell(printer, plan.report(), Optional.empty());
                return code;
            }
            if (!yes && !agreed(plan)) {
                tell(printer, plan.report(), Optional.empty());
                return ExitCode.FAILED;
            }
            RetagResult result = sent(run, plan);
            tell(printer, plan.report(), Optional.of(result));
            return Math.max(code, Math.max(judged(result), sameRules(rules, before)));
        }
    }

    private boolean agreed(RetagPlan plan) {
        return new Confirmation(console)
                .agrees(Figures.count(plan.stories().size(), "story", "stories") + ", "
                        + Figures.count(plan.records(), "record goes out", "records go out") + ": go on?");
    }

    private RetagResult sent(RetagRun run, RetagPlan plan) {
        RetagProgress progress = new RetagProgress(console);
        Shutdown.onSignal(run::stop);
        try {
            return run.apply(
                    plan,
                    new RetagRun.Pace(
                            pace == null ? OptionalInt.empty() : OptionalInt.of(pace),
                            timeout == null ? PATIENCE : timeout),
                    progress::tell,
                    new ScanProgress(console)::tell);
        } finally {
            progress.clear();
        }
    }

    private void tell(RetagPrinter printer, RetagReport report, Optional<RetagResult> result) {
        if (json) {
            printer.printJson(report, result);
        } else {
            printer.print(result);
        }
    }

    /** What is left is told beside the results, with what to do. */
    private int judged(RetagResult result) {
        result.failure().ifPresent(why -> console.err().println("it could not go on: " + why));
        if (result.end() == RetagResult.End.NO_ANSWER) {
            console.err().println("the processors have not answered for a long time: see 'wiretag lag'");
        }
        if (result.end() == RetagResult.End.STOPPED) {
            console.err().println("stopped before all were asked for and answered");
        }
        if (result.unchanged() > 0) {
            console.err()
                    .println("nothing came of " + Figures.count(result.unchanged(), "story", "stories")
                            + ", though the tags differ: a newer version is held, the processor does not remember them or"
                            + " had seen something else, or it is of an earlier build");
        }
        if (result.left() > 0) {
            console.err()
                    .println(Figures.count(result.left(), "story is", "stories are")
                            + " left: run it again, each story goes out once");
        }
        if (result.failure().isPresent()) {
            return ExitCode.UNAVAILABLE;
        }
        return result.isComplete() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** What was put in force meanwhile, others were tagged by. */
    private int sameRules(RetagRules rules, Optional<RulesChange> before) {
        try {
            if (rules.change().equals(before)) {
                return ExitCode.OK;
            }
            console.err()
                    .println("something else was put in force meanwhile: run it again, for the stories that were tagged"
                            + " before");
            return ExitCode.FAILED;
        } catch (KafkaUnavailableException | KafkaRefusedException | KafkaException e) {
            console.err().println("it is not known whether the same rules are still in force: " + e.getMessage());
            return ExitCode.UNAVAILABLE;
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
