package io.wiretag.ops.lag;

import java.util.List;

/**
 * One group of consumers.
 *
 * @param type Kafka's word for its protocol: Classic, Consumer, Streams; {@code none} if Kafka does not know the group
 * @param state Kafka's word: Stable, Empty, PreparingRebalance, ...; {@code absent} if Kafka does not know the group
 * @param members number of its members, 0 when nobody reads
 * @param topics those of ours that it has committed on, is assigned, or is declared to read
 */
public record GroupLag(String id, String type, String state, int members, List<TopicLag> topics) {
    /** Copies its topics. */
    public GroupLag {
        topics = List.copyOf(topics);
    }

    /** The worst of its topics. */
    public LagStatus status() {
        return LagStatus.worst(topics.stream().map(TopicLag::status).toList());
    }
}
