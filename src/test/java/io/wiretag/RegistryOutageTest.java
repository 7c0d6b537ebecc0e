package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static io.wiretag.testing.Waiting.doneOrLate;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.config.Config;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.local.EmbeddedRegistry;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.testing.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that is away is waited for: no good article is rejected, none is lost, none comes twice. */
@Tag("full")
class RegistryOutageTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void anOutageIsWaitedForAndNothingIsRejectedOrLostOrDoubled() throws Exception {
        Path home = EmbeddedRegistry.home().orElseThrow();
        EmbeddedRegistry registry = EmbeddedRegistry.start(home, folder.resolve("registry"), 0);
        int port = registry.url().getPort();
        Config config = config(registry);
        try (Wiretag wiretag = new Wiretag(config)) {
            wiretag.topicAdmin().create();
            publish(wiretag, Articles.flood("1"), Articles.quiet());

            // a processor that has never asked the registry yet, started while it is away
            registry.close();
            try (StreamsRunner processor = wiretag.processor()) {
                processor.start(LIMIT);
                await(
                        "the stream to say why it waits",
                        () -> processor
                                .whyNotReady()
                                .filter(why -> why.contains("registry"))
                                .isPresent());
                assertThat(processor.isReady()).isFalse();
                assertThat(processor.counts().accepted()).isZero();
                assertThat(processor.counts().rejected()).isZero();

                registry = EmbeddedRegistry.start(home, folder.resolve("registry"), port);
                await("both articles to be tagged", () -> processor.counts().accepted() >= 2);
                await("the stream to be ready", processor::isReady);
                publish(wiretag, Articles.flood("2"));
                await("the next version to be tagged", () -> processor.counts().accepted() >= 3);

                assertThat(processor.counts().rejected()).isZero();
            }
            assertThat(tagged(wiretag, 3)).containsExactly("urn:test:flood 1", "urn:test:quiet 1", "urn:test:flood 2");
        } finally {
            registry.close();
        }
    }

    @Test
    void anEmbargoThatEndsInAnOutageIsReleasedAfterIt() throws Exception {
        Path home = EmbeddedRegistry.home().orElseThrow();
        EmbeddedRegistry registry = EmbeddedRegistry.start(home, folder.resolve("registry"), 0);
        int port = registry.url().getPort();
        Config config = config(registry);
        try {
            try (Wiretag wiretag = new Wiretag(config)) {
                wiretag.topicAdmin().create();
                try (StreamsRunner processor = wiretag.processor()) {
                    processor.start(LIMIT);
                    publish(
                            wiretag,
                            Article.newBuilder(Articles.flood("1"))
                                    .setEmbargoedUntil(Instant.now().plusSeconds(5))
                                    .build());
                    await("the article to be held", () -> processor.counts().held() == 1);
                }
            }

            registry.close();
            // one that has never asked the registry yet
            try (Wiretag wiretag = new Wiretag(config);
                    StreamsRunner processor = wiretag.processor()) {
                processor.start(LIMIT);
                await(
                        "the stream to say why it waits",
                        () -> processor
                                .whyNotReady()
                                .filter(why -> why.contains("registry"))
                                .isPresent());
                registry = EmbeddedRegistry.start(home, folder.resolve("registry"), port);
                await("the article to be released", () -> processor.counts().released() >= 1);

                assertThat(processor.counts().rejected()).isZero();
                assertThat(tagged(wiretag, 1)).containsExactly("urn:test:flood 1");
            }
        } finally {
            registry.close();
        }
    }

    private Config config(EmbeddedRegistry registry) {
        String prefix = "outage" + System.nanoTime() + ".";
        return InstallationSettings.shared()
                .registry(registry.url())
                .prefix(prefix)
                .partitions(1)
                .with("streams.application.id", prefix + "processor")
                .state(folder.resolve("state"))
                .config();
    }

    private static void publish(Wiretag wiretag, Article... articles) throws Exception {
        try (ArticlePublisher publisher = wiretag.publisher()) {
            for (Article article : articles) {
                publisher.publish(article).get(30, TimeUnit.SECONDS);
            }
        }
    }

    /** Reads on for a moment after the expected number, to see what should not be there. */
    private static List<String> tagged(Wiretag wiretag, int expected) {
        List<String> found = new ArrayList<>();
        try (var subscriber = wiretag.subscriber(wiretag.topics().tagged(), Optional.empty(), true)) {
            subscriber.run(
                    each -> found.add(
                            each.key() + " " + each.value().getArticle().getVersion()),
                    doneOrLate(Waiting.LIMIT, Duration.ofSeconds(1), () -> found.size() >= expected));
        }
        return found;
    }
}
