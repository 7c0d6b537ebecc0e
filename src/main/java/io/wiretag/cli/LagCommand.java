package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.options.Within;
import io.wiretag.cli.print.DurationFormat;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.print.LagPrinter;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.LiveLines;
import io.wiretag.cli.terminal.Shutdown;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.files.OneLine;
import io.wiretag.files.Words;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.LagWatch;
import io.wiretag.ops.lag.TopicLag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wiretag lag}: how far every group is behind. */
@Command(
        name = "lag",
        description = {
            "Shows how far every group that reads our topics is behind: in records, and in the age of the next record it has to read.",
            "Counts what a read_committed reader can still get: transaction markers are not lag, and a partition without a "
                    + "committed offset is unknown, not zero.",
            "What does not answer is named beside the rest, and the command then ends with 1.",
            "One look sees no movement: whether a group stalls, catches up or falls behind is told by --watch."
        },
        mixinStandardHelpOptions = true)
final class LagCommand implements Callable<Integer> {
    private static final Duration REACH = Duration.ofMinutes(10);
    private static final long FASTEST_MS = 200;

    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--group",
            split = ",",
            paramLabel = "ID",
            description =
                    "Only these groups, also if ops.ignored.groups names them. One that reads none of our topics is an error, "
                            + "unless with --watch.")
    private List<String> groups = List.of();

    @Option(
            names = "--watch",
            description = "Look again and again, until Ctrl-C, with trends and a picture of the past.")
    private boolean watch;

    @Within(least = FASTEST_MS, most = Within.YEARS)
    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = DurationFormat.class,
            description = "How often --watch looks. Default: 2s.")
    private Duration every = Duration.ofSeconds(2);

    @Option(names = "--partitions", description = "A row for each partition as well.")
    private boolean partitions;

    @Option(
            names = "--json",
            description =
                    "One JSON object a line: one for each group, then one for each topic, then one for each thing that could not be seen.")
    private boolean json;

    @Within(least = 0, most = Within.YEARS)
    @Option(
            names = "--fail-above",
            paramLabel = "TIME",
            converter = DurationFormat.class,
            description =
                    "End with 1 if the next record of any group is older, or of unknown age: 30s, 5m, 2h. Not with --watch.")
    private Duration failAbove;

    @Within(least = 0)
    @Option(
            names = "--fail-above-records",
            paramLabel = "N",
            description = "End with 1 if any group has more records to read, or an unknown number. Not with --watch.")
    private Long failAboveRecords;

    LagCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean asked = failAbove != null || failAboveRecords != null;
        if (watch && asked) {
            throw new IllegalArgumentException(
                    "--fail-above and --fail-above-records answer once, --watch never ends: use one of them");
        }
        if (watch) {
            return watch();
        }
        try (Wiretag wiretag = cluster.connect(console)) {
            LagReport report = chosen(wiretag.lagReport(Set.copyOf(groups)));
            if (json) {
                print(report);
            } else {
                new LagPrinter(console, wiretag.topics(), false, partitions, every)
                        .lines(report)
                        .forEach(console.out()::println);
            }
            List<String> above = above(report);
            above.forEach(console.err()::println);
            return above.isEmpty() && report.unseen().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private int watch() throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        try (Wiretag wiretag = cluster.connect(console);
                LagWatch lag = wiretag.lagWatch(REACH, Set.copyOf(groups));
                LiveLines screen = new LiveLines(console)) {
            Shutdown.onSignal(stop::countDown);
            LagPrinter printer = new LagPrinter(console, wiretag.topics(), true, partitions, column());
            List<String> lines = List.of();
            boolean stopped = false;
            while (!stopped && !console.out().checkError()) {
                long began = System.nanoTime();
                try {
                    LagReport report = chosen(lag.look());
                    if (json) {
                        print(report);
                    } else {
                        lines = printer.lines(report);
                        screen.show(lines);
                    }
                } catch (RuntimeException e) {
                    if (!Failures.isOutage(e)) {
                        throw e;
                    }
                    tell(screen, lines, e);
                }
                long left = every.toNanos() - (System.nanoTime() - began);
                stopped = stop.await(Math.max(0, left), TimeUnit.NANOSECONDS);
            }
        }
        return ExitCode.OK;
    }

    /** What was last known stays, and it is said that it is old. */
    private void tell(LiveLines screen, List<String> lines, RuntimeException outage) {
        if (json) {
            console.err().println("wiretag: " + Words.of(outage));
            return;
        }
        List<String> old = new ArrayList<>(lines);
        old.add("");
        old.add(console.style().bad(TerminalText.cut(Words.of(outage), console.width())));
        screen.show(old);
    }

    /** A column of the picture holds a few looks, so that it does not flicker between them. */
    private Duration column() {
        Duration five = Duration.ofSeconds(5);
        return every.multipliedBy(2).compareTo(five) > 0 ? every.multipliedBy(2) : five;
    }

    private LagReport chosen(LagReport report) {
        if (groups.isEmpty()) {
            return report;
        }
        // who watches may be waiting for it
        groups.stream()
                // one that is not seen may read them
                .filter(id -> !watch && report.unseen().isEmpty())
                .filter(id ->
                        report.groups().stream().noneMatch(group -> group.id().equals(id)))
                .findFirst()
                .ifPresent(id -> {
                    throw new CommandFailedException("group '" + OneLine.of(id)
                            + "' reads none of our topics; the key ops.subscribers lists those that are expected to");
                });
        return new LagReport(
                report.at(),
                report.groups().stream()
                        .filter(group -> groups.contains(group.id()))
                        .toList(),
                report.topics(),
                report.unseen(),
                report.clockAhead());
    }

    private void print(LagReport report) {
        report.groups().forEach(group -> console.out().println(Json.line(report, group)));
        report.topics().forEach(flow -> console.out().println(Json.line(report, flow)));
        report.unseen().forEach(spot -> console.out().println(Json.line(report, spot)));
        console.out().flush();
    }

    private static String words(TopicLag topic) {
        String records = topic.records().isPresent()
                ? topic.records().getAsLong() + " records"
                : topic.recordsAtLeast().isPresent()
                        ? "at least " + topic.recordsAtLeast().getAsLong() + " records"
                        : "records unknown";
        String age = topic.behind()
                .map(DurationFormat::text)
                .or(() -> topic.behindAtLeast().map(least -> "at least " + DurationFormat.text(least)))
                .orElse("age unknown");
        return records + ", " + age;
    }

    /** Unknown counts as above: a script that asks must not go on because nobody knows. */
    private List<String> above(LagReport report) {
        List<String> above = new ArrayList<>();
        for (GroupLag group : report.groups()) {
            for (TopicLag topic : group.topics()) {
                if (topic.status() == LagStatus.LEFT) {
                    continue; // nobody reads it, and nobody is expected to
                }
                boolean late = failAbove != null
                        && topic.behind()
                                .map(age -> age.compareTo(failAbove) > 0)
                                .orElse(true);
                boolean much = failAboveRecords != null && topic.records().orElse(Long.MAX_VALUE) > failAboveRecords;
                if (late || much) {
                    above.add("above: group " + TerminalText.oneLine(group.id()) + ", topic " + topic.topic() + ": "
                            + words(topic));
                }
            }
        }
        return above;
    }
}
