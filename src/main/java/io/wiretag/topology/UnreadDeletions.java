package io.wiretag.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Notices articles that Kafka deleted before they were read. Its consumers pass over them without a word, and lag is 0 then.
 *
 * <p>Two things tell: a committed position before the first record that is kept, and a jump from one record to another over
 * offsets that are no longer kept. Most jumps pass over transaction markers, or what was rolled back, and mean nothing.
 *
 * <p>Each offset is told once. Thread-safe.
 */
public final class UnreadDeletions {
    /** A first record since the partition came to this processor: what was before it is known by the committed position. */
    static final long NOT_KNOWN = -1;
    /** Of a partition between two looks. Where a publisher has a transaction for each record, each makes one. */
    private static final int MOST_JUMPS = 1000;
    /** Offsets that the markers of one or two transactions take. */
    private static final long MARKERS = 2;

    private static final int OLDEST = 2;

    private final Map<TopicPartition, PriorityQueue<Jump>> jumps = new HashMap<>();
    private final Map<TopicPartition, Long> toldUpTo = new HashMap<>();
    private Map<TopicPartition, Long> places = Map.of();
    private int missed;

    /** @param missed how many looks had been missed when it came */
    private record Jump(long expected, long offset, int missed) {
        /** One whose begin is not known has the widest. */
        long width() {
            return expected == NOT_KNOWN ? Long.MAX_VALUE : offset - expected;
        }
    }

    /**
     * Offsets that were deleted unread, transaction markers among them.
     *
     * @param to exclusive
     */
    public record Lost(TopicPartition partition, long from, long to) {}

    /** Where the group goes on, before the stream starts. */
    public synchronized void begin(Map<TopicPartition, Long> committed) {
        places = Map.copyOf(committed);
    }

    /**
     * A record was read that does not follow the one before. The widest jumps are kept: a deletion takes whole segments.
     *
     * @param expected offset behind the record before, or {@link #NOT_KNOWN}
     */
    public synchronized void jumped(TopicPartition partition, long expected, long offset) {
        PriorityQueue<Jump> here =
                jumps.computeIfAbsent(partition, none -> new PriorityQueue<>(Comparator.comparingLong(Jump::width)));
        here.add(new Jump(expected, offset, missed));
        if (here.size() > MOST_JUMPS) {
            here.remove();
        }
    }

    /**
     * A look could not be made. Markers that were read long before the next one may be deleted by then, and would be taken for
     * articles that were not.
     */
    public synchronized void missed() {
        missed++;
        jumps.values()
                .forEach(here -> here.removeIf(jump -> missed - jump.missed() >= OLDEST && jump.width() <= MARKERS));
    }

    /**
     * One look.
     *
     * @param committed where the group goes on, asked for after {@code firsts}
     * @param firsts the first record that is kept, in every partition that this processor reads
     * @param ours the partitions that it reads
     */
    public synchronized List<Lost> look(
            Map<TopicPartition, Long> committed, Map<TopicPartition, Long> firsts, Set<TopicPartition> ours) {
        List<Lost> lost = new ArrayList<>();
        jumps.forEach((partition, here) -> here.stream()
                .sorted(Comparator.comparingLong(Jump::offset))
                .forEach(jump -> {
                    long from = jump.expected() == NOT_KNOWN
                            ? places.getOrDefault(partition, jump.offset())
                            : jump.expected();
                    tell(partition, from, Math.min(jump.offset(), firsts.getOrDefault(partition, 0L)), lost);
                }));
        jumps.clear();
        for (TopicPartition partition : ours) {
            Long place = committed.get(partition);
            // one that moves may have fetched them already
            if (place != null && place.equals(places.get(partition))) {
                tell(partition, place, firsts.getOrDefault(partition, 0L), lost);
            }
        }
        places = Map.copyOf(committed);
        return lost;
    }

    private void tell(TopicPartition partition, long from, long to, List<Lost> lost) {
        long begin = Math.max(from, toldUpTo.getOrDefault(partition, 0L));
        if (begin < to) {
            toldUpTo.put(partition, to);
            lost.add(new Lost(partition, begin, to));
        }
    }
}
