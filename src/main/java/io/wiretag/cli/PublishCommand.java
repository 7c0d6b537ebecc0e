package io.wiretag.cli;

import io.wiretag.intake.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wiretag publish}: hands over files, once or as they are dropped into a folder. */
@Command(
        name = "publish",
        description = {
            "Publishes articles from files, directories or the standard input (-), or with --watch from a folder, as files "
                    + "come.",
            "What cannot be read is told on standard error, one line each; the rest is published all the same, and the exit "
                    + "code is 1."
        },
        mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
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

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            description = "With --watch: a file that stays unchanged so long is whole. Default: PT2S.")
    private Duration settle;

    @Option(names = "--once", description = "With --watch: publish what is there, and end.")
    private boolean once;

    @Option(
            names = "--format",
            description =
                    "${COMPLETION-CANDIDATES}, in small letters or capitals. Default: ${DEFAULT-VALUE}, by content.")
    private Format format = Format.AUTO;

    @Option(
            names = "--uri",
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
        if (inputs.isEmpty() == (watched == null)) {
            throw new IllegalArgumentException("give either files or --watch DIR");
        }
        requireWith("--watch", watched != null, option("--settle", settle), once ? "--once" : null);
        requireWith("files", watched == null, option("--uri", uri), option("--article-version", version));
        if (watched == null) {
            return new FilePublishing(console, format, uri, version).publish(cluster, inputs);
        }
        return new FolderPublishing(console, format, settle).publish(cluster, watched, once);
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
