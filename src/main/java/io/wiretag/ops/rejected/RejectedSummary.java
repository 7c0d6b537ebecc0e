package io.wiretag.ops.rejected;

import io.wiretag.topics.WiretagHeader;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How many rejected records wait to be replayed, and since when: told record by record what the rejected topic holds, by
 * whoever reads it anyway. A replay leaves its mark in the same partition, behind the record that it regards.
 *
 * <p>It knows what it has been told: to be right about all, it has to see the topic from its beginning. It remembers the oldest
 * {@value #MOST} that wait, and counts the others. Not thread-safe.
 */
public final class RejectedSummary {
    private static final int MOST = 100_000;

    private final Map<Integer, TreeMap<Long, Instant>> waiting = new HashMap<>();
    private final Map<String, Long> seen = new TreeMap<>();
    private int remembered;
    private long beyond;

    /** A record of the rejected topic, in the order of its partition. */
    public void take(ConsumerRecord<byte[], byte[]> each) {
        Optional<RecordPlace> mark = RejectedRecord.mark(each);
        if (mark.isPresent()) {
            replayed(mark.get());
            return;
        }
        seen.merge(WiretagHeader.REJECTED_REASON.of(each.headers()).orElse("unknown"), 1L, Long::sum);
        if (remembered < MOST) {
            remembered++;
            waiting.computeIfAbsent(each.partition(), partition -> new TreeMap<>())
                    .put(each.offset(), RejectedRecord.rejectedAt(each));
        } else {
            beyond++;
        }
    }

    private void replayed(RecordPlace place) {
        TreeMap<Long, Instant> own = waiting.getOrDefault(place.partition(), new TreeMap<>());
        if (own.remove(place.offset()) != null) {
            remembered--;
        } else if (beyond > 0 && (own.isEmpty() || place.offset() > own.lastKey())) {
            beyond--;
        }
    }

    /** Forgets what has been deleted: records of a partition before the first that is still there. */
    public void deletedBefore(int partition, long firstOffset) {
        TreeMap<Long, Instant> own = waiting.getOrDefault(partition, new TreeMap<>());
        Map<Long, Instant> gone = own.headMap(firstOffset);
        remembered -= gone.size();
        gone.clear();
    }

    /** Rejected records that were told of, replayed or not, by reason. */
    public Map<String, Long> rejected() {
        return Map.copyOf(seen);
    }

    /** Those that were not replayed. */
    public long depth() {
        return remembered + beyond;
    }

    /** When the oldest that was not replayed was rejected; empty if none waits. */
    public Optional<Instant> oldest() {
        // in a partition the first is the oldest, or as good as that: the clocks of two processors may differ
        return waiting.values().stream()
                .filter(own -> !own.isEmpty())
                .map(own -> own.firstEntry().getValue())
                .min(Comparator.naturalOrder());
    }
}
