package io.wiretag.ops.lag;

import io.wiretag.cluster.KafkaCall;
import io.wiretag.files.Words;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeShareGroupsOptions;
import org.apache.kafka.clients.admin.DescribeStreamsGroupsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListGroupsResult;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * The groups that read our topics, of every protocol: their members and their positions. Seven calls a look at most, however many
 * groups there are: Kafka takes many in one call.
 */
final class GroupReader {
    /** By topic and number. */
    static final Comparator<TopicPartition> IN_ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    /** A coordinator that is being elected has that long. */
    private static final int COORDINATOR_LIMIT_MS = 4000;

    private final Admin admin;
    private final Map<String, Set<String>> expected;
    private final IgnoredGroups ignored;

    /**
     * @param expected groups that are listed whether Kafka knows them or not, and the names of the topics that they read
     * @param ignored groups that are not asked for, unless they are expected
     */
    GroupReader(Admin admin, Map<String, Set<String>> expected, IgnoredGroups ignored) {
        this.admin = admin;
        this.expected = Map.copyOf(expected);
        this.ignored = ignored.except(expected.keySet());
    }

    /**
     * A group as far as it touches our topics.
     *
     * @param committed where it reads next; empty: it has no position there
     * @param unseen topics that it is expected to read, and of which it is not known how it does
     */
    record Seen(
            String id,
            String type,
            GroupMembers members,
            Map<TopicPartition, OptionalLong> committed,
            Set<String> unseen) {
        /** Whether members share partitions: behind its position some records may be done. */
        boolean shared() {
            return type.equals(GroupType.SHARE.toString());
        }
    }

    /** @param ours all partitions of our topics that are there */
    List<Seen> read(Set<TopicPartition> ours, BlindSpots unseen) {
        Map<String, GroupListing> listed = listed(unseen).stream()
                .filter(GroupReader::reads)
                .filter(group -> !ignored.contains(group.groupId()))
                .collect(Collectors.toMap(GroupListing::groupId, group -> group, (one, other) -> one));
        Set<String> ids = new HashSet<>(listed.keySet());
        ids.addAll(expected.keySet());
        Map<String, Map<TopicPartition, Long>> committed = committed(ids, listed, unseen);
        // who does not answer the one question would let the other wait as long
        Map<String, GroupMembers> members = members(
                listed.values().stream()
                        .filter(group -> committed.containsKey(group.groupId()))
                        .toList(),
                unseen);
        TreeMap<String, Seen> seen = new TreeMap<>();
        for (String id : ids) {
            Seen group = group(id, Optional.ofNullable(listed.get(id)), committed.get(id), members.get(id), ours);
            if (!group.committed().isEmpty() || !group.unseen().isEmpty()) {
                seen.put(id, group);
            }
        }
        return List.copyOf(seen.values());
    }

    private Seen group(
            String id,
            Optional<GroupListing> listing,
            Map<TopicPartition, Long> committed,
            GroupMembers described,
            Set<TopicPartition> ours) {
        String type =
                listing.flatMap(GroupListing::type).map(GroupType::toString).orElse("none");
        Set<String> own = expected.getOrDefault(id, Set.of());
        if (committed == null) {
            return new Seen(id, type, GroupMembers.UNKNOWN, Map.of(), own);
        }
        GroupMembers members = described == null ? GroupMembers.NONE : described;
        Map<TopicPartition, OptionalLong> rows = rows(own, committed, members, ours);
        Set<String> unseen = new TreeSet<>(own);
        rows.keySet().forEach(partition -> unseen.remove(partition.topic()));
        return new Seen(id, type, members, rows, unseen);
    }

    private Collection<GroupListing> listed(BlindSpots unseen) {
        ListGroupsResult answer = admin.listGroups(new ListGroupsOptions().timeoutMs(COORDINATOR_LIMIT_MS));
        Collection<Throwable> errors = KafkaCall.await(answer.errors(), "list the groups", BlindSpots.LIMIT);
        Collection<GroupListing> listed = KafkaCall.await(answer.valid(), "list the groups", BlindSpots.LIMIT);
        if (listed.isEmpty() && !errors.isEmpty()) {
            return KafkaCall.await(answer.all(), "list the groups", BlindSpots.LIMIT); // throws
        }
        errors.stream().findFirst().ifPresent(error -> unseen.addSomeGroups(Words.of(error)));
        return listed;
    }

    /** Consumers of any protocol; not Kafka Connect or a registry, whose groups are of the classic type too. */
    static boolean reads(GroupListing group) {
        GroupType type = group.type().orElse(GroupType.CLASSIC);
        boolean classic = type == GroupType.CLASSIC
                && (group.protocol().isEmpty() || group.protocol().equals("consumer"));
        return classic || type == GroupType.CONSUMER || type == GroupType.STREAMS || type == GroupType.SHARE;
    }

    /** Every partition of each of our topics that the group has committed on or is to read; empty where it has not committed. */
    private static Map<TopicPartition, OptionalLong> rows(
            Set<String> expected, Map<TopicPartition, Long> committed, GroupMembers members, Set<TopicPartition> ours) {
        Set<String> touched = new HashSet<>(expected);
        committed.keySet().forEach(partition -> touched.add(partition.topic()));
        touched.addAll(members.topics());
        Map<TopicPartition, OptionalLong> rows = new TreeMap<>(IN_ORDER);
        for (TopicPartition partition : ours) {
            if (touched.contains(partition.topic())) {
                Long offset = committed.get(partition);
                rows.put(partition, offset == null ? OptionalLong.empty() : OptionalLong.of(offset));
            }
        }
        return rows;
    }

    /** Of a share group where what it has not acknowledged begins. Who does not answer is not in it. */
    private Map<String, Map<TopicPartition, Long>> committed(
            Set<String> ids, Map<String, GroupListing> listed, BlindSpots unseen) {
        List<String> shares = ids(listed.values(), GroupType.SHARE::equals);
        Set<String> others = new HashSet<>(ids);
        shares.forEach(others::remove);
        Map<String, Map<TopicPartition, Long>> committed = new HashMap<>();
        ListConsumerGroupOffsetsResult answers = admin.listConsumerGroupOffsets(
                others.stream().collect(Collectors.toMap(id -> id, id -> new ListConsumerGroupOffsetsSpec())),
                new ListConsumerGroupOffsetsOptions().timeoutMs(COORDINATOR_LIMIT_MS));
        for (String id : others) {
            put(
                    committed,
                    id,
                    unseen.ofGroup(
                            id,
                            answers.partitionsToOffsetAndMetadata(id)
                                    .thenApply(offsets -> values(offsets, offset -> offset.offset())),
                            "list committed offsets"));
        }
        if (!shares.isEmpty()) {
            ListShareGroupOffsetsResult starts = admin.listShareGroupOffsets(
                    shares.stream().collect(Collectors.toMap(id -> id, id -> new ListShareGroupOffsetsSpec())),
                    new ListShareGroupOffsetsOptions().timeoutMs(COORDINATOR_LIMIT_MS));
            for (String id : shares) {
                put(
                        committed,
                        id,
                        unseen.ofGroup(
                                id,
                                starts.partitionsToOffsetInfo(id)
                                        .thenApply(offsets -> values(offsets, offset -> offset.startOffset())),
                                "list the start offsets of share groups"));
            }
        }
        return committed;
    }

    private static <T> Map<TopicPartition, Long> values(Map<TopicPartition, T> offsets, ToLongFunction<T> value) {
        Map<TopicPartition, Long> values = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null && value.applyAsLong(offset) >= 0) {
                values.put(partition, value.applyAsLong(offset));
            }
        });
        return values;
    }

    private static void put(
            Map<String, Map<TopicPartition, Long>> committed,
            String id,
            BlindSpots.Answer<Map<TopicPartition, Long>> answer) {
        if (answer.seen()) {
            committed.put(id, answer.value().orElse(Map.of()));
        }
    }

    /** Streams and share groups have calls of their own; the one for consumer groups does not know them. */
    private Map<String, GroupMembers> members(Collection<GroupListing> groups, BlindSpots unseen) {
        Map<String, GroupMembers> members = new HashMap<>();
        List<String> streams = ids(groups, GroupType.STREAMS::equals);
        if (!streams.isEmpty()) {
            DescribeStreamsGroupsOptions options = new DescribeStreamsGroupsOptions().timeoutMs(COORDINATOR_LIMIT_MS);
            describe(
                    members,
                    admin.describeStreamsGroups(streams, options).describedGroups(),
                    unseen,
                    group -> GroupMembers.of(group.groupState(), group.members().size(), tasks(group).stream()));
        }
        List<String> shares = ids(groups, GroupType.SHARE::equals);
        if (!shares.isEmpty()) {
            DescribeShareGroupsOptions options = new DescribeShareGroupsOptions().timeoutMs(COORDINATOR_LIMIT_MS);
            describe(
                    members,
                    admin.describeShareGroups(shares, options).describedGroups(),
                    unseen,
                    group -> GroupMembers.of(
                            group.groupState(),
                            group.members().size(),
                            group.members().stream()
                                    .flatMap(member -> member.assignment().topicPartitions().stream())));
        }
        List<String> others = ids(groups, type -> type != GroupType.STREAMS && type != GroupType.SHARE);
        DescribeConsumerGroupsOptions options = new DescribeConsumerGroupsOptions().timeoutMs(COORDINATOR_LIMIT_MS);
        describe(
                members,
                admin.describeConsumerGroups(others, options).describedGroups(),
                unseen,
                group -> GroupMembers.of(
                        group.groupState(),
                        group.members().size(),
                        group.members().stream().flatMap(member -> member.assignment().topicPartitions().stream())));
        return members;
    }

    private static <T> void describe(
            Map<String, GroupMembers> members,
            Map<String, KafkaFuture<T>> answers,
            BlindSpots unseen,
            Function<T, GroupMembers> told) {
        answers.forEach((id, answer) -> {
            BlindSpots.Answer<T> described = unseen.ofGroup(id, answer, "describe groups");
            if (described.seen()) {
                described.value().map(told).ifPresent(group -> members.put(id, group));
            } else {
                members.put(id, GroupMembers.UNKNOWN);
            }
        });
    }

    /** Tasks are told by part of the topology and number; the partition has the number of its task. */
    private static Set<TopicPartition> tasks(StreamsGroupDescription group) {
        Map<String, List<String>> sources = group.subtopologies().stream()
                .collect(Collectors.toMap(part -> part.subtopologyId(), part -> part.sourceTopics()));
        Set<TopicPartition> assigned = new HashSet<>();
        group.members()
                .forEach(member -> member.assignment()
                        .activeTasks()
                        .forEach(tasks -> sources.getOrDefault(tasks.subtopologyId(), List.of())
                                .forEach(topic -> tasks.partitions()
                                        .forEach(number -> assigned.add(new TopicPartition(topic, number))))));
        return assigned;
    }

    private static List<String> ids(Collection<GroupListing> groups, Predicate<GroupType> wanted) {
        return groups.stream()
                .filter(group -> wanted.test(group.type().orElse(GroupType.CLASSIC)))
                .map(GroupListing::groupId)
                .toList();
    }
}
