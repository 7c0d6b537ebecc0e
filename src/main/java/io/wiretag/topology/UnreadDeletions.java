package io.wiretag.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.common.TopicPartition;

/**
 * Notices articles that Kafka deleted before they were read. Its consumers pass over them without a word, and lag is 0 then.
 *
 * <p>Two things tell: a committed position before the first record that is kept, and a jump from one record to another over
 * offsets that are no longer kept. Most jumps pass over transaction markers, or what was rolled back, and mean nothing.
 *
 * <p>Each offset is told once. {@link #jumped} may be called from any thread, {@link #look} from one.
 */
final class UnreadDeletions {
    /** A first record since the partition came to this processor: what was before it is known by the committed position. */
    static final long NOT_KNOWN = -1;

    private static final int MOST_JUMPS = 10_000;

    private final Queue<Jump> jumps = new LinkedBlockingQueue<>(MOST_JUMPS);
    private final Map<TopicPartition, Long> toldUpTo = new HashMap<>();
    private Map<TopicPartition, Long> places = Map.of();

    private record Jump(TopicPartition partition, long expected, long offset) {}

    /**
     * Offsets that were deleted unread, transaction markers among them.
     *
     * @param to exclusive
     */
    record Lost(TopicPartition partition, long from, long to) {}

    /** Where the group goes on, before the stream starts. */
    void begin(Map<TopicPartition, Long> committed) {
        places = Map.copyOf(committed);
    }

    /**
     * A record was read that does not follow the one before.
     *
     * @param expected offset behind the record before, or {@link #NOT_KNOWN}
     */
    void jumped(TopicPartition partition, long expected, long offset) {
        jumps.offer(new Jump(partition, expected, offset));
    }

    /**
     * One look.
     *
     * @param committed where the group goes on, asked for after {@code firsts}
     * @param firsts the first record that is kept, in every partition that this processor reads or has read
     * @param ours the partitions that it reads
     */
    List<Lost> look(Map<TopicPartition, Long> committed, Map<TopicPartition, Long> firsts, Set<TopicPartition> ours) {
        List<Lost> lost = new ArrayList<>();
        for (Jump jump = jumps.poll(); jump != null; jump = jumps.poll()) {
            long from = jump.expected() == NOT_KNOWN
                    ? places.getOrDefault(jump.partition(), jump.offset())
                    : jump.expected();
            tell(jump.partition(), from, Math.min(jump.offset(), firsts.getOrDefault(jump.partition(), 0L)), lost);
        }
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
