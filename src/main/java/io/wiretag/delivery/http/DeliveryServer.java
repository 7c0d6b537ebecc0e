package io.wiretag.delivery.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.wiretag.access.ApiKeys;
import io.wiretag.delivery.ArticleDelivery;
import io.wiretag.delivery.PositionNotes;
import io.wiretag.delivery.webhook.Webhooks;
import io.wiretag.web.ListenAddress;
import io.wiretag.web.Problem;
import io.wiretag.web.ServerEnd;
import io.wiretag.web.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out over HTTP: {@code GET /articles} as server-sent events, pages, lines and Atom, {@code /articles/current} and {@code
 * /articles/URI}; describes itself at {@code /openapi.json}, tells how it is at {@code /health/live}, {@code /health/ready} and
 * {@code /metrics}. Listens from the moment it is made until it is closed.
 */
public final class DeliveryServer implements AutoCloseable {
    /** Go with every answer. */
    static final Map<String, String> SECURITY_HEADERS =
            Map.of("X-Content-Type-Options", "nosniff", "Cache-Control", "no-store", "Referrer-Policy", "no-referrer");

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryServer.class);

    private static final String ARTICLES = "/articles";
    private static final int MAX_THREADS = 64;
    /** More than two of the longest cursors: a browser that comes again sends the one it began with as well. */
    private static final int MAX_HEADER_BYTES = 32 * 1024;

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final ListenAddress place;
    private final ArticleDelivery delivery;
    private final Optional<Webhooks> webhooks;
    private final DeliveryDoor door;
    private final EventStreams streams;
    private final DeliveryMetrics metrics;
    private final Set<String> origins;
    private final Optional<PositionNotes> notes;
    private final Javalin javalin;
    private final ServerEnd end = new ServerEnd();

    /**
     * Where it listens and what it bears.
     *
     * @param host name or address; other machines reach it only where this is not a loopback address
     * @param port 0 takes any free one
     * @param connections most of them at one time
     * @param connectionsPerKey of one key, unless its line says otherwise
     * @param bytesPerSecond to one key in the long run, unless its line says otherwise
     * @param origins of pages that may read in a browser; {@code *}: of all
     * @param agencies codes of those that there are
     */
    public record Settings(
            String host,
            int port,
            int connections,
            int connectionsPerKey,
            int bytesPerSecond,
            Set<String> origins,
            Set<String> agencies) {}

    /**
     * The keys of a file, with what each may see.
     *
     * @param agencies codes of those that there are
     * @throws IllegalArgumentException if it cannot be used, or a line is wrong
     */
    public static ApiKeys keys(Path file, Set<String> agencies) {
        return ApiKeys.of(
                file, "wiretag deliver key NAME", rights -> KeyRights.of(rights).requireAgencies(agencies));
    }

    /**
     * Checks rights that a key is to have.
     *
     * @throws IllegalArgumentException if one is unknown or cannot be used
     */
    public static void requireRights(Map<String, String> rights) {
        KeyRights.of(rights);
    }

    /**
     * Starts to listen.
     *
     * @param keys empty: everybody who reaches it may read all, which is allowed on a loopback address only
     * @param delivery belongs to the server from now on, and is closed with it, also when it cannot start
     * @param notes told how far clients have come; belong to the server
     * @param webhooks sent beside it, if any are; belong to the server
     * @throws IllegalArgumentException if there are no keys and other machines can reach it, or the address cannot be had
     */
    public static DeliveryServer start(
            Settings settings,
            Optional<ApiKeys> keys,
            ArticleDelivery delivery,
            Optional<PositionNotes> notes,
            Optional<Webhooks> webhooks) {
        ListenAddress place = new ListenAddress("delivery", settings.host(), settings.port());
        try {
            place.requireLoopbackOr(keys.isPresent());
            return new DeliveryServer(place, settings, keys, delivery, notes, webhooks);
        } catch (RuntimeException e) {
            notes.ifPresent(PositionNotes::close);
            webhooks.ifPresent(Webhooks::close);
            delivery.close();
            throw e;
        }
    }

    private DeliveryServer(
            ListenAddress place,
            Settings settings,
            Optional<ApiKeys> keys,
            ArticleDelivery delivery,
            Optional<PositionNotes> notes,
            Optional<Webhooks> webhooks) {
        this.place = place;
        this.notes = notes;
        this.delivery = delivery;
        this.webhooks = webhooks;
        this.origins = settings.origins();
        this.door = new DeliveryDoor(keys, settings.connectionsPerKey(), settings.bytesPerSecond());
        this.streams = new EventStreams(delivery, door);
        this.metrics =
                new DeliveryMetrics(streams, door, webhooks, () -> whyNotReady().isEmpty());
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("delivery-http");
        ArticlesHandler handler = new ArticlesHandler(delivery, door, streams, settings.agencies(), threads, notes);
        // three quarters of the connections at most have a request that was let in
        int connections = settings.connections() + settings.connections() / 3 + 8;
        this.javalin = Javalin.create(config -> {
            WebServer.configure(
                    config,
                    new WebServer.Bounds(place.host(), place.port(), connections, IDLE, STOP),
                    threads,
                    SECURITY_HEADERS);
            WebServer.allowHeaders(config, MAX_HEADER_BYTES);
            WebServer.allowAnyPath(config);
            addRoutes(config, handler);
        });
        try {
            place.start(javalin);
        } catch (RuntimeException e) {
            streams.close();
            metrics.close();
            throw e;
        }
        notes.ifPresent(each -> each.start(streams::toldBy));
        LOG.info("started address={} keys={}", address(), keys.isPresent() ? "required" : "none");
    }

    private void addRoutes(JavalinConfig config, ArticlesHandler handler) {
        byte[] description = description();
        config.routes.before(this::allowOrigin);
        config.routes.options("/*", ctx -> ctx.status(204));
        give(config, ARTICLES, handler::articles);
        give(config, ARTICLES + "/current", handler::snapshot);
        give(config, ARTICLES + "/<uri>", ctx -> handler.article(ctx, uri(ctx)));
        give(config, "/openapi.json", ctx -> ctx.contentType("application/json").result(description));
        give(config, "/health/live", ctx -> tell(ctx, "live", Optional.empty()));
        give(config, "/health/ready", ctx -> tell(ctx, "ready", whyNotReady()));
        give(config, "/metrics", ctx -> {
            door.requireOperator(ctx);
            ctx.contentType(DeliveryMetrics.TYPE).result(metrics.scrape());
        });
        config.routes.exception(Exception.class, (e, ctx) -> Problems.of(e).write(ctx));
        config.routes.exception(HttpResponseException.class, (e, ctx) -> {
            String detail = e.getStatus() == 405
                    ? "this path takes GET"
                    : "there is nothing here; GET /openapi.json tells what is";
            new Problem(e.getStatus(), detail).write(ctx);
        });
        config.requestLogger.http(DeliveryServer::log);
    }

    /** Javalin would answer 200 to every HEAD where there is a GET, also to who has no key. */
    private static void give(JavalinConfig config, String path, Handler handler) {
        config.routes.get(path, handler);
        config.routes.head(path, handler);
    }

    /** As it was written: a uri may hold anything, slashes among it. */
    private static String uri(Context ctx) {
        String path = ctx.req().getRequestURI();
        String encoded = path.substring(path.indexOf(ARTICLES + "/") + ARTICLES.length() + 1);
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private void allowOrigin(Context ctx) {
        String origin = ctx.header("Origin");
        ctx.header("Vary", origins.isEmpty() ? "Accept" : "Origin, Accept");
        if (origin == null || origins.isEmpty()) {
            return;
        }
        boolean all = origins.contains("*");
        if (all || origins.contains(origin)) {
            ctx.header("Access-Control-Allow-Origin", all ? "*" : origin);
            ctx.header("Access-Control-Allow-Headers", "Authorization, X-API-Key, Last-Event-ID, Accept");
            ctx.header("Access-Control-Expose-Headers", "Link, ETag, Last-Modified, Retry-After");
            ctx.header("Access-Control-Max-Age", "600");
        }
    }

    private Optional<String> whyNotReady() {
        return end.hasBegun() ? Optional.of("the server is stopping") : delivery.whyNotReady();
    }

    private static void tell(Context ctx, String word, Optional<String> whyNot) {
        if (whyNot.isPresent()) {
            Problem.unavailable("not " + word + ": " + whyNot.get()).write(ctx);
        } else {
            ctx.contentType("application/json").result("{\"status\":\"" + word + "\"}");
        }
    }

    /** Neither the query nor a header: a key may stand in either. */
    private static void log(Context ctx, Float millis) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("request method={} status={} ms={}", ctx.method(), ctx.statusCode(), millis);
        }
    }

    private static byte[] description() {
        try (InputStream in = DeliveryServer.class.getResourceAsStream("/delivery/openapi.json")) {
            return Objects.requireNonNull(in, "delivery/openapi.json is not in the jar")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public URI address() {
        return place.uri(javalin.port());
    }

    /** Returns when it is closed. */
    public void awaitEnd() throws InterruptedException {
        end.await();
    }

    /** Ends the streams, whose clients go on from their cursors, and waits five seconds at most for other answers. */
    @Override
    public void close() {
        end.begin(() -> {
            LOG.info("stopping address={}", address());
            try {
                streams.close();
                javalin.stop();
            } finally {
                notes.ifPresent(PositionNotes::close);
                webhooks.ifPresent(Webhooks::close);
                delivery.close();
                metrics.close();
            }
        });
    }
}
