package io.wiretag.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseHandler;
import io.wiretag.files.OneLine;
import io.wiretag.files.Why;
import io.wiretag.ops.desk.DeskWatch;
import io.wiretag.ops.json.JsonValues;
import io.wiretag.ops.lag.LagMonitor;
import io.wiretag.ops.receipts.KillId;
import io.wiretag.ops.receipts.Known;
import io.wiretag.ops.receipts.ReceiptWatch;
import io.wiretag.ops.receipts.ReceiptsJson;
import io.wiretag.ops.rejected.RecordPlace;
import io.wiretag.ops.rejected.RejectedFilter;
import io.wiretag.ops.stories.StoryCursor;
import io.wiretag.ops.stories.StorySearch;
import io.wiretag.web.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dashboard and what it asks: routes, and their parameters. */
final class OpsPages implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpsPages.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_MINUTES = 7 * 24 * 60;
    private static final int MOST_ITEMS = 500;
    private static final int LONGEST_REQUEST = 1024;
    /** A uri may be long. */
    private static final int LONGEST_RECEIPT = 16 * 1024;
    /** Of Kafka a group may have a longer one. */
    private static final int LONGEST_NAME = 255;

    private final OpsApi api;
    private final DeskApi desk;
    private final StoryStream stream;
    private final RejectedDesk rejected;
    private final LagMonitor lag;
    private final ReceiptWatch receipts;
    private final CorrectionsApi corrections;
    private final PageFiles files = new PageFiles("/dashboard/");

    OpsPages(
            OpsApi api,
            DeskApi desk,
            StoryStream stream,
            RejectedDesk rejected,
            LagMonitor lag,
            ReceiptWatch receipts,
            CorrectionsApi corrections) {
        this.api = api;
        this.desk = desk;
        this.stream = stream;
        this.rejected = rejected;
        this.lag = lag;
        this.receipts = receipts;
        this.corrections = corrections;
    }

    void addTo(JavalinConfig config, OpsDoor door) {
        config.routes.get("/", files::page);
        config.routes.get("/desk", files::desk);
        config.routes.get("/assets/<file>", files::asset);
        config.routes.get("/api/desk", ctx -> write(ctx, desk.desk(hours(ctx), limit(ctx), seen(ctx))));
        config.routes.get("/api/status", ctx -> write(ctx, api.status()));
        config.routes.get("/api/lag", ctx -> write(ctx, api.lag(minutes(ctx, 30), limit(ctx))));
        config.routes.get("/api/groups", ctx -> write(ctx, api.groups(text(ctx, "topic"), text(ctx, "q"), limit(ctx))));
        config.routes.get("/api/provinces", ctx -> write(ctx, api.provinces(minutes(ctx, 60))));
        config.routes.get("/api/agencies", ctx -> write(ctx, api.agencies(minutes(ctx, 60))));
        config.routes.get("/api/stories", ctx -> write(ctx, api.stories(search(ctx))));
        config.routes.get("/api/story", ctx -> write(ctx, story(ctx)));
        config.routes.get("/api/rejected", ctx -> later(ctx, rejected.list(limit(ctx), reasons(ctx))));
        config.routes.post("/api/rejected/replay", ctx -> {
            String who = door.requireReplayer(ctx);
            later(ctx, rejected.replay(place(ctx), who));
        });
        config.routes.post("/api/lag/acknowledge", ctx -> acknowledge(ctx, door.requireReplayer(ctx)));
        config.routes.get("/api/kills", ctx -> write(ctx, kills(ctx)));
        config.routes.post("/receipts", ctx -> receipt(ctx, door.requireReplayer(ctx)));
        corrections.addTo(config, door);
        config.routes.before("/api/stream", ctx -> stream.requireRoom());
        config.routes.sse("/api/stream", new SseHandler(0, stream::take));
    }

    private JsonNode story(Context ctx) {
        String uri = text(ctx, "uri").orElseThrow(() -> new Problem(400, "which story? ?uri=...").asException());
        return api.story(uri)
                .orElseThrow(() -> new Problem(404, "it is none of the newest stories, which are all that is kept here")
                        .asException());
    }

    /** What is asked by {@code /api/stories}. */
    static StorySearch search(Context ctx) {
        Optional<String> words = text(ctx, "q");
        if (words.filter(typed -> typed.length() > StorySearch.LONGEST_WORDS).isPresent()) {
            throw new Problem(400, "q must not be longer than " + StorySearch.LONGEST_WORDS + " characters")
                    .asException();
        }
        Optional<StoryCursor> before = text(ctx, "before")
                .map(cursor -> StoryCursor.parse(cursor)
                        .orElseThrow(() -> new Problem(
                                        400, "before must be the cursor of a story of this list, is no cursor")
                                .asException()));
        return new StorySearch(
                words,
                text(ctx, "province"),
                text(ctx, "unit"),
                text(ctx, "agency"),
                text(ctx, "uri"),
                before,
                text(ctx, "minutes").isEmpty() ? Instant.EPOCH : Instant.now().minus(minutes(ctx, 60)),
                limit(ctx));
    }

    /** {@code reason=...}, or {@code others=true} for those of no reason that the status tells by name. */
    private RejectedFilter reasons(Context ctx) {
        if (text(ctx, "others").filter("true"::equals).isPresent()) {
            return RejectedFilter.ofReasonsBeside(api.namedReasons()
                    .orElseThrow(() -> Problem.unavailable("the rejected topic has not been read yet")
                            .asException()));
        }
        return text(ctx, "reason").map(RejectedFilter::ofReason).orElse(RejectedFilter.ALL);
    }

    private static void later(Context ctx, CompletableFuture<? extends JsonNode> answer) {
        ctx.future(() -> answer.thenAccept(json -> write(ctx, json)));
    }

    private static void write(Context ctx, JsonNode json) {
        ctx.contentType("application/json").result(json.toString());
    }

    private static Duration minutes(Context ctx, int otherwise) {
        return Duration.ofMinutes(number(ctx, "minutes", otherwise, MOST_MINUTES));
    }

    private static Duration hours(Context ctx) {
        int most = (int) DeskWatch.KEPT.toHours();
        return Duration.ofHours(number(ctx, "hours", most, most));
    }

    /** {@code sentFrom=0:17,1:4&heldFrom=0:2}. */
    private static Optional<DeskApi.Seen> seen(Context ctx) {
        return text(ctx, "sentFrom")
                .or(() -> text(ctx, "heldFrom"))
                .map(any -> new DeskApi.Seen(places(ctx, "sentFrom"), places(ctx, "heldFrom")));
    }

    private static Map<Integer, Long> places(Context ctx, String name) {
        try {
            return text(ctx, name).stream()
                    .flatMap(text -> Arrays.stream(text.split(",")))
                    .map(place -> RecordPlace.parse(place).orElseThrow(IllegalArgumentException::new))
                    .collect(Collectors.toMap(RecordPlace::partition, RecordPlace::offset, Math::max));
        } catch (IllegalArgumentException e) {
            throw new Problem(400, name + " must be places of partitions, PARTITION:OFFSET,PARTITION:OFFSET")
                    .asException();
        }
    }

    private static int limit(Context ctx) {
        return number(ctx, "limit", 50, MOST_ITEMS);
    }

    private static int number(Context ctx, String name, int otherwise, int most) {
        try {
            int number = text(ctx, name).map(Integer::parseInt).orElse(otherwise);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with the range
        }
        throw new Problem(400, name + " must be a whole number from 1 to " + most).asException();
    }

    private static Optional<String> text(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name)).filter(text -> !text.isBlank());
    }

    /** That articles were deleted before a group had read them is known from now on, and alarms nobody any more. */
    private void acknowledge(Context ctx, String who) {
        JsonNode body = body(ctx).orElse(MissingNode.getInstance());
        String group = body.path("group").asText("");
        String topic = body.path("topic").asText("");
        if (group.isEmpty() || topic.isEmpty()) {
            throw new Problem(400, "of whom, and where? {\"group\": \"desk\", \"topic\": \"articles.tagged\"}")
                    .asException();
        }
        if (!lag.acknowledge(group, topic)) {
            throw new Problem(404, "nothing is told to be deleted unread there").asException();
        }
        LOG.info("what was deleted unread is acknowledged group={} topic={} by={}", group, topic, who);
        ctx.status(202).result("");
    }

    private JsonNode kills(Context ctx) {
        Known known = receipts.known();
        Optional<String> uri = text(ctx, "uri");
        boolean open = text(ctx, "open").filter("true"::equals).isPresent();
        ObjectNode answer = JsonValues.object();
        answer.set("why", JsonValues.text(Why.words(receipts.trouble())));
        ArrayNode kills = answer.putArray("kills");
        known.kills().stream()
                .filter(kill -> uri.isEmpty() || uri.get().equals(kill.id().uri()))
                .filter(kill -> !open || known.isOpen(kill))
                .limit(limit(ctx))
                .forEach(kill -> kills.add(ReceiptsJson.of(known, kill)));
        return answer;
    }

    /** A subscriber has acted on a kill, says whoever has a key. */
    private void receipt(Context ctx, String who) {
        JsonNode body = body(ctx, LONGEST_RECEIPT).orElse(MissingNode.getInstance());
        String subscriber = body.path("subscriber").asText("").strip();
        String uri = body.path("uri").asText("");
        Optional<String> version = Optional.ofNullable(body.path("version").textValue());
        if (subscriber.isEmpty()
                || subscriber.length() > LONGEST_NAME
                || uri.isEmpty()
                || isOther(body.path("version"))) {
            throw new Problem(
                            400,
                            "who has acted on which kill? {\"subscriber\": \"desk\", \"uri\": \"urn:...\", \"version\":"
                                    + " \"2\"}; without a version, on the newest")
                    .asException();
        }
        receipts.unwritable().ifPresent(why -> {
            throw Problem.unavailable("receipts cannot be kept now: " + why.words())
                    .and("code", why.code())
                    .asException();
        });
        KillId kill = receipts.acknowledge(subscriber, uri, version, who)
                .orElseThrow(() -> new Problem(404, "no kill of that article and version is known of the last 30 days")
                        .and("code", "unknown-kill")
                        .asException());
        LOG.info(
                "a kill is acknowledged subscriber={} uri={} version={} by={}",
                OneLine.of(subscriber),
                OneLine.of(uri),
                OneLine.of(kill.version()),
                who);
        ctx.status(202);
        write(
                ctx,
                JsonValues.object()
                        .put("subscriber", subscriber)
                        .put("uri", uri)
                        .put("version", kill.version()));
    }

    private static boolean isOther(JsonNode version) {
        return !version.isTextual() && !version.isNull() && !version.isMissingNode();
    }

    private static Optional<JsonNode> body(Context ctx) {
        return body(ctx, LONGEST_REQUEST);
    }

    private static Optional<JsonNode> body(Context ctx, int longest) {
        try {
            return ctx.contentLength() > longest
                    ? Optional.empty()
                    : Optional.of(JSON.readTree(ctx.bodyInputStream().readNBytes(longest)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static RecordPlace place(Context ctx) {
        try {
            JsonNode body = body(ctx).orElse(MissingNode.getInstance());
            JsonNode partition = body.path("partition");
            JsonNode offset = body.path("offset");
            if (partition.canConvertToInt() && offset.canConvertToLong()) {
                return new RecordPlace(partition.intValue(), offset.longValue());
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new Problem(400, "which record? {\"partition\": 0, \"offset\": 17}").asException();
    }

    @Override
    public void close() {
        stream.close();
        rejected.close();
        corrections.close();
    }
}
