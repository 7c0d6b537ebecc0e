package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.options.Codes;
import io.wiretag.cli.options.GazetteerOptions;
import io.wiretag.cli.options.Within;
import io.wiretag.cli.print.ArticlePrinter;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.Shutdown;
import io.wiretag.delivery.ArticleFilter;
import io.wiretag.schema.AgencyRole;
import io.wiretag.subscribers.ArticleSubscriber;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wiretag tail}: tagged articles as they come. */
@Command(
        name = "tail",
        description = {
            "Prints tagged articles as they come, until Ctrl-C.",
            "With --province, --unit or --agency it reads the topic that is keyed so, where it is written; with several, articles"
                    + " that have one of each.",
            "An article of which a version passed the filters and that passes no longer is shown once more, as a retraction."
        },
        mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private GazetteerOptions gazetteer;

    @Option(
            names = "--province",
            split = ",",
            paramLabel = "CODE|NAME",
            description = "Only articles that mention it: VN-HN, VN-44, 'Nghệ An', ... May be repeated.")
    private List<String> provinces = List.of();

    @Option(
            names = "--unit",
            split = ",",
            paramLabel = "CODE|NAME",
            description =
                    "Only articles that mention a place in this unit since 1 July 2025: 01, 'Hà Nội', ... May be repeated.")
    private List<String> units = List.of();

    @Option(
            names = "--about",
            description = "Only articles that are about the province or unit, rather than mention it.")
    private boolean about;

    @Option(
            names = "--agency",
            split = ",",
            paramLabel = "CODE|NAME",
            description = "Only articles of that origin: VNA, VNS, ... May be repeated.")
    private List<String> agencies = List.of();

    @Option(
            names = "--role",
            split = ",",
            paramLabel = "ROLE",
            description = "With --agency: what the agency has to do with the article: ${COMPLETION-CANDIDATES}."
                    + " Default: origin.")
    private Set<AgencyRole> roles = Set.of();

    @Option(
            names = "--language",
            split = ",",
            paramLabel = "TAG",
            description = "Only articles in that language: vi, en, ...; vi is also vi-VN. May be repeated.")
    private List<String> languages = List.of();

    @Option(names = "--from-beginning", description = "Begin with the oldest article that is kept.")
    private boolean fromBeginning;

    @Option(
            names = "--group",
            description =
                    "Read as a member of this group and remember the position: the group then shows in 'wiretag lag'.")
    private String group;

    @Within(least = 1)
    @Option(names = "--max", paramLabel = "N", description = "End after so many articles.")
    private long max = Long.MAX_VALUE;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(
            names = "--exec",
            paramLabel = "COMMAND",
            description =
                    "With --group: gives each article, a line of JSON, to the standard input of this command of the"
                            + " shell, and waits for a line 'PARTITION OFFSET' on its standard output. Then the position is"
                            + " remembered, and the next is given.")
    private String exec;

    TailCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (exec != null && group == null) {
            throw new IllegalArgumentException(
                    "--exec goes with --group: where it is acknowledged up to is remembered");
        }
        ArticleFilter filter = filter();
        try (Wiretag wiretag = cluster.connect(console, gazetteer.settings())) {
            TailFilter tail = new TailFilter(filter, wiretag.topics());
            return exec == null ? show(wiretag, tail) : execute(wiretag, tail);
        }
    }

    private ArticleFilter filter() {
        if (!roles.isEmpty() && agencies.isEmpty()) {
            throw new IllegalArgumentException("--role goes with --agency: the role of whom?");
        }
        Gazetteer known = Gazetteer.builtInWith(
                cluster.config(console, gazetteer.settings()).gazetteerFiles());
        Codes codes = new Codes(known);
        return new ArticleFilter(
                Set.copyOf(codes.provinces(provinces)),
                Set.copyOf(codes.units(units)),
                agenciesInRoles(codes.agencies(agencies)),
                about,
                Set.copyOf(languages));
    }

    private Set<String> agenciesInRoles(List<String> codes) {
        Set<AgencyRole> asked = roles.isEmpty() ? Set.of(AgencyRole.origin) : roles;
        return codes.stream()
                .flatMap(code -> asked.stream().map(role -> code + ":" + role))
                .collect(Collectors.toSet());
    }

    private int show(Wiretag wiretag, TailFilter filter) {
        ArticlePrinter printer = new ArticlePrinter(console);
        long[] printed = {0};
        try (ArticleSubscriber subscriber =
                wiretag.subscriber(filter.topic(), Optional.ofNullable(group), fromBeginning)) {
            Shutdown.onSignal(subscriber::stop);
            subscriber.run(
                    delivery -> filter.shown(delivery).ifPresent(shown -> {
                        print(printer, shown);
                        printed[0]++;
                    }),
                    () -> printed[0] >= max || console.out().checkError());
        } catch (UnprintedException e) {
            // the group's position is before it; of more than a reader that has gone, Main tells
        }
        return ExitCode.OK;
    }

    private int execute(Wiretag wiretag, TailFilter filter) {
        long[] handled = {0};
        CountDownLatch stopped = new CountDownLatch(1);
        try (ArticleSubscriber subscriber = wiretag.carefulSubscriber(filter.topic(), group, fromBeginning);
                RecordCommand command = RecordCommand.start(exec)) {
            Shutdown.onSignal(() -> {
                stopped.countDown();
                subscriber.stop();
                command.stop();
            });
            subscriber.run(
                    delivery -> filter.shown(delivery).ifPresent(shown -> {
                        command.handle(shown);
                        handled[0]++;
                    }),
                    () -> handled[0] >= max || !command.isRunning());
            int code = command.end();
            command.requireNoMore();
            if (code != 0) {
                throw new CommandFailedException("the command ended with exit code " + code
                        + (command.hasAcknowledged()
                                ? "; the position of the group is behind what it acknowledged"
                                : "; it has acknowledged nothing"));
            }
        } catch (CommandFailedException e) {
            if (!Shutdown.isSignal(stopped)) {
                throw e;
            }
        }
        return ExitCode.OK;
    }

    private void print(ArticlePrinter printer, ArticleSubscriber.Received delivery) {
        if (json) {
            console.out().println(Json.line(delivery));
        } else {
            printer.print(delivery.value(), delivery.published());
        }
        console.out().flush();
        if (console.out().checkError()) {
            throw new UnprintedException();
        }
    }

    /** An article has not arrived at standard output: it must not count as handled. */
    private static final class UnprintedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
