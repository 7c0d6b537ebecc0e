package io.wiretag.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server with a question for health, which is not admitted, and one that is admitted and takes as long as the test wants. */
class WebServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MOST = 40;

    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Javalin javalin = Javalin.create(config -> {
                WebServer.configure(
                        config,
                        new WebServer.Bounds("127.0.0.1", 0, MOST, LIMIT, Duration.ofSeconds(5)),
                        new QueuedThreadPool(8),
                        Map.of());
                config.routes.get("/health", ctx -> ctx.result("live"));
                config.routes.get("/long", ctx -> {
                    if (WebServer.admit(ctx.req())) {
                        ctx.future(() -> answered.thenAccept(nothing -> ctx.result("done")));
                    } else {
                        ctx.status(503);
                    }
                });
            })
            .start();

    @AfterEach
    void stop() {
        answered.complete(null);
        javalin.stop();
    }

    @Test
    void howeverManyNeverEndTheirHeadersHealthAnswers() throws Exception {
        try (HalfOpen strangers = new HalfOpen(address(), 10 * MOST)) {
            assertThat(get("/health").statusCode()).isEqualTo(200);

            assertThat(strangers.dribble()).isPositive();
        }
    }

    @Test
    void howeverManyAskOnAndOnWithoutReadingHealthAnswers() throws Exception {
        try (HalfOpen strangers = HalfOpen.askingWithoutReading(address(), 2 * MOST)) {
            assertThat(strangers.dribble()).as("these do not dribble").isZero();

            assertThat(get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void requestsThatWereLetInKeepTheirConnectionWhoeverComesAndLeaveRoomForHealth() throws Exception {
        List<CompletableFuture<Integer>> statuses = new ArrayList<>();
        CountDownLatch refused = new CountDownLatch(MOST / 4);
        for (int i = 0; i < MOST; i++) {
            statuses.add(client.sendAsync(request("/long"), HttpResponse.BodyHandlers.ofString())
                    .thenApply(HttpResponse::statusCode)
                    .whenComplete((status, failure) -> refused.countDown()));
        }
        assertThat(refused.await(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("above the bound they are refused at once")
                .isTrue();
        try (HalfOpen strangers = new HalfOpen(address(), 2 * MOST)) {
            assertThat(get("/health").statusCode()).isEqualTo(200);
            assertThat(strangers.dribble()).isLessThan(2 * MOST);
        }

        answered.complete(null);

        for (int i = 0; i < MOST; i++) {
            assertThat(statuses.get(i).get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isIn(200, 503);
        }
        assertThat(statuses.stream().filter(status -> status.join() == 200)).hasSize(MOST - MOST / 4);
    }

    @Test
    void whoIsLetInKeepsTheConnectionForTheNextRequestAndWhoIsNotGetsOneAnswer() throws Exception {
        answered.complete(null);

        assertThat(get("/long").headers().firstValue("Connection")).isEmpty();
        assertThat(answersTo("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2)))
                .containsOnlyOnce("HTTP/1.1 200")
                .contains("Connection: close");
    }

    private String answersTo(String requests) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", javalin.port())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(address().resolve(path)).timeout(LIMIT).build();
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + javalin.port());
    }
}
