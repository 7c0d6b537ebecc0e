package io.wiretag.topics;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One topic: what it is for, what its records hold, and how it is to be set up.
 *
 * @param role its name in this product, without a prefix and without {@code articles.}: {@code published}, {@code by-province}
 * @param name its name in the cluster
 * @param keyMeaning what the key of its records is, in words
 * @param valueType class of the values of its records; {@code byte[]} where they are passed on untouched
 * @param partitions number of partitions it is created with
 * @param replicationFactor replicas it is created with; -1 leaves that to the broker
 * @param configs settings it is created with, by Kafka's names
 * @param <T> type of the values of its records
 */
public record Topic<T>(
        String role,
        String name,
        String keyMeaning,
        Class<T> valueType,
        int partitions,
        short replicationFactor,
        Map<String, String> configs) {

    /** Roles and names are not empty, there is a partition, and {@code configs} is copied in the order of its keys. */
    public Topic {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(valueType, "valueType");
        if (name.isBlank()) {
            throw new IllegalArgumentException("the topic of role '" + role + "' has no name");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("topic '" + name + "': partitions must be 1 or more, is " + partitions);
        }
        if (replicationFactor < 1 && replicationFactor != -1) {
            throw new IllegalArgumentException("topic '" + name
                    + "': replication.factor must be 1 or more, or -1 for the broker's default, is "
                    + replicationFactor);
        }
        configs = Collections.unmodifiableMap(new TreeMap<>(configs));
    }

    /** Largest batch of records that the topic takes, in bytes ({@code max.message.bytes}). */
    public int maxMessageBytes() {
        return Integer.parseInt(configs.get("max.message.bytes"));
    }
}
