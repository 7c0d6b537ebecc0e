package io.wiretag.ops.corrections;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.life.TagRequest;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.CorrectionAction;
import io.wiretag.schema.TagSubject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an editor asks for.
 *
 * @param version of the article that the editor sees; empty if it has none
 * @param revision of that version
 * @param note why; empty in a preview
 */
public record CorrectionOrder(
        String uri, Optional<String> version, int revision, String note, List<CorrectedTag> changes) {
    /** Bytes of a request: twenty changes of the longest texts, and a long uri. */
    public static final int LONGEST = 64 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Set<String> SEEN = Set.of("uri", "version", "revision", "changes");
    private static final Set<String> SAID = Set.of("uri", "version", "revision", "changes", "note");
    private static final Set<String> TAKEN_BACK = Set.of("uri", "id", "note");
    private static final Set<String> CHANGE = Set.of("action", "subject", "code", "role", "text");

    /**
     * That a correction is taken back.
     *
     * @param id of the correction
     */
    public record Undo(String uri, String id, String note) {}

    public CorrectionOrder {
        changes = List.copyOf(changes);
    }

    /**
     * One whose effect is asked for, without a note.
     *
     * @throws IllegalArgumentException if it is none; the message tells what is wrong
     */
    public static CorrectionOrder preview(byte[] body) {
        return order(read(body, SEEN), "");
    }

    /**
     * One that is to be done.
     *
     * @throws IllegalArgumentException if it is none; the message tells what is wrong
     */
    public static CorrectionOrder correction(byte[] body) {
        JsonNode json = read(body, SAID);
        return order(json, note(json));
    }

    /**
     * One that takes another back.
     *
     * @throws IllegalArgumentException if it is none; the message tells what is wrong
     */
    public static Undo undo(byte[] body) {
        JsonNode json = read(body, TAKEN_BACK);
        return new Undo(text(json, "uri"), text(json, "id"), note(json));
    }

    private static JsonNode read(byte[] body, Set<String> members) {
        if (body.length > LONGEST) {
            throw new IllegalArgumentException("the request has more than " + LONGEST + " bytes: say less at a time");
        }
        try {
            return object(JSON.readTree(body), "the request", members);
        } catch (IOException e) {
            throw new IllegalArgumentException("the request is no JSON", e);
        }
    }

    private static JsonNode object(JsonNode json, String what, Set<String> members) {
        if (!json.isObject()) {
            throw new IllegalArgumentException(what + " must be a JSON object with " + new TreeSet<>(members));
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                throw new IllegalArgumentException(
                        what + " has '" + name + "', may have " + new TreeSet<>(members) + " alone");
            }
        });
        return json;
    }

    private static CorrectionOrder order(JsonNode json, String note) {
        JsonNode revision = json.path("revision");
        if (!revision.isInt() || revision.intValue() < 0) {
            throw new IllegalArgumentException("revision must be the number that was seen, 0 or more");
        }
        JsonNode changes = json.path("changes");
        if (!changes.isArray() || changes.isEmpty() || changes.size() > TagRequest.MOST_CHANGES) {
            throw new IllegalArgumentException("changes must be a list of 1 to " + TagRequest.MOST_CHANGES);
        }
        List<CorrectedTag> all = new ArrayList<>();
        changes.forEach(change -> all.add(change(object(change, "a change", CHANGE))));
        return new CorrectionOrder(text(json, "uri"), optional(json, "version"), revision.intValue(), note, all);
    }

    private static CorrectedTag change(JsonNode json) {
        return new CorrectedTag(
                one(CorrectionAction.values(), json, "action"),
                one(TagSubject.values(), json, "subject"),
                text(json, "code"),
                optional(json, "role").orElse(null),
                optional(json, "text").orElse(null));
    }

    private static <E extends Enum<E>> E one(E[] values, JsonNode json, String name) {
        for (E each : values) {
            if (each.name().equals(json.path(name).textValue())) {
                return each;
            }
        }
        throw new IllegalArgumentException(name + " must be one of " + List.of(values));
    }

    private static String note(JsonNode json) {
        String note = text(json, "note");
        if (note.length() > TagRequest.LONGEST_NOTE) {
            throw new IllegalArgumentException("note has " + note.length() + " characters, must have 1 to "
                    + TagRequest.LONGEST_NOTE + ": shorten it");
        }
        return note;
    }

    private static String text(JsonNode json, String name) {
        return optional(json, name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new IllegalArgumentException(name + " must be a text that is not empty"));
    }

    private static Optional<String> optional(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isTextual() && !value.isNull() && !value.isMissingNode()) {
            throw new IllegalArgumentException(name + " must be a text");
        }
        return Optional.ofNullable(value.textValue());
    }

    /** Whether an article is still as it was seen. */
    public boolean isOf(Optional<String> versionNow, int revisionNow) {
        return Objects.equals(version, versionNow) && revision == revisionNow;
    }
}
