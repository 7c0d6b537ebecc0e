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
 * @param notReasons codes of reasons that are not meant
 * @param since rejected then or later
 * @param until rejected before that
 * @param source who handed it over
 * @param waiting whether only those that were not replayed yet
 */
public record RejectedFilter(
        Set<String> reasons,
        Set<String> notReasons,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<String> source,
        boolean waiting) {
    /** All of them. */
    public static final RejectedFilter ALL =
            new RejectedFilter(Set.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    /** Copies the reasons. */
    public RejectedFilter {
        reasons = Set.copyOf(reasons);
        notReasons = Set.copyOf(notReasons);
    }

    /** Those of that reason. */
    public static RejectedFilter ofReason(String reason) {
        return new RejectedFilter(
                Set.of(reason), Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** Those of any other reason. */
    public static RejectedFilter ofReasonsBeside(Set<String> reasons) {
        return new RejectedFilter(Set.of(), reasons, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** The same, but only of those that were not replayed yet. */
    public RejectedFilter onlyWaiting() {
        return new RejectedFilter(reasons, notReasons, since, until, source, true);
    }

    /** Whether the record is meant, apart from whether it was replayed. */
    boolean takes(ConsumerRecord<byte[], byte[]> each) {
        Instant at = RejectedRecord.rejectedAt(each);
        String reason = WiretagHeader.REJECTED_REASON.of(each.headers()).orElse(RejectedRecord.NO_REASON);
        return (reasons.isEmpty() || reasons.contains(reason))
                && !notReasons.contains(reason)
                && since.filter(at::isBefore).isEmpty()
                && until.filter(time -> !at.isBefore(time)).isEmpty()
                && (source.isEmpty() || source.equals(WiretagHeader.SOURCE.of(each.headers())));
    }
}
