package io.wiretag.intake.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.wiretag.access.ApiKeys;
import io.wiretag.topics.TraceContext;
import io.wiretag.web.RateLimit;
import io.wiretag.web.ShownKey;
import io.wiretag.web.WebServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /articles}: who asks, may he now, what does he send; then the body is received, and the desk has it. What needs no
 * look at the body is decided before a byte of it is read.
 */
final class ArticlesHandler implements Handler {

    /** Who sends where no keys are asked for. */
    private static final String ANYBODY = "anybody";

    private static final String SENDER = "sender";

    private static final Logger LOG = LoggerFactory.getLogger(ArticlesHandler.class);

    private final Optional<ApiKeys> keys;
    private final RateLimit rate;
    private final Availability availability;
    private final ByteBudget budget;
    private final Desk desk;
    private final Workplace workplace;

    /**
     * Where and within which bounds it works.
     *
     * @param readers read bodies and send articles, and may block
     * @param answerers answer, and may not
     * @param maxBodyBytes largest body
     * @param bodyLimit how long a body may take to arrive
     */
    record Workplace(Executor readers, Executor answerers, int maxBodyBytes, Duration bodyLimit) {}

    ArticlesHandler(
            Optional<ApiKeys> keys,
            RateLimit rate,
            Availability availability,
            ByteBudget budget,
            Desk desk,
            Workplace workplace) {
        this.keys = keys;
        this.rate = rate;
        this.availability = availability;
        this.budget = budget;
        this.desk = desk;
        this.workplace = workplace;
    }

    @Override
    public void handle(Context ctx) {
        String sender = sender(ctx);
        ctx.attribute(SENDER, sender);
        requireToken(sender);
        requireNoQuery(ctx);
        requireRoom(ctx);
        BodyType type = BodyType.of(ctx.header("Content-Type"), ctx.header("Content-Encoding"));
        availability.whyNot().ifPresent(reason -> {
            throw Answer.unavailable(reason + ": nothing was published, send it again later")
                    .thenClose()
                    .asRefusal();
        });
        ctx.future(() -> answered(ctx, type, sender));
    }

    /** The name of the key of a request, for the log; "-" before it is known. */
    static String senderOf(Context ctx) {
        String sender = ctx.attribute(SENDER);
        return sender == null ? "-" : sender;
    }

    private CompletableFuture<Void> answered(Context ctx, BodyType type, String sender) {
        ByteBudget.Share share = budget.share();
        CompletableFuture<byte[]> body;
        try {
            body = RequestBody.receive(ctx.req(), share, workplace.maxBodyBytes(), workplace.bodyLimit());
        } catch (IOException | RuntimeException e) {
            body = CompletableFuture.failedFuture(e);
        }
        List<Header> trace = trace(ctx);
        return body.thenApplyAsync(bytes -> desk.take(type, bytes, sender, trace), workplace.readers())
                .thenCompose(Function.identity())
                // not on the thread of the producer, which must not wait for a slow client
                .handleAsync(
                        (answer, failure) -> {
                            share.close();
                            (failure == null ? answer : answerTo(failure)).write(ctx);
                            return null;
                        },
                        workplace.answerers());
    }

    /** That of the request, as headers of a record. */
    private static List<Header> trace(Context ctx) {
        RecordHeaders came = new RecordHeaders();
        for (String key : List.of(TraceContext.TRACEPARENT, TraceContext.TRACESTATE)) {
            Collections.list(ctx.req().getHeaders(key))
                    .forEach(value -> came.add(key, value.getBytes(StandardCharsets.UTF_8)));
        }
        return TraceContext.of(came);
    }

    static Answer answerTo(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused) {
            return refused.answer();
        }
        LOG.error("a fault of ours", cause);
        return Answer.problem(500, "a fault of ours: it stands in the log").thenClose();
    }

    private String sender(Context ctx) {
        if (keys.isEmpty()) {
            return ANYBODY;
        }
        Optional<String> shown = ShownKey.of(ctx, "X-API-Key");
        return shown.flatMap(key -> keys.get().nameOf(key)).orElseThrow(() -> {
            String detail = shown.isPresent()
                    ? "the key is not known here"
                    : "a key is needed: Authorization: Bearer KEY, or X-API-Key: KEY";
            return Answer.problem(401, detail)
                    .withHeader("WWW-Authenticate", "Bearer realm=\"wiretag\"")
                    .thenClose()
                    .asRefusal();
        });
    }

    /** Whoever writes {@code ?uri=...} believes that it counts. It is not told again: somebody may have put a key there. */
    private static void requireNoQuery(Context ctx) {
        if (ctx.queryString() != null && !ctx.queryString().isEmpty()) {
            throw Answer.problem(
                            400,
                            "POST /articles knows no parameters, and its address had some behind '?': leave them out; uri, version"
                                    + " and format are told by the articles and the Content-Type; nothing was published")
                    .thenClose()
                    .asRefusal();
        }
    }

    private static void requireRoom(Context ctx) {
        if (!WebServer.admit(ctx.req())) {
            throw Answer.unavailable("too many requests at a time").thenClose().asRefusal();
        }
    }

    private void requireToken(String sender) {
        Duration wait = rate.take(sender);
        if (!wait.isZero()) {
            throw Answer.problem(429, "more requests than this key may send: put more articles in one, or wait")
                    .withHeader("Retry-After", String.valueOf(wait.toSeconds() + 1))
                    .thenClose()
                    .asRefusal();
        }
    }
}
