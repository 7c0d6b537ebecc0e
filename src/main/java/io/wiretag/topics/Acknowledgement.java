package io.wiretag.topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A subscriber's word that it has acted on a kill. Of two on the same kill the earlier one tells when it acted: who has one already
 * writes no other. A kill that goes out again with other content under the same version is another, with a word of its own.
 *
 * <p>In {@code articles.receipts} the key is {@code {"kind":"acted","subscriber":"...","uri":"...","version":"..."}}, the value
 * {@code {"at":"2026-01-31T22:15:00Z","by":"api","who":"night-desk"}}.
 *
 * @param subscriber by the name it is known by: group, key of delivery, or subscription
 * @param uri of the killed article
 * @param version that is the kill
 * @param at when it was given
 * @param by which way it came
 * @param who said so, where that may be another than the subscriber: name of a key of operations, or of a user
 */
public record Acknowledgement(String subscriber, String uri, String version, Instant at, Way by, Optional<String> who) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KIND = "acted";

    /** The subscriber's own. */
    public Acknowledgement(String subscriber, String uri, String version, Instant at, Way by) {
        this(subscriber, uri, version, at, by, Optional.empty());
    }

    /** How a subscriber can tell. */
    public enum Way {
        /** Its endpoint answered a call with 2xx. */
        WEBHOOK,
        /** It said so over HTTP. */
        API,
        /** Somebody said so for it, at the command line. */
        COMMAND,
        /** It gave back a cursor that lies behind the kill. */
        CURSOR;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The key of its record. */
    public byte[] key() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("kind", KIND);
        parts.put("subscriber", subscriber);
        parts.put("uri", uri);
        parts.put("version", version);
        return json(parts);
    }

    /** The value of its record. */
    public byte[] value() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("at", at.toString());
        parts.put("by", by.word());
        who.ifPresent(name -> parts.put("who", name));
        return json(parts);
    }

    /** Empty if it is none as {@link #key} and {@link #value} write it: the topic is compacted by bytes of the key. */
    public static Optional<Acknowledgement> read(byte[] key, byte[] value) {
        if (key == null || value == null) {
            return Optional.empty();
        }
        try {
            JsonNode name = JSON.readTree(key);
            JsonNode said = JSON.readTree(value);
            Acknowledgement read = new Acknowledgement(
                    name.path("subscriber").asText(),
                    name.path("uri").asText(),
                    name.path("version").asText(),
                    Instant.parse(said.path("at").asText()),
                    Way.valueOf(said.path("by").asText().toUpperCase(Locale.ROOT)),
                    Optional.ofNullable(said.path("who").textValue()));
            return Optional.of(read).filter(same -> Arrays.equals(same.key(), key));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] json(Map<String, String> parts) {
        try {
            return JSON.writeValueAsString(parts).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written", e);
        }
    }
}
