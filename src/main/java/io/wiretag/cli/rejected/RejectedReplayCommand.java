package io.wiretag.cli.rejected;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.options.Within;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.print.RejectedPrinter;
import io.wiretag.cli.print.ReplayGroups;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.ScanProgress;
import io.wiretag.cli.terminal.Shutdown;
import io.wiretag.ops.rejected.RejectedReplay;
import io.wiretag.ops.rejected.ReplayPlan;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes them again. */
@Command(
        name = "replay",
        description = {
            "Says which rejected records would be published again, and with --apply publishes them.",
            "A record is replayed once: what was replayed before is left out. It arrives like any other record, with its own"
                    + " key, value and headers; versions decide whether it still matters, and a kill that came in"
                    + " between wins.",
            "Held back is what would only be rejected again, was replayed and rejected " + RejectedReplay.MOST_TRIES
                    + " times, or might undo what came after it. Exit code 1 if any is.",
            "Ctrl-C ends it after the transaction that it is at; what was replayed until then is told, and the next run"
                    + " goes on with the rest. Exit code 1 then too."
        },
        mixinStandardHelpOptions = true)
final class RejectedReplayCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private RejectedOptions options;

    @Parameters(
            paramLabel = "PARTITION:OFFSET",
            arity = "0..1",
            description = "This record alone. Without it, all that wait and match the options, the oldest first.")
    private String record;

    @Option(names = "--apply", description = "Publish them. Without it nothing is written.")
    private boolean apply;

    @Within(least = 1)
    @Option(names = "--max", paramLabel = "N", description = "No more than N. Default: ${DEFAULT-VALUE}")
    private int max = 1000;

    @Option(
            names = "--key-from-uri",
            description = "Give a record the uri of its article as its key, where it has another or none.")
    private boolean keyFromUri;

    @Option(names = "--force", description = "Replay also what is held back, unless that cannot be.")
    private boolean force;

    @Option(names = "--each", description = "A line for each record, also where many of one reason fare alike.")
    private boolean each;

    @Option(names = "--json", description = "One JSON object a line, one line a record.")
    private boolean json;

    RejectedReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RejectedReplay.Request request = new RejectedReplay.Request(
                Optional.ofNullable(record).map(RejectedOptions::place),
                options.filter(true, Instant.now()),
                max,
                keyFromUri,
                force);
        ReplayGroups groups = new ReplayGroups(console);
        ScanProgress scanning = new ScanProgress(console);
        try (Wiretag wiretag = cluster.connect(console);
                RejectedReplay replay = wiretag.rejectedReplay()) {
            if (apply) {
                Shutdown.onSignal(replay::stop);
            }
            ReplayPlan plan = replayed(replay, request, scanning, groups);
            if (replay.isStopped()) {
                new RejectedPrinter(console).printStopped(plan);
                return ExitCode.FAILED;
            }
            if (plan.steps().isEmpty() && request.one().isPresent()) {
                throw RejectedOptions.none(wiretag, request.one().get());
            }
            new RejectedPrinter(console).printSum(plan, apply);
            return plan.heldBack().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    /** What was replayed before a failure, or a signal, is told all the same. */
    private ReplayPlan replayed(
            RejectedReplay replay, RejectedReplay.Request request, ScanProgress scanning, ReplayGroups groups) {
        ReplayProgress progress = new ReplayProgress(console);
        try {
            if (apply) {
                return replay.apply(request, scanning::tell, new RejectedReplay.Told() {
                    @Override
                    public void planned(int replays) {
                        progress.planned(replays);
                    }

                    @Override
                    public void of(ReplayPlan.Step step) {
                        tell(groups, step);
                        if (step.verdict() == ReplayPlan.Verdict.REPLAY && !json && !each) {
                            progress.replayed();
                        }
                    }
                });
            }
            ReplayPlan plan = replay.plan(request, scanning::tell);
            plan.steps().forEach(step -> tell(groups, step));
            return plan;
        } finally {
            progress.clear();
            groups.print(apply);
        }
    }

    private void tell(ReplayGroups groups, ReplayPlan.Step step) {
        if (json) {
            console.out().println(Json.line(step, apply));
        } else if (each) {
            new RejectedPrinter(console).print(step, apply);
        } else {
            groups.add(step);
        }
    }
}
