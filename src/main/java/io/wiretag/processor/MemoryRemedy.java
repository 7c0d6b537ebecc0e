package io.wiretag.processor;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * What to do when memory has run out while records were read. A record that is larger than the memory can be read by no consumer:
 * all that can be said is where the group goes on, for there it lies.
 */
final class MemoryRemedy {
    private MemoryRemedy() {}

    /** In words; empty if the failure has another cause. */
    static Optional<String> of(Throwable failure, ClusterFacts facts, String group, String published) {
        boolean memory = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(OutOfMemoryError.class::isInstance);
        return memory ? Optional.of(sentence(places(facts, group, published))) : Optional.empty();
    }

    private static String sentence(String places) {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        return "there is not memory enough, the heap is " + heap
                + " MiB. If it ends so at each start, a record that is larger than"
                + " that when it is unpacked comes next, in " + places
                + ". Start it once with more memory, or pass the record"
                + " over with kafka-delete-records; docs/memory.md tells how, and how to keep such records out";
    }

    /** Where something is to be read. */
    private static String places(ClusterFacts facts, String group, String published) {
        try {
            List<TopicPartition> partitions = IntStream.range(
                            0, facts.existing(List.of(published)).get(published).partitions())
                    .mapToObj(partition -> new TopicPartition(published, partition))
                    .toList();
            Map<TopicPartition, Long> next = new HashMap<>(facts.earliestOffsets(partitions));
            next.putAll(facts.committedOffsets(group));
            return facts.stableEndOffsets(partitions).entrySet().stream()
                    .filter(end -> next.get(end.getKey()) < end.getValue())
                    .map(end -> end.getKey() + " from offset " + next.get(end.getKey()))
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (KafkaUnavailableException | KafkaRefusedException e) {
            return "the partitions of " + published;
        }
    }
}
