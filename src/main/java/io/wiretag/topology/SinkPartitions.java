package io.wiretag.topology;

import io.wiretag.life.Placement;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * To which partition of a sink Kafka's producer will send a key, for whoever numbers records has to know before. While a sink is
 * given more partitions the two may differ for some seconds.
 */
public final class SinkPartitions {
    private final Set<String> numbered;
    private final Function<String, Integer> partitions;

    /** @param partitions how many a topic has, by its name; null as long as that is not known */
    public SinkPartitions(Topics topics, Function<String, Integer> partitions) {
        // of a compacted one what is left has gaps
        this.numbered = topics.sinks().stream()
                .filter(topic -> topic != topics.current())
                .map(Topic::name)
                .collect(Collectors.toUnmodifiableSet());
        this.partitions = partitions;
    }

    /** Whether records with such a key are numbered there. One without a key goes where there is room. */
    boolean isNumbered(String topic, byte[] key) {
        return key != null && numbered.contains(topic) && partitions.apply(topic) != null;
    }

    int partition(String topic, byte[] key) {
        return Placement.partition(key, partitions.apply(topic));
    }
}
