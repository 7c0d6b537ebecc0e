package io.wiretag.ops.lag;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One group of consumers.
 *
 * @param type Kafka's word for its protocol: Classic, Consumer, Streams; {@code none} if Kafka does not know the group
 * @param state Kafka's word: Stable, Empty, PreparingRebalance, ...; {@code absent} if Kafka does not know the group
 * @param members number of its members, 0 when nobody reads
 * @param topics those of ours that it has committed on, is assigned, or is declared to read
 * @param every how often it is declared to commit; empty: nothing is declared
 */
public record GroupLag(
        String id, String type, String state, int members, List<TopicLag> topics, Optional<Duration> every) {
    /** Copies its topics. */
    public GroupLag {
        topics = List.copyOf(topics);
    }

    /** One of whose habits nothing is declared. */
    public GroupLag(String id, String type, String state, int members, List<TopicLag> topics) {
        this(id, type, state, members, topics, Optional.empty());
    }

    /** How far it may be behind, and stand still, before that is bad; empty: as for all. */
    public Optional<Duration> tolerance() {
        return every.map(often -> often.multipliedBy(CommitTrack.TIMES_USUAL));
    }

    /** The worst of its topics. */
    public LagStatus status() {
        return LagStatus.worst(topics.stream().map(TopicLag::status).toList());
    }

    /** Whether somebody should look at one of its topics, be it that a loss is told beside another status. */
    public boolean isBad() {
        return topics.stream()
                .anyMatch(topic -> topic.status().isBad()
                        || topic.partitions().stream().anyMatch(partition -> partition.expired() > 0));
    }
}
