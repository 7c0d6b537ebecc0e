package io.wiretag.subscribers;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.TopicScan;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads a sink, or a copy of one, and tells whether what the processor sent is all there: headers alone, no values. */
public final class SinkVerifier {
    private final Consumer<byte[], byte[]> consumer;
    private final ClusterFacts facts;

    /** Told now and then how far it has read, in offsets. */
    public interface Progress {
        /** So many are read of so many. */
        void read(long records, long of);
    }

    /**
     * What is to be read.
     *
     * @param topic by its name; of any cluster, also under a name that a mirror gave it
     * @param from only records of that time or later
     * @param group only what this group of consumers has read
     */
    public record Question(String topic, Optional<Instant> from, Optional<String> group) {}

    /**
     * What was found.
     *
     * @param partitions that were read
     * @param unread offsets that the group has still to read
     * @param unknown partitions in which the group has no position, and of which nothing was read
     * @param deleted offsets that Kafka has deleted before the first that is kept, in all partitions
     * @param newest time of the newest record that was read: what should have come after it no number tells
     */
    public record Verdict(
            int partitions,
            SequenceCheck.Findings findings,
            long unread,
            List<Integer> unknown,
            long deleted,
            Optional<Instant> newest) {
        /** Whether all that was to be read was read, and is whole. */
        public boolean isWhole() {
            return findings.isWhole() && unknown.isEmpty();
        }
    }

    /** @param consumer with isolation level read_committed and without a group; closed by whoever made it */
    public SinkVerifier(Consumer<byte[], byte[]> consumer, ClusterFacts facts) {
        this.consumer = consumer;
        this.facts = facts;
    }

    /**
     * Reads what there is at the time of the call.
     *
     * @param list that is to be held against it
     * @throws IllegalArgumentException if there is no such topic, or it is compacted
     */
    public Verdict verify(Question question, Optional<SubscriberList> list, Progress progress) {
        List<TopicPartition> all = partitions(question.topic());
        Map<TopicPartition, Long> ends = facts.stableEndOffsets(all);
        Map<TopicPartition, Long> firsts = facts.earliestOffsets(all);
        Map<TopicPartition, Long> from = new HashMap<>(
                question.from().map(time -> facts.since(all, time)).orElse(firsts));
        Map<TopicPartition, Long> to =
                question.group().map(group -> read(group, ends)).orElse(ends);
        from.keySet().retainAll(to.keySet());
        SequenceCheck check = new SequenceCheck();
        long[] newest = {-1};
        new TopicScan(consumer)
                .read(
                        from,
                        to,
                        each -> {
                            take(each, check, list);
                            newest[0] = Math.max(newest[0], each.timestamp());
                        },
                        progress::read);
        return new Verdict(
                from.size(),
                check.findings(),
                to.entrySet().stream()
                        .mapToLong(each -> ends.get(each.getKey()) - each.getValue())
                        .sum(),
                all.stream()
                        .filter(each -> !to.containsKey(each))
                        .map(TopicPartition::partition)
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .toList(),
                firsts.values().stream().mapToLong(Long::longValue).sum(),
                Optional.of(newest[0]).filter(time -> time >= 0).map(Instant::ofEpochMilli));
    }

    private static void take(ConsumerRecord<byte[], byte[]> each, SequenceCheck check, Optional<SubscriberList> list) {
        check.take(each.partition(), each.offset(), SequenceNumber.of(each.headers()));
        list.ifPresent(shown -> shown.take(each.key(), each.headers()));
    }

    private List<TopicPartition> partitions(String topic) {
        ClusterFacts.Existing existing = facts.existing(List.of(topic)).get(topic);
        if (existing == null) {
            throw new IllegalArgumentException("topic " + topic + " does not exist: see 'wiretag topics describe'");
        }
        if (facts.cleanupPolicies(List.of(topic)).getOrDefault(topic, "").contains("compact")) {
            throw new IllegalArgumentException("topic " + topic
                    + " is compacted, so that gaps in it say nothing: ask for another sink of the same articles");
        }
        return IntStream.range(0, existing.partitions())
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private Map<TopicPartition, Long> read(String group, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> committed = new HashMap<>(facts.committedOffsets(group));
        committed.keySet().retainAll(ends.keySet());
        if (committed.isEmpty()) {
            throw new IllegalArgumentException(
                    "group '" + group + "' has no position in that topic: see 'wiretag lag'");
        }
        committed.replaceAll((partition, offset) -> Math.min(offset, ends.get(partition)));
        return committed;
    }
}
