package io.wiretag.ops;

import static io.wiretag.ops.GaugeRows.seconds;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.PartitionLag;
import io.wiretag.ops.lag.TopicLag;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a watch on lag tells, as metrics: by the names of the exporters that people know, and by ours. All have the label
 * cluster_name, so that what two watches tell of one cluster can be joined.
 *
 * <p>There is room for some hundred groups, in the order of the report; how many are left out is a metric as well.
 */
final class LagMetrics {
    static final int MOST_GROUPS = 500;
    private static final int MOST_PARTITIONS = 10_000;
    /** A look that is older says nothing of now. */
    private static final Duration STALE = Duration.ofMinutes(1);

    private final Instant begun = Instant.now();
    private final Supplier<LagReport> lag;
    private final String cluster;

    /** @param cluster name or id of the cluster */
    LagMetrics(Supplier<LagReport> lag, String cluster) {
        this.lag = lag;
        this.cluster = cluster;
    }

    private record GroupTopic(String group, TopicLag topic) {}

    private record GroupPartition(String group, String topic, PartitionLag partition) {}

    void addTo(GaugeRows gauges) {
        addPartitions(gauges);
        addTopics(gauges);
        addSight(gauges);
        gauges.add(
                "wiretag.open.transaction.seconds",
                "For how long an open transaction has held up the readers of a topic; 0 if none does",
                () -> current().topics().stream()
                        .map(flow -> row(
                                seconds(flow.oldestOpenTransaction().orElse(Duration.ZERO)), "topic", flow.topic())));
    }

    private void addPartitions(GaugeRows gauges) {
        gauges.add(
                "kafka.consumergroup.group.lag",
                "Records still to read",
                () -> partitions()
                        .flatMap(each -> each.partition().records().stream().mapToObj(records -> row(each, records))));
        gauges.add(
                "kafka.consumergroup.group.lag.seconds",
                "Age of the next record still to read",
                () -> partitions()
                        .flatMap(each -> each.partition().behind().stream().map(age -> row(each, seconds(age)))));
        gauges.add(
                "kafka.consumergroup.group.max.lag.seconds",
                "Age of the oldest record that a group has still to read, as far as it is known",
                () -> groups().stream()
                        .flatMap(group ->
                                maxSeconds(group).stream().map(behind -> row(seconds(behind), "group", group.id()))));
    }

    private void addTopics(GaugeRows gauges) {
        gauges.add(
                "wiretag.sink.status",
                "0 ok, 1 warn, 2 stop, 3 stall, 4 rewind, 5 idle, 6 wedged, 7 unknown, 8 left, 9 beyond, 10 lost, 11 held",
                () -> topics().map(each -> row(each, each.topic().status().code())));
        gauges.add(
                "wiretag.lag.exact",
                "1 if the lag of a group counts records; 0 if it is a ceiling, in which transaction markers are left",
                () -> topics().filter(each -> each.topic().records().isPresent())
                        .map(each -> row(each, each.topic().exact() ? 1 : 0)));
        gauges.add(
                "wiretag.subscriber.missing",
                "1 if a group is expected to read a topic that holds something, and has neither a reader nor a position; else 0",
                () -> topics().map(each -> row(each, each.topic().missing() ? 1 : 0)));
        gauges.add(
                "wiretag.subscriber.tolerance.seconds",
                "How far a group may be behind that is declared to take its time",
                () -> groups().stream()
                        .flatMap(group ->
                                group.tolerance().stream().map(time -> row(seconds(time), "group", group.id()))));
        gauges.add(
                "wiretag.lag.deleted.unread",
                "Offsets that were deleted before a group read them, and nobody has acknowledged that",
                () -> topics().map(each -> row(
                        each,
                        each.topic().partitions().stream()
                                .mapToLong(PartitionLag::expired)
                                .sum())));
        gauges.add(
                "wiretag.lag.velocity.records.per.second",
                "Change of lag; negative while a group catches up",
                () -> topics().flatMap(each -> each.topic().velocity().stream().mapToObj(value -> row(each, value))));
        gauges.add(
                "wiretag.catch.up.seconds",
                "How long catching up will take at this pace",
                () -> topics().flatMap(each -> each.topic().catchUp().stream().map(time -> row(each, seconds(time)))));
        gauges.add(
                "wiretag.retention.headroom.seconds",
                "Until the oldest record still to read may be deleted",
                () -> topics().flatMap(each ->
                        each.topic().headroom().stream().map(headroom -> row(each, seconds(headroom.left())))));
        gauges.add(
                "wiretag.retention.headroom.ratio",
                "The part of what a topic keeps that lies between the oldest record still to read and its deletion, 0 to 1",
                () -> topics().flatMap(
                                each -> each.topic().headroom().stream().map(headroom -> row(each, headroom.share()))));
    }

    /** What is not seen here, and why nobody should take the rest for all. */
    private void addSight(GaugeRows gauges) {
        gauges.add(
                "wiretag.lag.look.age.seconds",
                "Since the last look at the groups, or the start of the watch before the first",
                () -> {
                    LagReport report = lag.get();
                    Instant since = report == LagReport.NONE ? begun : report.at();
                    return Stream.of(row(seconds(age(since))));
                });
        gauges.add(
                "wiretag.lag.blind.spots",
                "Topics, partitions and groups of which the last look could not tell anything; 'wiretag lag' names them",
                () -> seen().map(report -> row(report.unseen().size())));
        gauges.add(
                "wiretag.clock.ahead.seconds",
                "How far the clock of this machine goes ahead of that of the brokers; 0 where they agree or nobody tells",
                () -> seen().map(report -> row(seconds(report.clockAhead()))));
        gauges.add(
                "wiretag.lag.left.out",
                "Groups, and partitions of groups, for which there is no room among these metrics",
                () -> seen().flatMap(report -> Stream.of(
                        row(Math.max(0, report.groups().size() - MOST_GROUPS), "what", "groups"),
                        row(Math.max(0, allPartitions().count() - MOST_PARTITIONS), "what", "partitions"))));
    }

    private static Duration age(Instant since) {
        Duration age = Duration.between(since, Instant.now());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private LagReport current() {
        return seen().findFirst().orElse(LagReport.NONE);
    }

    /** The last look, unless it is of long ago or there was none. */
    private Stream<LagReport> seen() {
        return Stream.of(lag.get()).filter(report -> age(report.at()).compareTo(STALE) <= 0);
    }

    private List<GroupLag> groups() {
        List<GroupLag> all = current().groups();
        return all.subList(0, Math.min(MOST_GROUPS, all.size()));
    }

    private Stream<GroupTopic> topics() {
        return groups().stream()
                .flatMap(group -> group.topics().stream().map(topic -> new GroupTopic(group.id(), topic)));
    }

    private Stream<GroupPartition> partitions() {
        return allPartitions().limit(MOST_PARTITIONS);
    }

    private Stream<GroupPartition> allPartitions() {
        return topics().flatMap(each -> each.topic().partitions().stream()
                .map(partition -> new GroupPartition(each.group(), each.topic().topic(), partition)));
    }

    /** Where some of it is unknown: it is at least so old. */
    private static Optional<Duration> maxSeconds(GroupLag group) {
        return group.topics().stream()
                .flatMap(topic -> topic.behindAtLeast().stream())
                .max(Comparator.naturalOrder());
    }

    private MultiGauge.Row<Number> row(GroupTopic each, double value) {
        return row(value, "group", each.group(), "topic", each.topic().topic());
    }

    private MultiGauge.Row<Number> row(GroupPartition each, double value) {
        return row(
                value,
                "group",
                each.group(),
                "topic",
                each.topic(),
                "partition",
                String.valueOf(each.partition().partition()));
    }

    private MultiGauge.Row<Number> row(double value, String... labels) {
        return MultiGauge.Row.of(Tags.of(labels).and("cluster_name", cluster), value);
    }
}
