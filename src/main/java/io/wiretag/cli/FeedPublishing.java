package io.wiretag.cli;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.Shutdown;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.rss.FeedPoller;
import java.util.Map;
import java.util.Optional;

/** {@code wiretag publish --poll URL}: hands over what is new in feeds. */
final class FeedPublishing {
    private final Console console;
    private final FeedPoller.Settings settings;

    FeedPublishing(Console console, FeedPoller.Settings settings) {
        this.console = console;
        this.settings = settings;
    }

    /** @return the exit code */
    int publish(ClusterOptions cluster, boolean once) {
        try (Wiretag wiretag = cluster.open(console, Map.of())) {
            Optional<ArticlePublisher> publisher = ClusterOptions.publisher(wiretag, !once);
            return publisher.isEmpty()
                    ? ExitCode.OK
                    : publish(
                            once, publisher.get(), wiretag.topics().published().name());
        }
    }

    private int publish(boolean once, ArticlePublisher publisher, String topic) {
        try (publisher;
                FeedPoller poller = new FeedPoller(settings, publisher, console.err()::println)) {
            if (!once) {
                Shutdown.onSignal(poller::stop);
                console.err().println("polling " + settings.urls().size() + " feeds; Ctrl-C ends");
            }
            FeedPoller.Summary summary = once ? poller.runOnce() : poller.run();
            console.err().printf("%d published to %s%n", summary.published(), topic);
            if (!once) {
                return ExitCode.OK;
            }
            return summary.outage() ? ExitCode.UNAVAILABLE : summary.complaints() == 0 ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
