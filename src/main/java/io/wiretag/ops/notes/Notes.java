package io.wiretag.ops.notes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** The memory of operations: JSON objects, each about a group on a topic. Every instance writes. */
public final class Notes extends SharedNotes<NoteKey, JsonNode> {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Prepares; {@link #start} begins. The same consumer and producers as of {@link SharedNotes}. */
    public Notes(Consumer<byte[], byte[]> consumer, Supplier<Producer<byte[], byte[]>> producers, String topic) {
        super(consumer, producers, topic, new JsonForm(), any -> true);
    }

    /** All of a kind, as they are known. */
    public Map<NoteKey, JsonNode> of(String kind) {
        return of((NoteKey key) -> key.kind().equals(kind));
    }

    private static final class JsonForm implements Form<NoteKey, JsonNode> {
        @Override
        public String what() {
            return "the memory of operations";
        }

        @Override
        public byte[] writtenKey(NoteKey key) {
            return key.written();
        }

        @Override
        public byte[] writtenValue(JsonNode value) {
            return value.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Optional<NoteKey> key(byte[] key) {
            return NoteKey.read(key);
        }

        @Override
        public Optional<JsonNode> value(NoteKey key, byte[] value) {
            try {
                return Optional.of(JSON.readTree(value)).filter(JsonNode::isObject);
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }
}
