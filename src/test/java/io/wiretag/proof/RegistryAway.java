package io.wiretag.proof;

import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The registry is gone, or something else answers in its place. First with what it knows in the caches of the processors: articles
 * flow. Then articles come in a schema that no processor has met, and all processors are killed and one is started, which has never
 * asked: both times they wait, say why, and reject nothing. Then it comes back, and all is caught up.
 *
 * @param instead what answers meanwhile at its address
 * @param away how long it is gone at least
 */
record RegistryAway(Instead instead, Duration away) implements Fault {
    /** What a client of the registry may meet where the registry was; none of it is an answer of a registry. */
    enum Instead {
        NOBODY(""),
        MAINTENANCE_PAGE("<!doctype html><title>Maintenance</title><p>We will be back soon."),
        EMPTY_BODY(""),
        OTHER_JSON("{\"status\": \"UP\"}");

        private final String body;

        Instead(String body) {
            this.body = body;
        }

        private Closeable answerAt(int port) throws IOException {
            if (this == NOBODY) {
                return () -> {};
            }
            HttpServer server = HttpServer.create(new InetSocketAddress(Loopback.HOST, port), 0);
            server.createContext("/", exchange -> {
                byte[] answer = body.getBytes(StandardCharsets.UTF_8);
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders()
                        .set("Content-Type", this == MAINTENANCE_PAGE ? "text/html" : "application/json");
                // -1: no body
                exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            return () -> server.stop(0);
        }
    }

    @Override
    public String name() {
        return instead == Instead.NOBODY
                ? "registry-away"
                : "registry-" + instead.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Duration length() {
        return away.plusSeconds(20);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        Cluster cluster = scene.cluster();
        scene.load().spareRegistry(true);
        cluster.awaitCaughtUp(Await.PATIENCE);
        long stopped = System.nanoTime();
        cluster.registry().stop();
        Closeable answering = instead.answerAt(cluster.registry().port());
        try {
            warm(scene);
            scene.load().spareRegistry(false);
            newSchema(scene);
            coldStart(scene);
            long left = away.toNanos() - (System.nanoTime() - stopped);
            Await.hold(Duration.ofNanos(Math.max(0, left)));
            scene.history().tell("registry-back", "lag", cluster.lag());
        } finally {
            scene.load().spareRegistry(false);
            answering.close();
            cluster.registry().start();
        }
        for (Processor processor : cluster.processors()) {
            Cluster.awaitReady(processor, Await.PATIENCE);
        }
    }

    private static void warm(Scene scene) throws Exception {
        int before = scene.load().acknowledged();
        Await.until(
                "articles to be published while the registry is away",
                Await.PATIENCE,
                () -> scene.load().acknowledged() > before);
        scene.cluster().awaitCaughtUp(Await.PATIENCE);
        scene.history().tell("registry-away", "cache", "warm", "articles", "flow");
    }

    static void newSchema(Scene scene) throws Exception {
        scene.load().schema(scene.load().schema() + 1);
        awaitWaiting(scene, scene.cluster().processors(), "new schema");
        long lag = scene.cluster().lag();
        Await.until(
                "the lag to grow beyond " + lag,
                Await.PATIENCE,
                () -> scene.cluster().lag() > lag);
    }

    /** Alone, or Kafka Streams may give it standby tasks and nothing to read for as long as others are warmer than it. */
    static void coldStart(Scene scene) throws Exception {
        List<Processor> all = scene.cluster().processors();
        Processor last = all.get(Cluster.SIZE - 1);
        for (Processor each : all) {
            each.kill();
        }
        last.start();
        awaitWaiting(scene, List.of(last), "cold start");
        for (Processor other : all.subList(0, Cluster.SIZE - 1)) {
            other.start();
        }
    }

    /** One of these, for the first article that needs the registry may be anybody's. */
    private static void awaitWaiting(Scene scene, List<Processor> processors, String after)
            throws InterruptedException {
        Map<Processor, Processor.Readiness> last = new HashMap<>();
        Await.until(
                "a processor to say that it waits for the registry (" + after + ")",
                Await.PATIENCE,
                () -> {
                    for (Processor processor : processors) {
                        Processor.Readiness readiness = processor.readiness();
                        last.put(processor, readiness);
                        if (!readiness.isReady() && readiness.body().contains("registry")) {
                            scene.history()
                                    .tell(
                                            "not-ready",
                                            "processor",
                                            processor.toString(),
                                            "after",
                                            after,
                                            "says",
                                            readiness.body());
                            return true;
                        }
                    }
                    return false;
                },
                () -> "; they last said: " + last);
    }
}
