package io.wiretag.codec;

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
import java.util.concurrent.atomic.AtomicInteger;

/** An address where a registry is reached, or an answer that somebody else gives in its place. */
public final class RegistryDoor implements AutoCloseable {

    static final String JSON = "application/json";

    private record Answer(int status, String contentType, String body) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI registry;
    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger questions = new AtomicInteger();
    private volatile boolean mute;
    private volatile Optional<Answer> inItsPlace = Optional.empty();
    private volatile Optional<Answer> forLists = Optional.empty();
    private volatile boolean toWritersOnly;
    private volatile Optional<Integer> denied = Optional.empty();

    public RegistryDoor(URI registry) throws IOException {
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

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void answer(int status, String body) {
        answer(status, JSON, body);
    }

    public void answer(int status, String contentType, String body) {
        toWritersOnly = false;
        inItsPlace = Optional.of(new Answer(status, contentType, body));
    }

    /** Whoever reads gets through to the registry. */
    public void answerWriters(int status, String contentType, String body) {
        answer(status, contentType, body);
        toWritersOnly = true;
    }

    /** Whoever asks for a list gets this one, from now on. */
    void answerLists(String list) {
        forLists = Optional.of(new Answer(200, JSON, list));
    }

    /** Whoever asks for this id is told that it is not there, with the registry's own words. */
    void denyOnly(int id, String denial) {
        denied = Optional.of(id);
        answer(404, denial);
    }

    /** How many have come so far. */
    public int questions() {
        return questions.get();
    }

    /** Questions from now on are never answered, not even later. */
    void beMute() {
        mute = true;
    }

    public void letThrough() {
        mute = false;
        denied = Optional.empty();
        inItsPlace = Optional.empty();
        forLists = Optional.empty();
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
            questions.incrementAndGet();
            byte[] question = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            boolean through = toWritersOnly && exchange.getRequestMethod().equals("GET")
                    || denied.filter(id -> !path.matches(".*/" + id + "(/.*)?")).isPresent();
            boolean list = path.matches(".*/(search/versions|subjects|references)");
            Answer common = inItsPlace.filter(each -> !through).orElseGet(() -> ask(exchange, question));
            Answer answer = list ? forLists.orElse(common) : common;
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
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
            String contentType = response.headers().firstValue("Content-Type").orElse(JSON);
            return new Answer(response.statusCode(), contentType, response.body());
        } catch (IOException e) {
            return new Answer(502, JSON, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(503, JSON, e.toString());
        }
    }
}
