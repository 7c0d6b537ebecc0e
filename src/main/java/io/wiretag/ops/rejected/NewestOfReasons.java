package io.wiretag.ops.rejected;

import io.wiretag.topics.WiretagHeader;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * When something was rejected last, by reason: told record by record, by whoever reads the rejected topic anyway. Whoever may write
 * there may write any reason, so that it knows so many and no more. Thread-safe.
 */
public final class NewestOfReasons {
    private static final int MOST = 64;

    private final Map<String, Instant> newest = new ConcurrentHashMap<>();

    /** A record of the rejected topic; a mark of a replay is none that was rejected. */
    public void take(ConsumerRecord<byte[], byte[]> each) {
        WiretagHeader.REJECTED_REASON
                .of(each.headers())
                .filter(reason -> RejectedRecord.mark(each).isEmpty())
                .filter(reason -> newest.size() < MOST || newest.containsKey(reason))
                .ifPresent(reason -> newest.merge(
                        reason, RejectedRecord.rejectedAt(each), (one, other) -> one.isAfter(other) ? one : other));
    }

    /** By reason. */
    public Map<String, Instant> all() {
        return Map.copyOf(newest);
    }
}
