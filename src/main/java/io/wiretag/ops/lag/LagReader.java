package io.wiretag.ops.lag;

import io.wiretag.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Puts an {@link OffsetsSnapshot} together: the topics, the groups, and, through {@link UnreadRecords}, a look at what they have
 * still to read. What does not answer is a {@link BlindSpot}, and hides nothing else.
 *
 * <p>A bounded number of calls a look, however many groups and partitions there are: Kafka takes many of either in one call.
 *
 * <p>Not thread-safe: it remembers.
 */
final class LagReader {
    private final TopicReader topics;
    private final GroupReader groups;
    private final Optional<UnreadRecords> unread;
    private final OpenTransactions transactions;
    private final ClusterClock clock;
    private final RecordCounts counts;

    /**
     * @param expected groups that are listed whether Kafka knows them or not, and the names of the topics that they read
     * @param ignored groups that are not asked for, unless they are expected
     * @param unread looks at records; empty: every lag that could hold markers is a ceiling, and no age is known
     * @param counts where they reach, lag is no ceiling either
     */
    LagReader(
            Admin admin,
            Topics topics,
            Map<String, Set<String>> expected,
            IgnoredGroups ignored,
            Optional<UnreadRecords> unread,
            OpenTransactions transactions,
            ClusterClock clock,
            RecordCounts counts) {
        this.topics = new TopicReader(admin, topics);
        this.groups = new GroupReader(admin, expected, ignored);
        this.unread = unread;
        this.transactions = transactions;
        this.clock = clock;
        this.counts = counts;
    }

    /** Kafka's ids of the topics, by name, as the last look found them. By any thread. */
    Map<String, String> topicIds() {
        return topics.ids();
    }

    /** Asks the brokers once. */
    OffsetsSnapshot read() {
        BlindSpots unseen = new BlindSpots();
        topics.refresh(unseen);
        // positions before ends: a position can then not be behind an end for the reason that time has passed
        List<GroupReader.Seen> seen = groups.read(topics.partitions(), unseen);
        Map<TopicPartition, Long> counted = counts.reached();
        Map<TopicPartition, OffsetsSnapshot.Offsets> offsets = topics.offsets(unseen);
        counted.forEach((partition, to) -> {
            if (offsets.containsKey(partition) && offsets.get(partition).end() < to) {
                counts.forget(partition); // made anew
            }
        });
        Duration ahead = clock.ahead();
        Instant at = clock.ours().instant();
        unread.ifPresent(records -> records.look(positions(seen, offsets), offsets));
        Map<TopicPartition, Instant> open = transactions.begun(offsets);
        return new OffsetsSnapshot(
                at,
                seen.stream().map(group -> group(group, offsets, ahead)).toList(),
                topics.names().stream()
                        .map(topic -> log(topic, offsets, open, ahead))
                        .toList(),
                unseen.list(),
                unseen.unanswered(),
                ahead);
    }

    private OffsetsSnapshot.Log log(
            String topic,
            Map<TopicPartition, OffsetsSnapshot.Offsets> offsets,
            Map<TopicPartition, Instant> open,
            Duration ahead) {
        Map<Integer, Instant> since = new HashMap<>();
        open.forEach((partition, begun) -> {
            if (partition.topic().equals(topic)) {
                since.put(partition.partition(), begun.plus(ahead));
            }
        });
        Map<Integer, OffsetsSnapshot.Offsets> own = new HashMap<>();
        offsets.forEach((partition, ends) -> {
            if (partition.topic().equals(topic)) {
                own.put(partition.partition(), ends);
            }
        });
        return new OffsetsSnapshot.Log(topic, own, topics.retention(topic), since);
    }

    private OffsetsSnapshot.Group group(
            GroupReader.Seen group, Map<TopicPartition, OffsetsSnapshot.Offsets> offsets, Duration ahead) {
        List<OffsetsSnapshot.Partition> partitions = new ArrayList<>();
        group.committed().forEach((partition, committed) -> {
            OffsetsSnapshot.Offsets ends = offsets.getOrDefault(partition, OffsetsSnapshot.Offsets.UNKNOWN);
            Optional<OffsetsSnapshot.Seen> head = committed.isEmpty()
                    ? Optional.empty()
                    : unread.flatMap(records -> records.head(partition, Math.max(committed.getAsLong(), ends.first())));
            Optional<OffsetsSnapshot.Seen> tail = unread.flatMap(records -> records.tail(partition));
            OffsetsSnapshot.Partition seen = OffsetsSnapshot.partition(
                            partition.topic(), partition.partition(), committed, ends, head, tail)
                    .counted(counted(partition, committed, ends), tail)
                    .attended(group.members().attend(partition))
                    .shifted(ahead);
            partitions.add(group.shared() ? seen.ceiling() : seen);
        });
        return new OffsetsSnapshot.Group(
                group.id(),
                group.type(),
                group.members().state(),
                group.members().count(),
                partitions,
                group.unseen());
    }

    private Optional<RecordCounts.Counted> counted(
            TopicPartition partition, OptionalLong committed, OffsetsSnapshot.Offsets ends) {
        return committed.isEmpty()
                ? Optional.empty()
                : counts.between(partition, Math.max(committed.getAsLong(), ends.first()), ends.lastStable());
    }

    /** Where groups will read next, where there is something to read. */
    private static Map<TopicPartition, SortedSet<Long>> positions(
            List<GroupReader.Seen> groups, Map<TopicPartition, OffsetsSnapshot.Offsets> offsets) {
        Map<TopicPartition, SortedSet<Long>> positions = new HashMap<>();
        for (GroupReader.Seen group : groups) {
            group.committed()
                    .forEach((partition, committed) -> committed.ifPresent(position -> {
                        OffsetsSnapshot.Offsets ends = offsets.getOrDefault(partition, OffsetsSnapshot.Offsets.UNKNOWN);
                        long next = Math.max(position, ends.first());
                        if (next < ends.lastStable()) {
                            positions
                                    .computeIfAbsent(partition, key -> new TreeSet<>())
                                    .add(next);
                        }
                    }));
        }
        return positions;
    }
}
