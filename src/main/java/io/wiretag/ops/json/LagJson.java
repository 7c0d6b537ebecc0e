package io.wiretag.ops.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.ops.lag.BlindSpot;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.Headroom;
import io.wiretag.ops.lag.LagSample;
import io.wiretag.ops.lag.PartitionLag;
import io.wiretag.ops.lag.TopicFlow;
import io.wiretag.ops.lag.TopicLag;
import java.util.OptionalDouble;

/** How far groups are behind, and how topics flow. */
public final class LagJson {
    private LagJson() {}

    /** Without its topics. */
    public static ObjectNode of(GroupLag group) {
        return JsonValues.object()
                .put("group", group.id())
                .put("type", group.type())
                .put("state", group.state())
                .put("members", group.members())
                .put("status", group.status().name());
    }

    /** Without its partitions. */
    public static ObjectNode of(TopicLag topic) {
        ObjectNode object = JsonValues.object()
                .put("topic", topic.topic())
                .put("status", topic.status().name())
                .put("missing", topic.missing());
        object.set("records", JsonValues.number(topic.records()));
        object.put("exact", topic.exact());
        object.set("seconds", JsonValues.seconds(topic.behind()));
        object.set("recordsAtLeast", JsonValues.number(topic.recordsAtLeast()));
        object.set(
                "secondsAtLeast",
                topic.behind().isPresent() ? JsonValues.nothing() : JsonValues.seconds(topic.behindAtLeast()));
        object.set("velocity", JsonValues.number(topic.velocity()));
        object.set("catchUpSeconds", JsonValues.seconds(topic.catchUp()));
        object.set(
                "retentionHeadroomSeconds", JsonValues.seconds(topic.headroom().map(Headroom::left)));
        return object;
    }

    public static ObjectNode of(PartitionLag partition) {
        ObjectNode object = JsonValues.object().put("partition", partition.partition());
        object.put("status", partition.status().name());
        object.set("committed", JsonValues.number(partition.committed()));
        object.put("firstOffset", partition.offsets().first())
                .put("lastStableOffset", partition.offsets().lastStable())
                .put("endOffset", partition.offsets().end());
        object.set("records", JsonValues.number(partition.records()));
        object.put("exact", partition.exact());
        object.set("seconds", JsonValues.seconds(partition.behind()));
        return object.put("expired", partition.expired());
    }

    public static ObjectNode of(TopicFlow flow) {
        ObjectNode object = JsonValues.object().put("topic", flow.topic());
        object.set("recordsPerSecond", JsonValues.number(OptionalDouble.of(flow.recordsPerSecond())));
        object.set("oldestOpenTransactionSeconds", JsonValues.seconds(flow.oldestOpenTransaction()));
        return object;
    }

    /** What was not seen. */
    public static ObjectNode of(BlindSpot spot) {
        ObjectNode object = JsonValues.object()
                .put("unseen", spot.what())
                .put("kind", spot.kind().written());
        ArrayNode names = object.putArray("names");
        spot.names().forEach(names::add);
        return object.put("more", spot.more()).put("why", spot.why());
    }

    /** One point of a history. */
    public static ObjectNode of(LagSample sample) {
        ObjectNode object = JsonValues.object().put("at", sample.at().toString());
        object.set("records", JsonValues.number(sample.records()));
        object.set("seconds", JsonValues.seconds(sample.behind()));
        return object;
    }
}
