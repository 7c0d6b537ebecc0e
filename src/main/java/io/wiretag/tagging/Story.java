package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.TagOverride;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is tagged.
 *
 * @param fields the texts of a story in reading order; a kind may come more than once
 * @param date when the story was written, if that is known
 * @param arrived when it came, which counts where it has no date
 * @param uri identity of the story, if it has one; overrides may go by it
 * @param edits what editors say of its tags, in the order in which they said it
 */
public record Story(
        List<Field> fields, Optional<Instant> date, Optional<Instant> arrived, Optional<String> uri, List<Edit> edits) {
    /** What a field is to the story; it decides how much a mention in it counts. */
    public enum Kind {
        HEADLINE,
        BODY,
        CAPTION,
        BYLINE,
        /** Where the story was written. */
        LOCATED,
        /** Name of an information source with the role of provider. */
        PROVIDER
    }

    /**
     * One text of the story.
     *
     * @param name how the evidence names it: {@code headline}, {@code body}, {@code captions[0]}, {@code infoSources[0].name}
     */
    public record Field(Kind kind, String name, String text) {
        public Field {
            Objects.requireNonNull(kind, "kind of field");
            Objects.requireNonNull(name, "name of field");
            Objects.requireNonNull(text, () -> "text of field " + name);
        }
    }

    /**
     * What an editor says of one tag of one story. It stands above rules and overrides; of two that contradict each other the later
     * counts. One whose code the gazetteer does not have says nothing.
     *
     * @param code of a province, an agency or a public body
     * @param role of an agency ({@code origin}, {@code credit}, {@code mention}) or a body ({@code speaker}, {@code mention}); empty for a
     *     province, and to remove a body in every role
     * @param text only mentions that read like this, in whatever case and form of Unicode; empty: the whole story
     * @param evidence of a tag that no text gives
     */
    public record Edit(
            Action action,
            Subject subject,
            String code,
            Optional<String> role,
            Optional<String> text,
            Evidence evidence) {
        /** How evidence names a correction. */
        public static final String RULE = "correction";

        /** What is said. */
        public enum Action {
            /** It has the tag. */
            ADD,
            /** It has it not. */
            REMOVE,
            /** It is about the province. */
            ABOUT,
            /** It names the province in passing. */
            NOT_ABOUT
        }

        /** What a tag names. */
        public enum Subject {
            PROVINCE,
            AGENCY,
            BODY
        }

        /**
         * Where the editor said it.
         *
         * @param field how evidence names the place: {@code corrections[0]}
         * @param note what stands there
         */
        public record Evidence(String field, String note) {
            Tags.Mention mention(String code) {
                return new Tags.Mention(field, 0, note.length(), note, code, RULE, TagOverride.CONFIDENCE);
            }
        }

        public Edit {
            Objects.requireNonNull(action, "action of an edit");
            Objects.requireNonNull(subject, "subject of an edit");
            Objects.requireNonNull(code, "code of an edit");
            Objects.requireNonNull(role, "role of an edit");
            Objects.requireNonNull(text, "text of an edit");
            Objects.requireNonNull(evidence, "evidence of an edit");
        }
    }

    public Story {
        fields = List.copyOf(fields);
        Objects.requireNonNull(date, "date of story");
        Objects.requireNonNull(arrived, "arrival of story");
        Objects.requireNonNull(uri, "uri of story");
        edits = List.copyOf(edits);
    }

    /** A story of which no editor has said anything. */
    public Story(List<Field> fields, Optional<Instant> date, Optional<Instant> arrived, Optional<String> uri) {
        this(fields, date, arrived, uri, List.of());
    }

    /** A story of which nobody knows when it came. */
    public Story(List<Field> fields, Optional<Instant> date, Optional<String> uri) {
        this(fields, date, Optional.empty(), uri);
    }

    /** A story without a uri. */
    public Story(List<Field> fields, Optional<Instant> date) {
        this(fields, date, Optional.empty());
    }

    /** The day by which its names are read. */
    Optional<Instant> day() {
        return date.or(() -> arrived);
    }

    /** A whole wire as plain text: one field named {@code body}, of unknown date. */
    public static Story ofText(String text) {
        return new Story(List.of(new Field(Kind.BODY, "body", text)), Optional.empty());
    }
}
