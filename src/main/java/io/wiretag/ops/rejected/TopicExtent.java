package io.wiretag.ops.rejected;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * What a topic holds, in offsets.
 *
 * @param topic its id: one that was deleted and made anew gives the same offsets once more
 * @param begin the first that is kept, of each partition
 * @param end behind the last that can be read, of each partition
 */
record TopicExtent(Uuid topic, Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end) {
    TopicExtent {
        begin = Map.copyOf(begin);
        end = Map.copyOf(end);
    }

    /** Itself before anything of it is read. */
    TopicExtent empty() {
        return new TopicExtent(topic, begin, begin);
    }

    /** Whether it holds all that the earlier one held, and nothing is new but behind that. */
    boolean continues(TopicExtent earlier) {
        return topic.equals(earlier.topic)
                && begin.equals(earlier.begin)
                && earlier.end.entrySet().stream().allMatch(each -> end.get(each.getKey()) >= each.getValue());
    }
}
