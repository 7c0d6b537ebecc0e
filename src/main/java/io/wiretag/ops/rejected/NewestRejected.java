package io.wiretag.ops.rejected;

import io.wiretag.ops.rejected.RejectedReader.Entry;
import io.wiretag.ops.rejected.RejectedReader.Listing;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The newest of the rejected records that a filter takes, as far as the topic was read: it can be read on from there. A mark
 * stands behind the record that it regards, so that a record which is not among the newest when its mark comes never will be.
 *
 * <p>Bounded: what it shows, a number, and {@value #MOST_MARKS} marks. Not thread-safe.
 */
final class NewestRejected {
    private static final int MOST_MARKS = 10_000;

    private final RejectedFilter filter;
    private final int limit;
    private final RejectedClocks clocks = new RejectedClocks();
    private final TreeSet<Entry> newest = new TreeSet<>(Entry.ORDER);
    private final Map<RecordPlace, RejectedRecord> records = new HashMap<>();
    /** Of the newest replays: those of what is shown lie among them, but for a flood. */
    private final Map<RecordPlace, RejectedRecord.Replayed> marks = new LinkedHashMap<>();

    private int matching;
    private TopicExtent read;

    /**
     * @param filter of those that wait only, it cannot tell: a mark would bring back an older one
     * @param start of this extent, where it is to be read from
     */
    NewestRejected(RejectedFilter filter, int limit, TopicExtent start) {
        if (filter.waiting()) {
            throw new IllegalArgumentException("marks take away from " + filter);
        }
        this.filter = filter;
        this.limit = limit;
        this.read = start.empty();
    }

    /** Whether it is right about the topic as it is now, once it has been read on. */
    boolean canGoOnTo(TopicExtent now) {
        return now.continues(read);
    }

    /** From where it is to be read on. */
    Map<TopicPartition, Long> end() {
        return read.end();
    }

    /** It has been told of all as far as there. */
    void readTo(TopicExtent now) {
        read = now;
    }

    /** A record of the rejected topic, in the order of its partition. */
    void take(ConsumerRecord<byte[], byte[]> each) {
        Optional<RecordPlace> mark = RejectedRecord.mark(each);
        if (mark.isPresent()) {
            RejectedRecord.Replayed replayed = RejectedRecord.Replayed.markedBy(each);
            records.computeIfPresent(mark.get(), (place, record) -> record.replayedAs(replayed));
            marks.put(mark.get(), replayed);
            if (marks.size() > MOST_MARKS) {
                marks.remove(marks.keySet().iterator().next());
            }
        } else if (filter.takes(each)) {
            matching++;
            Entry entry = clocks.entry(each);
            newest.add(entry);
            records.put(entry.place(), RejectedRecord.of(each, Optional.empty()).beginning(RejectedReader.BEGINNING));
            if (newest.size() > limit) {
                records.remove(newest.pollFirst().place());
            }
        }
    }

    Listing listing() {
        return new Listing(
                newest.stream()
                        .map(entry -> records.get(entry.place()).believedBy(marks))
                        .toList(),
                matching);
    }
}
