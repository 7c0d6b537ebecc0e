package io.wiretag.intake.rss;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A site with a feed, which answers as the test says and remembers what it was asked. */
final class FeedServer implements AutoCloseable {

    /** What the site does with a request. */
    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Headers> requests = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour = exchange -> answer(exchange, 404, new byte[0]);

    FeedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestHeaders());
            try (exchange) {
                behaviour.answer(exchange);
            }
        });
        server.start();
    }

    void behave(Behaviour next) {
        behaviour = next;
    }

    /** Answers with these items from now on, and with 304 to whoever knows the tag. */
    void offer(String etag, String... items) {
        byte[] feed = rss(items).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        behave(exchange -> {
            exchange.getResponseHeaders().set("ETag", etag);
            if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                answer(exchange, 200, feed);
            }
        });
    }

    static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    static String item(String guid, String title) {
        return "<item><guid>%s</guid><title>%s</title></item>".formatted(guid, title);
    }

    static String rss(String... items) {
        return Stream.of(items)
                .collect(Collectors.joining(
                        "",
                        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>T</title>",
                        "</channel></rss>"));
    }

    List<Headers> requests() {
        return requests;
    }

    String url() {
        return base() + "/rss";
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
