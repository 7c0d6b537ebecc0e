package io.wiretag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** An endpoint as a subscriber might have one, on this machine: takes all, and gives back a line for each of the last that came. */
final class DemoEndpoint implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_LINES = 100;
    private static final int MOST_BYTES = 16 << 20;

    private final HttpServer server;
    private final Consumer<String> told;
    private final Deque<String> lines = new ArrayDeque<>();

    /** @param told a line about each kill */
    DemoEndpoint(Consumer<String> told) {
        this.told = told;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("no port for the endpoint of the demo", e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("GET")) {
                byte[] all = all().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
                exchange.sendResponseHeaders(200, all.length);
                exchange.getResponseBody().write(all);
                return;
            }
            take(JSON.readTree(exchange.getRequestBody().readNBytes(MOST_BYTES)));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private void take(JsonNode article) {
        String operation = article.at("/wiretag/operation").asText();
        String line = operation + " " + article.path("uri").asText() + " version "
                + article.path("version").asText();
        synchronized (lines) {
            lines.addLast(line);
            if (lines.size() > MOST_LINES) {
                lines.removeFirst();
            }
        }
        if (operation.equals("kill")) {
            told.accept("The endpoint has taken down " + article.path("uri").asText());
        }
    }

    private String all() {
        synchronized (lines) {
            return String.join("\n", lines) + "\n";
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
