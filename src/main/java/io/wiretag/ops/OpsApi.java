package io.wiretag.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.ops.json.JsonValues;
import io.wiretag.ops.json.LagJson;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.TopicFlow;
import io.wiretag.ops.lag.TopicLag;
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
    /** Of so many groups it is told how they do: a page that showed thousands would show none. */
    static final int MOST_GROUPS = 500;

    private final Topics topics;
    private final String processorGroup;
    private final Supplier<LagReport> lag;
    private final StoryWatch feed;
    private final Health health;
    private final boolean readOnly;
    private final List<Province> provinces;
    private final Map<String, Agency> agencies;
    private final Clock clock = Clock.systemUTC();

    OpsApi(
            Topics topics,
            String processorGroup,
            Supplier<LagReport> lag,
            StoryWatch feed,
            Health health,
            boolean readOnly,
            List<Province> provinces,
            List<Agency> agencies) {
        this.topics = topics;
        this.processorGroup = processorGroup;
        this.lag = lag;
        this.feed = feed;
        this.health = health;
        this.readOnly = readOnly;
        this.provinces =
                provinces.stream().sorted(Comparator.comparing(Province::code)).toList();
        this.agencies = agencies.stream().collect(Collectors.toMap(Agency::code, any -> any, (first, second) -> first));
    }

    /** {@code GET /api/status}. */
    ObjectNode status() {
        LagReport report = lag.get();
        ObjectNode status = JsonValues.object().put("at", clock.instant().toString());
        List<Health.Complaint> complaints = health.notReady();
        status.putObject("ready").put("ok", complaints.isEmpty()).set("why", JsonValues.text(why(complaints)));
        status.put("readOnly", readOnly);
        status.set("gazetteer", JsonValues.text(feed.gazetteer()));
        ObjectNode flow = status.putObject("flow");
        flow.set("published", topic(report, topics.published()));
        flow.set("processor", processor(report));
        ArrayNode sinks = flow.putArray("sinks");
        topics.articleSinks().forEach(sink -> sinks.add(sink(report, sink)));
        flow.set("rejected", rejected(report));
        status.set("elsewhere", elsewhere(report));
        sight(status, report);
        return status;
    }

    /** What is not told here, so that nobody takes the rest for all. */
    private static void sight(ObjectNode answer, LagReport report) {
        ArrayNode unseen = answer.putArray("unseen");
        report.unseen().forEach(spot -> unseen.add(LagJson.of(spot)));
        answer.put("clockAheadSeconds", report.clockAhead().toMillis() / 1000.0);
        answer.put("groupsLeftOut", Math.max(0, report.groups().size() - MOST_GROUPS));
    }

    private static List<GroupLag> shown(LagReport report) {
        return report.groups().subList(0, Math.min(MOST_GROUPS, report.groups().size()));
    }

    private static Optional<String> why(List<Health.Complaint> complaints) {
        return complaints.isEmpty()
                ? Optional.empty()
                : Optional.of(complaints.stream()
                        .map(complaint -> complaint.part() + ": " + complaint.why())
                        .collect(Collectors.joining("; ")));
    }

    private static ObjectNode topic(LagReport report, Topic<?> topic) {
        ObjectNode object = JsonValues.object().put("topic", topic.name());
        object.set("recordsPerSecond", JsonValues.number(pace(report, topic)));
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
        ArrayNode groups = object.putArray("groups");
        for (GroupLag group : shown(report)) {
            group.topics().stream()
                    .filter(topic -> topic.topic().equals(sink.name()))
                    .forEach(topic -> groups.add(group(group, topic)));
        }
        return object;
    }

    /** Readers of what is no sink of the flow: they too may stand still. */
    private ArrayNode elsewhere(LagReport report) {
        Set<String> inFlow = topics.articleSinks().stream().map(Topic::name).collect(Collectors.toSet());
        ArrayNode readers = JsonNodeFactory.instance.arrayNode();
        for (GroupLag group : shown(report)) {
            group.topics().stream()
                    .filter(topic -> !inFlow.contains(topic.topic()))
                    .filter(topic -> !group.id().equals(processorGroup)
                            || !topic.topic().equals(topics.published().name()))
                    .forEach(topic -> readers.add(group(group, topic)));
        }
        return readers;
    }

    /** The group, and how it does on this topic. */
    private static ObjectNode group(GroupLag group, TopicLag topic) {
        return LagJson.of(group).setAll(LagJson.of(topic));
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
        return object;
    }

    /** {@code GET /api/lag}. */
    ObjectNode lag(Duration back) {
        Instant since = clock.instant().minus(back);
        ObjectNode answer = JsonValues.object();
        ArrayNode groups = answer.putArray("groups");
        LagReport report = lag.get();
        sight(answer, report);
        for (GroupLag group : shown(report)) {
            for (TopicLag topic : group.topics()) {
                ArrayNode points = groups.addObject()
                        .put("group", group.id())
                        .put("topic", topic.topic())
                        .put("status", topic.status().name())
                        .putArray("points");
                topic.history().stream()
                        .filter(sample -> !sample.at().isBefore(since))
                        .forEach(sample -> points.add(LagJson.of(sample)));
            }
        }
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
        FoundStories found = feed.index().search(search);
        ObjectNode answer = JsonValues.object();
        ArrayNode stories = answer.putArray("stories");
        found.stories().forEach(story -> stories.add(OpsJson.story(story)));
        answer.put("found", found.found()).put("more", found.more());
        answer.putObject("index")
                .put("stories", found.extent().stories())
                .put("complete", found.extent().complete())
                .set("since", JsonValues.text(found.extent().since().map(Instant::toString)));
        return answer;
    }

    /** {@code GET /api/story}. */
    Optional<ObjectNode> story(String uri) {
        return feed.index().find(uri).map(OpsJson::wholeStory);
    }
}
