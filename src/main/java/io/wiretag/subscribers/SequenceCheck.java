package io.wiretag.subscribers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds what is lost, doubled or out of order in a sink or a copy of one, by the numbers of its records, taken in the order of
 * each partition.
 *
 * <p>The first number of a partition says nothing of what was before: that may have been deleted for its age. A later epoch begins
 * with 1. What the epoch before it lost at its very end no number tells. Not thread-safe.
 */
public final class SequenceCheck {
    /** Places that are named, of each kind. */
    static final int MOST_NAMED = 20;
    /** Gaps that may still be filled by a record that comes late; what is missing beyond is lost at once. */
    private static final int MOST_GAPS = 100_000;

    private final Map<Line, Count> lines = new HashMap<>();
    private final Map<Kind, List<Finding>> named = new HashMap<>();
    private long records;
    private long unnumbered;
    private final Set<Epoch> epochs = new HashSet<>();
    private long gaps;
    private long lostBefore;
    private long doubled;
    private long outOfOrder;

    /** What may be wrong with a number. */
    public enum Kind {
        /** It is not there. */
        LOST,
        /** It is there twice. */
        DOUBLED,
        /** It stands behind a later one. */
        OUT_OF_ORDER
    }

    /**
     * One thing that is wrong.
     *
     * @param partition of the topic
     * @param offset of the record that shows it: of a gap, the one behind it
     * @param first number that is concerned
     * @param last number that is concerned: of a gap, the last that is not there
     */
    public record Finding(Kind kind, int partition, long offset, SequenceNumber first, long last) {}

    /**
     * What was found.
     *
     * @param records all that were taken
     * @param unnumbered those without a number: of a build before there were numbers, of {@code topics fill}, rejected ones
     *     without a key, marks of a replay, or of a stranger
     * @param epochs that began between them, of any partition of published articles: state was lost, and with it the last numbers
     * @param lost numbers that are not there
     * @param doubled records whose number was there before
     * @param outOfOrder records behind one with a later number
     * @param named places, twenty of each kind at most
     */
    public record Findings(
            long records, long unnumbered, long epochs, long lost, long doubled, long outOfOrder, List<Finding> named) {
        /** Whether each number was there once and in its order, and there were some. */
        public boolean isWhole() {
            return lost == 0 && doubled == 0 && outOfOrder == 0 && records > unnumbered;
        }
    }

    private record Line(int partition, int source) {}

    private record Epoch(int source, long number) {}

    /** Of one epoch of a line; gaps by their first number. */
    private static final class Count {
        private final long epoch;
        private final long first;
        private long last;
        private final TreeMap<Long, Gap> gaps = new TreeMap<>();

        Count(long epoch, long first) {
            this.epoch = epoch;
            this.first = first;
            this.last = first - 1;
        }
    }

    private record Gap(long end, long offset) {}

    /** Takes the next record of a partition. */
    public void take(int partition, long offset, Optional<SequenceNumber> number) {
        records++;
        if (number.isEmpty()) {
            unnumbered++;
        } else {
            take(new Line(partition, number.get().source()), offset, number.get());
        }
    }

    private void take(Line line, long offset, SequenceNumber number) {
        Count count = lines.computeIfAbsent(line, any -> new Count(number.epoch(), number.number()));
        if (number.epoch() > count.epoch) {
            epochs.add(new Epoch(line.source(), number.epoch()));
            count = begun(line, number.epoch(), count);
        }
        if (number.epoch() < count.epoch) {
            outOfOrder++;
            name(new Finding(Kind.OUT_OF_ORDER, line.partition(), offset, number, number.number()));
        } else if (number.number() > count.last) {
            if (number.number() > count.last + 1) {
                open(line, count, new Gap(number.number() - 1, offset));
            }
            count.last = number.number();
        } else {
            again(line, offset, number, count);
        }
    }

    private void open(Line line, Count count, Gap gap) {
        if (gaps++ < MOST_GAPS) {
            count.gaps.put(count.last + 1, gap);
        } else {
            lostBefore += lost(line, count.epoch, count.last + 1, gap);
        }
    }

    /** What is lost of the former one stays lost. */
    private Count begun(Line line, long epoch, Count former) {
        lostBefore += lost(line, former);
        Count begun = new Count(epoch, 1);
        lines.put(line, begun);
        return begun;
    }

    private void again(Line line, long offset, SequenceNumber number, Count count) {
        boolean late = number.number() < count.first || fills(count, number.number());
        if (late) {
            outOfOrder++;
        } else {
            doubled++;
        }
        name(new Finding(late ? Kind.OUT_OF_ORDER : Kind.DOUBLED, line.partition(), offset, number, number.number()));
    }

    private static boolean fills(Count count, long number) {
        Map.Entry<Long, Gap> gap = count.gaps.floorEntry(number);
        if (gap == null || gap.getValue().end() < number) {
            return false;
        }
        count.gaps.remove(gap.getKey());
        if (gap.getKey() < number) {
            count.gaps.put(gap.getKey(), new Gap(number - 1, gap.getValue().offset()));
        }
        if (number < gap.getValue().end()) {
            count.gaps.put(number + 1, gap.getValue());
        }
        return true;
    }

    private long lost(Line line, Count count) {
        long lost = 0;
        for (Map.Entry<Long, Gap> gap : count.gaps.entrySet()) {
            lost += lost(line, count.epoch, gap.getKey(), gap.getValue());
        }
        return lost;
    }

    private long lost(Line line, long epoch, long first, Gap gap) {
        SequenceNumber number = new SequenceNumber(epoch, line.source(), first);
        name(new Finding(Kind.LOST, line.partition(), gap.offset(), number, gap.end()));
        return gap.end() - first + 1;
    }

    private void name(Finding finding) {
        List<Finding> kind = named.computeIfAbsent(finding.kind(), any -> new ArrayList<>());
        if (kind.size() < MOST_NAMED) {
            kind.add(finding);
        }
    }

    /** Of all that was taken. To be asked once. */
    public Findings findings() {
        long lost = lostBefore
                + lines.entrySet().stream()
                        .mapToLong(each -> lost(each.getKey(), each.getValue()))
                        .sum();
        List<Finding> all = named.values().stream().flatMap(List::stream).toList();
        return new Findings(records, unnumbered, epochs.size(), lost, doubled, outOfOrder, all);
    }
}
