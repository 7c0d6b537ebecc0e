package io.wiretag.ops.desk;

import io.wiretag.schema.Operation;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A kill, a retract or a correction in {@code articles.tagged}, without a word of the article.
 *
 * @param at when it was seen to come out; of what was there before, as well as the times of the records before it tell
 * @param publishedAt time of the record
 * @param seenAt when it was read here
 */
public record DeskEntry(
        String uri,
        Optional<String> version,
        Operation operation,
        Instant at,
        Instant publishedAt,
        int partition,
        long offset,
        Instant seenAt) {
    static final Comparator<DeskEntry> OLDEST_FIRST = Comparator.comparing(DeskEntry::at)
            .thenComparingInt(DeskEntry::partition)
            .thenComparingLong(DeskEntry::offset);
}
