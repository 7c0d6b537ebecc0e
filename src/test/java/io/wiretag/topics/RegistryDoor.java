package io.wiretag.topics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** An address where a registry is reached, or an answer that somebody else gives in its place. */
final class RegistryDoor implements AutoCloseable {

    private record Answer(int status, String body) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI registry;
    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean mute;
    private volatile Optional<Answer> inItsPlace = Optional.empty();

    RegistryDoor(URI registry) throws IOException {
        this.registry = registry;
        this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "registry-door");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void answer(int status, String body) {
        inItsPlace = Optional.of(new Answer(status, body));
    }

    /** Questions from now on are never answered, not even later. */
    void beMute() {
        mute = true;
    }

    void letThrough() {
        mute = false;
        inItsPlace = Optional.empty();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (mute) {
                awaitClose();
                return;
            }
            byte[] question = exchange.getRequestBody().readAllBytes();
            Answer answer = inItsPlace.orElseGet(() -> ask(exchange, question));
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer ask(HttpExchange exchange, byte[] question) {
        HttpRequest.Builder request = HttpRequest.newBuilder(registry.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(question));
        for (String header : new String[] {"Content-Type", "Accept"}) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(header))
                    .ifPresent(value -> request.header(header, value));
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Answer(502, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(503, e.toString());
        }
    }
}
