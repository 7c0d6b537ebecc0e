package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.Shutdown;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.folder.HotFolder;
import io.wiretag.intake.format.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code wiretag publish --watch DIR}: hands over files as they are dropped into a folder. */
final class FolderPublishing {
    private final Console console;
    private final Format format;
    private final Duration settle;

    /** @param settle null for the default */
    FolderPublishing(Console console, Format format, Duration settle) {
        this.console = console;
        this.format = format;
        this.settle = settle;
    }

    /** @return the exit code */
    int publish(ClusterOptions cluster, Path folder, boolean once) {
        HotFolder.Settings settings = HotFolder.Settings.of(folder).withFormat(format);
        if (settle != null) {
            settings = settings.withSettle(settle);
        }
        try (Wiretag wiretag = cluster.open(console, Map.of())) {
            Optional<ArticlePublisher> publisher = ClusterOptions.publisher(wiretag, !once);
            return publisher.isEmpty()
                    ? ExitCode.OK
                    : publish(
                            settings,
                            folder,
                            once,
                            publisher.get(),
                            wiretag.topics().published().name());
        }
    }

    private int publish(
            HotFolder.Settings settings, Path folder, boolean once, ArticlePublisher publisher, String topic) {
        try (publisher;
                HotFolder hotFolder = new HotFolder(settings, publisher, console.err()::println)) {
            if (!once) {
                Shutdown.onSignal(hotFolder::stop);
                console.err().println("watching " + folder + " for articles; Ctrl-C ends");
            }
            HotFolder.Summary summary = once ? hotFolder.runOnce() : hotFolder.run();
            console.err()
                    .printf(
                            "%d published to %s, %d %s done, %d failed%n",
                            summary.published(),
                            topic,
                            summary.done(),
                            summary.done() == 1 ? "file" : "files",
                            summary.failed());
            summary.outage().ifPresent(this::tellLeft);
            summary.unread().ifPresent(this::tellLeft);
            return once ? exitCode(summary) : ExitCode.OK;
        }
    }

    private void tellLeft(String why) {
        console.err().println(why + "; what is in flight goes first next time");
    }

    static int exitCode(HotFolder.Summary summary) {
        if (summary.outage().isPresent()) {
            return ExitCode.UNAVAILABLE;
        }
        return summary.failed() == 0 && summary.unread().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
}
