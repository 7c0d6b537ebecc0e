package io.wiretag.ops.corrections;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.CorrectionAction;
import io.wiretag.schema.TagSubject;
import io.wiretag.topics.TagRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an editor asks for.
 *
 * @param seen place of the published record because of which the state went out that the editor sees
 * @param undone id of a correction that is taken back; empty: there are changes
 * @param note why; empty in a preview
 */
public record CorrectionOrder(
        String uri, String seen, Optional<String> undone, String note, List<CorrectedTag> changes) {
    /** Bytes of a request: twenty changes of the longest texts, and a long uri. */
    public static final int LONGEST = 64 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** What only a later release knows, as a reader of this one sees it: nothing to ask for. */
    private static final String LATER = "other";

    private static final Set<String> SEEN = Set.of("uri", "seen", "changes", "undo");
    private static final Set<String> SAID = Set.of("uri", "seen", "changes", "note");
    private static final Set<String> TAKEN_BACK = Set.of("uri", "seen", "id", "note");
    private static final Set<String> CHANGE = Set.of("action", "subject", "code", "role", "text");

    public CorrectionOrder {
        changes = List.copyOf(changes);
    }

    /**
     * One whose effect is asked for, without a note.
     *
     * @throws IllegalArgumentException if it is none; the message tells what is wrong
     */
    public static CorrectionOrder preview(byte[] body) {
        JsonNode json = read(body, SEEN);
        if (json.has("undo") && json.has("changes")) {
            throw new IllegalArgumentException("changes or undo, and not both");
        }
        return json.has("undo") ? undo(json, "undo", "") : order(json, "");
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
    public static CorrectionOrder undo(byte[] body) {
        JsonNode json = read(body, TAKEN_BACK);
        return undo(json, "id", note(json));
    }

    private static CorrectionOrder undo(JsonNode json, String id, String note) {
        return new CorrectionOrder(text(json, "uri"), text(json, "seen"), Optional.of(text(json, id)), note, List.of());
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
        JsonNode changes = json.path("changes");
        if (!changes.isArray() || changes.isEmpty() || changes.size() > TagRequest.MOST_CHANGES) {
            throw new IllegalArgumentException("changes must be a list of 1 to " + TagRequest.MOST_CHANGES);
        }
        List<CorrectedTag> all = new ArrayList<>();
        changes.forEach(change -> all.add(change(object(change, "a change", CHANGE))));
        return new CorrectionOrder(text(json, "uri"), text(json, "seen"), Optional.empty(), note, all);
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
            if (!each.name().equals(LATER) && each.name().equals(json.path(name).textValue())) {
                return each;
            }
        }
        throw new IllegalArgumentException(name + " must be one of "
                + Arrays.stream(values)
                        .map(Enum::name)
                        .filter(each -> !each.equals(LATER))
                        .toList());
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
}
