package io.wiretag.scoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.tagging.Story;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A text, and what tags are right for it. It stands in a file as one line of JSON:
 *
 * <pre>
 * {"id": "1", "lang": "vi", "date": "2026-08-04", "headline": "...", "text": "...", "provinces": ["VN-HN"], "optional": ["VN-26"],
 *  "about": ["VN-HN"], "about_optional": [], "agencies": [{"code": "VNA", "role": "origin"}], "agencies_optional": ["VNS"], "note": "..."}
 * </pre>
 *
 * {@code by}, {@code located}, {@code captions} and {@code providers} are texts of it as well. Other keys are passed over.
 *
 * @param id tells it apart; overrides by uri take it for the uri
 * @param lang {@code vi}, {@code en}
 * @param fields of each kind but captions and providers one at most; at least one
 * @param wanted what is right, by subject; a subject that is not there is not scored
 * @param note of whoever said so
 */
public record AnnotatedStory(
        String id,
        Optional<String> lang,
        Optional<Instant> date,
        List<Story.Field> fields,
        Map<Subject, Wanted> wanted,
        Optional<String> note) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException if it has no text, several of a kind, or nothing is said to be right */
    public AnnotatedStory {
        Objects.requireNonNull(id, "id of story");
        Objects.requireNonNull(lang, "language of story");
        Objects.requireNonNull(date, "date of story");
        Objects.requireNonNull(note, "note of story");
        fields = List.copyOf(fields);
        StoryFields.check(fields);
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing is said to be right: give it 'provinces', 'about' or 'agencies', a list that may be empty");
        }
        wanted = Collections.unmodifiableMap(new EnumMap<>(wanted));
    }

    /**
     * From a line.
     *
     * @throws IllegalArgumentException if it is none; what is wrong and the remedy in one sentence
     */
    public static AnnotatedStory read(String line) {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the line is no JSON: write one object a line", e);
        }
        if (!(json instanceof ObjectNode object)) {
            throw new IllegalArgumentException("the line is no JSON object: write {\"id\": ..., \"text\": ...}");
        }
        return of(object);
    }

    /**
     * From what a line says.
     *
     * @throws IllegalArgumentException if it cannot be used; what is wrong and the remedy in one sentence
     */
    public static AnnotatedStory of(ObjectNode line) {
        JsonNode id = line.path("id");
        if (!id.isTextual() && !id.isNumber()) {
            throw new IllegalArgumentException("the line has no 'id': give it one, a string");
        }
        return new AnnotatedStory(
                id.asText(),
                LineValues.string(line, "lang"),
                LineValues.date(line, "date"),
                StoryFields.read(line),
                WantedTags.read(line),
                LineValues.string(line, "note"));
    }

    /** As it is tagged. @param arrived counts where it has no date */
    public Story story(Instant arrived) {
        return new Story(fields, date, Optional.of(arrived), Optional.of(id));
    }

    /** As it stands in a file, without the end of the line. {@link #read} takes it. */
    public String line() {
        ObjectNode line = JSON.createObjectNode().put("id", id);
        lang.ifPresent(value -> line.put("lang", value));
        date.ifPresent(value -> line.put("date", value.toString()));
        StoryFields.write(fields, line);
        WantedTags.write(wanted, line);
        note.ifPresent(value -> line.put("note", value));
        return line.toString();
    }

    /** What to call it by: its headline, or the beginning of its first text. */
    public String title() {
        return fields.stream()
                .filter(field -> field.kind() == Story.Kind.HEADLINE)
                .findFirst()
                .orElse(fields.get(0))
                .text();
    }
}
