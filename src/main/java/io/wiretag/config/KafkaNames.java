package io.wiretag.config;

import io.wiretag.files.EditDistance;
import java.lang.reflect.Field;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;

/** The names of settings that Kafka knows. It ignores all others in silence, or refuses them late. */
final class KafkaNames {
    /** Those of clients; there may be others, of what is plugged into them. */
    static final Set<String> OF_CLIENTS = ofClients();

    /** What may follow {@code topics.ROLE.}. */
    static final Set<String> OF_TOPICS = ofTopics();

    /** Letters that somebody gets wrong who means a name; with more it may well be another's. */
    private static final int SLIP = 2;

    private KafkaNames() {}

    /** The one that somebody may have meant who wrote another; empty if there is none. */
    static Optional<String> meant(String written, Set<String> names) {
        return nearest(written, names).filter(name -> EditDistance.between(written, name) <= SLIP);
    }

    static Optional<String> nearest(String written, Set<String> names) {
        return names.stream().min(Comparator.comparingInt(name -> EditDistance.between(written, name)));
    }

    private static Set<String> ofClients() {
        Set<String> names = new TreeSet<>(ProducerConfig.configNames());
        names.addAll(ConsumerConfig.configNames());
        names.addAll(AdminClientConfig.configNames());
        return names;
    }

    /** Kafka has no list of these but the constants themselves. */
    private static Set<String> ofTopics() {
        Set<String> names = new TreeSet<>(Set.of(
                "partitions",
                "replication.factor",
                "leader.replication.throttled.replicas",
                "follower.replication.throttled.replicas"));
        for (Field constant : TopicConfig.class.getFields()) {
            if (constant.getName().endsWith("_CONFIG")) {
                try {
                    names.add((String) constant.get(null));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("a public constant can be read", e);
                }
            }
        }
        return names;
    }
}
