package io.wiretag.topics;

import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every topic of the product, named once. Immutable.
 *
 * @param published what newsrooms publish
 * @param tagged every accepted version with its tags
 * @param byProvince one record for each province tag
 * @param byUnit one record for each unit since 1 July 2025 that these lie in
 * @param byAgency one record for each agency of origin
 * @param current the newest version of what may be shown now; compacted, null where an article is down
 * @param rejected what could not be read or tagged, its bytes untouched
 * @param operations what those who watch want to outlive them, as JSON; compacted. Nothing fails without it
 * @param receipts what is known of subscribers and kills, as JSON; compacted
 * @param subscriptions who is called when an article comes out, as JSON; compacted
 * @param gazetteer which names and words processors tag by, as JSON; compacted
 * @param optionalSinks roles of those of {@link #OPTIONAL_SINKS} that are written
 */
public record Topics(
        Topic<Article> published,
        Topic<TaggedArticle> tagged,
        Topic<TaggedArticle> byProvince,
        Topic<TaggedArticle> byUnit,
        Topic<TaggedArticle> byAgency,
        Topic<TaggedArticle> current,
        Topic<byte[]> rejected,
        Topic<byte[]> operations,
        Topic<byte[]> receipts,
        Topic<byte[]> subscriptions,
        Topic<byte[]> gazetteer,
        Set<String> optionalSinks) {

    /** Roles of the topics that need not be written, in the order of the walk. */
    public static final List<String> OPTIONAL_SINKS = List.of("by-province", "by-unit", "by-agency", "current");
    /** Roles of all topics, in the order of the walk; last those that no article walks through. */
    public static final List<String> ROLES = List.of(
            "published",
            "tagged",
            "by-province",
            "by-unit",
            "by-agency",
            "current",
            "rejected",
            "operations",
            "receipts",
            "subscriptions",
            "gazetteer");

    private static final String PUBLISHED = "published";
    private static final String CURRENT = "current";
    private static final Set<String> BESIDES = Set.of("operations", "receipts", "subscriptions", "gazetteer");
    /**
     * Brokers then unpack what publishers send, and apply the topic's limit to that. With any other setting the limit is on what
     * is packed, and of zeros a thousand times as much gets through as any reader has memory for.
     */
    private static final String UNPACKED = "uncompressed";

    private static final String DAY = String.valueOf(24L * 60 * 60 * 1000);
    private static final String WEEK = String.valueOf(7L * 24 * 60 * 60 * 1000);
    private static final String MONTH = String.valueOf(30L * 24 * 60 * 60 * 1000);
    private static final String ONE_MIB = String.valueOf(1024 * 1024);
    /** A tagged article is its article and the evidence: room for both. */
    private static final String FOUR_MIB = String.valueOf(4 * 1024 * 1024);
    /** What is published to a topic that keeps batches packed may be larger when it is unpacked, and is rejected unpacked. */
    private static final String SIXTEEN_MIB = String.valueOf(16 * 1024 * 1024);

    /** The topics of an installation that writes all sinks. */
    public static Topics of(
            String prefix, int partitions, short replicationFactor, Map<String, Map<String, String>> overrides) {
        return of(prefix, partitions, replicationFactor, overrides, Set.copyOf(OPTIONAL_SINKS));
    }

    /**
     * The topics of one installation.
     *
     * @param prefix put in front of every name; may be empty
     * @param partitions number of partitions of a topic that does not say otherwise
     * @param replicationFactor replicas of a topic that does not say otherwise; -1 for the broker's default
     * @param overrides per role, what is to differ: {@code partitions}, {@code replication.factor}, and any of Kafka's topic settings
     * @param optionalSinks those of {@link #OPTIONAL_SINKS} that are written
     * @throws IllegalArgumentException if a role is unknown or a number is none
     */
    public static Topics of(
            String prefix,
            int partitions,
            short replicationFactor,
            Map<String, Map<String, String>> overrides,
            Set<String> optionalSinks) {
        Set<String> unknown = new HashSet<>(overrides.keySet());
        ROLES.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no topic has the role " + unknown + "; the roles are " + ROLES);
        }
        Builder builder = new Builder(prefix, partitions, replicationFactor, overrides);
        return new Topics(
                builder.topic(PUBLISHED, "uri", Article.class, WEEK, ONE_MIB),
                builder.topic("tagged", "uri", TaggedArticle.class, MONTH, FOUR_MIB),
                builder.topic("by-province", "province code", TaggedArticle.class, MONTH, FOUR_MIB),
                builder.topic("by-unit", "code of a unit", TaggedArticle.class, MONTH, FOUR_MIB),
                builder.topic("by-agency", "agency code", TaggedArticle.class, MONTH, FOUR_MIB),
                builder.topic(CURRENT, "uri", TaggedArticle.class, null, FOUR_MIB),
                builder.topic("rejected", "as it came", byte[].class, MONTH, SIXTEEN_MIB),
                builder.topic("operations", "kind, group, topic", byte[].class, null, ONE_MIB),
                builder.topic("receipts", "kind, subscriber, uri, version", byte[].class, null, ONE_MIB),
                builder.topic("subscriptions", "kind, name", byte[].class, null, ONE_MIB),
                builder.topic("gazetteer", "kind, what it is about", byte[].class, null, FOUR_MIB),
                Set.copyOf(optionalSinks));
    }

    /** All that are to be made: those of {@link #all}, and those {@link #besides}. */
    public List<Topic<?>> made() {
        return Stream.concat(all().stream(), besides().stream()).toList();
    }

    /** Those that no article walks through, and without which processors go on. */
    public List<Topic<?>> besides() {
        return List.of(operations, receipts, subscriptions, gazetteer);
    }

    /** All topics that articles walk through, in the order of their walk. */
    public List<Topic<?>> all() {
        return Stream.<Topic<?>>concat(Stream.of(published), sinks().stream()).toList();
    }

    /** The topics that the processor writes to. */
    public List<Topic<?>> sinks() {
        return Stream.<Topic<?>>concat(articleSinks().stream(), Stream.of(rejected))
                .toList();
    }

    /** Those of them that take tagged articles. */
    public List<Topic<TaggedArticle>> articleSinks() {
        return Stream.of(tagged, byProvince, byUnit, byAgency, current)
                .filter(this::isWritten)
                .toList();
    }

    /** Whether this installation has the topic. */
    public boolean isWritten(Topic<?> topic) {
        return !OPTIONAL_SINKS.contains(topic.role()) || optionalSinks.contains(topic.role());
    }

    private record Builder(
            String prefix, int partitions, short replicationFactor, Map<String, Map<String, String>> overrides) {

        <T> Topic<T> topic(
                String role, String keyMeaning, Class<T> valueType, String retentionMs, String maxMessageBytes) {
            Map<String, String> configs = new TreeMap<>();
            if (role.equals(CURRENT)) {
                configs.put("cleanup.policy", "compact");
                // what was killed is gone from disk a day later, and who was away for a week still learns of it
                configs.put("max.compaction.lag.ms", DAY);
                configs.put("delete.retention.ms", WEEK);
            } else if (BESIDES.contains(role)) {
                configs.put("cleanup.policy", "compact");
                // read from its beginning at each start: not what was written over in a week
                configs.put("max.compaction.lag.ms", DAY);
            } else {
                configs.put("cleanup.policy", "delete");
                configs.put("retention.ms", retentionMs);
            }
            configs.put("max.message.bytes", maxMessageBytes);
            if (role.equals(PUBLISHED)) {
                configs.put("compression.type", UNPACKED);
            }
            configs.putAll(overrides.getOrDefault(role, Map.of()));
            int ownPartitions =
                    number(role, "partitions", configs.remove("partitions"), BESIDES.contains(role) ? 1 : partitions);
            int ownReplicas =
                    number(role, "replication.factor", configs.remove("replication.factor"), replicationFactor);
            number(role, "max.message.bytes", configs.get("max.message.bytes"), 0);
            return new Topic<>(
                    role,
                    prefix + "articles." + role,
                    keyMeaning,
                    valueType,
                    ownPartitions,
                    (short) ownReplicas,
                    configs);
        }

        private static int number(String role, String key, String value, int otherwise) {
            if (value == null) {
                return otherwise;
            }
            try {
                return Integer.parseInt(value.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "topics." + role + "." + key + " must be a whole number, is '" + value + "'", e);
            }
        }
    }
}
