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
import io.wiretag.schema.AgencyRole;
import io.wiretag.subscribers.ArticleSubscriber;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wiretag tail}: tagged articles as they come. */
@Command(
        name = "tail",
        description = {
            "Prints tagged articles as they come, until Ctrl-C.",
            "With --province or --agency it reads the topic that is keyed so; with both, articles that have one of each.",
            "An article that was shown and passes the filters no longer is shown once more, as a retraction."
        },
        mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {
    /**
     * For a signal that ends the command to reach this process as well: a terminal sends Ctrl-C to both, and the death of the one
     * is seen before the signal of the other, now and then.
     */
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(1);

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

    @Option(names = "--about", description = "Only articles that are about the province, rather than mention it.")
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
        TailFilter filter = filter();
        try (Wiretag wiretag = cluster.connect(console, gazetteer.settings())) {
            return exec == null ? show(wiretag, filter) : execute(wiretag, filter);
        }
    }

    private TailFilter filter() {
        if (!roles.isEmpty() && agencies.isEmpty()) {
            throw new IllegalArgumentException("--role goes with --agency: the role of whom?");
        }
        Gazetteer known = Gazetteer.builtInWith(
                cluster.config(console, gazetteer.settings()).gazetteerFiles());
        Codes codes = new Codes(known);
        return new TailFilter(codes.provinces(provinces), codes.agencies(agencies), roles, about, languages);
    }

    private int show(Wiretag wiretag, TailFilter filter) {
        ArticlePrinter printer = new ArticlePrinter(console);
        Topics topics = wiretag.topics();
        long[] printed = {0};
        Set<String> uris = Collections.newSetFromMap(new RecentlyShown());
        // what a group was shown before it was started this time is not known
        Predicate<String> mayHavePassed = group == null ? uris::contains : uri -> true;
        try (ArticleSubscriber subscriber =
                wiretag.subscriber(filter.topic(topics), Optional.ofNullable(group), fromBeginning)) {
            Shutdown.onSignal(subscriber::stop);
            subscriber.run(
                    delivery -> filter.shown(delivery, topics, mayHavePassed).ifPresent(shown -> {
                        print(printer, shown);
                        uris.add(shown.value().getArticle().getUri());
                        printed[0]++;
                    }),
                    () -> printed[0] >= max || console.out().checkError());
        }
        return ExitCode.OK;
    }

    /** Enough for whoever reads along, and bounded. */
    private static final class RecentlyShown extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;
        private static final int MOST = 100_000;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    }

    private int execute(Wiretag wiretag, TailFilter filter) {
        Topics topics = wiretag.topics();
        long[] handled = {0};
        CountDownLatch stopped = new CountDownLatch(1);
        try (ArticleSubscriber subscriber = wiretag.carefulSubscriber(filter.topic(topics), group, fromBeginning);
                RecordCommand command = RecordCommand.start(exec)) {
            Shutdown.onSignal(() -> {
                stopped.countDown();
                subscriber.stop();
                command.stop();
            });
            subscriber.run(
                    delivery -> filter.shown(delivery, topics, uri -> true).ifPresent(shown -> {
                        command.handle(shown);
                        handled[0]++;
                    }),
                    () -> handled[0] >= max || !command.isRunning());
            int code = command.end();
            if (code != 0) {
                throw new CommandFailedException("the command ended with exit code " + code
                        + (command.hasAcknowledged()
                                ? "; the position of the group is behind what it acknowledged"
                                : "; it has acknowledged nothing"));
            }
        } catch (CommandFailedException e) {
            if (!isReached(stopped)) {
                throw e;
            }
        }
        return ExitCode.OK;
    }

    private static boolean isReached(CountDownLatch signal) {
        try {
            return signal.await(SIGNAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void print(ArticlePrinter printer, ArticleSubscriber.Received delivery) {
        if (json) {
            console.out().println(Json.line(delivery));
        } else {
            printer.print(delivery.value(), delivery.published());
        }
        console.out().flush();
    }
}
