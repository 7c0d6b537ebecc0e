package io.wiretag.ops.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A partition and the one group that reads it, as they would be on a broker, with a clock that is told when to go on. */
final class WatchedPartition {
    private final TreeMap<Long, Long> written = new TreeMap<>();
    private Instant now = Instant.parse("2026-03-01T18:00:00Z");
    private long first;
    private long end;
    private OptionalLong committed = OptionalLong.empty();
    private boolean attended = true;

    WatchedPartition pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    WatchedPartition arrive(long records) {
        for (long i = 0; i < records; i++) {
            written.put(end++, now.toEpochMilli());
        }
        return this;
    }

    /** Of a transaction that ends: takes an offset, and is no record. */
    WatchedPartition marker() {
        end++;
        return this;
    }

    WatchedPartition commit(long offset) {
        committed = OptionalLong.of(offset);
        return this;
    }

    WatchedPartition commitAll() {
        return commit(end);
    }

    WatchedPartition attended(boolean reader) {
        attended = reader;
        return this;
    }

    WatchedPartition deleteBefore(long offset) {
        first = offset;
        written.headMap(offset).clear();
        return this;
    }

    WatchedPartition makeAnew() {
        first = 0;
        end = 0;
        written.clear();
        return this;
    }

    Instant now() {
        return now;
    }

    long end() {
        return end;
    }

    long committed() {
        return committed.orElseThrow();
    }

    OffsetsSnapshot.Offsets offsets() {
        return new OffsetsSnapshot.Offsets(first, end, end);
    }

    OffsetsSnapshot.Partition seen() {
        return seen("articles.tagged", 0);
    }

    OffsetsSnapshot.Partition seen(String topic, int partition) {
        return OffsetsSnapshot.partition(
                        topic,
                        partition,
                        committed,
                        offsets(),
                        Optional.empty(),
                        Optional.of(new OffsetsSnapshot.Seen(first, end, written)))
                .attended(attended);
    }
}
