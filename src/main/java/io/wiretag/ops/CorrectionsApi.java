package io.wiretag.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.files.OneLine;
import io.wiretag.ops.corrections.CorrectionOrder;
import io.wiretag.ops.corrections.CorrectionsJson;
import io.wiretag.ops.json.JsonValues;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.stories.SeenStory;
import io.wiretag.revision.Answer;
import io.wiretag.revision.CorrectionDesk;
import io.wiretag.revision.Newest;
import io.wiretag.revision.Preview;
import io.wiretag.revision.SentVersion;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.TagSubject;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.web.Problem;
import io.wiretag.web.RateLimit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where editors correct tags from the dashboard. Each question asks the brokers and may wait for the processor, so all of them are
 * dealt with on threads of their own.
 *
 * <p>What came of a correction is 200 with what is out now, 202 where that is not known yet, and 409 where nothing was done: with
 * {@code code} {@code changed} (and the story as it is now), {@code killed}, {@code withdrawn}, {@code unknown}, {@code not-live} or
 * {@code rejected}.
 */
final class CorrectionsApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CorrectionsApi.class);
    private static final int AT_ONCE = 4;
    private static final int WAITING = 16;
    /** By one key: more than an editor can write notes for. */
    private static final int A_MINUTE = 30;

    private static final int PREVIEWS_A_MINUTE = 120;
    private static final double SECONDS = 60;
    /** Of one topic. */
    private static final int MOST_READERS = 20;

    private final CorrectionDesk desk;
    private final Topics topics;
    private final Supplier<LagReport> lag;
    private final Duration retention;
    private final Clerk clerk = new Clerk("ops-corrections", AT_ONCE, WAITING);
    /** A look must not wait for those who send, nor these for looks. */
    private final Clerk lookers = new Clerk("ops-correction-looks", AT_ONCE, WAITING);

    private final Clerk codes = new Clerk("ops-codes", 1, WAITING);
    private final RateLimit corrections = new RateLimit(A_MINUTE / SECONDS, A_MINUTE, System::nanoTime);
    private final RateLimit previews = new RateLimit(PREVIEWS_A_MINUTE / SECONDS, PREVIEWS_A_MINUTE, System::nanoTime);

    /**
     * @param desk is closed with it
     * @param lag who reads which topic
     * @param retention how long the processor remembers an article
     */
    CorrectionsApi(CorrectionDesk desk, Topics topics, Supplier<LagReport> lag, Duration retention) {
        this.desk = desk;
        this.topics = topics;
        this.lag = lag;
        this.retention = retention;
    }

    void addTo(JavalinConfig config, OpsDoor door) {
        config.routes.get(
                "/api/codes",
                ctx -> later(
                        ctx,
                        codes,
                        () -> new Told(200, CorrectionsJson.codes(desk.rules().gazetteer()))));
        config.routes.post("/api/corrections/preview", ctx -> {
            within(previews, door.requireEditor(ctx));
            CorrectionOrder order = read(ctx, CorrectionOrder::preview);
            later(ctx, lookers, () -> preview(order));
        });
        config.routes.post("/api/corrections", ctx -> {
            String by = door.requireEditor(ctx);
            within(corrections, by);
            CorrectionOrder order = read(ctx, CorrectionOrder::correction);
            later(ctx, clerk, () -> correct(order, by));
        });
        config.routes.post("/api/corrections/undo", ctx -> {
            String by = door.requireEditor(ctx);
            within(corrections, by);
            CorrectionOrder order = read(ctx, CorrectionOrder::undo);
            later(ctx, clerk, () -> undo(order, by));
        });
    }

    private static void within(RateLimit limit, String by) {
        Duration wait = limit.take(by);
        if (!wait.isZero()) {
            throw new Problem(429, "more than this key may ask for in a minute: wait")
                    .with("Retry-After", String.valueOf(wait.toSeconds() + 1))
                    .and("code", "too-fast")
                    .asException();
        }
    }

    /** @throws io.wiretag.web.ProblemException if it is larger than allowed, or not what is wanted */
    private static <T> T read(Context ctx, Function<byte[], T> reader) {
        try {
            return reader.apply(ctx.bodyInputStream().readNBytes(CorrectionOrder.LONGEST + 1));
        } catch (IllegalArgumentException e) {
            throw new Problem(400, e.getMessage()).and("code", "bad-request").asException();
        } catch (IOException e) {
            throw new Problem(400, "the request ended too early")
                    .and("code", "bad-request")
                    .asException();
        }
    }

    /**
     * What is told, and how.
     *
     * @param status 200, 202, 409 or 422
     */
    private record Told(int status, JsonNode json) {}

    private static void later(Context ctx, Clerk clerk, Supplier<Told> work) {
        ctx.future(() -> clerk.later(() -> orProblem(work))
                .thenAccept(told -> ctx.status(told.status())
                        .contentType(told.status() >= 400 ? Problem.TYPE : "application/json")
                        .result(told.json().toString())));
    }

    private static Told orProblem(Supplier<Told> work) {
        try {
            return work.get();
        } catch (KafkaRefusedException e) {
            LOG.warn("could not correct: {}", e.getMessage());
            throw new Problem(503, e.getMessage()).and("code", "refused").asException();
        }
    }

    private Told preview(CorrectionOrder order) {
        return live(order, seen -> {
            Preview preview = order.undone()
                    .map(id -> desk.previewUndo(seen, id))
                    .orElseGet(() -> desk.preview(seen, order.changes()));
            ObjectNode json = CorrectionsJson.of(seen.version(), preview, this::topic, this::readers)
                    .put("seen", order.seen())
                    .put("proven", desk.isSealing())
                    .put(
                            "perhapsForgotten",
                            seen.accepted().isBefore(Instant.now().minus(retention)));
            json.set("doubt", JsonValues.text(desk.rules().doubt()));
            return new Told(200, json);
        });
    }

    private Told correct(CorrectionOrder order, String by) {
        return live(order, seen -> told(order.uri(), by, desk.correct(seen, by, order.note(), order.changes())));
    }

    private Told undo(CorrectionOrder order, String by) {
        return live(
                order,
                seen -> told(
                        order.uri(),
                        by,
                        desk.undo(seen, by, order.note(), order.undone().orElseThrow())));
    }

    /** What is done with an article that is out as it was seen. */
    private Told live(CorrectionOrder order, Function<SentVersion, Told> then) {
        Newest newest = desk.newest(order.uri());
        if (newest instanceof Newest.Live live) {
            SentVersion now = live.sent();
            if (!order.seen().equals(now.place())) {
                return changed(now);
            }
            try {
                return then.apply(now);
            } catch (IllegalArgumentException e) {
                return new Told(
                        422,
                        new Problem(422, e.getMessage())
                                .and("code", wrong(order))
                                .json());
            }
        }
        return newest instanceof Newest.Down down
                ? down.why() == Newest.Down.Why.KILLED
                        ? notLive("killed", "it was killed")
                        : notLive("withdrawn", "it was withheld or retracted, and nothing of it may be shown")
                : notLive("unknown", "no record tells of it: it never went out, or so long ago that nothing is left");
    }

    /** For a page that has words of its own. */
    private String wrong(CorrectionOrder order) {
        Gazetteer gazetteer = desk.rules().gazetteer();
        return order.changes().stream().allMatch(change -> isKnown(change, gazetteer)) ? "wrong" : "unknown-code";
    }

    private static boolean isKnown(CorrectedTag change, Gazetteer gazetteer) {
        String code = change.getCode();
        if (change.getSubject() == TagSubject.province) {
            return gazetteer.province(code).isPresent();
        }
        return change.getSubject() == TagSubject.agency
                ? gazetteer.agency(code).isPresent()
                : gazetteer.bodies().stream().anyMatch(body -> body.code().equals(code));
    }

    private static Told told(String uri, String by, Answer answer) {
        LOG.info(
                "a correction was asked for uri={} by={} answer={}",
                OneLine.of(uri),
                by,
                answer.getClass().getSimpleName());
        if (answer instanceof Answer.WentOut done) {
            ObjectNode json = JsonValues.object().put("outcome", "arrived");
            json.set("story", now(done.after(), Optional.empty()));
            return new Told(200, json);
        }
        if (answer instanceof Answer.NotAnsweredYet waiting) {
            return new Told(
                    202,
                    JsonValues.object()
                            .put("outcome", "unanswered")
                            .put("place", waiting.place())
                            .put("why", waiting.why()));
        }
        if (answer instanceof Answer.NotKnownWhetherSent silence) {
            return new Told(
                    202,
                    JsonValues.object()
                            .put("outcome", "uncertain")
                            .put("code", "uncertain")
                            .put("why", silence.why()));
        }
        if (answer instanceof Answer.ChangedMeanwhile changed) {
            return changed(changed.now());
        }
        if (answer instanceof Answer.Rejected rejected) {
            return new Told(
                    409,
                    new Problem(409, rejected.message())
                            .and("code", "rejected")
                            .and("reason", rejected.reason())
                            .json());
        }
        return notLive("not-live", ((Answer.NotLive) answer).why());
    }

    private static Told notLive(String code, String why) {
        return new Told(409, new Problem(409, why).and("code", code).json());
    }

    private static Told changed(SentVersion now) {
        ObjectNode json = new Problem(409, "it is no more what was seen: look at it, and ask again")
                .and("code", "changed")
                .json();
        json.set("story", now(now.version(), Optional.of(now.place())));
        return new Told(409, json);
    }

    private static JsonNode now(TaggedArticle tagged, Optional<String> place) {
        return OpsJson.wholeStory(SeenStory.of(tagged, place));
    }

    private String topic(String role) {
        return topics.articleSinks().stream()
                .filter(topic -> topic.role().equals(role))
                .map(Topic::name)
                .findFirst()
                .orElse(role);
    }

    /** Groups that read a topic. */
    private Collection<String> readers(String topic) {
        return lag.get().groups().stream()
                .filter(group ->
                        group.topics().stream().anyMatch(read -> read.topic().equals(topic)))
                .map(GroupLag::id)
                .limit(MOST_READERS)
                .toList();
    }

    @Override
    public void close() {
        codes.close();
        lookers.close();
        clerk.close();
        desk.close();
    }
}
