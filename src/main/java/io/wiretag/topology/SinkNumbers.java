package io.wiretag.topology;

import io.wiretag.schema.Numbering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the records that go out because of one partition of published articles, apart for each partition of each sink. Offsets
 * cannot show a gap: markers of transactions are holes among them, and a copy of a topic has others. These numbers go on with the
 * state of the partition and are committed with the records; where that state is lost a new epoch begins. Not thread-safe.
 */
final class SinkNumbers {
    private final long epoch;
    private final int source;
    private final Map<String, List<Long>> last;

    private SinkNumbers(long epoch, int source, Map<String, List<Long>> last) {
        this.epoch = epoch;
        this.source = source;
        this.last = last;
    }

    /** @param source partition of published articles */
    static SinkNumbers begin(Instant now, int source) {
        return new SinkNumbers(now.getEpochSecond(), source, new HashMap<>());
    }

    static SinkNumbers goOn(Numbering before, int source) {
        Map<String, List<Long>> last = new HashMap<>();
        before.getSinks().forEach((sink, numbers) -> last.put(sink, new ArrayList<>(numbers)));
        return new SinkNumbers(before.getEpoch(), source, last);
    }

    long epoch() {
        return epoch;
    }

    /** The value of {@link io.wiretag.topics.WiretagHeader#SEQ} for the next record to that partition. */
    String next(String sink, int partition) {
        List<Long> numbers = last.computeIfAbsent(sink, any -> new ArrayList<>());
        if (numbers.size() <= partition) {
            numbers.addAll(Collections.nCopies(partition + 1 - numbers.size(), 0L));
        }
        long number = numbers.get(partition) + 1;
        numbers.set(partition, number);
        return epoch + ":" + source + ":" + number;
    }

    /** What is to be kept. Of use until the next number. */
    Numbering state() {
        return new Numbering(epoch, last);
    }
}
