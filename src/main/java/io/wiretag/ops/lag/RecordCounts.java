package io.wiretag.ops.lag;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Which offsets of a partition are records, and which transaction markers or aborted, as somebody tells who reads the partition
 * anyway. So the lag of a group that is far behind is a count, and nothing is read for it.
 *
 * <p>Idea: a bit for each offset, in a ring of {@value #WORDS} words: 64 KiB a partition, for its last {@value #REACH} offsets.
 * Counting takes a few microseconds. Who never tells, or no more, leaves the counts where they are: what lies before or behind them
 * is not counted.
 *
 * <p>Thread-safe.
 */
final class RecordCounts {
    private static final int WORDS = 1 << 13;
    /** So many offsets of a partition are remembered at most. */
    static final long REACH = (long) WORDS * Long.SIZE;

    private final Map<TopicPartition, Ring> rings = new HashMap<>();

    /**
     * Records from a position on.
     *
     * @param upTo offset up to which they were counted, exclusive
     */
    record Counted(long records, long upTo) {}

    /** Of a read_committed consumer that reads on where it stopped the last time. */
    synchronized void add(ConsumerRecords<byte[], byte[]> read) {
        read.nextOffsets()
                .forEach((log, next) ->
                        rings.computeIfAbsent(log, key -> new Ring()).add(read.records(log), next.offset()));
    }

    /**
     * How many records lie between an offset and another, or as far as is known.
     *
     * @param until exclusive
     * @return empty if it is not known of the first of them
     */
    synchronized Optional<Counted> between(TopicPartition log, long from, long until) {
        return Optional.ofNullable(rings.get(log)).flatMap(ring -> ring.between(from, until));
    }

    /** Up to where it is known, by partition. */
    synchronized Map<TopicPartition, Long> reached() {
        Map<TopicPartition, Long> reached = new HashMap<>();
        rings.forEach((log, ring) -> reached.put(log, ring.to));
        return reached;
    }

    /** The partition is another one of the same name, or has lost records. */
    synchronized void forget(TopicPartition log) {
        rings.remove(log);
    }

    private static final class Ring {
        private final long[] words = new long[WORDS];
        /** All records of offsets from here ... */
        private long from = -1;
        /** ... to here, exclusive, have their bit set. */
        private long to = -1;

        void add(List<ConsumerRecord<byte[], byte[]>> records, long next) {
            long first = records.isEmpty() ? next : records.get(0).offset();
            if (to < 0 || first < to || next < to) {
                begin(first); // what was before is unknown, or the reader was set back
            }
            for (ConsumerRecord<byte[], byte[]> each : records) {
                extend(each.offset() + 1);
                words[index(each.offset())] |= 1L << each.offset();
            }
            extend(next);
        }

        private void begin(long offset) {
            from = offset;
            to = offset;
            words[index(offset)] = 0;
        }

        private void extend(long end) {
            // those words that begin behind what is known; where the way is longer than the ring, each once
            long first = Math.max(to + Long.SIZE - 1 >> 6, (end - 1 >> 6) - WORDS + 1);
            for (long word = first; word <= end - 1 >> 6; word++) {
                words[(int) (word % WORDS)] = 0;
            }
            to = Math.max(to, end);
            from = Math.max(from, ((to - 1 >> 6) - WORDS + 1) * Long.SIZE);
        }

        private static int index(long offset) {
            return (int) ((offset >> 6) % WORDS);
        }

        Optional<Counted> between(long begin, long until) {
            if (begin < from || begin >= to) {
                return Optional.empty();
            }
            long end = Math.min(until, to);
            long records = 0;
            for (long word = begin >> 6; word <= end - 1 >> 6; word++) {
                long bits = words[(int) (word % WORDS)];
                bits &= word == begin >> 6 ? -1L << begin : -1L;
                bits &= word == end - 1 >> 6 ? -1L >>> -end : -1L;
                records += Long.bitCount(bits);
            }
            return Optional.of(new Counted(records, end));
        }
    }
}
