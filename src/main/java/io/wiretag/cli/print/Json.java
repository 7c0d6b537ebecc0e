package io.wiretag.cli.print;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.PartitionLag;
import io.wiretag.ops.lag.TopicFlow;
import io.wiretag.ops.lag.TopicLag;
import io.wiretag.ops.rejected.RejectedRecord;
import io.wiretag.ops.rejected.ReplayPlan;
import io.wiretag.subscribers.ArticleHistory;
import io.wiretag.subscribers.ArticleSubscriber;
import io.wiretag.tagging.Explanation;
import io.wiretag.tagging.Story;
import io.wiretag.tagging.gazetteer.ListedEntry;
import io.wiretag.topics.TopicAdmin;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.header.Header;

/** What commands write for machines: one JSON object a line. Unknown is null, never 0. */
public final class Json {
    public static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    public static String line(JsonNode node) {
        return node.toString();
    }

    /** An Avro value by the names of its fields; times in ISO 8601. Avro's own JSON wraps what may be missing in type names. */
    public static JsonNode of(Object value) {
        if (value instanceof IndexedRecord content) {
            ObjectNode object = NODES.objectNode();
            for (Schema.Field field : content.getSchema().getFields()) {
                object.set(field.name(), of(content.get(field.pos())));
            }
            return object;
        }
        if (value instanceof List<?> items) {
            ArrayNode array = NODES.arrayNode();
            items.forEach(item -> array.add(of(item)));
            return array;
        }
        if (value instanceof Map<?, ?> entries) {
            ObjectNode object = NODES.objectNode();
            new TreeMap<>(entries).forEach((key, item) -> object.set(key.toString(), of(item)));
            return object;
        }
        if (value instanceof Integer || value instanceof Long) {
            return NODES.numberNode(((Number) value).longValue());
        }
        if (value instanceof Boolean yes) {
            return NODES.booleanNode(yes);
        }
        return value == null ? NODES.nullNode() : NODES.textNode(value.toString());
    }

    /** The key says what the operation regards. */
    public static String line(ArticleSubscriber.Received delivery) {
        ObjectNode object = NODES.objectNode()
                .put("topic", delivery.topic())
                .put("partition", delivery.partition())
                .put("offset", delivery.offset())
                .put("timestamp", delivery.published().toString())
                .put("key", delivery.key());
        putHeaders(object, delivery.headers());
        object.setAll((ObjectNode) of(delivery.value()));
        return line(object);
    }

    public static String line(ListedEntry entry) {
        ObjectNode object = NODES.objectNode()
                .put("keyword", entry.keyword())
                .put("owner", entry.owner().isEmpty() ? null : entry.owner())
                .put("text", entry.text());
        object.set("notes", of(entry.notes()));
        return line(object.put("file", entry.file()).put("line", entry.line()).put("builtIn", entry.builtIn()));
    }

    /** Mentions and rejected candidates of one story, each list in the order of the text. */
    public static String line(String file, Story story, Explanation explanation) {
        ObjectNode object = NODES.objectNode()
                .put("file", file)
                .put("uri", story.uri().orElse(null))
                .put("gazetteerVersion", explanation.tags().gazetteerVersion());
        ArrayNode mentions = object.putArray("mentions");
        ArrayNode rejected = object.putArray("rejected");
        for (Marks.Mark mark : Marks.of(story, explanation)) {
            boolean accepted = mark.kind() != Marks.Kind.REJECTED;
            ObjectNode node = (accepted ? mentions : rejected)
                    .addObject()
                    .put("field", mark.field())
                    .put("start", mark.start())
                    .put("end", mark.end())
                    .put("text", mark.text())
                    .put("entry", mark.entry())
                    .put("code", mark.code());
            if (accepted) {
                node.put("role", mark.role());
            }
            node.put("rule", mark.rule());
            if (accepted) {
                node.put("confidence", mark.confidence());
            }
        }
        return line(object);
    }

    public static String line(TopicAdmin.Description description) {
        ObjectNode object = NODES.objectNode()
                .put("topic", description.topic().name())
                .put("role", description.topic().role())
                .put("partitions", description.partitions())
                .put("replicationFactor", description.replicationFactor());
        object.set("offsets", number(description.records()));
        object.set("configs", of(description.configs()));
        return line(object);
    }

    public static String line(LagReport view, GroupLag group) {
        ObjectNode object = NODES.objectNode()
                .put("at", view.at().toString())
                .put("group", group.id())
                .put("type", group.type())
                .put("state", group.state())
                .put("members", group.members())
                .put("status", group.status().name());
        ArrayNode topics = object.putArray("topics");
        for (TopicLag topic : group.topics()) {
            ObjectNode row = topics.addObject()
                    .put("topic", topic.topic())
                    .put("status", topic.status().name())
                    .put("missing", topic.missing());
            row.set("records", number(topic.records()));
            row.put("exact", topic.exact());
            row.set("seconds", seconds(topic.behind()));
            row.set("velocity", number(topic.velocity()));
            row.set("catchUpSeconds", seconds(topic.catchUp()));
            row.set("retentionHeadroomSeconds", seconds(topic.retentionHeadroom()));
            ArrayNode partitions = row.putArray("partitions");
            topic.partitions().forEach(partition -> partitions.add(of(partition)));
        }
        return line(object);
    }

    private static ObjectNode of(PartitionLag partition) {
        ObjectNode row = NODES.objectNode().put("partition", partition.partition());
        row.put("status", partition.status().name());
        row.set("committed", number(partition.committed()));
        row.put("firstOffset", partition.offsets().first())
                .put("lastStableOffset", partition.offsets().lastStable())
                .put("endOffset", partition.offsets().end());
        row.set("records", number(partition.records()));
        row.put("exact", partition.exact());
        row.set("seconds", seconds(partition.behind()));
        return row.put("expired", partition.expired());
    }

    public static String line(LagReport view, TopicFlow flow) {
        ObjectNode object = NODES.objectNode().put("at", view.at().toString()).put("topic", flow.topic());
        object.set(
                "recordsPerSecond",
                Double.isNaN(flow.recordsPerSecond()) ? NODES.nullNode() : NODES.numberNode(flow.recordsPerSecond()));
        object.set("oldestOpenTransactionSeconds", seconds(flow.oldestOpenTransaction()));
        return line(object);
    }

    public static String line(ArticleHistory history, ArticleHistory.Event event) {
        ObjectNode object = NODES.objectNode()
                .put("uri", history.uri())
                .put("event", event.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .put("at", event.at().toString())
                .put("topic", event.location().topic())
                .put("partition", event.location().partition())
                .put("offset", event.location().offset());
        if (event instanceof ArticleHistory.Published published) {
            object.set("article", of(published.article().orElse(null)));
            object.put("movedFrom", published.movedFrom().orElse(null));
            object.put("wentOut", history.wentOut(published));
        } else if (event instanceof ArticleHistory.Delivered delivered) {
            object.put("published", delivered.published().orElse(null));
            object.set("version", of(delivered.version()));
        } else if (event instanceof ArticleHistory.Rejected rejected) {
            object.put("reason", rejected.reason()).put("message", rejected.message());
        } else if (event instanceof ArticleHistory.Unreadable unreadable) {
            object.put("message", unreadable.message());
        }
        return line(object);
    }

    /** Of its value what it holds, in Base64. */
    public static String line(RejectedRecord each) {
        return line(node(each).put("value", each.value().orElse(null)).put("whole", each.whole()));
    }

    /** @param file that holds its value */
    public static String exported(RejectedRecord each, Optional<String> file) {
        return line(node(each).put("file", file.orElse(null)));
    }

    private static ObjectNode node(RejectedRecord each) {
        ObjectNode object = NODES.objectNode()
                .put("partition", each.partition())
                .put("offset", each.offset())
                .put("at", each.at().toString())
                .put("reason", each.reason())
                .put("message", each.message())
                .put(
                        "sourceTopic",
                        each.origin().map(RejectedRecord.Origin::topic).orElse(null));
        object.put(
                "sourcePartition",
                each.origin().map(origin -> origin.place().partition()).orElse(null));
        object.put(
                "sourceOffset",
                each.origin().map(origin -> origin.place().offset()).orElse(null));
        object.put(
                        "published",
                        each.origin()
                                .map(origin -> origin.published().toString())
                                .orElse(null))
                .put("source", each.source().orElse(null));
        putText(object, "key", each.key().orElse(null));
        object.put("bytes", each.bytes())
                .put("omitted", each.omitted())
                .put("tries", each.tries())
                .put("replayOf", each.replayOf().map(Object::toString).orElse(null))
                .put(
                        "replayedAs",
                        each.replayed()
                                .map(replayed -> replayed.as().toString())
                                .orElse(null))
                .put(
                        "replayedAt",
                        each.replayed()
                                .map(replayed -> replayed.at().toString())
                                .orElse(null));
        putHeaders(object, each.headers());
        return object;
    }

    /** In their order, for a name may come twice. */
    private static void putHeaders(ObjectNode object, Iterable<Header> headers) {
        ArrayNode array = object.putArray("headers");
        for (Header header : headers) {
            putText(array.addObject().put("name", header.key()), "value", header.value());
        }
    }

    /** As text, or in Base64 under a name that says so where it is none. */
    private static void putText(ObjectNode object, String name, byte[] bytes) {
        try {
            object.put(
                    name,
                    bytes == null
                            ? null
                            : StandardCharsets.UTF_8
                                    .newDecoder()
                                    .decode(ByteBuffer.wrap(bytes))
                                    .toString());
        } catch (CharacterCodingException e) {
            object.put(name + "Base64", bytes);
        }
    }

    public static String line(ReplayPlan.Step step, boolean applied) {
        return line(NODES.objectNode()
                .put("partition", step.record().partition())
                .put("offset", step.record().offset())
                .put("reason", step.record().reason())
                .put("verdict", step.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("why", step.why().isEmpty() ? null : step.why())
                .put("newKey", step.newKey().orElse(null))
                .put("applied", applied && step.verdict() == ReplayPlan.Verdict.REPLAY)
                .put("as", step.as().map(Object::toString).orElse(null)));
    }

    private static JsonNode number(OptionalDouble value) {
        return value.isPresent() ? NODES.numberNode(value.getAsDouble()) : NODES.nullNode();
    }

    private static JsonNode seconds(Optional<Duration> span) {
        return span.<JsonNode>map(known -> NODES.numberNode(known.toMillis() / 1000.0))
                .orElse(NODES.nullNode());
    }

    private static JsonNode number(OptionalLong value) {
        return value.isPresent() ? NODES.numberNode(value.getAsLong()) : NODES.nullNode();
    }
}
