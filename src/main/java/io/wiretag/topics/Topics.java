package io.wiretag.topics;

import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every topic of the product, named once. Immutable.
 *
 * @param published what newsrooms publish
 * @param tagged every accepted version with its tags
 * @param byProvince one record for each province tag
 * @param byAgency one record for each agency of origin
 * @param rejected what could not be read or tagged, its bytes untouched
 */
public record Topics(
        Topic<Article> published,
        Topic<TaggedArticle> tagged,
        Topic<TaggedArticle> byProvince,
        Topic<TaggedArticle> byAgency,
        Topic<byte[]> rejected) {

    private static final String PUBLISHED = "published";
    /**
     * Brokers then unpack what publishers send, and apply the topic's limit to that. With any other setting the limit is on what
     * is packed, and of zeros a thousand times as much gets through as any reader has memory for.
     */
    private static final String UNPACKED = "uncompressed";

    private static final String WEEK = String.valueOf(7L * 24 * 60 * 60 * 1000);
    private static final String MONTH = String.valueOf(30L * 24 * 60 * 60 * 1000);
    private static final String ONE_MIB = String.valueOf(1024 * 1024);
    /** A tagged article is its article and the evidence: room for both. */
    private static final String FOUR_MIB = String.valueOf(4 * 1024 * 1024);
    /** What is published to a topic that keeps batches packed may be larger when it is unpacked, and is rejected unpacked. */
    private static final String SIXTEEN_MIB = String.valueOf(16 * 1024 * 1024);

    /**
     * The topics of one installation.
     *
     * @param prefix put in front of every name; may be empty
     * @param partitions number of partitions of a topic that does not say otherwise
     * @param replicationFactor replicas of a topic that does not say otherwise; -1 for the broker's default
     * @param overrides per role, what is to differ: {@code partitions}, {@code replication.factor}, and any of Kafka's topic settings
     * @throws IllegalArgumentException if a role is unknown or a number is none
     */
    public static Topics of(
            String prefix, int partitions, short replicationFactor, Map<String, Map<String, String>> overrides) {
        Builder builder = new Builder(prefix, partitions, replicationFactor, overrides);
        Topics topics = new Topics(
                builder.topic(PUBLISHED, "uri", Article.class, WEEK, ONE_MIB),
                builder.topic("tagged", "uri", TaggedArticle.class, MONTH, FOUR_MIB),
                builder.topic("by-province", "province code", TaggedArticle.class, MONTH, FOUR_MIB),
                builder.topic("by-agency", "agency code", TaggedArticle.class, MONTH, FOUR_MIB),
                builder.topic("rejected", "as it came", byte[].class, MONTH, SIXTEEN_MIB));
        topics.requireRoles(overrides.keySet());
        return topics;
    }

    private void requireRoles(Set<String> named) {
        List<String> roles = all().stream().map(Topic::role).toList();
        Set<String> unknown = new HashSet<>(named);
        roles.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no topic has the role " + unknown + "; the roles are " + roles);
        }
    }

    /** All topics in the order of the walk of an article. */
    public List<Topic<?>> all() {
        return List.of(published, tagged, byProvince, byAgency, rejected);
    }

    /** The topics that the processor writes to. */
    public List<Topic<?>> sinks() {
        return List.of(tagged, byProvince, byAgency, rejected);
    }

    private record Builder(
            String prefix, int partitions, short replicationFactor, Map<String, Map<String, String>> overrides) {

        <T> Topic<T> topic(
                String role, String keyMeaning, Class<T> valueType, String retentionMs, String maxMessageBytes) {
            Map<String, String> configs = new TreeMap<>();
            configs.put("cleanup.policy", "delete");
            configs.put("retention.ms", retentionMs);
            configs.put("max.message.bytes", maxMessageBytes);
            if (role.equals(PUBLISHED)) {
                configs.put("compression.type", UNPACKED);
            }
            configs.putAll(overrides.getOrDefault(role, Map.of()));
            int ownPartitions = number(role, "partitions", configs.remove("partitions"), partitions);
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
