package io.wiretag.topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a client of delivery has come, as one instance of delivery notes it: what another notes of the same client has a key of its own.
 *
 * <p>In {@code articles.receipts} the key is {@code {"kind":"client","subscriber":"...","instance":"..."}}, the value {@code
 * {"at":"...","topicId":"...","resumed":false,"from":{"0":3},"given":{"0":42},"told":{"0":45}}}.
 *
 * @param subscriber name of its key
 * @param instance that notes it
 * @param topicId of {@code articles.tagged}, in which the positions are
 * @param resumed whether it came to this instance with a cursor: then it has dealt with what lies before {@code from} as well
 * @param from where it began, or began anew: of what lies before, the others say nothing
 * @param given by the newest cursor that it gave back: offsets of next records by partition; all before them it has dealt with
 * @param told offsets behind what its streams were told
 */
public record ClientPositions(
        String subscriber,
        String instance,
        Instant at,
        String topicId,
        boolean resumed,
        Map<Integer, Long> from,
        Map<Integer, Long> given,
        Map<Integer, Long> told) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KIND = "client";

    /** Copies the positions. */
    public ClientPositions {
        from = Collections.unmodifiableMap(new TreeMap<>(from));
        given = Collections.unmodifiableMap(new TreeMap<>(given));
        told = Collections.unmodifiableMap(new TreeMap<>(told));
    }

    /** The key of its record. */
    public byte[] key() {
        return key(subscriber, instance);
    }

    /** The key of the record of a client that an instance writes. */
    public static byte[] key(String subscriber, String instance) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("kind", KIND);
        parts.put("subscriber", subscriber);
        parts.put("instance", instance);
        try {
            return JSON.writeValueAsBytes(parts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written", e);
        }
    }

    /** The value of its record. */
    public byte[] value() {
        ObjectNode object = JSON.createObjectNode()
                .put("at", at.toString())
                .put("topicId", topicId)
                .put("resumed", resumed);
        put(object.putObject("from"), from);
        put(object.putObject("given"), given);
        put(object.putObject("told"), told);
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ObjectNode object, Map<Integer, Long> positions) {
        positions.forEach((partition, offset) -> object.put(String.valueOf(partition), offset));
    }

    /** Empty if it is none as {@link #key} and {@link #value} write it. */
    public static Optional<ClientPositions> read(byte[] key, byte[] value) {
        if (key == null || value == null) {
            return Optional.empty();
        }
        try {
            JsonNode name = JSON.readTree(key);
            JsonNode said = JSON.readTree(value);
            ClientPositions read = new ClientPositions(
                    name.path("subscriber").asText(),
                    name.path("instance").asText(),
                    Instant.parse(said.path("at").asText()),
                    said.path("topicId").asText(),
                    said.path("resumed").asBoolean(),
                    positions(said.path("from")),
                    positions(said.path("given")),
                    positions(said.path("told")));
            return Optional.of(read).filter(same -> Arrays.equals(same.key(), key));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<Integer, Long> positions(JsonNode object) {
        Map<Integer, Long> positions = new TreeMap<>();
        object.properties()
                .forEach(each -> positions.put(
                        Integer.valueOf(each.getKey()), each.getValue().asLong()));
        return positions;
    }
}
