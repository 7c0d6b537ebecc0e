package io.wiretag.ops.rejected;

import io.wiretag.ops.rejected.RejectedReader.Entry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Times of rejected records. A partition's clock never goes back, so that sorting by time keeps its order. */
final class RejectedClocks {
    private final Map<Integer, Instant> clocks = new HashMap<>();

    /** The next record of its partition. */
    Entry entry(ConsumerRecord<byte[], byte[]> each) {
        Instant at = clocks.merge(
                each.partition(), RejectedRecord.rejectedAt(each), (before, now) -> now.isAfter(before) ? now : before);
        return new Entry(new RecordPlace(each.partition(), each.offset()), at);
    }
}
