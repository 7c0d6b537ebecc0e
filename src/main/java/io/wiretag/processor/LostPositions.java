package io.wiretag.processor;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.cluster.TopicScan;
import io.wiretag.files.Words;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where a group was whose positions are gone, in what it sent: each record of the sinks names the published record that it
 * comes from. What was read behind the last of them left nothing in the sinks (repetitions, embargoes), and may be read again.
 */
final class LostPositions {
    private static final Logger LOG = LoggerFactory.getLogger(LostPositions.class);

    private final ClusterFacts facts;
    private final Topics topics;
    private final Supplier<Consumer<byte[], byte[]>> consumers;

    /** @param consumers makes one that reads what is committed, and belongs to no group */
    LostPositions(ClusterFacts facts, Topics topics, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.facts = facts;
        this.topics = topics;
        this.consumers = consumers;
    }

    /**
     * How to set them again, in words. Reads two sinks to their ends, which may take minutes.
     *
     * @param brokers for the command
     * @throws KafkaUnavailableException if the brokers go away meanwhile, or the thread is interrupted, which stays so
     */
    String remedy(String group, String brokers, List<TopicPartition> lost) {
        LOG.info("group {} has no position in {}: looking for it in what was sent", group, lost);
        return "group " + group + " has no position in " + lost.size() + " partitions of "
                + topics.published().name()
                + " though their articles are remembered: Kafka forgets the positions of a group"
                + " that is away for long (offsets.retention.minutes), or somebody deleted them. From the beginning old"
                + " versions would go out again. " + command(group, brokers, lost);
    }

    private String command(String group, String brokers, List<TopicPartition> lost) {
        try {
            Map<TopicPartition, Long> next = next(lost);
            String lines = lost.stream()
                    .map(each -> each.topic() + "," + each.partition() + "," + next.get(each))
                    .collect(Collectors.joining(" "));
            return "Set them to where it was, and start again: printf '%s\\n' " + lines
                    + " > positions.csv; kafka-consumer-groups.sh --bootstrap-server " + brokers + " --group " + group
                    + " --reset-offsets --from-file positions.csv --execute";
        } catch (AuthorizationException e) {
            return "Where it was stands in what it sent: let this user READ "
                    + topics.tagged().name() + " and " + topics.rejected().name() + ", and start again to be told";
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("could not read what was sent: " + Words.of(e), e);
        }
    }

    private Map<TopicPartition, Long> next(List<TopicPartition> lost) {
        Map<TopicPartition, Long> next = new HashMap<>(facts.earliestOffsets(lost));
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            TopicScan scan = new TopicScan(consumer);
            scan.readAll(
                    scan.partitions(
                            List.of(topics.tagged().name(), topics.rejected().name())),
                    each -> source(each)
                            .ifPresent(source -> next.computeIfPresent(
                                    new TopicPartition(topics.published().name(), source.partition()),
                                    (partition, before) -> Math.max(before, source.offset() + 1))),
                    (read, of) -> {});
        }
        return next;
    }

    private record Source(int partition, long offset) {}

    private static Optional<Source> source(ConsumerRecord<byte[], byte[]> each) {
        return WiretagHeader.PUBLISHED
                .of(each.headers())
                .filter(place -> place.matches("\\d{1,9}:\\d{1,18}"))
                .map(place -> place.split(":"))
                .or(() -> WiretagHeader.REJECTED_PARTITION
                        .of(each.headers())
                        .flatMap(partition -> WiretagHeader.REJECTED_OFFSET
                                .of(each.headers())
                                .map(offset -> new String[] {partition, offset})))
                .map(place -> new Source(Integer.parseInt(place[0]), Long.parseLong(place[1])));
    }
}
