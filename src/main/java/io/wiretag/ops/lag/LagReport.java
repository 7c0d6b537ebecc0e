package io.wiretag.ops.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How far every group is behind, how it does, and how the topics flow: what one look at the brokers says, in the light of
 * those before it. Immutable.
 *
 * @param at when the brokers were asked; {@link Instant#EPOCH}: they have not been yet
 * @param groups those that read our topics, and those that are expected to: the processor first, then who is expected, then who
 *     is bad, then the others; each of them by id. Whoever has room for some only leaves out the last
 * @param topics in the order of the walk of an article
 * @param unseen what belongs to it and nobody could tell
 * @param clockAhead how far our clock goes ahead of that of the cluster, negative where it goes behind, zero where they agree. Ages
 *     are those that the cluster would tell
 */
public record LagReport(
        Instant at, List<GroupLag> groups, List<TopicFlow> topics, List<BlindSpot> unseen, Duration clockAhead) {
    /** Before the first look. */
    public static final LagReport NONE = new LagReport(Instant.EPOCH, List.of(), List.of(), List.of(), Duration.ZERO);

    /** Copies its lists. */
    public LagReport {
        groups = List.copyOf(groups);
        topics = List.copyOf(topics);
        unseen = List.copyOf(unseen);
    }
}
