package io.wiretag.ops.lag;

import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Fetches what {@link OffsetsSnapshot} needs: groups of every protocol, their committed offsets, the ends of the topics, and, through
 * {@link UnreadRecords}, a look at what they have still to read.
 *
 * <p>Nine calls a round at most, however many groups and partitions there are: Kafka takes many of either in one call. What
 * hardly ever changes, the partitions and the retention of the topics, is asked for once a minute.
 *
 * <p>Not thread-safe: it remembers.
 */
public final class LagReader {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** A leader that is being elected has that long. */
    private static final Duration LEADER_LIMIT = Duration.ofSeconds(5);

    private static final Duration SETTINGS_FOR = Duration.ofMinutes(1);

    private final Admin admin;
    private final Topics topics;
    private final Map<String, Set<String>> expected;
    private final IgnoredGroups ignored;
    private final Optional<UnreadRecords> unread;

    private List<TopicDescription> described = List.of();
    private Map<String, Duration> retention = Map.of();
    private long settingsAt = Long.MIN_VALUE;

    /**
     * @param expected groups that are listed whether Kafka knows them or not, and the names of the topics that they read
     * @param ignored groups that are not asked for, unless they are expected
     * @param unread looks at records; empty: every lag that could hold markers is a ceiling, and no age is known
     */
    LagReader(
            Admin admin,
            Topics topics,
            Map<String, Set<String>> expected,
            IgnoredGroups ignored,
            Optional<UnreadRecords> unread) {
        this.admin = admin;
        this.topics = topics;
        this.expected = Map.copyOf(expected);
        this.ignored = ignored.except(expected.keySet());
        this.unread = unread;
    }

    /** A group as far as it touches our topics. */
    private record Snapshot(String id, String type, Members members, Map<TopicPartition, OptionalLong> committed) {}

    /** Asks the brokers once. */
    OffsetsSnapshot read() {
        try {
            return readOnce();
        } catch (KafkaRefusedException e) {
            settingsAt = Long.MIN_VALUE; // a topic may have gone: the next round asks anew which there are
            throw e;
        }
    }

    private OffsetsSnapshot readOnce() {
        refreshSettings();
        Set<TopicPartition> ours = described.stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toSet());
        // positions before ends: a position can then not be behind an end for the reason that time has passed
        List<Snapshot> groups = groups(ours);
        Map<TopicPartition, OffsetsSnapshot.Offsets> offsets = offsets(ours);
        Instant at = Instant.now();
        unread.ifPresent(records -> records.look(positions(groups, offsets), offsets));
        return new OffsetsSnapshot(
                at,
                groups.stream().map(group -> report(group, offsets)).toList(),
                described.stream().map(topic -> log(topic.name(), offsets)).toList());
    }

    private OffsetsSnapshot.Log log(String topic, Map<TopicPartition, OffsetsSnapshot.Offsets> offsets) {
        Map<Integer, OffsetsSnapshot.Offsets> own = new HashMap<>();
        offsets.forEach((partition, ends) -> {
            if (partition.topic().equals(topic)) {
                own.put(partition.partition(), ends);
            }
        });
        return new OffsetsSnapshot.Log(topic, own, Optional.ofNullable(retention.get(topic)));
    }

    private OffsetsSnapshot.Group report(Snapshot group, Map<TopicPartition, OffsetsSnapshot.Offsets> offsets) {
        List<OffsetsSnapshot.Partition> partitions = new ArrayList<>();
        group.committed().forEach((partition, committed) -> {
            OffsetsSnapshot.Offsets ends = offsets.getOrDefault(partition, OffsetsSnapshot.Offsets.UNKNOWN);
            Optional<OffsetsSnapshot.Seen> head = committed.isEmpty()
                    ? Optional.empty()
                    : unread.flatMap(records -> records.head(partition, Math.max(committed.getAsLong(), ends.first())));
            partitions.add(OffsetsSnapshot.partition(
                            partition.topic(),
                            partition.partition(),
                            committed,
                            ends,
                            head,
                            unread.flatMap(records -> records.tail(partition)))
                    .attended(group.members().attend(partition)));
        });
        return new OffsetsSnapshot.Group(
                group.id(),
                group.type(),
                group.members().state(),
                group.members().count(),
                partitions);
    }

    /** Where groups will read next, where there is something to read. */
    private static Map<TopicPartition, SortedSet<Long>> positions(
            List<Snapshot> groups, Map<TopicPartition, OffsetsSnapshot.Offsets> offsets) {
        Map<TopicPartition, SortedSet<Long>> positions = new HashMap<>();
        for (Snapshot group : groups) {
            group.committed()
                    .forEach((partition, committed) -> committed.ifPresent(position -> {
                        OffsetsSnapshot.Offsets ends = offsets.getOrDefault(partition, OffsetsSnapshot.Offsets.UNKNOWN);
                        long next = Math.max(position, ends.first());
                        if (next < ends.lastStable()) {
                            positions
                                    .computeIfAbsent(partition, key -> new TreeSet<>())
                                    .add(next);
                        }
                    }));
        }
        return positions;
    }

    private void refreshSettings() {
        if (settingsAt != Long.MIN_VALUE && System.nanoTime() - settingsAt < SETTINGS_FOR.toNanos()) {
            return;
        }
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        topics.all().stream().map(Topic::name).toList())
                .topicNameValues();
        List<TopicDescription> found = new ArrayList<>();
        for (Topic<?> topic : topics.all()) {
            unless(UnknownTopicOrPartitionException.class, answers.get(topic.name()), "describe topic " + topic.name())
                    .ifPresent(found::add);
        }
        retention = retention(found);
        described = List.copyOf(found);
        settingsAt = System.nanoTime();
    }

    private Map<String, Duration> retention(List<TopicDescription> found) {
        List<ConfigResource> resources = found.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                .toList();
        Map<ConfigResource, Config> configs = unless(
                        AuthorizationException.class,
                        admin.describeConfigs(resources).all(),
                        "read the settings of the topics")
                .orElse(Map.of());
        Map<String, Duration> retention = new HashMap<>();
        configs.forEach((resource, config) -> {
            ConfigEntry policy = config.get("cleanup.policy");
            ConfigEntry millis = config.get("retention.ms");
            if (policy != null && policy.value().equals("delete") && millis != null) {
                long kept = Long.parseLong(millis.value());
                if (kept >= 0) {
                    retention.put(resource.name(), Duration.ofMillis(kept));
                }
            }
        });
        return retention;
    }

    private Map<TopicPartition, OffsetsSnapshot.Offsets> offsets(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> first = offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        // the end before the last stable offset: what comes in between is then not taken for an open transaction
        Map<TopicPartition, Long> end = offsets(first.keySet(), OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> stable = offsets(end.keySet(), OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        return stable.keySet().stream()
                .collect(Collectors.toMap(
                        partition -> partition,
                        partition -> new OffsetsSnapshot.Offsets(
                                first.get(partition),
                                stable.get(partition),
                                Math.max(end.get(partition), stable.get(partition)))));
    }

    /** Of those whose leader answers: one without a leader must not hide the others. */
    private Map<TopicPartition, Long> offsets(
            Set<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolationLevel) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec));
        ListOffsetsOptions options = new ListOffsetsOptions(isolationLevel);
        options.timeoutMs((int) LEADER_LIMIT.toMillis());
        ListOffsetsResult answers = admin.listOffsets(wanted, options);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Optional<KafkaUnavailableException> silence = Optional.empty();
        for (TopicPartition partition : partitions) {
            try {
                offsets.put(
                        partition,
                        KafkaCall.await(answers.partitionResult(partition), "list the offsets of " + partition, LIMIT)
                                .offset());
            } catch (KafkaUnavailableException e) {
                silence = Optional.of(e);
            }
        }
        if (offsets.isEmpty() && silence.isPresent()) {
            throw silence.get();
        }
        return offsets;
    }

    private List<Snapshot> groups(Set<TopicPartition> ours) {
        Map<String, GroupListing> listed = KafkaCall.await(admin.listGroups().all(), "list the groups", LIMIT).stream()
                .filter(LagReader::reads)
                .filter(group -> !ignored.contains(group.groupId()))
                .collect(Collectors.toMap(GroupListing::groupId, group -> group));
        Set<String> ids = new HashSet<>(listed.keySet());
        ids.addAll(expected.keySet());
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = committed(ids);
        Map<String, Members> members = members(listed.values());
        TreeMap<String, Snapshot> snapshots = new TreeMap<>();
        for (String id : ids) {
            Members own = members.getOrDefault(id, Members.NONE);
            Map<TopicPartition, OptionalLong> rows = rows(id, committed.getOrDefault(id, Map.of()), own, ours);
            if (!rows.isEmpty()) {
                Optional<GroupListing> listing = Optional.ofNullable(listed.get(id));
                String type = listing.flatMap(GroupListing::type)
                        .map(GroupType::toString)
                        .orElse("none");
                snapshots.put(id, new Snapshot(id, type, own, rows));
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

    /** Every partition of each of our topics that the group has committed on or is to read; unknown where it has not committed. */
    private Map<TopicPartition, OptionalLong> rows(
            String id, Map<TopicPartition, OffsetAndMetadata> committed, Members members, Set<TopicPartition> ours) {
        Set<String> touched = new HashSet<>(expected.getOrDefault(id, Set.of()));
        committed.keySet().forEach(partition -> touched.add(partition.topic()));
        members.assigned().forEach(partition -> touched.add(partition.topic()));
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
        return unless(GroupIdNotFoundException.class, answer, what);
    }

    private static <T> Optional<T> unless(Class<? extends Exception> refusal, KafkaFuture<T> answer, String what) {
        try {
            return Optional.of(KafkaCall.await(answer, what, LIMIT));
        } catch (KafkaRefusedException e) {
            if (refusal.isInstance(e.getCause())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Who is in a group.
     *
     * @param assigned what they are to read; empty: the protocol does not say it in partitions of topics
     */
    private record Members(String state, int count, Optional<Set<TopicPartition>> partitions) {
        static final Members NONE = new Members("absent", 0, Optional.empty());

        Set<TopicPartition> assigned() {
            return partitions.orElse(Set.of());
        }

        /** While members share the work out anew, each partition has one who is there for it, or soon will have. */
        boolean attend(TopicPartition partition) {
            boolean settled = state.equals(GroupState.STABLE.toString());
            return count > 0
                    && (!settled
                            || partitions
                                    .map(assigned -> assigned.contains(partition))
                                    .orElse(true));
        }
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
                                        Optional.empty()))));
        admin.describeConsumerGroups(others)
                .describedGroups()
                .forEach((id, answer) -> unlessGone(answer, "describe group " + id)
                        .ifPresent(group -> members.put(
                                id,
                                new Members(
                                        group.groupState().toString(),
                                        group.members().size(),
                                        Optional.of(group.members().stream()
                                                .flatMap(member -> member.assignment().topicPartitions().stream())
                                                .collect(Collectors.toSet()))))));
        return members;
    }

    private static List<String> ids(Collection<GroupListing> groups, boolean streams) {
        return groups.stream()
                .filter(group -> streams
                        == group.type().filter(GroupType.STREAMS::equals).isPresent())
                .map(GroupListing::groupId)
                .toList();
    }
}
