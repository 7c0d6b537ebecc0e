package io.wiretag.ops.lag;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a topic keeps.
 *
 * @param time for which it keeps a record at least; empty: for ever, or not known
 * @param bytes that each partition keeps at least; empty: all, or not known
 * @param sizes of its partitions in bytes, where a limit on bytes makes them matter and they are known
 */
public record Retention(Optional<Duration> time, OptionalLong bytes, Map<Integer, Long> sizes) {
    /** For ever, or not known. */
    static final Retention UNKNOWN = new Retention(Optional.empty(), OptionalLong.empty(), Map.of());

    /** Copies the sizes. */
    public Retention {
        sizes = Map.copyOf(sizes);
    }
}
