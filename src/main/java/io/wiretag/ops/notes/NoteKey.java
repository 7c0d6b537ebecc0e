package io.wiretag.ops.notes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a note is about. As key of a record it is JSON with these names in this order.
 *
 * @param kind of note
 * @param group of consumers
 * @param topic by its name
 */
public record NoteKey(String kind, String group, String topic) {
    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] written() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("kind", kind);
        parts.put("group", group);
        parts.put("topic", topic);
        try {
            return JSON.writeValueAsString(parts).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written", e);
        }
    }

    /** Empty if it is none as {@link #written}: the topic is compacted by bytes, so that another spelling is another key. */
    static Optional<NoteKey> read(byte[] key) {
        if (key == null) {
            return Optional.empty();
        }
        try {
            JsonNode parts = JSON.readTree(key);
            NoteKey read = new NoteKey(
                    parts.path("kind").asText(),
                    parts.path("group").asText(),
                    parts.path("topic").asText());
            return Optional.of(read).filter(same -> Arrays.equals(same.written(), key));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
