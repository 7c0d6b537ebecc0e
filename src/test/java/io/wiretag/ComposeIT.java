package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.config.Config;
import io.wiretag.config.ConfigLoader;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docker-compose.yml as the README tells it: a broker and a processor are killed under load, and no subscriber notices. */
class ComposeIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int ARTICLES = 3000;
    private static final int ARTICLES_A_SECOND = 100;

    @TempDir
    Path folder;

    private Compose compose;

    @BeforeEach
    void up() throws Exception {
        Containers.requireDocker();
        compose = new Compose(folder, List.of(), Map.of());
        compose.run("up", "-d", "--build");
    }

    @AfterEach
    void down() throws Exception {
        Files.writeString(folder.resolve("log"), compose.run("logs", "--no-color", "processor-1", "processor-2"));
        compose.down();
    }

    @Test
    void theLossOfABrokerAndOfAProcessorLosesAndDoublesNothing() throws Exception {
        assertThat(compose.run("run", "--rm", "samples")).contains("published to articles.published, 0 failed");
        Config config = ConfigLoader.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "kafka.bootstrap.servers", "localhost:29092,localhost:29093,localhost:29094",
                        "registry.url", "http://localhost:8081"));
        try (Wiretag wiretag = new Wiretag(config)) {
            long began = System.nanoTime();
            List<CompletableFuture<?>> acknowledged = new ArrayList<>();
            try (ArticlePublisher publisher = wiretag.publisher()) {
                for (int i = 0; i < ARTICLES; i++) {
                    if (i == ARTICLES / 5) {
                        compose.run("kill", "kafka-2");
                    } else if (i == ARTICLES / 2) {
                        compose.run("kill", "processor-1");
                    }
                    acknowledged.add(publisher.publish(article(i)));
                    pace(began, i);
                }
                for (CompletableFuture<?> each : acknowledged) {
                    each.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                }
            }

            assertThat(counts(wiretag, wiretag.topics().tagged()))
                    .hasSize(ARTICLES)
                    .containsValue(1)
                    .doesNotContainValue(2);
            assertThat(counts(wiretag, wiretag.topics().byProvince()))
                    .hasSize(ARTICLES)
                    .containsValue(1)
                    .doesNotContainValue(2);
        }
    }

    private static Article article(int number) {
        return Article.newBuilder()
                .setUri("urn:compose:" + number)
                .setVersion("1")
                .setBody("Mưa lớn ở Huế.")
                .build();
    }

    /** So that the faults fall into the flow: there is no hurry. */
    private static void pace(long began, int published) throws InterruptedException {
        long due = began + TimeUnit.SECONDS.toNanos(1) / ARTICLES_A_SECOND * published;
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
    }

    /** How often each of the articles lies in a sink; reads on for a while to see what should not be there. */
    private static Map<String, Integer> counts(Wiretag wiretag, Topic<TaggedArticle> sink) {
        Map<String, Integer> counts = new HashMap<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        long[] quietUntil = {Long.MAX_VALUE};
        try (var subscriber = wiretag.subscriber(sink, Optional.empty(), true)) {
            subscriber.run(
                    each -> {
                        if (each.value().getArticle().getUri().startsWith("urn:compose:")) {
                            counts.merge(each.value().getArticle().getUri(), 1, Integer::sum);
                        }
                    },
                    () -> {
                        if (counts.size() >= ARTICLES && quietUntil[0] == Long.MAX_VALUE) {
                            quietUntil[0] =
                                    System.nanoTime() + Duration.ofSeconds(5).toNanos();
                        }
                        return System.nanoTime() > Math.min(deadline, quietUntil[0]);
                    });
        }
        return counts;
    }
}
