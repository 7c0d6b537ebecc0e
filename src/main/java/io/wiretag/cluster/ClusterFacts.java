package io.wiretag.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What the brokers know of topics and of a group's position in them. Asks anew each time. Does not close the {@link Admin} it is
 * given.
 *
 * <p>Each question throws {@link KafkaUnavailableException} if no broker answers within ten seconds, and
 * {@link KafkaRefusedException} if the answer is an error. Thread-safe.
 */
public final class ClusterFacts {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Admin admin;

    /**
     * A topic as it stands.
     *
     * @param id of this topic and no other: one that is deleted and made again under its name has another
     * @param partitions how many
     */
    public record Existing(Uuid id, int partitions) {}

    /** Asks the brokers that {@code admin} is connected to. */
    public ClusterFacts(Admin admin) {
        this.admin = admin;
    }

    /** Those of the topics that exist, by name. */
    public Map<String, Existing> existing(Collection<String> names) {
        Map<String, Existing> existing = new HashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, answer) -> {
            TopicDescription description =
                    unless(UnknownTopicOrPartitionException.class, answer, "describe topic " + name, null);
            if (description != null) {
                existing.put(
                        name,
                        new Existing(
                                description.topicId(), description.partitions().size()));
            }
        });
        return existing;
    }

    /**
     * Makes sure that one may write to a topic.
     *
     * @param otherwise what would come of it, in words
     * @throws KafkaRefusedException if one may not
     */
    public void requireWritable(String topic, String otherwise) {
        require(topic, AclOperation.WRITE, "write to", otherwise);
    }

    /** The same of reading it, for those who begin with something else. */
    public void requireReadable(String topic, String otherwise) {
        require(topic, AclOperation.READ, "read", otherwise);
    }

    private void require(String topic, AclOperation right, String what, String otherwise) {
        Set<AclOperation> allowed = KafkaCall.await(
                        admin.describeTopics(
                                        List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                                .allTopicNames(),
                        "describe topic " + topic,
                        LIMIT)
                .get(topic)
                .authorizedOperations();
        if (allowed != null && !allowed.contains(right)) {
            throw new KafkaRefusedException(
                    "no right to " + what + " topic " + topic + ", so " + otherwise + ": allow this user " + right
                            + " on it",
                    null);
        }
    }

    /** Where a group goes on, in every partition in which it has committed; empty for a group that never was. */
    public Map<TopicPartition, Long> committedOffsets(String group) {
        Map<TopicPartition, OffsetAndMetadata> committed = unless(
                GroupIdNotFoundException.class,
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
                "list the committed offsets of group " + group,
                Map.of());
        return committed.entrySet().stream()
                // one that was deleted
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** What becomes of old records of these topics, as {@code cleanup.policy} says; empty if this user may not ask. */
    public Map<String, String> cleanupPolicies(Collection<String> names) {
        List<ConfigResource> topics = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<ConfigResource, Config> configs = unless(
                AuthorizationException.class,
                admin.describeConfigs(topics).all(),
                "read the settings of the topics",
                Map.of());
        return configs.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().name(),
                        entry -> entry.getValue().get("cleanup.policy").value()));
    }

    /** The offset of the first record that is kept. */
    public Map<TopicPartition, Long> earliestOffsets(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_COMMITTED);
    }

    /** The offset behind the last record that a reader of committed records may have. */
    public Map<TopicPartition, Long> stableEndOffsets(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    }

    /** The offset behind the last record, also of a transaction that is not over. */
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** The offset of the first record of that time or later; where there is none, the end. */
    public Map<TopicPartition, Long> since(Collection<TopicPartition> partitions, Instant time) {
        // before the other question: what comes between the two is of that time or later
        Map<TopicPartition, Long> ends = stableEndOffsets(partitions);
        Map<TopicPartition, Long> found = new HashMap<>(
                offsets(partitions, OffsetSpec.forTimestamp(millis(time)), IsolationLevel.READ_COMMITTED));
        found.replaceAll((partition, offset) -> offset < 0 ? ends.get(partition) : offset);
        return found;
    }

    /** What is before 1970 is its beginning: to Kafka -1 is no time, but the end of a topic. */
    static long millis(Instant time) {
        return time.isBefore(Instant.EPOCH) ? 0 : time.toEpochMilli();
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
        var found = KafkaCall.await(
                admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all(),
                "list the offsets of the topics",
                LIMIT);
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** How large a batch each of the topics takes, of those that exist. */
    public Map<String, Integer> maxMessageBytes(Collection<String> names) {
        Map<String, Integer> limits = new HashMap<>();
        admin.describeConfigs(names.stream().map(ClusterFacts::resource).toList())
                .values()
                .forEach((resource, answer) -> {
                    Config config = unless(
                            UnknownTopicOrPartitionException.class,
                            answer,
                            "read the settings of topic " + resource.name(),
                            null);
                    if (config != null) {
                        String limit =
                                config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
                        limits.put(resource.name(), Integer.parseInt(limit));
                    }
                });
        return limits;
    }

    /** Lets a topic take batches of that size. */
    public void setMaxMessageBytes(String topic, int limit) {
        ConfigEntry entry = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(limit));
        KafkaCall.await(
                admin.incrementalAlterConfigs(
                                Map.of(resource(topic), List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                        .all(),
                "change a setting of topic " + topic,
                LIMIT);
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static <T> T unless(Class<? extends Exception> refusal, KafkaFuture<T> answer, String what, T otherwise) {
        try {
            return KafkaCall.await(answer, what, LIMIT);
        } catch (KafkaRefusedException e) {
            if (refusal.isInstance(e.getCause())) {
                return otherwise;
            }
            throw e;
        }
    }
}
