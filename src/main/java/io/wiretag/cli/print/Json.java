package io.wiretag.cli.print;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.wiretag.files.Why;
import io.wiretag.ops.json.JsonValues;
import io.wiretag.ops.json.LagJson;
import io.wiretag.ops.json.RejectedJson;
import io.wiretag.ops.lag.BlindSpot;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
                node.put("confidence", mark.confidence())
                        .put("place", mark.place().orElse(null));
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
        object.set("offsets", JsonValues.number(description.records()));
        object.set("configs", of(description.configs()));
        return line(object);
    }

    /** The group at the time of the report, with its topics and their partitions. */
    public static String line(LagReport report, GroupLag group) {
        ObjectNode object = at(report).setAll(LagJson.of(group));
        ArrayNode topics = object.putArray("topics");
        for (TopicLag topic : group.topics()) {
            ArrayNode partitions =
                    topics.add(LagJson.of(topic)).get(topics.size() - 1).withArray("partitions");
            topic.partitions().forEach(partition -> partitions.add(LagJson.of(partition)));
        }
        return line(object);
    }

    public static String line(LagReport report, TopicFlow flow) {
        return line(at(report).setAll(LagJson.of(flow)));
    }

    public static String line(LagReport report, BlindSpot spot) {
        return line(at(report).setAll(LagJson.of(spot)));
    }

    private static ObjectNode at(LagReport report) {
        return NODES.objectNode().put("at", report.at().toString());
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
            published.request().ifPresent(request -> object.putRawValue("request", new RawValue(request.written())));
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
        return line(withHeaders(each).put("value", each.value().orElse(null)).put("whole", each.whole()));
    }

    /** @param file that holds its value */
    public static String exported(RejectedRecord each, Optional<String> file) {
        return line(withHeaders(each).put("file", file.orElse(null)));
    }

    private static ObjectNode withHeaders(RejectedRecord each) {
        ObjectNode object = RejectedJson.of(each);
        putHeaders(object, each.headers());
        return object;
    }

    /** In their order, for a name may come twice. */
    private static void putHeaders(ObjectNode object, Iterable<Header> headers) {
        ArrayNode array = object.putArray("headers");
        for (Header header : headers) {
            JsonValues.putText(array.addObject().put("name", header.key()), "value", header.value());
        }
    }

    public static String line(ReplayPlan.Step step, boolean applied) {
        return line(NODES.objectNode()
                .put("partition", step.record().partition())
                .put("offset", step.record().offset())
                .put("reason", step.record().reason())
                .put("verdict", step.verdict().code())
                .put("why", step.why().map(Why::words).orElse(null))
                .put("newKey", step.newKey().orElse(null))
                .put("applied", applied && step.verdict() == ReplayPlan.Verdict.REPLAY)
                .put("as", step.as().map(Object::toString).orElse(null)));
    }
}
