package io.wiretag.ops.lag;

import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.topics.Topic;
import io.wiretag.topics.TopicAdmin;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeLogDirsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Our topics as the brokers tell of them: their partitions, where these begin and end, and how long they keep records. What
 * hardly ever changes is asked for once a minute, and at each look while something is missing.
 *
 * <p>Not thread-safe: it remembers.
 */
final class TopicReader {
    /** A leader that is being elected has that long. */
    private static final Duration LEADER_LIMIT = Duration.ofSeconds(3);

    private static final Duration SETTINGS_FOR = Duration.ofMinutes(1);

    private final Admin admin;
    private final Topics topics;

    private List<TopicDescription> described = List.of();
    private Map<String, Retention> retention = Map.of();
    /** Why, by name. */
    private Map<String, String> missing = Map.of();

    /** By name. */
    private volatile Map<String, String> ids = Map.of();

    private Set<TopicPartition> leaderless = Set.of();
    private long settingsAt = Long.MIN_VALUE;

    TopicReader(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /**
     * Asks which there are.
     *
     * @throws KafkaRefusedException if none of them can be seen
     */
    void refresh(BlindSpots unseen) {
        // each time: what is known of a topic is not true of one that was made anew, and only its id tells
        describe();
        missing.forEach(unseen::addTopic);
    }

    private boolean areSettingsOld() {
        return settingsAt == Long.MIN_VALUE || System.nanoTime() - settingsAt >= SETTINGS_FOR.toNanos();
    }

    private void describe() {
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        topics.all().stream().map(Topic::name).toList())
                .topicNameValues();
        List<TopicDescription> found = new ArrayList<>();
        Map<String, String> notFound = new LinkedHashMap<>();
        Optional<KafkaRefusedException> refusal = Optional.empty();
        for (Topic<?> topic : topics.all()) {
            try {
                found.add(
                        KafkaCall.await(answers.get(topic.name()), "describe topic " + topic.name(), BlindSpots.LIMIT));
            } catch (KafkaRefusedException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException absent) {
                    notFound.put(topic.name(), "it " + TopicAdmin.MISSING);
                    refusal = Optional.of(
                            new KafkaRefusedException("topic " + topic.name() + " " + TopicAdmin.MISSING, absent));
                } else {
                    notFound.put(topic.name(), e.getMessage());
                    refusal = Optional.of(e);
                }
            }
        }
        if (found.isEmpty() && refusal.isPresent()) {
            throw refusal.get();
        }
        if (areSettingsOld() || !notFound.equals(missing)) {
            retention = retention(found);
            settingsAt = System.nanoTime();
        }
        described = List.copyOf(found);
        missing = notFound;
        ids = described.stream()
                .collect(Collectors.toMap(
                        TopicDescription::name, topic -> topic.topicId().toString()));
        leaderless = described.stream()
                .flatMap(topic -> topic.partitions().stream()
                        .filter(partition -> partition.leader() == null)
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toSet());
    }

    /** Names of those that are there, in the order of the walk of an article. */
    List<String> names() {
        return described.stream().map(TopicDescription::name).toList();
    }

    /** Kafka's ids of them, by name: one that is made anew has another. By any thread. */
    Map<String, String> ids() {
        return ids;
    }

    /** All partitions of those that are there. */
    Set<TopicPartition> partitions() {
        return described.stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toSet());
    }

    Retention retention(String topic) {
        return retention.getOrDefault(topic, Retention.UNKNOWN);
    }

    private Map<String, Retention> retention(List<TopicDescription> found) {
        List<ConfigResource> resources = found.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                .toList();
        Map<ConfigResource, Config> configs;
        try {
            configs = KafkaCall.await(
                    admin.describeConfigs(resources).all(), "read the settings of the topics", BlindSpots.LIMIT);
        } catch (KafkaRefusedException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            return Map.of();
        }
        Map<String, OptionalLong> bytes = new HashMap<>();
        configs.forEach((resource, config) -> bytes.put(resource.name(), limit(config, "retention.bytes")));
        boolean bySize = bytes.values().stream().anyMatch(OptionalLong::isPresent);
        Map<TopicPartition, Long> sizes = bySize ? sizes(found) : Map.of();
        Map<String, Retention> kept = new HashMap<>();
        configs.forEach((resource, config) -> {
            OptionalLong millis = limit(config, "retention.ms");
            Map<Integer, Long> own = new HashMap<>();
            sizes.forEach((partition, size) -> {
                if (partition.topic().equals(resource.name())) {
                    own.put(partition.partition(), size);
                }
            });
            kept.put(
                    resource.name(),
                    new Retention(
                            millis.isPresent() ? Optional.of(Duration.ofMillis(millis.getAsLong())) : Optional.empty(),
                            bytes.get(resource.name()),
                            own));
        });
        return kept;
    }

    /** Of a topic that deletes, whether it compacts as well or not; empty: no limit. */
    private static OptionalLong limit(Config config, String key) {
        ConfigEntry policy = config.get("cleanup.policy");
        ConfigEntry limit = config.get(key);
        if (policy == null || !policy.value().contains("delete") || limit == null) {
            return OptionalLong.empty();
        }
        long value = Long.parseLong(limit.value());
        return value >= 0 ? OptionalLong.of(value) : OptionalLong.empty();
    }

    /** Of the leaders' copies. A broker tells of all that it has, so it is asked only where it matters. */
    private Map<TopicPartition, Long> sizes(List<TopicDescription> found) {
        Map<TopicPartition, Integer> leaders = new HashMap<>();
        found.forEach(topic -> topic.partitions().stream()
                .filter(partition -> partition.leader() != null)
                .forEach(partition -> leaders.put(
                        new TopicPartition(topic.name(), partition.partition()),
                        partition.leader().id())));
        Map<TopicPartition, Long> sizes = new HashMap<>();
        try {
            KafkaCall.await(
                            admin.describeLogDirs(
                                            Set.copyOf(leaders.values()),
                                            new DescribeLogDirsOptions().timeoutMs((int) LEADER_LIMIT.toMillis()))
                                    .allDescriptions(),
                            "ask for the sizes of the topics",
                            BlindSpots.LIMIT)
                    .forEach((broker, folders) -> folders.values()
                            .forEach(folder -> folder.replicaInfos().forEach((partition, replica) -> {
                                if (broker.equals(leaders.get(partition)) && !replica.isFuture()) {
                                    sizes.put(partition, replica.size());
                                }
                            })));
        } catch (KafkaRefusedException | KafkaUnavailableException e) {
            return Map.of(); // without them a limit on bytes foretells nothing
        }
        return sizes;
    }

    /** Where each partition begins and ends; those of which nobody tells it are not in it, and are blind spots. */
    Map<TopicPartition, OffsetsSnapshot.Offsets> offsets(BlindSpots unseen) {
        Set<TopicPartition> asked = new TreeSet<>(GroupReader.IN_ORDER);
        asked.addAll(partitions());
        leaderless.forEach(partition ->
                unseen.addPartition(partition, "it has no leader: look for the brokers that have a copy of it"));
        asked.removeAll(leaderless);
        Map<TopicPartition, Long> first =
                offsets(asked, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED, unseen);
        // the end before the last stable offset: what comes in between is then not taken for an open transaction
        Map<TopicPartition, Long> end =
                offsets(first.keySet(), OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED, unseen);
        Map<TopicPartition, Long> stable =
                offsets(end.keySet(), OffsetSpec.latest(), IsolationLevel.READ_COMMITTED, unseen);
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
            Set<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolationLevel, BlindSpots unseen) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
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
                        KafkaCall.await(
                                        answers.partitionResult(partition),
                                        "list the offsets of " + partition,
                                        BlindSpots.LIMIT)
                                .offset());
            } catch (KafkaUnavailableException e) {
                silence = Optional.of(e);
                settingsAt = Long.MIN_VALUE; // it may have no leader any more: the next look then need not wait for one
                unseen.addPartition(partition, "its leader does not answer");
            } catch (KafkaRefusedException e) {
                settingsAt = Long.MIN_VALUE; // the topic may have gone: the next look asks anew which there are
                unseen.addPartition(partition, e.getMessage());
            }
        }
        if (offsets.isEmpty() && silence.isPresent()) {
            throw silence.get();
        }
        return offsets;
    }
}
