package io.wiretag.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.files.Why;
import io.wiretag.ops.json.JsonValues;
import io.wiretag.ops.json.LagJson;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.TopicFlow;
import io.wiretag.ops.lag.TopicLag;
import io.wiretag.ops.rejected.RejectedSummary;
import io.wiretag.ops.stories.FoundStories;
import io.wiretag.ops.stories.Freshness;
import io.wiretag.ops.stories.StorySearch;
import io.wiretag.ops.stories.StoryWatch;
import io.wiretag.tagging.gazetteer.Agency;
import io.wiretag.tagging.gazetteer.Province;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the dashboard asks, apart from what has to be fetched from the brokers: each answer is made of what the watches know
 * already. Thread-safe.
 */
final class OpsApi {
    /** Bars of a chart. */
    private static final int BUCKETS = 60;

    private final Topics topics;
    private final String processorGroup;
    private final Looks looks;
    private final StoryWatch feed;
    private final Health health;
    private final boolean readOnly;
    private final List<Province> provinces;
    private final Map<String, Agency> agencies;
    private final Clock clock = Clock.systemUTC();

    /**
     * Looks at the brokers, and at the registry.
     *
     * @param report what the last one at the brokers said
     * @param failure why the one after it failed, if it did
     * @param every from one to the next
     * @param notes why what is learnt is forgotten with this process, if it is
     * @param registry whether it is away
     */
    record Looks(
            Supplier<LagReport> report,
            Supplier<Optional<String>> failure,
            Duration every,
            Supplier<Optional<Why>> notes,
            Supplier<Optional<RegistrySight.Outage>> registry) {}

    OpsApi(
            Topics topics,
            String processorGroup,
            Looks looks,
            StoryWatch feed,
            Health health,
            boolean readOnly,
            List<Province> provinces,
            List<Agency> agencies) {
        this.topics = topics;
        this.processorGroup = processorGroup;
        this.looks = looks;
        this.feed = feed;
        this.health = health;
        this.readOnly = readOnly;
        this.provinces =
                provinces.stream().sorted(Comparator.comparing(Province::code)).toList();
        this.agencies = agencies.stream().collect(Collectors.toMap(Agency::code, any -> any, (first, second) -> first));
    }

    /** {@code GET /api/status}. */
    ObjectNode status() {
        LagReport report = looks.report().get();
        ObjectNode status = JsonValues.object().put("at", clock.instant().toString());
        status.set("lag", look(report));
        status.putObject("stories").set("at", JsonValues.time(feed.seenAt()));
        status.set("registryAway", registryAway());
        status.set("notes", notes());
        status.set("ready", ready());
        status.put("readOnly", readOnly);
        status.set("gazetteer", JsonValues.text(feed.gazetteer()));
        ObjectNode flow = status.putObject("flow");
        flow.set("published", topic(report, topics.published()));
        flow.set("processor", processor(report));
        ArrayNode sinks = flow.putArray("sinks");
        topics.articleSinks().forEach(sink -> sinks.add(sink(report, sink)));
        flow.set("rejected", rejected(report));
        GroupRows elsewhere = elsewhere(report);
        elsewhere.show(status.putArray("elsewhere"));
        elsewhere.count(status.putObject("elsewhereStatuses"));
        sight(status, report);
        return status;
    }

    /** When the brokers were asked, how often they are, and why they do not answer if they do not. */
    private ObjectNode look(LagReport report) {
        ObjectNode look = JsonValues.object();
        look.set("at", JsonValues.time(Optional.of(report.at()).filter(at -> !at.equals(Instant.EPOCH))));
        look.put("everySeconds", looks.every().toMillis() / 1000.0);
        look.set("why", JsonValues.text(looks.failure().get()));
        return look;
    }

    private JsonNode registryAway() {
        return looks.registry()
                .get()
                .<JsonNode>map(outage -> JsonValues.object()
                        .put("since", outage.since().toString())
                        .put("why", outage.why()))
                .orElse(JsonValues.nothing());
    }

    /** No alarm: all is watched as ever. */
    private JsonNode notes() {
        return looks.notes()
                .get()
                .<JsonNode>map(why -> JsonValues.object()
                        .put("code", why.code())
                        .put("topic", topics.operations().name())
                        .put("why", why.words()))
                .orElse(JsonValues.nothing());
    }

    /** What is not told here, so that nobody takes the rest for all. */
    private static void sight(ObjectNode answer, LagReport report) {
        ArrayNode unseen = answer.putArray("unseen");
        report.unseen().forEach(spot -> unseen.add(LagJson.of(spot)));
        answer.put("clockAheadSeconds", report.clockAhead().toMillis() / 1000.0);
    }

    /** Each complaint by its code, for a page that has words of its own for it; and all in a sentence. */
    private ObjectNode ready() {
        List<Health.Complaint> complaints = health.notReady();
        ObjectNode ready = JsonValues.object().put("ok", complaints.isEmpty());
        ready.set("why", JsonValues.text(why(complaints)));
        ArrayNode each = ready.putArray("complaints");
        for (Health.Complaint complaint : complaints) {
            ObjectNode object = each.addObject()
                    .put("part", complaint.part())
                    .put("code", complaint.why().code());
            ObjectNode values = object.putObject("values");
            complaint.why().values().forEach(values::put);
            object.put("why", complaint.why().words());
        }
        return ready;
    }

    private static Optional<String> why(List<Health.Complaint> complaints) {
        return complaints.isEmpty()
                ? Optional.empty()
                : Optional.of(complaints.stream()
                        .map(complaint ->
                                complaint.part() + ": " + complaint.why().words())
                        .collect(Collectors.joining("; ")));
    }

    private ObjectNode topic(LagReport report, Topic<?> topic) {
        ObjectNode object = JsonValues.object().put("topic", topic.name());
        object.set("recordsPerSecond", JsonValues.number(pace(report, topic)));
        // what the processor writes has markers of transactions between the records
        object.put("rateIsCeiling", topic != topics.published());
        object.set("oldestOpenTransactionSeconds", openTransaction(report, topic));
        return object;
    }

    private static OptionalDouble pace(LagReport report, Topic<?> topic) {
        return report.topics().stream()
                .filter(flow -> flow.topic().equals(topic.name()))
                .mapToDouble(TopicFlow::recordsPerSecond)
                .findFirst();
    }

    private static JsonNode openTransaction(LagReport report, Topic<?> topic) {
        return JsonValues.seconds(report.topics().stream()
                .filter(flow -> flow.topic().equals(topic.name()))
                .flatMap(flow -> flow.oldestOpenTransaction().stream())
                .findFirst());
    }

    private ObjectNode processor(LagReport report) {
        ObjectNode object = JsonValues.object().put("group", processorGroup);
        Optional<GroupLag> group = report.groups().stream()
                .filter(each -> each.id().equals(processorGroup))
                .findFirst();
        Optional<TopicLag> read = group.flatMap(each -> each.topics().stream()
                .filter(topic -> topic.topic().equals(topics.published().name()))
                .findFirst());
        LagStatus status = read.map(TopicLag::status).orElse(LagStatus.UNKNOWN);
        object.put("status", status.name());
        object.put("missing", read.map(TopicLag::missing).orElse(false));
        object.set(
                "records",
                read.<JsonNode>map(each -> JsonValues.number(each.records())).orElse(JsonValues.nothing()));
        object.set(
                "recordsAtLeast",
                read.map(TopicLag::recordsAtLeast)
                        .<JsonNode>map(JsonValues::number)
                        .orElse(JsonValues.nothing()));
        object.set("seconds", JsonValues.seconds(read.flatMap(TopicLag::behind)));
        object.set(
                "secondsAtLeast",
                JsonValues.seconds(read.filter(each -> each.behind().isEmpty()).flatMap(TopicLag::behindAtLeast)));
        object.set(
                "members",
                group.<JsonNode>map(each -> JsonNodeFactory.instance.numberNode(each.members()))
                        .orElse(JsonValues.nothing()));
        return object;
    }

    private ObjectNode sink(LagReport report, Topic<?> sink) {
        ObjectNode object = JsonValues.object().put("role", sink.role());
        object.put("topic", sink.name())
                .set(
                        "recordsPerSecond",
                        JsonValues.number(sink == topics.current() ? pace(report, sink) : feed.pace(sink.role())));
        object.put("rateIsCeiling", sink == topics.current());
        object.set("oldestOpenTransactionSeconds", openTransaction(report, sink));
        ObjectNode fresh = object.putObject("freshness");
        Optional<Freshness.Quantiles> quantiles = feed.freshness(sink.role());
        Map.<String, Function<Freshness.Quantiles, Double>>of(
                        "p50",
                        Freshness.Quantiles::p50,
                        "p95",
                        Freshness.Quantiles::p95,
                        "p99",
                        Freshness.Quantiles::p99)
                .forEach((name, quantile) -> fresh.set(
                        name,
                        JsonValues.number(
                                quantiles.stream().mapToDouble(quantile::apply).findFirst())));
        GroupRows readers = GroupRows.ofTopic(report, sink.name());
        readers.show(object.putArray("groups"));
        readers.count(object.putObject("statuses"));
        return object;
    }

    /** Readers of what is no sink of the flow: they too may stand still. */
    private GroupRows elsewhere(LagReport report) {
        Set<String> inFlow = topics.articleSinks().stream().map(Topic::name).collect(Collectors.toSet());
        return GroupRows.of(
                report,
                row -> !inFlow.contains(row.topic().topic())
                        && (!row.group().id().equals(processorGroup)
                                || !row.topic()
                                        .topic()
                                        .equals(topics.published().name())));
    }

    private ObjectNode rejected(LagReport report) {
        ObjectNode object = topic(report, topics.rejected());
        Optional<StoryWatch.Waiting> waiting = feed.rejected();
        object.set(
                "depth",
                JsonValues.number(
                        waiting.stream().mapToLong(StoryWatch.Waiting::records).findFirst()));
        object.set(
                "oldestSeconds",
                JsonValues.seconds(waiting.flatMap(StoryWatch.Waiting::oldest)
                        .map(oldest -> Duration.between(oldest, clock.instant()))));
        ArrayNode reasons = object.putArray("reasons");
        waiting.ifPresent(known -> known.reasons()
                .forEach((reason, count) ->
                        reasons.add(JsonValues.object().put("reason", reason).setAll(rejected(count)))));
        object.set(
                "otherReasons",
                waiting.flatMap(StoryWatch.Waiting::others)
                        .<JsonNode>map(this::rejected)
                        .orElse(JsonValues.nothing()));
        return object;
    }

    private ObjectNode rejected(RejectedSummary.OfReason count) {
        ObjectNode object =
                JsonValues.object().put("rejected", count.rejected()).put("depth", count.waiting());
        object.set(
                "oldestSeconds",
                JsonValues.seconds(count.oldest().map(oldest -> Duration.between(oldest, clock.instant()))));
        return object;
    }

    /** Reasons that {@link #status} tells by name; empty as long as they are not known. */
    Optional<Set<String>> namedReasons() {
        return feed.rejected().map(waiting -> waiting.reasons().keySet());
    }

    /** {@code GET /api/lag}: the worst first. */
    ObjectNode lag(Duration back, int limit) {
        Instant since = clock.instant().minus(back);
        LagReport report = looks.report().get();
        ObjectNode answer = look(report);
        GroupRows rows = GroupRows.of(report, row -> true);
        ArrayNode groups = answer.put("inAll", rows.size()).putArray("groups");
        sight(answer, report);
        for (GroupRows.Row row : rows.worst(limit)) {
            ArrayNode points = groups.addObject()
                    .put("group", row.group().id())
                    .put("topic", row.topic().topic())
                    .put("state", row.group().state())
                    .put("status", row.topic().status().name())
                    .put("missing", row.topic().missing())
                    .putArray("points");
            row.topic().history().stream()
                    .filter(sample -> !sample.at().isBefore(since))
                    .forEach(sample -> points.add(LagJson.of(sample)));
        }
        return answer;
    }

    /** {@code GET /api/groups}: how all do that read a topic, or any, the worst first; without their past. */
    ObjectNode groups(Optional<String> topic, Optional<String> words, int limit) {
        LagReport report = looks.report().get();
        GroupRows all = GroupRows.of(
                report,
                row -> topic.filter(name -> !name.equals(row.topic().topic())).isEmpty());
        GroupRows matching = words.map(all::named).orElse(all);
        ObjectNode answer = look(report).put("inAll", all.size()).put("matching", matching.size());
        all.count(answer.putObject("statuses"));
        ArrayNode groups = answer.putArray("groups");
        matching.worst(limit).forEach(row -> groups.add(row.json()));
        return answer;
    }

    /** {@code GET /api/provinces}: all 63, those without a story among them. */
    ObjectNode provinces(Duration back) {
        Map<String, Integer> counts = feed.stories().byProvince(clock.instant().minus(back));
        ObjectNode answer = JsonValues.object();
        ArrayNode units = answer.putArray("units");
        provinces.forEach(province -> units.addObject()
                .put("code", province.code())
                .put("name", province.name())
                .put("unitSince2025", province.unitSince2025())
                .put("unitSince2025Code", province.unitSince2025Code())
                .put("stories", counts.getOrDefault(province.code(), 0)));
        return answer;
    }

    /** {@code GET /api/agencies}: those that wrote something. */
    ObjectNode agencies(Duration back) {
        Instant now = clock.instant();
        Instant since = now.minus(back);
        ObjectNode answer = JsonValues.object();
        ArrayNode origins = answer.putArray("agencies");
        feed.stories().byOrigin(since).forEach((code, stories) -> {
            Optional<Agency> agency = Optional.ofNullable(agencies.get(code));
            ObjectNode origin = origins.addObject()
                    .put("code", code)
                    .put("name", agency.map(Agency::name).orElse(code));
            origin.set("kind", JsonValues.text(agency.map(each -> each.kind().written())));
            origin.put("stories", stories);
        });
        ArrayNode buckets = answer.putArray("buckets");
        Duration width = back.dividedBy(BUCKETS);
        feed.stories().byOrigin(since, now, width).forEach(bucket -> {
            ObjectNode counts =
                    buckets.addObject().put("at", bucket.at().toString()).putObject("counts");
            bucket.counts().forEach(counts::put);
        });
        return answer;
    }

    /** {@code GET /api/stories}: the newest first, how many there are in all, and what was searched. */
    ObjectNode stories(StorySearch search) {
        // while it reads what came before, a story may be there whose kill is not yet
        FoundStories found = feed.isCaughtUp() ? feed.index().search(search) : FoundStories.NONE_YET;
        ObjectNode answer = JsonValues.object();
        ArrayNode stories = answer.putArray("stories");
        found.stories().forEach(story -> stories.add(OpsJson.story(story)));
        answer.put("found", found.found()).put("more", found.more());
        answer.putObject("index")
                .put("stories", found.extent().stories())
                .put("complete", found.extent().complete() && feed.isCaughtUp())
                .set("since", JsonValues.text(found.extent().since().map(Instant::toString)));
        return answer;
    }

    /** {@code GET /api/story}. */
    Optional<ObjectNode> story(String uri) {
        return Optional.of(uri)
                .filter(any -> feed.isCaughtUp())
                .flatMap(feed.index()::find)
                .map(OpsJson::wholeStory);
    }
}
