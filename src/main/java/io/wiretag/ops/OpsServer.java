package io.wiretag.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.wiretag.access.ApiKeys;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.codec.RegistryRefusedException;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.files.Why;
import io.wiretag.web.ListenAddress;
import io.wiretag.web.Problem;
import io.wiretag.web.ProblemException;
import io.wiretag.web.ServerEnd;
import io.wiretag.web.WebServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server for operations: metrics at {@code /metrics}, health at {@code /health/live} and {@code /health/ready}, and, where it
 * watches a cluster, the dashboard at {@code /} and what that asks under {@code /api}. Listens from the moment it is made until
 * it is closed. No answer waits for a broker, but those that read or replay rejected records, and those
 * on corrections.
 *
 * <p>The two answers on health need no key, for what probes a process has none; where keys are needed they then name the part
 * that is not well, and no more. For everything else see {@link OpsDoor}.
 */
public final class OpsServer implements AutoCloseable {
    /** Go with every answer. */
    static final Map<String, String> SECURITY_HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                    + " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    // where text could become markup, there is nothing: a fault of the page breaks the page, and lets
                    // nobody in
                    + " require-trusted-types-for 'script'; trusted-types 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);

    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int MAX_THREADS = 32;
    private static final int MAX_CONNECTIONS = 200;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final ListenAddress place;
    private final OpsMetrics metrics;
    private final Health health;
    private final OpsDoor door;
    private final Javalin javalin;
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final ServerEnd end = new ServerEnd();
    private final boolean standsIn;

    /**
     * Where it listens.
     *
     * @param names what its settings are called, for messages: {@code ops} for {@code ops.host}
     * @param host name or address; other machines reach it only where this is not a loopback address
     * @param port 0 takes any free one
     */
    public record Settings(String names, String host, int port) {
        private ListenAddress place() {
            return new ListenAddress(names, host, port);
        }
    }

    /**
     * Serves metrics and health alone.
     *
     * @param keys of those who may look; may be missing on a loopback address
     * @param metrics belong to the server from now on, and are closed with it
     * @throws IllegalArgumentException if there are no keys and other machines can reach it, or the address cannot be had
     */
    public static OpsServer start(Settings settings, Optional<ApiKeys> keys, OpsMetrics metrics, Health health) {
        return start(settings, keys, metrics, health, Optional.empty(), List.of());
    }

    /**
     * Stands in for a server that cannot start yet, this one or another: alive, not ready, and whoever asks for anything else
     * is told to come again before he is asked who he is, since the one that it stands in for may know him.
     *
     * @param settings where the other will listen
     * @param keys of those who may know why; may be missing on a loopback address
     * @param why what is being waited for, in words
     * @throws IllegalArgumentException as {@link #start}
     */
    public static OpsServer standIn(Settings settings, Optional<ApiKeys> keys, Supplier<Optional<String>> why) {
        Health health =
                new Health(List.of(new Health.Part("brokers", () -> why.get().map(Why::other), Optional::empty)));
        return start(settings, keys, new OpsMetrics(), health, Optional.empty(), List.of(), true);
    }

    /**
     * @param pages the dashboard
     * @param owned are closed with the server, in this order, and also when it cannot start
     */
    static OpsServer start(
            Settings settings,
            Optional<ApiKeys> keys,
            OpsMetrics metrics,
            Health health,
            Optional<OpsPages> pages,
            List<AutoCloseable> owned) {
        return start(settings, keys, metrics, health, pages, owned, false);
    }

    private static OpsServer start(
            Settings settings,
            Optional<ApiKeys> keys,
            OpsMetrics metrics,
            Health health,
            Optional<OpsPages> pages,
            List<AutoCloseable> owned,
            boolean standsIn) {
        try {
            settings.place().requireLoopbackOr(keys.isPresent());
            return new OpsServer(settings.place(), keys, metrics, health, pages, owned, standsIn);
        } catch (RuntimeException e) {
            owned.forEach(OpsServer::closeQuietly);
            metrics.close();
            throw e;
        }
    }

    private OpsServer(
            ListenAddress place,
            Optional<ApiKeys> keys,
            OpsMetrics metrics,
            Health health,
            Optional<OpsPages> pages,
            List<AutoCloseable> owned,
            boolean standsIn) {
        this.place = place;
        this.standsIn = standsIn;
        this.metrics = metrics;
        this.health = health;
        this.door = new OpsDoor(place.loopback(), keys);
        this.owned.addAll(owned);
        this.javalin = Javalin.create(config -> {
            configure(config);
            addRoutes(config);
            pages.ifPresent(each -> each.addTo(config, door));
        });
        place.start(javalin);
        LOG.info("started address={} dashboard={} keys={}", address(), pages.isPresent(), keys.isPresent());
    }

    private void configure(JavalinConfig config) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("ops-http");
        WebServer.configure(
                config,
                new WebServer.Bounds(place.host(), place.port(), MAX_CONNECTIONS, IDLE, STOP),
                threads,
                SECURITY_HEADERS);
    }

    private void addRoutes(JavalinConfig config) {
        config.routes.before(ctx -> {
            if (!ctx.path().startsWith("/health/")) {
                requireMore();
                door.requireReader(ctx);
                requireRoom(ctx);
            }
        });
        config.routes.get("/metrics", ctx -> ctx.contentType(METRICS).result(metrics.scrape()));
        config.routes.get("/health/live", ctx -> tell(ctx, "live", health.notAlive(), Map.of()));
        config.routes.get("/health/ready", ctx -> tell(ctx, "ready", health.notReady(), health.says()));
        config.routes.exception(Exception.class, (e, ctx) -> problemOf(e).write(ctx));
        config.routes.exception(HttpResponseException.class, (e, ctx) -> {
            String detail = e.getStatus() == 405 ? "this path takes another method" : "there is nothing here";
            new Problem(e.getStatus(), detail).write(ctx);
        });
    }

    /** @throws ProblemException if there is nothing but health yet */
    private void requireMore() {
        if (standsIn) {
            throw Problem.unavailable("the brokers do not answer yet: come again")
                    .asException();
        }
    }

    private static void requireRoom(Context ctx) {
        if (!WebServer.admit(ctx.req())) {
            throw Problem.unavailable("too many requests at a time: come again").asException();
        }
    }

    private static Problem problemOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ProblemException refused) {
            return refused.problem();
        }
        if (cause instanceof RegistryRefusedException) {
            LOG.warn("a question could not be answered: {}", cause.toString());
            return Problem.unavailable("the schema registry refuses, which its operator has to mend")
                    .and("code", "registry-refuses");
        }
        if (cause instanceof KafkaUnavailableException
                || cause instanceof RegistryUnavailableException
                || cause instanceof TimeoutException) {
            LOG.warn("a question could not be answered: {}", cause.toString());
            return Problem.unavailable("Kafka or the registry does not answer: come again")
                    .and("code", "away");
        }
        LOG.error("a fault of ours", cause);
        return new Problem(500, "a fault of ours: it stands in the log").and("code", "fault");
    }

    private void tell(Context ctx, String word, List<Health.Complaint> complaints, Map<String, String> says) {
        if (complaints.isEmpty()) {
            ObjectNode well = JsonNodeFactory.instance.objectNode().put("status", word);
            says.forEach(well::put);
            ctx.contentType("application/json").result(well.toString());
            return;
        }
        boolean all = door.mayKnowAll(ctx);
        Problem problem = Problem.unavailable("not " + word);
        ObjectNode body = problem.json();
        says.forEach(body::put);
        ArrayNode parts = body.putArray("parts");
        for (Health.Complaint complaint : complaints) {
            ObjectNode part = parts.addObject().put("part", complaint.part());
            if (all) {
                part.put("why", complaint.why().words());
            }
        }
        problem.headers().forEach(ctx::header);
        ctx.status(problem.status()).contentType(Problem.TYPE).result(body.toString());
    }

    /** Where it listens. */
    public URI address() {
        return place.uri(javalin.port());
    }

    /** Tells from now on that the process is not ready, and goes on answering. */
    public void stopping() {
        health.stop();
    }

    /** Returns when it is closed. */
    public void awaitEnd() throws InterruptedException {
        end.await();
    }

    /** Ends the streams of the dashboards, then waits five seconds at most for other answers. */
    @Override
    public void close() {
        health.stop();
        end.begin(() -> {
            try {
                while (!owned.isEmpty()) {
                    closeQuietly(owned.removeFirst());
                }
                javalin.stop();
            } finally {
                metrics.close();
            }
        });
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("could not be closed: {}", part, e);
        }
    }
}
