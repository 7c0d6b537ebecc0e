package io.wiretag.ops.rejected;

import io.wiretag.topics.WiretagHeader;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How many rejected records wait to be replayed, why, and since when: told record by record what the rejected topic holds, by
 * whoever reads it anyway. A replay leaves its mark in the same partition, behind the record that it regards.
 *
 * <p>It knows what it has been told: to be right about all, it has to see the topic from its beginning. It remembers the oldest
 * {@value #MOST} that wait, and counts the others; these are in no reason's count. It tells so many reasons apart and no more: the
 * records of all that come later are one heap, {@link #others}. Not thread-safe.
 */
public final class RejectedSummary {
    private static final int MOST = 100_000;
    /** Ours are fewer; whoever may write to the topic may write any. */
    static final int MOST_REASONS = 40;

    private final Map<String, Waiting> byReason = new TreeMap<>();
    /** Of no name: each that somebody may think of is a reason's. */
    private final Waiting others = new Waiting();

    private int remembered;
    private long beyond;

    /**
     * Records of one reason.
     *
     * @param rejected how many were told of, replayed or not, deleted since or not
     * @param waiting how many of them were not replayed
     * @param oldest when the first of those that wait was rejected; empty if none does
     * @param newest when the last was rejected, whatever became of it
     */
    public record OfReason(long rejected, long waiting, Optional<Instant> oldest, Instant newest) {}

    /** Those of one reason that wait, by partition and offset. */
    private static final class Waiting {
        private final Map<Integer, TreeMap<Long, Instant>> places = new HashMap<>();
        private Instant newest = Instant.MIN;
        private long rejected;
        private long size;

        void add(int partition, long offset, Instant at) {
            size++;
            places.computeIfAbsent(partition, key -> new TreeMap<>()).put(offset, at);
        }

        /** Of a partition that somebody may have invented. */
        private TreeMap<Long, Instant> in(int partition) {
            return places.getOrDefault(partition, new TreeMap<>());
        }

        /** In a partition the first is the oldest, or as good as that: the clocks of two processors may differ. */
        private Optional<Instant> oldest() {
            return places.values().stream()
                    .filter(own -> !own.isEmpty())
                    .map(own -> own.firstEntry().getValue())
                    .min(Comparator.naturalOrder());
        }

        private OfReason told() {
            return new OfReason(rejected, size, oldest(), newest);
        }
    }

    /** A record of the rejected topic, in the order of its partition. */
    public void take(ConsumerRecord<byte[], byte[]> each) {
        Optional<RecordPlace> mark = RejectedRecord.mark(each);
        if (mark.isPresent()) {
            replayed(mark.get());
            return;
        }
        Waiting waiting = of(WiretagHeader.REJECTED_REASON.of(each.headers()).orElse(RejectedRecord.NO_REASON));
        Instant at = RejectedRecord.rejectedAt(each);
        waiting.rejected++;
        waiting.newest = at.isAfter(waiting.newest) ? at : waiting.newest;
        if (remembered < MOST) {
            remembered++;
            waiting.add(each.partition(), each.offset(), at);
        } else {
            beyond++;
        }
    }

    private Waiting of(String reason) {
        boolean room = byReason.containsKey(reason) || byReason.size() < MOST_REASONS;
        return room ? byReason.computeIfAbsent(reason, key -> new Waiting()) : others;
    }

    private Stream<Waiting> all() {
        return Stream.concat(byReason.values().stream(), Stream.of(others));
    }

    private void replayed(RecordPlace place) {
        for (Waiting waiting : all().toList()) {
            if (waiting.in(place.partition()).remove(place.offset()) != null) {
                waiting.size--;
                remembered--;
                return;
            }
        }
        if (beyond > 0 && place.offset() > lastRemembered(place.partition())) {
            beyond--;
        }
    }

    private long lastRemembered(int partition) {
        return all().map(waiting -> waiting.in(partition))
                .filter(own -> !own.isEmpty())
                .mapToLong(TreeMap::lastKey)
                .max()
                .orElse(-1);
    }

    /** Forgets what has been deleted: records of a partition before the first that is still there. */
    public void deletedBefore(int partition, long firstOffset) {
        for (Waiting waiting : all().toList()) {
            Map<Long, Instant> gone = waiting.in(partition).headMap(firstOffset);
            waiting.size -= gone.size();
            remembered -= gone.size();
            gone.clear();
        }
    }

    /** By reason, those of which none waits among them: the first that came, more than any processor knows. */
    public Map<String, OfReason> reasons() {
        return byReason.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().told()));
    }

    /** Of all reasons that came when there was no room for their names; empty if there was. */
    public Optional<OfReason> others() {
        return Optional.of(others).filter(any -> any.rejected > 0).map(Waiting::told);
    }

    /** Those that were not replayed. */
    public long depth() {
        return remembered + beyond;
    }

    /** When the oldest that was not replayed was rejected; empty if none waits. */
    public Optional<Instant> oldest() {
        return all().flatMap(waiting -> waiting.oldest().stream()).min(Comparator.naturalOrder());
    }
}
