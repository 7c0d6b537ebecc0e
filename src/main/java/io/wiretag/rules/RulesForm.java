package io.wiretag.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.tagging.gazetteer.GazetteerFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How versions, changes and what processors say stand in the topic: JSON in UTF-8, keys and values. */
final class RulesForm {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KIND = "kind";
    private static final String HASH = "hash";
    private static final String VERSION = "version";

    private RulesForm() {}

    static byte[] versionKey(String hash) {
        return bytes(object(VERSION).put(HASH, hash));
    }

    static byte[] changeKey(int number) {
        return bytes(object("change").put("number", number));
    }

    static byte[] instanceKey(String client) {
        return bytes(object("instance").put("client", client));
    }

    static byte[] value(RulesVersion version) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode files = json.putArray("files");
        version.files()
                .forEach(file -> files.addObject().put("name", file.name()).put("text", file.text()));
        return bytes(json);
    }

    static byte[] value(RulesChange change) {
        ObjectNode json = JSON.createObjectNode();
        change.hash().ifPresent(hash -> json.put(HASH, hash));
        return bytes(json.put(VERSION, change.version())
                .put("by", change.by())
                .put("at", change.at().toString())
                .put("note", change.note()));
    }

    static byte[] value(RunningRules running) {
        ObjectNode json = JSON.createObjectNode().put("change", running.change());
        running.hash().ifPresent(hash -> json.put(HASH, hash));
        json.put(VERSION, running.version()).put("since", running.since().toString());
        running.trouble().ifPresent(trouble -> json.put("trouble", trouble));
        return bytes(json);
    }

    /** The hash of a version by its key; empty if it is no such key. */
    static Optional<String> hash(byte[] key) {
        return read(key).map(json -> json.path(HASH).asText()).filter(hash -> Arrays.equals(versionKey(hash), key));
    }

    static Optional<Integer> change(byte[] key) {
        return read(key)
                .map(json -> json.path("number").asInt())
                .filter(number -> Arrays.equals(changeKey(number), key));
    }

    static Optional<String> instance(byte[] key) {
        return read(key)
                .map(json -> json.path("client").asText())
                .filter(client -> Arrays.equals(instanceKey(client), key));
    }

    /** Empty if it is none, or has another hash than its key says. */
    static Optional<RulesVersion> version(String hash, byte[] value) {
        return read(value).flatMap(json -> {
            List<GazetteerFile> files = new ArrayList<>();
            json.path("files")
                    .forEach(file -> files.add(new GazetteerFile(
                            file.path("name").asText(), file.path("text").asText())));
            return Optional.of(RulesVersion.of(files))
                    .filter(version -> version.hash().equals(hash));
        });
    }

    static Optional<RulesChange> change(int number, byte[] value) {
        return read(value)
                .flatMap(json -> time(json.path("at"))
                        .map(at -> new RulesChange(
                                number,
                                text(json, HASH),
                                json.path(VERSION).asText(),
                                json.path("by").asText(),
                                at,
                                json.path("note").asText())));
    }

    static Optional<RunningRules> running(String client, byte[] value) {
        return read(value)
                .flatMap(json -> time(json.path("since"))
                        .map(since -> new RunningRules(
                                client,
                                json.path("change").asInt(),
                                text(json, HASH),
                                json.path(VERSION).asText(),
                                since,
                                text(json, "trouble"))));
    }

    private static Optional<Instant> time(JsonNode text) {
        try {
            return Optional.of(Instant.parse(text.asText()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.of(json.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private static Optional<JsonNode> read(byte[] bytes) {
        try {
            return bytes == null ? Optional.empty() : Optional.ofNullable(JSON.readTree(bytes));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode object(String kind) {
        return JSON.createObjectNode().put(KIND, kind);
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written", e);
        }
    }
}
