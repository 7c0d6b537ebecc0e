package io.wiretag.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.cluster.TopicFollower.Sight;
import io.wiretag.files.Why;
import io.wiretag.ops.desk.DeskEntry;
import io.wiretag.ops.desk.DeskWatch;
import io.wiretag.ops.desk.HeldArticles.Held;
import io.wiretag.ops.desk.KillReaders.Reader;
import io.wiretag.ops.desk.KillReaders.Stand;
import io.wiretag.ops.json.JsonValues;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.ops.receipts.Evidence.Receipt;
import io.wiretag.ops.receipts.Known;
import io.wiretag.ops.receipts.ReceiptWatch;
import io.wiretag.ops.receipts.ReceiptsJson;
import io.wiretag.ops.receipts.Standing;
import io.wiretag.ops.rejected.RejectedSummary;
import io.wiretag.ops.stories.Sources;
import io.wiretag.ops.stories.StoryWatch;
import io.wiretag.schema.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What the night desk asks: an answer is made of what the watches know already. Of an article that was killed, retracted or is held
 * there is its uri, and no word of its text. Thread-safe.
 */
final class DeskApi {
    /** Kills of which it is told who has read them: to reckon that for each group takes time. */
    private static final int MOST_READ = 100;
    /** Names of each kind beside a kill. */
    private static final int MOST_NAMES = 20;

    private final DeskWatch desk;
    private final StoryWatch stories;
    private final ReceiptWatch receipts;
    private final Duration late;
    private final Clock clock = Clock.systemUTC();

    /**
     * How far somebody has seen: offsets by partition, from which on entries are new.
     *
     * @param sent of the tagged articles
     * @param held of what the processor holds
     */
    record Seen(Map<Integer, Long> sent, Map<Integer, Long> held) {}

    /** What is asked of each list. */
    private record Lists(Instant since, int limit, Optional<Seen> seen) {
        Map<Integer, Long> places(Function<Seen, Map<Integer, Long>> topic) {
            return seen.map(topic).orElse(Map.of());
        }

        /** Of all, not only of those that are told. */
        void tellNew(ObjectNode list, long later, boolean atLeast) {
            if (seen.isPresent()) {
                list.put("new", later).put("newAtLeast", atLeast);
            }
        }
    }

    /** @param late how old a kill may be that somebody has open before that is an alarm */
    DeskApi(DeskWatch desk, StoryWatch stories, ReceiptWatch receipts, Duration late) {
        this.desk = desk;
        this.stories = stories;
        this.receipts = receipts;
        this.late = late;
    }

    /**
     * {@code GET /api/desk}.
     *
     * @param back how far back kills, retracts and corrections are told
     * @param limit of each list
     * @param seen how far whoever asks has seen; empty: nothing is called new
     */
    ObjectNode desk(Duration back, int limit, Optional<Seen> seen) {
        Instant now = clock.instant();
        Instant since = now.minus(back);
        ObjectNode answer = JsonValues.object().put("at", now.toString());
        answer.put("since", since.toString());
        answer.set(
                "positionsAt", JsonValues.time(Optional.of(desk.positionsAt()).filter(Instant.EPOCH::isBefore)));
        answer.set("sent", sight(desk.sent()));
        Lists lists = new Lists(since, limit, seen);
        Known known = receipts.known();
        answer.set("receipts", receipts(known, now));
        answer.set("kills", changes(Operation.kill, lists, (kill, into) -> {
            tellReaders(kill, into);
            tellReceipts(known, kill, into);
        }));
        answer.set("embargoes", embargoes(lists));
        answer.set("retracts", changes(Operation.retract, lists, (entry, into) -> {}));
        // after the retracts: what is among them is known to be taken back
        answer.set("corrections", changes(Operation.correct, lists, this::tellHeadline));
        answer.set("rejected", rejected());
        answer.set("sources", sources(now));
        return answer;
    }

    private static ObjectNode sight(Sight seen) {
        ObjectNode object = JsonValues.object();
        object.set("asOf", JsonValues.time(seen.asOf()));
        object.set("why", JsonValues.text(seen.trouble()));
        object.put(
                "left", seen.left().values().stream().mapToLong(Long::longValue).sum());
        ObjectNode positions = object.putObject("positions");
        seen.positions().forEach((partition, position) -> positions.put(String.valueOf(partition), position));
        return object;
    }

    private ObjectNode changes(Operation operation, Lists lists, BiConsumer<DeskEntry, ObjectNode> more) {
        DeskWatch.Changes changes = desk.changes(operation, lists.since(), lists.limit(), lists.places(Seen::sent));
        ObjectNode object = JsonValues.object().put("total", changes.total());
        lists.tellNew(object, changes.later(), changes.laterAtLeast());
        ArrayNode entries = object.putArray("entries");
        for (DeskEntry entry : changes.newest()) {
            ObjectNode one = entries.addObject().put("uri", entry.uri());
            one.set("version", JsonValues.text(entry.version()));
            one.put("operation", entry.operation().name())
                    .put("at", entry.at().toString())
                    .put("publishedAt", entry.publishedAt().toString())
                    .put("partition", entry.partition())
                    .put("offset", entry.offset());
            if (entries.size() <= MOST_READ) {
                more.accept(entry, one);
            }
        }
        return object;
    }

    private void tellReaders(DeskEntry kill, ObjectNode into) {
        List<Reader> readers = desk.readers(kill, LagMetrics.MOST_GROUPS);
        ObjectNode object = into.putObject("readers").put("unseen", desk.unseenGroups(LagMetrics.MOST_GROUPS));
        for (Stand stand : Stand.values()) {
            List<Reader> own =
                    readers.stream().filter(each -> each.stand() == stand).toList();
            String name = stand == Stand.NOT_YET ? "notYet" : stand.name().toLowerCase(Locale.ROOT);
            ObjectNode told = object.putObject(name).put("total", own.size());
            ArrayNode groups = told.putArray("groups");
            own.stream()
                    .limit(MOST_NAMES)
                    .forEach(each -> groups.addObject()
                            .put("group", each.group())
                            .put("sink", each.sink())
                            .set("why", JsonValues.text(each.why().map(Enum::name))));
        }
    }

    /** Of all kills that are kept, not only of those that are told. */
    private ObjectNode receipts(Known known, Instant now) {
        Map<String, List<Instant>> open = known.open();
        ObjectNode object = JsonValues.object().put("lateSeconds", late.toSeconds());
        object.set("why", JsonValues.text(Why.words(receipts.trouble())));
        object.put("open", known.kills().stream().filter(known::isOpen).count());
        object.put(
                "late",
                known.kills().stream()
                        .filter(known::isOpen)
                        .filter(kill -> kill.at().isBefore(now.minus(late)))
                        .count());
        ArrayNode subscribers = object.putArray("subscribers");
        open.forEach((name, since) -> since.stream()
                .min(Comparator.naturalOrder())
                .ifPresent(oldest -> {
                    if (subscribers.size() < MOST_NAMES) {
                        subscribers
                                .addObject()
                                .put("subscriber", name)
                                .put("open", since.size())
                                .put("oldest", oldest.toString())
                                .put("late", oldest.isBefore(now.minus(late)));
                    }
                }));
        return object;
    }

    private void tellReceipts(Known known, DeskEntry kill, ObjectNode into) {
        Optional<Kill> found = known.kills(kill.uri()).stream()
                .filter(each ->
                        each.id().partition() == kill.partition() && each.id().offset() == kill.offset())
                .findFirst();
        List<Receipt> all = found.map(each -> known.receipts(each.id())).orElse(List.of());
        ObjectNode object = into.putObject("receipts").put("known", found.isPresent());
        object.put("total", all.size())
                .put("open", all.stream().filter(Receipt::isOpen).count())
                .put("passed", all.stream().filter(DeskApi::hasPassed).count())
                .put(
                        "acted",
                        all.stream().filter(each -> each.acted().isPresent()).count());
        ArrayNode subscribers = object.putArray("subscribers");
        all.stream()
                .sorted(Comparator.comparing(Receipt::isOpen).reversed())
                .limit(MOST_NAMES)
                .forEach(each -> {
                    ObjectNode one = ReceiptsJson.of(each);
                    one.remove("places");
                    subscribers.add(one);
                });
    }

    private static boolean hasPassed(Receipt receipt) {
        return receipt.worst()
                .filter(each -> each.state() == Standing.State.PASSED)
                .isPresent();
    }

    /** Only while the article may be shown, as both watches know: the one may be ahead of the other. */
    private void tellHeadline(DeskEntry correction, ObjectNode into) {
        boolean takenBack = desk.isTakenBack(correction);
        into.put("takenBack", takenBack);
        into.set(
                "headline",
                JsonValues.text(Optional.of(correction.uri())
                        .filter(any -> !takenBack)
                        .flatMap(stories.index()::find)
                        .filter(story -> story.version().equals(correction.version()))
                        .map(OpsJson::story)
                        .map(story -> story.path("headline").textValue())));
    }

    private ObjectNode embargoes(Lists lists) {
        DeskWatch.Embargoes held = desk.embargoes(lists.limit(), lists.places(Seen::held));
        Sight sight = desk.holding();
        ObjectNode object = sight(sight);
        object.put("total", held.total()).put("overdue", held.overdue());
        lists.tellNew(object, held.later(), held.laterAtLeast());
        ArrayNode entries = object.putArray("entries");
        for (Held each : held.first()) {
            Instant due = each.embargo().until().plus(DeskWatch.OVERDUE);
            entries.addObject()
                    .put("uri", each.embargo().uri())
                    .put("until", each.embargo().until().toString())
                    .put("publishedAt", each.publishedAt().toString())
                    .put("partition", each.partition())
                    .put("offset", each.offset())
                    .put("overdue", sight.asOf().filter(due::isBefore).isPresent());
        }
        return object;
    }

    private static ObjectNode tell(RejectedSummary.OfReason count, ObjectNode into) {
        into.put("records", count.waiting());
        into.set("oldest", JsonValues.time(count.oldest()));
        into.set("newest", JsonValues.time(Optional.of(count.newest())));
        return into;
    }

    private ObjectNode rejected() {
        Optional<StoryWatch.Waiting> waiting = stories.rejected();
        ObjectNode object = JsonValues.object();
        object.set("why", JsonValues.text(Why.words(stories.whyNotReady())));
        object.set(
                "depth",
                JsonValues.number(
                        waiting.stream().mapToLong(StoryWatch.Waiting::records).findFirst()));
        ArrayNode reasons = object.putArray("reasons");
        waiting.map(StoryWatch.Waiting::reasons).orElse(Map.of()).entrySet().stream()
                .filter(each -> each.getValue().waiting() > 0)
                .sorted(Comparator.comparingLong((Map.Entry<String, RejectedSummary.OfReason> each) ->
                                each.getValue().waiting())
                        .reversed())
                .forEach(each -> tell(each.getValue(), reasons.addObject().put("reason", each.getKey())));
        Optional<RejectedSummary.OfReason> others =
                waiting.flatMap(StoryWatch.Waiting::others).filter(count -> count.waiting() > 0);
        object.set(
                "otherReasons",
                others.<JsonNode>map(count -> tell(count, JsonValues.object())).orElse(JsonValues.nothing()));
        return object;
    }

    private ObjectNode sources(Instant now) {
        ObjectNode object = JsonValues.object();
        object.set("why", JsonValues.text(Why.words(stories.whyNotReady())));
        ArrayNode entries = object.putArray("entries");
        for (Sources.Source source : stories.sources()) {
            ObjectNode one = entries.addObject().put("name", source.name());
            one.put("lastSentAt", now.minus(source.silence()).toString());
            one.set("silenceSeconds", JsonValues.seconds(Optional.of(source.silence())));
            one.set("usualGapSeconds", JsonValues.seconds(source.usualGap()));
            source.silent().ifPresentOrElse(silent -> one.put("silent", silent), () -> one.putNull("silent"));
        }
        return object;
    }
}
