package io.wiretag.tagging;

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
 */
public record Story(List<Field> fields, Optional<Instant> date, Optional<Instant> arrived, Optional<String> uri) {
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

    public Story {
        fields = List.copyOf(fields);
        Objects.requireNonNull(date, "date of story");
        Objects.requireNonNull(arrived, "arrival of story");
        Objects.requireNonNull(uri, "uri of story");
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
