package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.print.RejectedPrinter;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.TerminalCommand;
import io.wiretag.ops.rejected.RecordPlace;
import io.wiretag.ops.rejected.RejectedFilter;
import io.wiretag.ops.rejected.RejectedReader;
import io.wiretag.ops.rejected.RejectedRecord;
import io.wiretag.ops.rejected.RejectedReplay;
import io.wiretag.ops.rejected.ReplayPlan;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wiretag rejected}: what could not be dealt with, and a second chance for it. */
@Command(
        name = "rejected",
        description = "Shows records that were rejected, and publishes them again when the reason has been mended.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RejectedCommand.Listed.class,
            RejectedCommand.Show.class,
            RejectedCommand.Replay.class,
            RejectedCommand.Export.class
        })
final class RejectedCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list, show, replay or export?");
    }

    /** @throws IllegalArgumentException if it is no place */
    private static RecordPlace place(String text) {
        return RecordPlace.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("'" + text
                        + "' is no record: write its partition and offset as 'wiretag rejected list' does, like 0:17"));
    }

    /** Tells how far a scan is, to somebody who watches. */
    private record Scanning(Console console) {
        void tell(long read, long all) {
            if (console.inPlace()) {
                console.err()
                        .print(
                                read < all
                                        ? TerminalCommand.LINE_START + read + " of " + all + " records read ..."
                                        : TerminalCommand.LINE_START + TerminalCommand.CLEAR_REST_OF_LINE);
                console.err().flush();
            }
        }
    }

    /** A table of them. */
    @Command(name = "list", description = "Lists rejected records, the newest last.", mixinStandardHelpOptions = true)
    static final class Listed implements Callable<Integer> {
        private final Console console;

        @Mixin
        private ClusterOptions cluster;

        @Mixin
        private RejectedOptions options;

        @Option(names = "--waiting", description = "Only those that were not replayed yet.")
        private boolean waiting;

        @Within(least = 1)
        @Option(names = "--max", paramLabel = "N", description = "The newest N. Default: ${DEFAULT-VALUE}")
        private int max = 50;

        @Option(names = "--json", description = "One JSON object a line, with the first 2 KiB of the value.")
        private boolean json;

        Listed(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            RejectedFilter filter = options.filter(waiting, Instant.now());
            try (Wiretag wiretag = cluster.connect(console);
                    RejectedReader reader = wiretag.rejectedReader()) {
                RejectedReader.Listing listing = reader.list(filter, max, new Scanning(console)::tell);
                if (json) {
                    listing.records().forEach(each -> console.out().println(Json.line(each)));
                } else {
                    new RejectedPrinter(console).print(listing);
                }
                return ExitCode.OK;
            }
        }
    }

    /** One of them, to its bytes. */
    @Command(
            name = "show",
            description =
                    "Shows one rejected record: why it was rejected, its headers, its value as text and as bytes.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        private final Console console;

        @Mixin
        private ClusterOptions cluster;

        @Parameters(paramLabel = "PARTITION:OFFSET", description = "As 'wiretag rejected list' writes it: 0:17")
        private String record;

        @Within(least = 1)
        @Option(
                names = "--bytes",
                paramLabel = "N",
                description = "Show so many bytes of the value. Default: ${DEFAULT-VALUE}")
        private int bytes = 512;

        @Option(names = "--json", description = "As one JSON object, with the whole value in Base64.")
        private boolean json;

        Show(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            RecordPlace place = place(record);
            try (Wiretag wiretag = cluster.connect(console);
                    RejectedReader reader = wiretag.rejectedReader()) {
                RejectedRecord found =
                        reader.show(place.partition(), place.offset()).orElseThrow(() -> none(wiretag, place));
                if (json) {
                    console.out().println(Json.line(found));
                } else {
                    new RejectedPrinter(console)
                            .print(found, wiretag.topics().rejected().name(), bytes);
                }
                return ExitCode.OK;
            }
        }
    }

    private static CommandFailedException none(Wiretag wiretag, RecordPlace place) {
        return new CommandFailedException("no rejected record " + place + " in "
                + wiretag.topics().rejected().name() + ": it was deleted, or never was");
    }

    /** Publishes them again. */
    @Command(
            name = "replay",
            description = {
                "Says which rejected records would be published again, and with --apply publishes them.",
                "A record is replayed once: what was replayed before is left out. It arrives like any other record, with its own"
                        + " key, value and headers; versions decide whether it still matters, and a kill that came in"
                        + " between wins.",
                "Held back is what would only be rejected again, was replayed and rejected " + RejectedReplay.MOST_TRIES
                        + " times, or might undo what came after it. Exit code 1 if any is."
            },
            mixinStandardHelpOptions = true)
    static final class Replay implements Callable<Integer> {
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

        @Option(names = "--json", description = "One JSON object a line, one line a record.")
        private boolean json;

        Replay(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            RejectedReplay.Request request = new RejectedReplay.Request(
                    Optional.ofNullable(record).map(RejectedCommand::place),
                    options.filter(true, Instant.now()),
                    max,
                    keyFromUri,
                    force);
            RejectedPrinter printer = new RejectedPrinter(console);
            Scanning scanning = new Scanning(console);
            try (Wiretag wiretag = cluster.connect(console);
                    RejectedReplay replay = wiretag.rejectedReplay()) {
                ReplayPlan plan = apply
                        ? replay.apply(request, scanning::tell, step -> print(printer, step))
                        : replay.plan(request, scanning::tell);
                if (plan.steps().isEmpty() && request.one().isPresent()) {
                    throw none(wiretag, request.one().get());
                }
                if (!apply) {
                    plan.steps().forEach(step -> print(printer, step));
                }
                printer.printSum(plan, apply);
                return plan.heldBack().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
            }
        }

        private void print(RejectedPrinter printer, ReplayPlan.Step step) {
            if (json) {
                console.out().println(Json.line(step, apply));
            } else {
                printer.print(step, apply);
            }
        }
    }

    /** Writes them to files. */
    @Command(
            name = "export",
            description = {
                "Writes rejected records into a directory: the bytes of each as a file, and rejected.jsonl with a line for each.",
                "Of a record without bytes there is a line alone."
            },
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {
        private final Console console;

        @Mixin
        private ClusterOptions cluster;

        @Mixin
        private RejectedOptions options;

        @Option(names = "--waiting", description = "Only those that were not replayed yet.")
        private boolean waiting;

        @Parameters(paramLabel = "DIR", description = "Is made if it does not exist; must be empty.")
        private Path directory;

        Export(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            RejectedFilter filter = options.filter(waiting, Instant.now());
            try (Wiretag wiretag = cluster.connect(console);
                    RejectedReader reader = wiretag.rejectedReader();
                    RejectedExport export = RejectedExport.into(directory)) {
                reader.each(filter, new Scanning(console)::tell, export::write);
                console.err().println(export.written() + " exported to " + directory);
                return ExitCode.OK;
            }
        }
    }
}
