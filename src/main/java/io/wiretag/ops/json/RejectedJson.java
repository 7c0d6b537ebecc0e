package io.wiretag.ops.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.ops.rejected.RecordPlace;
import io.wiretag.ops.rejected.RejectedRecord;
import java.util.Optional;

/** Rejected records, without their headers and values. */
public final class RejectedJson {
    private RejectedJson() {}

    public static ObjectNode of(RejectedRecord each) {
        ObjectNode object = JsonValues.object()
                .put("partition", each.partition())
                .put("offset", each.offset())
                .put("at", each.at().toString())
                .put("reason", each.reason())
                .put("message", each.message());
        Optional<RejectedRecord.Origin> origin = each.origin();
        Optional<RecordPlace> place = origin.map(RejectedRecord.Origin::place);
        object.set("sourceTopic", JsonValues.text(origin.map(RejectedRecord.Origin::topic)));
        object.put("sourcePartition", place.map(RecordPlace::partition).orElse(null));
        object.put("sourceOffset", place.map(RecordPlace::offset).orElse(null));
        object.set("published", JsonValues.time(origin.map(RejectedRecord.Origin::published)));
        object.set("source", JsonValues.text(each.source()));
        JsonValues.putText(object, "key", each.key().orElse(null));
        object.put("bytes", each.bytes()).put("omitted", each.omitted()).put("tries", each.tries());
        object.set("replayOf", JsonValues.text(each.replayOf().map(RecordPlace::toString)));
        object.set(
                "replayedAs",
                JsonValues.text(each.replayed().map(replayed -> replayed.as().toString())));
        object.set("replayedAt", JsonValues.time(each.replayed().map(RejectedRecord.Replayed::at)));
        return object;
    }
}
