package io.wiretag.topology;

import io.wiretag.life.Placement;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * In which partition of a sink a key lies, by how many it had at the start: whoever numbers records has to know before they are
 * sent. One that is given more partitions takes them into use with the next start.
 */
public final class SinkPartitions {
    private static final byte[] NO_KEY = {};

    private final Set<String> numbered;
    private final Supplier<Map<String, Integer>> partitions;

    /** @param partitions how many the topics had, by name; without those that are not known */
    public SinkPartitions(Topics topics, Supplier<Map<String, Integer>> partitions) {
        // of a compacted one what is left has gaps
        this.numbered = topics.sinks().stream()
                .filter(topic -> topic != topics.current())
                .map(Topic::name)
                .collect(Collectors.toUnmodifiableSet());
        this.partitions = partitions;
    }

    boolean isNumbered(String topic) {
        return numbered.contains(topic) && isKnown(topic);
    }

    boolean isKnown(String topic) {
        return partitions.get().containsKey(topic);
    }

    /** @param key null lies where an empty one does */
    int partition(String topic, byte[] key) {
        return Placement.partition(key == null ? NO_KEY : key, partitions.get().get(topic));
    }
}
