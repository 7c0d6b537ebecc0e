package io.wiretag.ops.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Values that all mappings write alike. */
public final class JsonValues {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonValues() {}

    public static ObjectNode object() {
        return NODES.objectNode();
    }

    public static JsonNode nothing() {
        return NullNode.instance;
    }

    public static JsonNode text(Optional<String> text) {
        return text.<JsonNode>map(NODES::textNode).orElse(nothing());
    }

    public static JsonNode number(OptionalLong number) {
        return number.isPresent() ? NODES.numberNode(number.getAsLong()) : nothing();
    }

    /** Null as well for what is no number. */
    public static JsonNode number(OptionalDouble number) {
        return number.isPresent() && Double.isFinite(number.getAsDouble())
                ? NODES.numberNode(number.getAsDouble())
                : nothing();
    }

    public static JsonNode seconds(Optional<Duration> duration) {
        return duration.<JsonNode>map(each -> NODES.numberNode(each.toMillis() / 1000.0))
                .orElse(nothing());
    }

    /** Like 2026-08-03T09:00:00.123Z. */
    public static JsonNode time(Optional<Instant> at) {
        return text(at.map(Instant::toString));
    }

    /** As text, or in Base64 under a name that says so where it is none. */
    public static void putText(ObjectNode object, String name, byte[] bytes) {
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
}
