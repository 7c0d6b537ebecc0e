package io.wiretag;

import static io.wiretag.testing.Waiting.doneOrLate;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.config.Config;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import io.wiretag.topics.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docker-compose.yml as docs/deploying.md tells it: a broker and a processor are killed under load, and no subscriber notices; operators
 * do.
 */
@Tag("full")
@Needs({Tool.DOCKER, Tool.COMPOSE})
class ComposeIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final URI DASHBOARD = URI.create("http://127.0.0.1:8090/");
    private static final Prometheus PROMETHEUS = new Prometheus(URI.create("http://127.0.0.1:9090/"));
    private static final int ARTICLES = 3000;
    private static final int ARTICLES_A_SECOND = 100;

    @TempDir
    Path folder;

    private Compose compose;

    @BeforeEach
    void up() throws Exception {
        compose = new Compose(folder, List.of(), Map.of());
        compose.run("up", "-d", "--build");
    }

    @AfterEach
    void down() throws Exception {
        if (compose != null) {
            compose.down();
        }
    }

    @Test
    void theLossOfABrokerAndOfAProcessorLosesAndDoublesNothingAndIsSeenByOperators() throws Exception {
        PROMETHEUS.await("up", up(1.0), LIMIT);
        Map<String, Double> bothReady = Map.of("processor-1:8090", 1.0, "processor-2:8090", 1.0);
        PROMETHEUS.await("wiretag_processor_ready", bothReady, LIMIT);
        assertThat(PROMETHEUS.alerts()).as("alert rules of Prometheus").isEqualTo(alertsInTheFile());
        String key = key("operator");
        assertThat(statusOfTheDashboard(Optional.empty())).isEqualTo(401);
        assertThat(statusOfTheDashboard(Optional.of(key))).isEqualTo(200);

        assertThat(compose.run("run", "--rm", "samples")).contains("published to articles.published, 0 failed");
        Config config = InstallationSettings.of(
                        "localhost:29092,localhost:29093,localhost:29094", URI.create("http://localhost:8081"))
                .config();
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
        PROMETHEUS.await("up", up(0.0), LIMIT);
        PROMETHEUS.await("wiretag_processor_ready", Map.of("processor-2:8090", 1.0), LIMIT);
        assertThat(statusOfTheDashboard(Optional.of(key))).isEqualTo(200);
        // contains(...) is no good here: its message would show the key
        String logs = compose.run("logs", "--no-color");
        assertThat(logs.contains("kafka-1") && logs.contains("dashboard")).isTrue();
        assertThat(logs.contains(key) || logs.contains(key("prometheus")))
                .as("a key in a log")
                .isFalse();
    }

    private static Map<String, Double> up(double processor1) {
        return Map.of(
                "dashboard:8090", 1.0, "processor-1:8090", processor1, "processor-2:8090", 1.0, "deliver:8070", 1.0);
    }

    private static int alertsInTheFile() throws IOException {
        return (int) Files.readString(Path.of("ops", "prometheus", "wiretag-alerts.yml"))
                .lines()
                .filter(line -> line.strip().startsWith("- alert:"))
                .count();
    }

    private String key(String name) throws Exception {
        return compose.run("exec", "-T", "dashboard", "cat", "secrets/" + name + ".key")
                .lines()
                .filter(line -> line.startsWith("wt_"))
                .findFirst()
                .orElseThrow();
    }

    private static int statusOfTheDashboard(Optional<String> key) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(DASHBOARD.resolve("api/status"));
        key.ifPresent(each -> request.header("Authorization", "Bearer " + each));
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
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
        try (var subscriber = wiretag.subscriber(sink, Optional.empty(), true)) {
            subscriber.run(
                    each -> {
                        if (each.value().getArticle().getUri().startsWith("urn:compose:")) {
                            counts.merge(each.value().getArticle().getUri(), 1, Integer::sum);
                        }
                    },
                    doneOrLate(LIMIT, Duration.ofSeconds(5), () -> counts.size() >= ARTICLES));
        }
        return counts;
    }
}
