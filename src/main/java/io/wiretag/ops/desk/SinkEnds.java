package io.wiretag.ops.desk;

import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.PartitionLag;
import io.wiretag.ops.lag.TopicLag;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the partitions of sinks ended, by the name of the sink. Partitions that held nothing are left out, and so are sinks of which
 * not all is known. Immutable.
 *
 * <p>All records of a version are written before its transaction ends. So once a kill is read in one sink, the others have it, before
 * the ends that they have from then on.
 */
record SinkEnds(Map<String, Map<Integer, Long>> ends) {
    static final SinkEnds NONE = new SinkEnds(Map.of());

    SinkEnds {
        ends = Map.copyOf(ends);
    }

    /** As a look at the brokers tells them. */
    static SinkEnds of(LagReport report, Set<String> sinks) {
        Map<String, Map<Integer, Long>> ends = new HashMap<>();
        Set<String> partly = new HashSet<>();
        for (GroupLag group : report.groups()) {
            for (TopicLag topic : group.topics()) {
                if (sinks.contains(topic.topic())) {
                    for (PartitionLag partition : topic.partitions()) {
                        add(ends.computeIfAbsent(topic.topic(), any -> new TreeMap<>()), partition);
                        if (!partition.offsets().known()) {
                            partly.add(topic.topic());
                        }
                    }
                }
            }
        }
        ends.keySet()
                .removeIf(sink -> partly.contains(sink)
                        || report.unseen().stream().anyMatch(spot -> spot.what().contains(sink)));
        return new SinkEnds(ends);
    }

    private static void add(Map<Integer, Long> ends, PartitionLag partition) {
        if (partition.offsets().end() > partition.offsets().first()) {
            ends.put(partition.partition(), partition.offsets().end());
        }
    }

    /** What was known first holds: it lies nearer to the kill. */
    SinkEnds or(SinkEnds later) {
        if (ends.keySet().containsAll(later.ends.keySet())) {
            return this;
        }
        Map<String, Map<Integer, Long>> both = new HashMap<>(later.ends);
        both.putAll(ends);
        return new SinkEnds(both);
    }
}
