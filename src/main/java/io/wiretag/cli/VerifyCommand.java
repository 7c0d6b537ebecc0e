package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.options.Times;
import io.wiretag.cli.print.VerdictPrinter;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.ScanProgress;
import io.wiretag.files.FileTrouble;
import io.wiretag.subscribers.SinkVerifier;
import io.wiretag.subscribers.SubscriberList;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wiretag verify}: whether all that went out is there. */
@Command(
        name = "verify",
        description = {
            "Tells whether all records that the processor sent to a topic are there, once and in order, by their numbers",
            "(wiretag.seq). Works on a copy that a mirror made, too. Exit code 1 if something is not as it should be."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            required = true,
            description = "tagged, by-province, by-unit, by-agency, rejected, or the whole name of a copy.")
    private String topic;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "Only records from then on: 2026-08-03T09:00:00Z, a day like 2026-08-03, or that long ago: PT1H.")
    private String from;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "Only what this group of consumers has read, up to its committed positions.")
    private String group;

    @Option(
            names = "--list",
            paramLabel = "FILE",
            description = {
                "What a subscriber shows, a line each: the uri, or uri, tab and version. Tells what is missing in it,",
                "and what it still shows though it was taken back or killed."
            })
    private Path list;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            split = ",",
            description = "With --list: the keys that the subscriber reads, like VN-HN or VNS. May be repeated.")
    private final Set<String> keys = new LinkedHashSet<>();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<Instant> since = Optional.ofNullable(from).map(text -> Times.time("--from", text, Instant.now()));
        requireSensible();
        Optional<SubscriberList> shown = Optional.ofNullable(list).map(this::read);
        try (Wiretag wiretag = cluster.connect(console)) {
            SinkVerifier.Question question =
                    new SinkVerifier.Question(name(wiretag.topics()), since, Optional.ofNullable(group));
            SinkVerifier.Verdict verdict = wiretag.verify(question, shown, new ScanProgress(console)::tell);
            List<SubscriberList.Difference> differences =
                    shown.map(SubscriberList::differences).orElse(List.of());
            VerdictPrinter printer = new VerdictPrinter(console);
            if (json) {
                printer.printJson(question, verdict, differences);
            } else {
                printer.print(question, verdict, shown.map(SubscriberList::size), differences);
            }
            // where something was deleted, an article that is not there may have been sent before
            boolean isAll = verdict.deleted() == 0 && group == null;
            boolean same = differences.stream().allMatch(each -> each.kind() == SubscriberList.Kind.NOT_SEEN && !isAll);
            return verdict.isWhole() && same ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private void requireSensible() {
        if (list == null && !keys.isEmpty()) {
            throw new IllegalArgumentException("--key says what a list is held against: give --list FILE as well");
        }
        if (list != null && from != null) {
            throw new IllegalArgumentException(
                    "--list is held against all that is kept: leave --from out, or kills before it would be passed over");
        }
        if (list != null && topic.equals("rejected")) {
            throw new IllegalArgumentException("nobody shows what was rejected: give --list with another --topic");
        }
        if (list != null && topic.startsWith("by-") && keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "of " + topic
                            + " a subscriber reads some keys: say which, like --key VN-HN, or what it does not read would be missing");
        }
    }

    /** What is no role of a topic is the name of one. */
    private String name(Topics topics) {
        return topics.all().stream()
                .filter(each -> each.role().equals(topic))
                .map(Topic::name)
                .findFirst()
                .orElse(topic);
    }

    private SubscriberList read(Path file) {
        try {
            return SubscriberList.of(Files.readAllLines(file, StandardCharsets.UTF_8), keys);
        } catch (IOException e) {
            throw new IllegalArgumentException(FileTrouble.sentence(file, e));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ", " + e.getMessage());
        }
    }
}
