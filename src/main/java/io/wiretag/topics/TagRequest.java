package io.wiretag.topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.CorrectionAction;
import io.wiretag.schema.RevisionReason;
import io.wiretag.schema.TagSubject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;

/**
 * Asks that an article which is out is tagged anew. It stands in the header {@code wiretag.request} of a record among the published
 * ones that repeats the article as it went out, so that a processor which does not know of it takes it for the repetition
 * that it is. Whoever has the memory of the article does it, unless the article is no more what was seen.
 *
 * @param reason why
 * @param seen which record of the article that is out was seen: its header {@code wiretag.published}
 * @param said who corrects, and why; of a retag empty
 * @param changes of a correction what it says, else empty
 * @param undone of an undo the id of the correction that is taken back
 */
public record TagRequest(
        RevisionReason reason, String seen, Optional<Said> said, List<CorrectedTag> changes, Optional<String> undone) {
    /** Characters of a note. */
    public static final int LONGEST_NOTE = 500;

    /** Characters of a name. */
    public static final int LONGEST_NAME = 100;

    /** What one correction may say. */
    public static final int MOST_CHANGES = 20;

    /** Corrections that hold for one article. */
    public static final int MOST_CORRECTIONS = 50;

    /** Bytes of what they say, in UTF-8, notes once for each change and once more: so much goes with every version. */
    public static final int LONGEST_CORRECTIONS = 16 * 1024;

    /** Characters of a wording. */
    public static final int LONGEST_TEXT = 200;

    /** As gazetteers have them. */
    private static final Pattern CODE = Pattern.compile("[A-Z0-9][A-Z0-9-]{0,39}");

    private static final Pattern PLACE = Pattern.compile("\\d{1,10}:\\d{1,19}");
    private static final Set<String> OF_AGENCIES = Set.of("origin", "credit", "mention");
    private static final Set<String> OF_BODIES = Set.of("speaker", "mention");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Readers in other languages know no others. */
    private static final Instant FIRST = Instant.EPOCH;

    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    /** @param at by the clock of who asks */
    public record Said(String by, Instant at, String note) {
        public Said {
            require(!by.isBlank() && by.length() <= LONGEST_NAME, "by: a name of 1 to " + LONGEST_NAME + " characters");
            require(
                    !note.isBlank() && note.length() <= LONGEST_NOTE,
                    "note: why, in 1 to " + LONGEST_NOTE + " characters");
            require(FIRST.isBefore(at) && at.isBefore(LAST), "at: a time of this or the next centuries");
        }
    }

    /** @throws IllegalArgumentException if it says too much, or less than its reason needs */
    public TagRequest {
        changes = List.copyOf(changes);
        require(reason != RevisionReason.other, "reason: retag, correction or undo");
        require(PLACE.matcher(seen).matches(), "seen: a partition, a colon and an offset");
        require(
                said.isPresent() == (reason != RevisionReason.retag),
                "by, at and note: of a correction and of an undo, and of no retag");
        require(
                changes.isEmpty() == (reason != RevisionReason.correction) && changes.size() <= MOST_CHANGES,
                "changes: 1 to " + MOST_CHANGES + " of a correction, and of nothing else");
        require(undone.isPresent() == (reason == RevisionReason.undo), "undone: of an undo, and of nothing else");
        changes.forEach(TagRequest::requireSound);
    }

    private static void requireSound(CorrectedTag change) {
        require(CODE.matcher(change.getCode()).matches(), "code: one of a province, an agency or a public body");
        boolean isGiven = change.getAction() == CorrectionAction.add || change.getAction() == CorrectionAction.remove;
        require(
                isGiven
                        || change.getAction() != CorrectionAction.other
                                && change.getSubject() == TagSubject.province
                                && change.getText() == null,
                "action: add or remove, or about or notAbout of a province in the whole story");
        require(
                switch (change.getSubject()) {
                    case province -> change.getRole() == null;
                    case agency -> change.getRole() != null && OF_AGENCIES.contains(change.getRole());
                    case body ->
                        change.getRole() == null
                                ? change.getAction() == CorrectionAction.remove
                                : OF_BODIES.contains(change.getRole());
                    case other -> false;
                },
                "role: of a province none, of an agency one of " + OF_AGENCIES + ", of a body one of " + OF_BODIES
                        + " or, to remove it, none");
        require(
                change.getText() == null
                        || !change.getText().isBlank() && change.getText().length() <= LONGEST_TEXT,
                "text: 1 to " + LONGEST_TEXT + " characters");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }

    /**
     * Tags a version anew by the rules in force.
     *
     * @param seen the header {@code wiretag.published} of what is out
     */
    public static TagRequest retag(String seen) {
        return new TagRequest(RevisionReason.retag, seen, Optional.empty(), List.of(), Optional.empty());
    }

    /**
     * Corrects the tags of an article.
     *
     * @param seen the header {@code wiretag.published} of what is out
     * @throws IllegalArgumentException if nothing is said, or too much
     */
    public static TagRequest correction(String seen, Said said, List<CorrectedTag> changes) {
        return new TagRequest(RevisionReason.correction, seen, Optional.of(said), changes, Optional.empty());
    }

    /**
     * Takes a correction back.
     *
     * @param seen the header {@code wiretag.published} of what is out
     * @param correction its id
     */
    public static TagRequest undo(String seen, Said said, String correction) {
        return new TagRequest(RevisionReason.undo, seen, Optional.of(said), List.of(), Optional.of(correction));
    }

    /** As the header says it: JSON. */
    public String written() {
        ObjectNode json = JSON.createObjectNode().put("reason", reason.name()).put("seen", seen);
        said.ifPresent(words ->
                json.put("by", words.by()).put("at", words.at().toString()).put("note", words.note()));
        undone.ifPresent(id -> json.put("undone", id));
        if (!changes.isEmpty()) {
            ArrayNode all = json.putArray("changes");
            changes.forEach(change -> {
                ObjectNode one = all.addObject()
                        .put("action", change.getAction().name())
                        .put("subject", change.getSubject().name())
                        .put("code", change.getCode());
                Optional.ofNullable(change.getRole()).ifPresent(role -> one.put("role", role));
                Optional.ofNullable(change.getText()).ifPresent(text -> one.put("text", text));
            });
        }
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written", e);
        }
    }

    /**
     * That of a published record, if it is one.
     *
     * @throws IllegalArgumentException if the header says none that can be understood; the message tells what is wrong
     */
    public static Optional<TagRequest> of(Headers headers) {
        return WiretagHeader.REQUEST.of(headers).map(TagRequest::read);
    }

    private static TagRequest read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            require(json != null && json.isObject(), "a JSON object is needed");
            List<CorrectedTag> changes = new ArrayList<>();
            json.path("changes").forEach(change -> changes.add(change(change)));
            return new TagRequest(
                    one(RevisionReason.class, json, "reason"),
                    json.path("seen").asText(),
                    json.has("by") ? Optional.of(said(json)) : Optional.empty(),
                    changes,
                    text(json, "undone"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON", e);
        }
    }

    private static Said said(JsonNode json) {
        try {
            return new Said(
                    json.path("by").asText(),
                    Instant.parse(json.path("at").asText()),
                    json.path("note").asText());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("at: a time like 2026-08-03T09:00:00Z", e);
        }
    }

    private static CorrectedTag change(JsonNode json) {
        return new CorrectedTag(
                one(CorrectionAction.class, json, "action"),
                one(TagSubject.class, json, "subject"),
                json.path("code").asText(),
                text(json, "role").orElse(null),
                text(json, "text").orElse(null));
    }

    private static <E extends Enum<E>> E one(Class<E> kind, JsonNode json, String name) {
        for (E each : kind.getEnumConstants()) {
            if (each.name().equals(json.path(name).asText())) {
                return each;
            }
        }
        throw new IllegalArgumentException(name + ": one of " + List.of(kind.getEnumConstants()));
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.of(json.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
