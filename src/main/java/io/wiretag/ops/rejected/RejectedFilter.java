package io.wiretag.ops.rejected;

import io.wiretag.topics.WiretagHeader;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which rejected records are meant.
 *
 * @param reasons codes of reasons; empty: any
 * @param since rejected then or later
 * @param until rejected before that
 * @param source who handed it over
 * @param waiting whether only those that were not replayed yet
 */
public record RejectedFilter(
        Set<String> reasons,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<String> source,
        boolean waiting) {
    /** All of them. */
    public static final RejectedFilter ALL =
            new RejectedFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    /** Copies the reasons. */
    public RejectedFilter {
        reasons = Set.copyOf(reasons);
    }

    /** The same, but only of those that were not replayed yet. */
    public RejectedFilter onlyWaiting() {
        return new RejectedFilter(reasons, since, until, source, true);
    }

    /** Whether the record is meant, apart from whether it was replayed. */
    boolean takes(ConsumerRecord<byte[], byte[]> each) {
        Instant at = RejectedRecord.rejectedAt(each);
        return (reasons.isEmpty()
                        || reasons.contains(
                                WiretagHeader.REJECTED_REASON.of(each.headers()).orElse(RejectedRecord.NO_REASON)))
                && since.filter(at::isBefore).isEmpty()
                && until.filter(time -> !at.isBefore(time)).isEmpty()
                && (source.isEmpty() || source.equals(WiretagHeader.SOURCE.of(each.headers())));
    }
}
