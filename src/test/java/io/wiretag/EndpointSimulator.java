package io.wiretag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wiretag.delivery.webhook.SigningSecret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody's endpoint, which keeps what it took, and can be in any mood. */
final class EndpointSimulator implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;
    private final List<Message> taken = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger followed = new AtomicInteger();
    private ExecutorService threads;
    private boolean isAway;
    private HttpServer server;
    private volatile Function<Message, Mood> mood = message -> Mood.WELL;
    private volatile CountDownLatch hanging = new CountDownLatch(1);

    /** How it answers. */
    enum Mood {
        WELL,
        /** Well, a little later. */
        SLOW,
        FAILS,
        HANGS,
        BUSY,
        GONE,
        BREAKS_OFF,
        REDIRECTS,
        /** Nobody listens. */
        AWAY
    }

    /**
     * What came.
     *
     * @param signatures as the header has them
     */
    record Message(String id, String timestamp, String signatures, byte[] body, JsonNode article, Instant at) {
        String uri() {
            return article.path("uri").asText();
        }

        String version() {
            return article.path("version").asText();
        }

        String operation() {
            return article.at("/wiretag/operation").asText();
        }

        String said() {
            return operation() + " " + uri() + " " + version();
        }

        /** As Standard Webhooks has it, in a few lines that share nothing with ours. */
        boolean isSignedWith(SigningSecret secret) throws GeneralSecurityException {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = Base64.getDecoder().decode(secret.text().substring("whsec_".length()));
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            return List.of(signatures.split(" ")).contains(expected);
        }
    }

    EndpointSimulator() throws IOException {
        this.port = open(0);
    }

    private int open(int at) throws IOException {
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 100);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.createContext("/inside", exchange -> {
            followed.incrementAndGet();
            answer(exchange, 204);
        });
        server.start();
        return server.getAddress().getPort();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port + "/hook");
    }

    void be(Mood now) throws IOException {
        if (now == Mood.AWAY) {
            server.stop(0);
            threads.shutdownNow();
            isAway = true;
        } else if (isAway) {
            open(port);
            isAway = false;
        }
        be(message -> now);
    }

    void be(Function<Message, Mood> now) {
        mood = now;
        CountDownLatch hung = hanging;
        hanging = new CountDownLatch(1);
        hung.countDown();
    }

    private void handle(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        Message message = new Message(
                header(exchange, "webhook-id"),
                header(exchange, "webhook-timestamp"),
                header(exchange, "webhook-signature"),
                body,
                JSON.readTree(body),
                Instant.now());
        answer(exchange, message);
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private void answer(HttpExchange exchange, Message message) throws IOException {
        Mood now = mood.apply(message);
        switch (now) {
            case WELL, SLOW -> {
                if (now == Mood.SLOW) {
                    await(50);
                }
                synchronized (taken) {
                    taken.add(message);
                }
                answer(exchange, 204);
            }
            case FAILS -> answer(exchange, 500);
            case HANGS -> {
                await(60_000);
                exchange.close();
            }
            case BUSY -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                answer(exchange, 429);
            }
            case GONE -> answer(exchange, 410);
            case BREAKS_OFF -> {
                exchange.sendResponseHeaders(200, 1000);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write("only a little".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // it says that less was written than was told
                }
                exchange.close();
            }
            case REDIRECTS -> {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port + "/inside");
                answer(exchange, 307);
            }
            case AWAY -> exchange.close();
        }
    }

    private void await(long millis) {
        try {
            hanging.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** What it answered with 2xx, in that order. */
    List<Message> taken() {
        synchronized (taken) {
            return List.copyOf(taken);
        }
    }

    List<String> said() {
        return taken().stream().map(Message::said).toList();
    }

    /** How often a redirection was followed. */
    int followed() {
        return followed.get();
    }

    int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        be(message -> Mood.WELL);
        server.stop(0);
        threads.shutdownNow();
    }
}
