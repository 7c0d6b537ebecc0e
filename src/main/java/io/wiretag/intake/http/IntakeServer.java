package io.wiretag.intake.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.wiretag.access.ApiKeys;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.web.ListenAddress;
import io.wiretag.web.RateLimit;
import io.wiretag.web.ServerEnd;
import io.wiretag.web.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server: takes articles at {@code POST /articles}, describes itself at {@code GET /openapi.json}, and tells how it is at
 * {@code GET /health/live} and {@code /health/ready}. Listens from the moment it is made until it is closed.
 */
public final class IntakeServer implements AutoCloseable {

    /** Go with every answer. */
    static final Map<String, String> SECURITY_HEADERS =
            Map.of("X-Content-Type-Options", "nosniff", "Cache-Control", "no-store");

    private static final Logger LOG = LoggerFactory.getLogger(IntakeServer.class);

    private static final int MAX_THREADS = 32;
    private static final int MAX_CONNECTIONS = 1_000;
    private static final int MAX_LOGGED_PATH = 200;

    private static final Duration OUTAGE_HOLD = Duration.ofSeconds(Answer.RETRY_SECONDS);
    /** Shorter than an outage counts, together with the time that a probe may take, so that one follows another. */
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(2);

    private final Javalin javalin;
    private final Settings settings;
    private final ArticlePublisher publisher;
    private final ExecutorService readers;
    private final ScheduledExecutorService prober;
    private final ServerEnd end = new ServerEnd();

    /**
     * Where it listens and what it bears.
     *
     * @param host name or address; other machines reach it only where this is not a loopback address
     * @param port 0 takes any free one
     * @param maxBodyBytes largest body of a request
     * @param maxInFlightBytes bytes of all bodies at one time
     * @param requestsPerSecond of each key, on the long run
     * @param burst requests of each key, at once
     */
    public record Settings(
            String host, int port, int maxBodyBytes, long maxInFlightBytes, int requestsPerSecond, int burst) {

        /** @throws IllegalArgumentException if the largest body would never be taken */
        public Settings {
            Objects.requireNonNull(host, "host");
            if (maxInFlightBytes < maxBodyBytes) {
                throw new IllegalArgumentException("intake.max.in.flight.bytes (%d) must hold one body (%d) at least"
                        .formatted(maxInFlightBytes, maxBodyBytes));
            }
        }

        private ListenAddress place() {
            return new ListenAddress("intake", host, port);
        }
    }

    /**
     * How long it waits for others.
     *
     * @param idle for the next byte of a connection, and for the whole of the headers
     * @param body for the whole of a body
     * @param stop for requests on their way when it is closed
     */
    record Patience(Duration idle, Duration body, Duration stop) {

        static final Patience DEFAULT =
                new Patience(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(20));
    }

    /**
     * Starts to listen.
     *
     * @param keys of those who may publish; empty: everybody who reaches it may, which is allowed on a loopback address only
     * @param publisher belongs to the server from now on, and is closed with it, also when it cannot start
     * @param topic the publisher's, for answers
     * @param probe asked every two seconds whether Kafka is there: throws if it is not, and takes two seconds at most
     * @throws IllegalArgumentException if there are no keys and other machines can reach it, or the address cannot be had
     */
    public static IntakeServer start(
            Settings settings, Optional<ApiKeys> keys, ArticlePublisher publisher, String topic, Runnable probe) {
        return start(settings, keys, publisher, topic, probe, Patience.DEFAULT);
    }

    static IntakeServer start(
            Settings settings,
            Optional<ApiKeys> keys,
            ArticlePublisher publisher,
            String topic,
            Runnable probe,
            Patience patience) {
        try {
            settings.place().requireLoopbackOr(keys.isPresent());
            return new IntakeServer(settings, keys, publisher, topic, probe, patience);
        } catch (RuntimeException e) {
            publisher.close();
            throw e;
        }
    }

    private IntakeServer(
            Settings settings,
            Optional<ApiKeys> keys,
            ArticlePublisher publisher,
            String topic,
            Runnable probe,
            Patience patience) {
        this.settings = settings;
        this.publisher = publisher;
        Availability availability = new Availability(OUTAGE_HOLD, System::nanoTime);
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("intake-http");
        this.readers = Executors.newFixedThreadPool(
                Math.max(2, Runtime.getRuntime().availableProcessors()), daemon("intake-reader"));
        this.prober = Executors.newSingleThreadScheduledExecutor(daemon("intake-probe"));
        ArticlesHandler articles = new ArticlesHandler(
                keys,
                new RateLimit(settings.requestsPerSecond(), settings.burst(), System::nanoTime),
                availability,
                new ByteBudget(settings.maxInFlightBytes()),
                new Desk(publisher, topic, availability),
                new ArticlesHandler.Workplace(readers, threads, settings.maxBodyBytes(), patience.body()));
        this.javalin = Javalin.create(config -> {
            WebServer.configure(
                    config,
                    new WebServer.Bounds(
                            settings.host(), settings.port(), MAX_CONNECTIONS, patience.idle(), patience.stop()),
                    threads,
                    SECURITY_HEADERS);
            addRoutes(config, articles, availability);
        });
        try {
            settings.place().start(javalin);
        } catch (RuntimeException e) {
            stopThreads();
            throw e;
        }
        prober.scheduleWithFixedDelay(
                () -> probe(probe, availability), 0, PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        LOG.info("started address={} topic={} keys={}", address(), topic, keys.isPresent() ? "required" : "none");
    }

    private void addRoutes(JavalinConfig config, ArticlesHandler articles, Availability availability) {
        byte[] description = description();
        config.routes.post("/articles", articles);
        config.routes.get(
                "/openapi.json", ctx -> ctx.contentType("application/json").result(description));
        config.routes.get(
                "/health/live", ctx -> Answer.of(200, Map.of("status", "live")).write(ctx));
        config.routes.get("/health/ready", ctx -> readiness(availability).write(ctx));
        config.routes.exception(
                Exception.class, (e, ctx) -> ArticlesHandler.answerTo(e).write(ctx));
        config.routes.exception(HttpResponseException.class, IntakeServer::answerToUnknown);
        config.requestLogger.http(IntakeServer::log);
    }

    private Answer readiness(Availability availability) {
        return (end.hasBegun() ? Optional.of("the server is stopping") : availability.whyNot())
                .map(Answer::unavailable)
                .orElseGet(() -> Answer.of(200, Map.of("status", "ready")));
    }

    /** A path that is not there, or not with this method. */
    private static void answerToUnknown(HttpResponseException e, Context ctx) {
        if (e.getStatus() == 405) {
            String allowed = ctx.path().equals("/articles") ? "POST" : "GET, HEAD";
            Answer.problem(405, "this path takes " + allowed)
                    .withHeader("Allow", allowed)
                    .write(ctx);
        } else {
            Answer.problem(e.getStatus(), "there is nothing here; GET /openapi.json tells what is")
                    .write(ctx);
        }
    }

    /** Neither the query nor a header: a key may stand in either. */
    private static void log(Context ctx, Float millis) {
        if (LOG.isDebugEnabled()) {
            String path =
                    ctx.path().substring(0, Math.min(MAX_LOGGED_PATH, ctx.path().length()));
            LOG.debug(
                    "request method={} path={} status={} sender={} ms={}",
                    ctx.method(),
                    path,
                    ctx.statusCode(),
                    ArticlesHandler.senderOf(ctx),
                    millis);
        }
    }

    private static void probe(Runnable probe, Availability availability) {
        try {
            probe.run();
        } catch (RuntimeException e) {
            availability.failed("Kafka does not answer", e);
        }
    }

    private static ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private static byte[] description() {
        try (InputStream in = IntakeServer.class.getResourceAsStream("/intake/openapi.json")) {
            return Objects.requireNonNull(in, "intake/openapi.json is not in the jar")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public URI address() {
        return settings.place().uri(javalin.port());
    }

    /** Returns when it is closed. */
    public void awaitEnd() throws InterruptedException {
        end.await();
    }

    /**
     * Takes no more requests, waits 20 seconds at most for those on their way to be answered, and closes the publisher. Waits
     * for another thread that is closing it already.
     */
    @Override
    public void close() {
        end.begin(() -> {
            LOG.info("stopping address={}", address());
            try {
                javalin.stop();
            } finally {
                stopThreads();
                publisher.close();
            }
        });
    }

    private void stopThreads() {
        prober.shutdownNow();
        readers.shutdownNow();
    }
}
