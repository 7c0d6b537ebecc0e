package io.wiretag.ops;

import io.wiretag.topics.KafkaCall;
import io.wiretag.topics.KafkaRefusedException;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Fetches what {@link LagReport} needs: groups of every protocol, their committed offsets, the ends of the topics, and the
 * tails of partitions where a few offsets are left, to tell records from transaction markers. The number of calls does not
 * grow with the number of partitions, and grows with that of the groups only where Kafka has no call for many.
 */
public final class LagReader {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Tails up to this length are read as a whole, and their lag is exact. */
    private static final int TAIL = 500;

    private static final Duration TAIL_LIMIT = Duration.ofSeconds(5);

    private final Admin admin;
    private final Topics topics;
    private final String applicationId;

    /** @param applicationId the processor's group: listed even if it has never run */
    public LagReader(Admin admin, Topics topics, String applicationId) {
        this.admin = admin;
        this.topics = topics;
        this.applicationId = applicationId;
    }

    /** A group as far as it touches our topics. */
    private record Snapshot(
            String id, String type, String state, int members, Map<TopicPartition, OptionalLong> committed) {}

    /**
     * Asks the brokers once.
     *
     * @param tails an unassigned consumer with isolation level read_committed, to look at tails; empty: every lag that could
     *     hold markers is a ceiling
     */
    public LagReport read(Optional<Consumer<byte[], byte[]>> tails) {
        Set<TopicPartition> ours = partitions();
        Map<TopicPartition, LagReport.Offsets> offsets = offsets(ours);
        List<Snapshot> groups = groups(ours);
        Map<TopicPartition, LagReport.Seen> seen =
                tails.map(consumer -> tails(consumer, groups, offsets)).orElse(Map.of());
        return new LagReport(
                Instant.now(),
                groups.stream().map(group -> report(group, offsets, seen)).toList());
    }

    private static LagReport.Group report(
            Snapshot group, Map<TopicPartition, LagReport.Offsets> offsets, Map<TopicPartition, LagReport.Seen> seen) {
        List<LagReport.Partition> partitions = new ArrayList<>();
        group.committed()
                .forEach((partition, committed) -> partitions.add(LagReport.partition(
                        partition.topic(),
                        partition.partition(),
                        committed,
                        offsets.get(partition),
                        Optional.ofNullable(seen.get(partition)))));
        return new LagReport.Group(group.id(), group.type(), group.state(), group.members(), partitions);
    }

    private Set<TopicPartition> partitions() {
        List<String> names = topics.all().stream().map(Topic::name).toList();
        return KafkaCall.await(admin.describeTopics(names).allTopicNames(), "describe the topics", LIMIT)
                .values()
                .stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toSet());
    }

    private Map<TopicPartition, LagReport.Offsets> offsets(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> first = offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> stable = offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Long> end = offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        return partitions.stream()
                .collect(Collectors.toMap(
                        partition -> partition,
                        partition -> new LagReport.Offsets(
                                first.get(partition), stable.get(partition), end.get(partition))));
    }

    private Map<TopicPartition, Long> offsets(
            Set<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolationLevel) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec));
        return KafkaCall.await(
                        admin.listOffsets(wanted, new ListOffsetsOptions(isolationLevel))
                                .all(),
                        "list the offsets of the topics",
                        LIMIT)
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private List<Snapshot> groups(Set<TopicPartition> ours) {
        Map<String, GroupListing> listed = KafkaCall.await(admin.listGroups().all(), "list the groups", LIMIT).stream()
                .filter(LagReader::reads)
                .collect(Collectors.toMap(GroupListing::groupId, group -> group));
        Set<String> ids = new HashSet<>(listed.keySet());
        ids.add(applicationId);
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = committed(ids);
        Map<String, Members> members = members(listed.values());
        TreeMap<String, Snapshot> snapshots = new TreeMap<>();
        for (String id : ids) {
            Members own = members.getOrDefault(id, Members.NONE);
            Map<TopicPartition, OptionalLong> rows = rows(id, committed.getOrDefault(id, Map.of()), own, ours);
            if (!rows.isEmpty()) {
                Optional<GroupListing> listing = Optional.ofNullable(listed.get(id));
                snapshots.put(
                        id,
                        new Snapshot(
                                id,
                                listing.flatMap(GroupListing::type)
                                        .map(GroupType::toString)
                                        .orElse("none"),
                                own.state(),
                                own.count(),
                                rows));
            }
        }
        return List.copyOf(snapshots.values());
    }

    /** Consumers of any protocol; not Kafka Connect or a registry, whose groups are of the classic type too, nor share groups. */
    static boolean reads(GroupListing group) {
        GroupType type = group.type().orElse(GroupType.CLASSIC);
        boolean classic = type == GroupType.CLASSIC
                && (group.protocol().isEmpty() || group.protocol().equals("consumer"));
        return classic || type == GroupType.CONSUMER || type == GroupType.STREAMS;
    }

    /** Every partition of each of our topics that the group has committed on or is assigned; unknown where it has not committed. */
    private Map<TopicPartition, OptionalLong> rows(
            String id, Map<TopicPartition, OffsetAndMetadata> committed, Members members, Set<TopicPartition> ours) {
        Set<String> touched = new HashSet<>();
        committed.keySet().forEach(partition -> touched.add(partition.topic()));
        members.assigned().forEach(partition -> touched.add(partition.topic()));
        if (id.equals(applicationId)) {
            touched.add(topics.published().name());
        }
        Map<TopicPartition, OptionalLong> rows =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        for (TopicPartition partition : ours) {
            if (touched.contains(partition.topic())) {
                OffsetAndMetadata offset = committed.get(partition);
                rows.put(partition, offset == null ? OptionalLong.empty() : OptionalLong.of(offset.offset()));
            }
        }
        return rows;
    }

    private Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(Set<String> ids) {
        Map<String, ListConsumerGroupOffsetsSpec> wanted =
                ids.stream().collect(Collectors.toMap(id -> id, id -> new ListConsumerGroupOffsetsSpec()));
        ListConsumerGroupOffsetsResult answers = admin.listConsumerGroupOffsets(wanted);
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = new HashMap<>();
        for (String id : ids) {
            unlessGone(answers.partitionsToOffsetAndMetadata(id), "list the committed offsets of group " + id)
                    .ifPresent(offsets -> committed.put(id, offsets));
        }
        return committed;
    }

    /** A group may vanish between two questions; that must not spoil the report on the others. */
    private static <T> Optional<T> unlessGone(KafkaFuture<T> answer, String what) {
        try {
            return Optional.of(KafkaCall.await(answer, what, LIMIT));
        } catch (KafkaRefusedException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private record Members(String state, int count, Set<TopicPartition> assigned) {
        static final Members NONE = new Members("absent", 0, Set.of());
    }

    /** Streams groups have a call of their own; the one for consumer groups does not know them. */
    private Map<String, Members> members(Collection<GroupListing> groups) {
        Map<String, Members> members = new HashMap<>();
        List<String> streams = ids(groups, true);
        List<String> others = ids(groups, false);
        admin.describeStreamsGroups(streams)
                .describedGroups()
                .forEach((id, answer) -> unlessGone(answer, "describe group " + id)
                        .ifPresent(group -> members.put(
                                id,
                                new Members(
                                        group.groupState().toString(),
                                        group.members().size(),
                                        Set.of()))));
        admin.describeConsumerGroups(others)
                .describedGroups()
                .forEach((id, answer) -> unlessGone(answer, "describe group " + id)
                        .ifPresent(group -> members.put(
                                id,
                                new Members(
                                        group.groupState().toString(),
                                        group.members().size(),
                                        group.members().stream()
                                                .flatMap(member -> member.assignment().topicPartitions().stream())
                                                .collect(Collectors.toSet())))));
        return members;
    }

    private static List<String> ids(Collection<GroupListing> groups, boolean streams) {
        return groups.stream()
                .filter(group -> streams
                        == group.type().filter(GroupType.STREAMS::equals).isPresent())
                .map(GroupListing::groupId)
                .toList();
    }

    /** Reads the short tails as a whole, of longer ones the last offset: a marker stands there after every transaction. */
    private static Map<TopicPartition, LagReport.Seen> tails(
            Consumer<byte[], byte[]> consumer, List<Snapshot> groups, Map<TopicPartition, LagReport.Offsets> offsets) {
        Map<TopicPartition, Long> from = new HashMap<>();
        for (Snapshot group : groups) {
            group.committed()
                    .forEach((partition, committed) -> committed.ifPresent(next -> {
                        LagReport.Offsets ends = offsets.get(partition);
                        long start = Math.max(next, ends.first());
                        if (start < ends.lastStable()) {
                            long first = ends.lastStable() - start <= TAIL ? start : ends.lastStable() - 1;
                            from.merge(partition, first, Math::min);
                        }
                    }));
        }
        Map<TopicPartition, TreeSet<Long>> records = new HashMap<>();
        from.keySet().forEach(partition -> records.put(partition, new TreeSet<>()));
        try {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            long deadline = System.nanoTime() + TAIL_LIMIT.toNanos();
            Set<TopicPartition> open = new HashSet<>(from.keySet());
            while (!open.isEmpty() && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    records.get(new TopicPartition(record.topic(), record.partition()))
                            .add(record.offset());
                }
                open.removeIf(partition ->
                        consumer.position(partition) >= offsets.get(partition).lastStable());
                consumer.pause(from.keySet().stream()
                        .filter(partition -> !open.contains(partition))
                        .toList());
            }
            return from.keySet().stream()
                    .collect(Collectors.toMap(
                            partition -> partition,
                            partition -> new LagReport.Seen(
                                    from.get(partition), consumer.position(partition), records.get(partition))));
        } catch (AuthorizationException e) {
            return Map.of(); // who may describe but not read gets ceilings
        }
    }
}
