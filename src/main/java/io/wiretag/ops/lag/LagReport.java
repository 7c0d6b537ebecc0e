package io.wiretag.ops.lag;

import java.time.Instant;
import java.util.List;

/**
 * How far every group is behind, how it does, and how the topics flow: what one look at the brokers says, in the light of
 * those before it. Immutable.
 *
 * @param at when the brokers were asked; {@link Instant#EPOCH}: they have not been yet
 * @param groups those that read our topics, and those that are expected to, by id
 * @param topics in the order of the walk of an article
 */
public record LagReport(Instant at, List<GroupLag> groups, List<TopicFlow> topics) {
    /** Before the first look. */
    public static final LagReport NONE = new LagReport(Instant.EPOCH, List.of(), List.of());

    /** Copies its lists. */
    public LagReport {
        groups = List.copyOf(groups);
        topics = List.copyOf(topics);
    }
}
