package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.testing.InstallationSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM, as an orchestrator sends it. */
@Tag("full")
class ProcessorStoppedTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern ADDRESS = Pattern.compile("started address=(http://127\\.0\\.0\\.1:\\d+)\\s");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void itIsNotReadyBeforeItsStreamClosesAndThenEndsWithZero() throws Exception {
        Map<String, String> settings = ProcessorJvm.settings("stopped" + System.nanoTime() + ".", folder);
        try (Wiretag wiretag = new Wiretag(InstallationSettings.of(settings).config())) {
            wiretag.topicAdmin().create();
        }
        Path log = folder.resolve("process.log");
        Process processor = ProcessorJvm.start(settings, Map.of("ops.port", "0"), List.of(), log);
        try {
            URI ready = awaitReady(processor, log);

            // SIGTERM
            processor.destroy();
            List<String> answers = answersUntilTheEnd(ready);

            assertThat(processor.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("ended within %s of SIGTERM", LIMIT)
                    .isTrue();
            assertThat(processor.exitValue()).isZero();
            // a stream that closes makes it not ready as well: what counts is the first reason
            assertThat(answers).first().asString().contains("\"part\":\"process\",\"why\":\"is stopping\"");
        } finally {
            processor.destroyForcibly();
        }
    }

    private URI awaitReady(Process processor, Path log) {
        String ready = await(
                "it to be ready",
                LIMIT,
                () -> {
                    String said = Files.exists(log) ? Files.readString(log) : "";
                    assertThat(processor.isAlive()).as("ended early: %s", said).isTrue();
                    return said;
                },
                said -> readiness(said).filter(this::isReady).isPresent());
        return readiness(ready).orElseThrow();
    }

    /** One that waits for its brokers answers elsewhere first. */
    private static Optional<URI> readiness(String log) {
        return ADDRESS.matcher(log)
                .results()
                .map(found -> URI.create(found.group(1) + "/health/ready"))
                .reduce((first, next) -> next);
    }

    private boolean isReady(URI ready) {
        try {
            return get(ready).statusCode() == 200;
        } catch (IOException e) {
            return false; // what answered while it waited is closed
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** All that are not 200, until nobody listens. */
    private List<String> answersUntilTheEnd(URI ready) throws InterruptedException {
        List<String> answers = new ArrayList<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                HttpResponse<String> answer = get(ready);
                if (answer.statusCode() != 200) {
                    answers.add(answer.body());
                }
            }
        } catch (IOException e) {
            // it does not listen any more
        }
        return answers;
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
