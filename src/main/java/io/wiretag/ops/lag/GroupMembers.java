package io.wiretag.ops.lag;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/**
 * Who is in a group.
 *
 * @param state Kafka's word; {@code absent}: Kafka knows no such group, {@code unknown}: nobody could tell
 * @param partitions what they are to read; empty: not known
 */
record GroupMembers(String state, int count, Optional<Set<TopicPartition>> partitions) {
    static final GroupMembers NONE = new GroupMembers("absent", 0, Optional.empty());
    /** Of a group that could not be described. */
    static final GroupMembers UNKNOWN = new GroupMembers("unknown", 0, Optional.empty());

    static GroupMembers of(GroupState state, int count, Stream<TopicPartition> assigned) {
        return new GroupMembers(state.toString(), count, Optional.of(assigned.collect(Collectors.toSet())));
    }

    /** The topics that they are to read. */
    Set<String> topics() {
        return partitions.orElse(Set.of()).stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }

    /** While members share the work out anew, each partition has one who is there for it, or soon will have. */
    boolean attend(TopicPartition partition) {
        if (this == UNKNOWN) {
            return true;
        }
        boolean settled = state.equals(GroupState.STABLE.toString());
        return count > 0
                && (!settled
                        || partitions
                                .map(assigned -> assigned.contains(partition))
                                .orElse(true));
    }
}
