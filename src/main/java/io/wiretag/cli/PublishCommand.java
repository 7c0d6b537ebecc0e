package io.wiretag.cli;

import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.options.Within;
import io.wiretag.cli.print.DurationFormat;
import io.wiretag.cli.terminal.Console;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.time.IsoTime;
import io.wiretag.intake.rss.FeedPoller;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wiretag publish}: hands over files, once or as they are dropped into a folder, or the items of feeds. */
@Command(
        name = "publish",
        description = {
            "Publishes articles from files, directories or the standard input (-); with --watch from a folder, as files come; "
                    + "with --poll from feeds.",
            "What cannot be read is told on standard error, one line each; the rest is published all the same, and the exit "
                    + "code is 1."
        },
        mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
    /** Of a feed, from the request to the last byte. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    /** Enough for all that leave a busy feed, at the hours at which each is looked for; nothing to a site. */
    private static final int LOOKS = 2;

    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "FILE|DIR|-", arity = "0..*", description = "A directory stands for all files below it.")
    private List<String> inputs = List.of();

    @Option(
            names = "--watch",
            paramLabel = "DIR",
            description =
                    "Publishes files that are dropped there, until Ctrl-C, and moves them to done/ or failed/ in it.")
    private Path watched;

    @Within(least = 0, most = Within.YEARS)
    @Option(
            names = "--settle",
            paramLabel = "TIME",
            converter = DurationFormat.class,
            description = "With --watch: a file that stays unchanged so long is whole. Default: PT2S.")
    private Duration settle;

    @Option(
            names = "--poll",
            paramLabel = "URL",
            description =
                    "Publishes what is new in a feed (RSS, Atom, JSON Feed) or a sitemap of news, until Ctrl-C. May be "
                            + "repeated.")
    private List<String> polled = List.of();

    @Within(least = 1_000, most = Within.YEARS)
    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = DurationFormat.class,
            description = "With --poll: how often a feed is asked for. Default: PT1M.")
    private Duration every;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "With --poll: where it is remembered what was published. Default: .wiretag/poll in the home "
                    + "directory.")
    private Path state;

    @Option(
            names = "--identity",
            description =
                    "With --poll: ${COMPLETION-CANDIDATES}; what makes an item the same article. LINK is for feeds that make "
                            + "new guids each time. Default: GUID.")
    private FeedPoller.Identity identity;

    @Within(least = 0, most = 1_000)
    @Option(
            names = "--looks",
            paramLabel = "N",
            description =
                    "With --poll: how many stories that have left a feed are looked for at their site in a poll; one "
                            + "that is gone (404, 410) may have been killed, and is told. 0: none. Default: 2.")
    private Integer looks;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description =
                    "With --poll: zone of times that name none: Asia/Ho_Chi_Minh, Europe/Paris, +07:00. Default: Asia/Ho_Chi_Minh.")
    private ZoneId zone;

    @Option(names = "--samples", description = "Publishes the sample wires that come with Wiretag.")
    private boolean samples;

    @Option(names = "--once", description = "With --watch or --poll: publish what is there, and end.")
    private boolean once;

    @Option(
            names = "--format",
            description =
                    "${COMPLETION-CANDIDATES}, in small letters or capitals. Default: AUTO, by content; with --poll FEED.")
    private Format format;

    @Option(
            names = "--uri",
            paramLabel = "URI",
            description =
                    "Identity of the article, for plain text, which carries none: makes the file a version of it.")
    private String uri;

    @Option(
            names = "--article-version",
            paramLabel = "VERSION",
            description = "Version of the article; goes with --uri.")
    private String version;

    PublishCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        boolean files = !inputs.isEmpty();
        boolean watch = watched != null;
        boolean poll = !polled.isEmpty();
        if (Stream.of(files, watch, poll, samples).filter(given -> given).count() != 1) {
            throw new IllegalArgumentException("give either files, or --watch DIR, or --poll URL, or --samples");
        }
        requireWith("files", files, option("--uri", uri), option("--article-version", version));
        requireWith("--watch", watch, option("--settle", settle));
        requireWith(
                "--poll",
                poll,
                option("--every", every),
                option("--state", state),
                option("--identity", identity),
                option("--looks", looks),
                option("--zone", zone));
        requireWith("--watch or --poll", watch || poll, once ? "--once" : null);
        if (poll) {
            return new FeedPublishing(console, settings()).publish(cluster, once);
        }
        if (samples) {
            return new FilePublishing(console, Format.AUTO, null, null).publishSamples(cluster);
        }
        Format read = Objects.requireNonNullElse(format, Format.AUTO);
        return watch
                ? new FolderPublishing(console, read, settle).publish(cluster, watched, once)
                : new FilePublishing(console, read, uri, version).publish(cluster, inputs);
    }

    private FeedPoller.Settings settings() {
        return new FeedPoller.Settings(
                polled,
                Objects.requireNonNullElse(format, Format.FEED),
                Objects.requireNonNullElse(every, Duration.ofMinutes(1)),
                ANSWER_LIMIT,
                Objects.requireNonNullElseGet(
                        state, () -> Path.of(System.getProperty("user.home"), ".wiretag", "poll")),
                WiretagCommand.userAgent(),
                Objects.requireNonNullElse(identity, FeedPoller.Identity.GUID),
                Objects.requireNonNullElse(looks, LOOKS),
                Objects.requireNonNullElse(zone, IsoTime.DEFAULT_ZONE));
    }

    private static String option(String name, Object value) {
        return value == null ? null : name;
    }

    /** @param options names of those that were given, null for the others */
    private static void requireWith(String mode, boolean given, String... options) {
        Stream.of(options)
                .filter(option -> option != null && !given)
                .findFirst()
                .ifPresent(option -> {
                    throw new IllegalArgumentException(option + " goes with " + mode + " only");
                });
    }
}
