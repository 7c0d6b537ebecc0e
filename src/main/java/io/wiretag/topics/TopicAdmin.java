package io.wiretag.topics;

import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates, checks and describes the topics of the product. Does not close the {@link Admin} it is given. */
public final class TopicAdmin {
    /** Room for the headers that tell why a record was rejected, in bytes. */
    public static final int REJECTED_HEADERS_ROOM = 16 * 1024;

    /** What is said of a topic that is not there. */
    public static final String MISSING = "does not exist: run 'wiretag topics create'";

    /** What is missed without a topic that no processor needs, by its role. */
    private static final Map<String, String> BESIDES = Map.of(
            "operations", "'wiretag serve' forgets with each start what it has learnt",
            "receipts", "nobody can prove later who has a kill",
            "subscriptions", "no webhook can be called",
            "gazetteer",
                    "processors tag by the files of their own configuration, and 'wiretag gazetteer apply' cannot be used");

    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Kept for less, articles are gone when a night is over. */
    private static final Duration SHORT = Duration.ofHours(24);

    private static final String COMPRESSION = "compression.type";
    private static final Duration VISIBLE_LIMIT = Duration.ofSeconds(15);

    private final Admin admin;
    private final Topics topics;

    /** What became of a topic that was to be created. */
    public record Creation(Topic<?> topic, boolean created) {}

    /**
     * Something about a topic that is not as it should be.
     *
     * @param fatal whether the processor must not run with it
     * @param problem one sentence: thing, value, remedy
     */
    public record Finding(Topic<?> topic, boolean fatal, String problem) {}

    /**
     * A topic as it stands in the cluster.
     *
     * @param records offsets between the first and the last, summed over the partitions; transaction markers count, so it
     *     is a ceiling of the number of records; empty if it could not be asked
     */
    public record Description(
            Topic<?> topic, int partitions, int replicationFactor, Map<String, String> configs, OptionalLong records) {}

    /** Works with the brokers that {@code admin} is connected to. */
    public TopicAdmin(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /**
     * Creates every topic that is not there, and leaves the others as they are. Returns when all brokers can be asked
     * about them, and the new ones can be written to.
     */
    public List<Creation> create() {
        List<NewTopic> wanted = topics.made().stream()
                .map(topic -> new NewTopic(
                                topic.name(),
                                Optional.of(topic.partitions()),
                                topic.replicationFactor() == -1
                                        ? Optional.empty()
                                        : Optional.of(topic.replicationFactor()))
                        .configs(topic.configs()))
                .toList();
        Map<String, KafkaFuture<Void>> answers = admin.createTopics(wanted).values();
        List<Creation> creations = new ArrayList<>();
        for (Topic<?> topic : topics.made()) {
            creations.add(new Creation(topic, created(topic, answers.get(topic.name()))));
        }
        awaitVisible();
        awaitLeaders(creations.stream()
                .filter(Creation::created)
                .<Topic<?>>map(Creation::topic)
                .toList());
        return creations;
    }

    private static boolean created(Topic<?> topic, KafkaFuture<Void> answer) {
        try {
            KafkaCall.await(answer, "create topic " + topic.name(), LIMIT);
            return true;
        } catch (KafkaRefusedException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    /** The controller says "created" before every broker knows; a processor that starts in between would refuse. */
    private void awaitVisible() {
        long deadline = System.nanoTime() + VISIBLE_LIMIT.toNanos();
        while (existing(topics.made()).size() < topics.made().size()) {
            if (System.nanoTime() - deadline > 0) {
                throw new KafkaUnavailableException(
                        "topics were created but could not be seen within " + VISIBLE_LIMIT.toSeconds() + " s", null);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Answered by leaders alone. A producer that comes before them may have to try again for as long as it lets a record wait. */
    private void awaitLeaders(List<Topic<?>> created) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        existing(created)
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition -> ends.put(
                                new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest())));
        KafkaCall.await(admin.listOffsets(ends).all(), "reach the leaders of the new topics", LIMIT);
    }

    /**
     * Makes sure that topics are there, before anything waits for them.
     *
     * @throws KafkaRefusedException if one is not; the message says what to do
     */
    public void require(List<Topic<?>> wanted) {
        Set<Topic<?>> existing = existing(wanted).keySet();
        wanted.stream().filter(topic -> !existing.contains(topic)).findFirst().ifPresent(topic -> {
            throw new KafkaRefusedException(missing(topic), null);
        });
    }

    private static String missing(Topic<?> topic) {
        return "topic " + topic.name() + " " + MISSING;
    }

    /** Compares the topics in the cluster with what the processor needs. Empty: all is well. */
    public List<Finding> check() {
        Map<Topic<?>, Description> found = describeExisting(topics.all());
        List<Finding> findings = new ArrayList<>();
        for (Topic<?> topic : topics.all()) {
            Description description = found.get(topic);
            if (description == null) {
                findings.add(new Finding(topic, true, missing(topic)));
            } else {
                findings.addAll(check(description));
            }
        }
        return findings;
    }

    /** The same of those {@link Topics#besides}, which the processor may not be allowed to see. */
    public List<Finding> checkBesides() {
        return topics.besides().stream()
                .flatMap(topic -> checkBeside(topic).stream())
                .toList();
    }

    /** The same of one of them. */
    public List<Finding> checkBeside(Topic<?> topic) {
        Description found;
        try {
            found = describeExisting(List.of(topic)).get(topic);
        } catch (KafkaRefusedException e) {
            return List.of(new Finding(topic, false, e.getMessage()));
        }
        if (found == null) {
            return List.of(new Finding(topic, false, missing(topic) + "; without it " + BESIDES.get(topic.role())));
        }
        return deletes(found).stream().toList();
    }

    /**
     * Makes sure that Kafka deletes nothing from it by time. Who may not ask is not kept from it.
     *
     * @throws KafkaRefusedException if it does; the message says what to do
     */
    public void requireCompacted(Topic<?> topic) {
        Optional<Finding> finding;
        try {
            finding = Optional.ofNullable(describeExisting(List.of(topic)).get(topic))
                    .flatMap(TopicAdmin::deletes);
        } catch (KafkaRefusedException e) {
            return;
        }
        finding.ifPresent(found -> {
            throw new KafkaRefusedException(found.problem(), null);
        });
    }

    private static Optional<Finding> deletes(Description found) {
        String policy = found.configs().get("cleanup.policy");
        return policy == null || policy.equals("compact")
                ? Optional.empty()
                : Optional.of(new Finding(
                        found.topic(),
                        false,
                        "topic " + found.topic().name() + " has cleanup.policy=" + policy
                                + ", which would delete what has not changed for long: set it to compact"));
    }

    private List<Finding> check(Description found) {
        Topic<?> topic = found.topic();
        List<Finding> findings = new ArrayList<>();
        String policy = found.configs().get("cleanup.policy");
        // others have codes for keys, rejected whatever came: compaction would delete articles
        boolean keyIsUri = topic == topics.published() || topic == topics.tagged() || topic == topics.current();
        if (policy != null && policy.contains("compact") && !keyIsUri) {
            findings.add(new Finding(
                    topic,
                    true,
                    "topic " + topic.name() + " has cleanup.policy=" + policy
                            + ", which would delete articles that share a key: set it to delete"));
        }
        if (policy != null && !policy.equals("compact") && topic == topics.current()) {
            findings.add(new Finding(
                    topic,
                    true,
                    "topic " + topic.name() + " has cleanup.policy=" + policy
                            + ", which would delete articles that may be shown: set it to compact"));
        }
        findings.addAll(sizes(found));
        findings.addAll(keeping(found));
        packed(found).ifPresent(findings::add);
        if (found.partitions() != topic.partitions()) {
            findings.add(new Finding(
                    topic,
                    false,
                    "topic " + topic.name() + " has " + found.partitions() + " partitions, " + topic.partitions()
                            + " are configured"));
        }
        if (found.replicationFactor() < topic.replicationFactor()) {
            findings.add(new Finding(
                    topic,
                    false,
                    "topic " + topic.name() + " has " + found.replicationFactor() + " replicas, "
                            + topic.replicationFactor() + " are configured"));
        }
        return findings;
    }

    private List<Finding> sizes(Description found) {
        Topic<?> topic = found.topic();
        List<Finding> findings = new ArrayList<>();
        int accepts = intConfig(found, "max.message.bytes", topic.maxMessageBytes());
        if (accepts < topic.maxMessageBytes()) {
            findings.add(new Finding(
                    topic,
                    true,
                    "topic " + topic.name() + " takes records up to max.message.bytes=" + accepts
                            + ", the processor writes up to "
                            + topic.maxMessageBytes() + ": raise it, or set topics." + topic.role()
                            + ".max.message.bytes=" + accepts));
        }
        // a rejected record is the published one with a few headers more
        if (topic == topics.published() && accepts > topics.rejected().maxMessageBytes() - REJECTED_HEADERS_ROOM) {
            findings.add(new Finding(
                    topic,
                    true,
                    "topic " + topic.name() + " takes records up to max.message.bytes=" + accepts
                            + ", too large for " + topics.rejected().name() + " ("
                            + topics.rejected().maxMessageBytes()
                            + "): raise topics.rejected.max.message.bytes"));
        }
        return findings;
    }

    /** What makes it say little how long unread articles are still kept. */
    private static List<Finding> keeping(Description found) {
        String policy = found.configs().getOrDefault("cleanup.policy", "delete");
        if (!policy.contains("delete")) {
            return List.of();
        }
        String name = found.topic().name();
        List<Finding> findings = new ArrayList<>();
        long millis = longConfig(found, "retention.ms", -1);
        if (millis >= 0 && millis < SHORT.toMillis()) {
            findings.add(new Finding(
                    found.topic(),
                    false,
                    "topic " + name + " has retention.ms=" + millis
                            + ": who is away for a night loses articles, and no warning comes in time; raise it above the"
                            + " longest time for which somebody may be away"));
        }
        long bytes = longConfig(found, "retention.bytes", -1);
        if (bytes >= 0) {
            findings.add(
                    new Finding(
                            found.topic(),
                            false,
                            "topic " + name + " has retention.bytes=" + bytes
                                    + ": when much comes, articles go sooner than retention.ms says, and how soon can only be"
                                    + " reckoned from the pace; set it to -1, or well above what comes while somebody is away"));
        }
        return findings;
    }

    /** A publisher may send what is small packed and fits into no memory unpacked, unless the brokers look. */
    private static Optional<Finding> packed(Description found) {
        String wanted = found.topic().configs().get(COMPRESSION);
        String is = found.configs().get(COMPRESSION);
        if (wanted == null || is == null || wanted.equals(is)) {
            return Optional.empty();
        }
        String name = found.topic().name();
        return Optional.of(new Finding(
                found.topic(),
                false,
                "topic " + name + " has " + COMPRESSION + "=" + is
                        + ": its max.message.bytes is then a limit on what is"
                        + " packed, and one record of zeros may be larger than the memory of whoever reads it. Set it to "
                        + wanted + " (kafka-configs --alter --topic " + name + " --add-config " + COMPRESSION + "="
                        + wanted
                        + "), or set topics." + found.topic().role() + "." + COMPRESSION + "=" + is));
    }

    private static long longConfig(Description found, String key, long otherwise) {
        String value = found.configs().get(key);
        return value == null ? otherwise : Long.parseLong(value);
    }

    private static int intConfig(Description found, String key, int otherwise) {
        String value = found.configs().get(key);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    /** The topics that exist, as they stand in the cluster, with the number of their records; those {@link Topics#besides} if they may be seen. */
    public List<Description> describe() {
        Map<Topic<?>, Description> existing = new LinkedHashMap<>(describeExisting(topics.all()));
        try {
            existing.putAll(describeExisting(topics.besides()));
        } catch (KafkaRefusedException ignored) {
            // 'topics check' tells of it
        }
        Map<TopicPartition, OffsetSpec> first = new LinkedHashMap<>();
        Map<TopicPartition, OffsetSpec> last = new LinkedHashMap<>();
        existing.forEach((topic, description) -> {
            for (int partition = 0; partition < description.partitions(); partition++) {
                first.put(new TopicPartition(topic.name(), partition), OffsetSpec.earliest());
                last.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        });
        var firstOffsets = KafkaCall.await(admin.listOffsets(first).all(), "list the first offsets", LIMIT);
        var lastOffsets = KafkaCall.await(admin.listOffsets(last).all(), "list the end offsets", LIMIT);
        List<Description> descriptions = new ArrayList<>();
        existing.forEach((topic, description) -> {
            long records = lastOffsets.entrySet().stream()
                    .filter(entry -> entry.getKey().topic().equals(topic.name()))
                    .mapToLong(entry -> entry.getValue().offset()
                            - firstOffsets.get(entry.getKey()).offset())
                    .sum();
            descriptions.add(new Description(
                    topic,
                    description.partitions(),
                    description.replicationFactor(),
                    description.configs(),
                    OptionalLong.of(records)));
        });
        return descriptions;
    }

    private Map<Topic<?>, Description> describeExisting(List<Topic<?>> wanted) {
        Map<Topic<?>, TopicDescription> existing = existing(wanted);
        Map<ConfigResource, Config> configs = KafkaCall.await(
                admin.describeConfigs(existing.keySet().stream()
                                .map(TopicAdmin::resource)
                                .toList())
                        .all(),
                "read the settings of the topics",
                LIMIT);
        Map<Topic<?>, Description> descriptions = new LinkedHashMap<>();
        existing.forEach((topic, description) -> {
            Map<String, String> values = configs.get(resource(topic)).entries().stream()
                    .filter(entry -> entry.value() != null)
                    .collect(Collectors.toMap(entry -> entry.name(), entry -> entry.value()));
            int replicas = description.partitions().stream()
                    .mapToInt(partition -> partition.replicas().size())
                    .min()
                    .orElse(0);
            descriptions.put(
                    topic,
                    new Description(topic, description.partitions().size(), replicas, values, OptionalLong.empty()));
        });
        return descriptions;
    }

    private static ConfigResource resource(Topic<?> topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    /** Of those that are wanted: who publishes has no right to see the others. */
    private Map<Topic<?>, TopicDescription> existing(List<? extends Topic<?>> wanted) {
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(wanted.stream().map(Topic::name).toList()).topicNameValues();
        Map<Topic<?>, TopicDescription> existing = new LinkedHashMap<>();
        for (Topic<?> topic : wanted) {
            try {
                existing.put(
                        topic, KafkaCall.await(answers.get(topic.name()), "describe topic " + topic.name(), LIMIT));
            } catch (KafkaRefusedException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return existing;
    }
}
