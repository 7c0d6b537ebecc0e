package io.wiretag;

import static io.wiretag.topics.WiretagHeader.GAZETTEER;
import static io.wiretag.topics.WiretagHeader.MOVED;
import static io.wiretag.topics.WiretagHeader.OPERATION;
import static io.wiretag.topics.WiretagHeader.PUBLISHED;
import static io.wiretag.topics.WiretagHeader.REASON;
import static io.wiretag.topics.WiretagHeader.REJECTED_AT;
import static io.wiretag.topics.WiretagHeader.REJECTED_MESSAGE;
import static io.wiretag.topics.WiretagHeader.REJECTED_OFFSET;
import static io.wiretag.topics.WiretagHeader.REJECTED_OMITTED;
import static io.wiretag.topics.WiretagHeader.REJECTED_PARTITION;
import static io.wiretag.topics.WiretagHeader.REJECTED_REASON;
import static io.wiretag.topics.WiretagHeader.REJECTED_TIMESTAMP;
import static io.wiretag.topics.WiretagHeader.REJECTED_TOPIC;
import static io.wiretag.topics.WiretagHeader.REPLAY_AS;
import static io.wiretag.topics.WiretagHeader.REPLAY_AT;
import static io.wiretag.topics.WiretagHeader.REPLAY_OF;
import static io.wiretag.topics.WiretagHeader.REPLAY_TRIES;
import static io.wiretag.topics.WiretagHeader.REQUEST;
import static io.wiretag.topics.WiretagHeader.REQUEST_SEAL;
import static io.wiretag.topics.WiretagHeader.REVISION;
import static io.wiretag.topics.WiretagHeader.SEQ;
import static io.wiretag.topics.WiretagHeader.SOURCE;
import static io.wiretag.topics.WiretagHeader.URI;
import static io.wiretag.topics.WiretagHeader.VERSION;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.wiretag.life.RejectionReason;
import io.wiretag.schema.Operation;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.TraceContext;
import io.wiretag.topics.WiretagHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** docs/asyncapi.json tells topics, records and schemas as they are: it is made here. */
class AsyncApiTest {
    private static final Path DOCUMENT = Path.of("docs", "asyncapi.json");
    private static final String WRITE = "wiretag.write.page";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Topics TOPICS = topics();

    private static final Map<WiretagHeader, String> HEADERS = Map.ofEntries(
            entry(OPERATION, "What the record does under its key."),
            entry(PUBLISHED, "Where the published record stands that this one comes from: partition, colon, offset."),
            entry(REASON, "Where a version went out again with other tags, why: retag, correction, undo."),
            entry(REVISION, "There how often tags of the article have been sent anew: 1, 2, ..."),
            entry(REQUEST, "Asks for other tags of the article, which is out as the value repeats it. JSON."),
            entry(REQUEST_SEAL, "Proves who asks: HMAC-SHA256 in hexadecimal digits."),
            entry(SOURCE, "Who handed the article over, as its publisher says; over HTTP the name of the key."),
            entry(MOVED, "Where the record lay before it was moved to the partition of its key."),
            entry(URI, "The uri of the article."),
            entry(VERSION, "The version of the article, if it has one."),
            entry(
                    SEQ,
                    "Which of those this is that come from one partition of articles.published to one of this topic: epoch, colon,"
                            + " that partition, colon, number. Numbers follow each other without a gap."),
            entry(GAZETTEER, "Version of the gazetteer that gave the tags."),
            entry(REJECTED_REASON, "Why it was rejected."),
            entry(REJECTED_MESSAGE, "The same in a sentence."),
            entry(REJECTED_TOPIC, "The topic that it came from."),
            entry(REJECTED_PARTITION, "Its partition there."),
            entry(REJECTED_OFFSET, "Its offset there."),
            entry(REJECTED_TIMESTAMP, "Its time there, milliseconds since 1970-01-01T00:00:00Z."),
            entry(REJECTED_AT, "When it was rejected."),
            entry(REJECTED_OMITTED, "Size of its value in bytes, where that was too large to be passed on."),
            entry(REPLAY_OF, "The rejected record that was published again: partition, colon, offset."),
            entry(REPLAY_TRIES, "How often it has been published again, this time included."),
            entry(REPLAY_AS, "Where it stands among the published records: partition, colon, offset."),
            entry(REPLAY_AT, "When it was published again."));

    /** Those of others that are known. */
    private static final Map<String, String> TRACE = new TreeMap<>(Map.of(
            TraceContext.TRACEPARENT,
            "The trace that the record belongs to, if its publisher gave one (W3C Trace Context).",
            TraceContext.TRACESTATE,
            "What tools of tracing add to that."));

    @Test
    void theDocumentTellsTopicsAndSchemasAsTheyAre() throws IOException {
        String made = JSON.writeValueAsString(document()) + "\n";

        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(DOCUMENT, made);
        } else {
            assertThat(Files.readString(DOCUMENT))
                    .as("%s; 'mvn test -Dtest=AsyncApiTest -D%s=true' writes it anew", DOCUMENT, WRITE)
                    .isEqualToNormalizingNewlines(made);
        }
    }

    @Test
    void everyHeaderOfOursStandsInAMessage() throws IOException {
        Set<String> told = new HashSet<>();
        for (JsonNode message : JSON.valueToTree(document()).at("/components/messages")) {
            message.at("/headers/properties").fieldNames().forEachRemaining(told::add);
        }

        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Arrays.stream(WiretagHeader.values()).map(WiretagHeader::key), TRACE.keySet().stream())
                        .toList());
    }

    private static Topics topics() {
        try (Wiretag wiretag = new Wiretag(InstallationSettings.of(Map.of()).config())) {
            return wiretag.topics();
        }
    }

    private static Map<String, Object> document() throws IOException {
        Schema.Parser parser = new Schema.Parser();
        Schema article = parser.parse(Path.of("schemas/article.avsc").toFile());
        Schema tagged = parser.parse(Path.of("schemas/tagged-article.avsc").toFile());
        Map<String, Object> messages = messages();
        Map<String, Object> channels = new LinkedHashMap<>();
        Map<String, Object> operations = new LinkedHashMap<>();
        for (Topic<?> topic : TOPICS.all()) {
            List<String> ofTopic =
                    messages.keySet().stream().filter(name -> isOf(topic, name)).toList();
            channels.put(topic.role(), channel(topic, ofTopic));
            String action = topic == TOPICS.published() ? "receive" : "send";
            operations.put(
                    action + "-" + topic.role(),
                    object("action", action, "channel", reference("channels/" + topic.role())));
        }
        return object(
                "asyncapi",
                "3.0.0",
                "info",
                object(
                        "title",
                        "Wiretag topics",
                        "version",
                        "1",
                        "description",
                        "What newsrooms publish, and what subscribers get, with the settings that topics have unless configured"
                                + " otherwise: topics.prefix comes before each name, and topics.sinks says which are written."
                                + " All records of a version are written in one transaction: read with read_committed.",
                        "license",
                        object("name", "Apache-2.0", "url", "https://www.apache.org/licenses/LICENSE-2.0.txt")),
                "channels",
                channels,
                "operations",
                operations,
                "components",
                object(
                        "messages",
                        messages,
                        "schemas",
                        object("Article", avro(article), "TaggedArticle", avro(tagged))));
    }

    /** Messages are named for their topic; of two of one topic, with a word behind a full stop. */
    private static boolean isOf(Topic<?> topic, String message) {
        return message.equals(topic.role()) || message.startsWith(topic.role() + ".");
    }

    private static Map<String, Object> messages() {
        Map<String, Object> messages = new LinkedHashMap<>();
        messages.put(
                TOPICS.published().role(),
                message(
                        TOPICS.published(),
                        "One version of an article, as a newsroom publishes it.",
                        reference("components/schemas/Article"),
                        traced(headers(SOURCE, MOVED, REQUEST, REQUEST_SEAL, REPLAY_OF, REPLAY_TRIES))));
        for (Topic<?> topic : TOPICS.articleSinks()) {
            if (topic != TOPICS.current()) {
                messages.put(
                        topic.role(),
                        message(
                                topic,
                                "An accepted version and what it does under the key: publish and correct show it, retract and"
                                        + " kill take it down.",
                                reference("components/schemas/TaggedArticle"),
                                numbered(taggedHeaders(EnumSet.allOf(Operation.class)))));
            }
        }
        messages.put(
                "current.shown",
                message(
                        TOPICS.current(),
                        "The newest version of an article that may be shown now.",
                        reference("components/schemas/TaggedArticle"),
                        taggedHeaders(EnumSet.of(Operation.publish, Operation.correct))));
        messages.put(
                "current.down",
                message(
                        TOPICS.current(),
                        "The article may not be shown: the value is null. Of one that is no longer remembered wiretag.uri is"
                                + " the only header.",
                        object("type", "null"),
                        taggedHeaders(EnumSet.of(Operation.retract, Operation.kill))));
        messages.put(
                "rejected.record",
                message(
                        TOPICS.rejected(),
                        "A published record that could not be read or tagged: key, value and headers as they came, and why.",
                        object("description", "Any bytes, or null."),
                        rejectedHeaders()));
        messages.put(
                "rejected.replayed",
                message(
                        TOPICS.rejected(),
                        "The mark that a rejected record was published again. Key and value are null.",
                        object("type", "null"),
                        headers(REPLAY_OF, REPLAY_AS, REPLAY_AT)));
        return messages;
    }

    private static Map<String, Object> message(
            Topic<?> topic, String summary, Map<String, Object> payload, Map<String, Object> headers) {
        Map<String, Object> binding =
                object("key", object("type", List.of("string", "null"), "description", topic.keyMeaning()));
        if (topic != TOPICS.rejected()) {
            binding = object(
                    "key",
                    object("type", "string", "description", topic.keyMeaning()),
                    "schemaIdLocation",
                    "payload",
                    "schemaIdPayloadEncoding",
                    "confluent");
        }
        binding.put("bindingVersion", "0.5.0");
        return object(
                "summary",
                summary,
                "headers",
                object("type", "object", "properties", headers),
                "payload",
                payload,
                "bindings",
                object("kafka", binding));
    }

    private static Map<String, Object> taggedHeaders(Set<Operation> operations) {
        return traced(headers(
                operations.stream().map(Operation::name).toList(),
                OPERATION,
                URI,
                VERSION,
                GAZETTEER,
                PUBLISHED,
                REASON,
                REVISION,
                SOURCE));
    }

    private static Map<String, Object> numbered(Map<String, Object> others) {
        others.putAll(headers(SEQ));
        return others;
    }

    private static Map<String, Object> rejectedHeaders() {
        return traced(headers(
                Arrays.stream(RejectionReason.values())
                        .map(RejectionReason::code)
                        .toList(),
                REJECTED_REASON,
                REJECTED_MESSAGE,
                REJECTED_TOPIC,
                REJECTED_PARTITION,
                REJECTED_OFFSET,
                REJECTED_TIMESTAMP,
                REJECTED_AT,
                REJECTED_OMITTED,
                SEQ,
                SOURCE,
                MOVED,
                REQUEST,
                REQUEST_SEAL,
                REPLAY_OF,
                REPLAY_TRIES));
    }

    private static Map<String, Object> traced(Map<String, Object> headers) {
        TRACE.forEach((key, description) -> headers.put(key, object("type", "string", "description", description)));
        return headers;
    }

    /** Text in UTF-8, whatever they tell; those of the publisher come beside them. */
    private static Map<String, Object> headers(WiretagHeader... headers) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (WiretagHeader header : headers) {
            properties.put(header.key(), object("type", "string", "description", HEADERS.get(header)));
        }
        return properties;
    }

    /** The first of them has one of the values. */
    private static Map<String, Object> headers(List<String> values, WiretagHeader first, WiretagHeader... others) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(first.key(), object("type", "string", "description", HEADERS.get(first), "enum", values));
        properties.putAll(headers(others));
        return properties;
    }

    private static Map<String, Object> channel(Topic<?> topic, List<String> messages) {
        Map<String, Object> references = new LinkedHashMap<>();
        messages.forEach(name -> references.put(name, reference("components/messages/" + name)));
        return object(
                "address",
                topic.name(),
                "messages",
                references,
                "bindings",
                object(
                        "kafka",
                        object(
                                "partitions",
                                topic.partitions(),
                                "topicConfiguration",
                                configuration(topic),
                                "bindingVersion",
                                "0.5.0")));
    }

    /** Numbers and lists as such, as the binding has them. */
    private static Map<String, Object> configuration(Topic<?> topic) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        topic.configs().forEach((key, value) -> {
            Object typed = value.matches("\\d+") ? (Object) Long.valueOf(value) : value;
            configuration.put(key, key.equals("cleanup.policy") ? List.of(value.split(",")) : typed);
        });
        return configuration;
    }

    private static Map<String, Object> avro(Schema schema) throws IOException {
        return object(
                "schemaFormat",
                "application/vnd.apache.avro+json;version=1.9.0",
                "schema",
                JSON.readTree(schema.toString()));
    }

    private static Map<String, Object> reference(String to) {
        return object("$ref", "#/" + to);
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }
}
