package io.wiretag.intake.format;

import io.wiretag.files.OneLine;
import io.wiretag.schema.Article;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What a reader made of one article of the input. */
public sealed interface Reading {

    /**
     * An article that can be published.
     *
     * @param warnings what its sender should know of it all the same
     * @param formerUri by which 0.1.0 knew it, where that is another
     */
    record Read(Article article, List<Complaint> warnings, Optional<String> formerUri) implements Reading {

        public Read {
            Objects.requireNonNull(article, "article");
            Objects.requireNonNull(formerUri, "formerUri");
            warnings = List.copyOf(warnings);
        }

        Read(Article article) {
            this(article, List.of(), Optional.empty());
        }

        Read warned(List<Complaint> more) {
            return new Read(
                    article, Stream.concat(warnings.stream(), more.stream()).toList(), formerUri);
        }
    }

    /**
     * Something that cannot be published, or is to be known of something that can.
     *
     * @param source name of the input
     * @param line line of the input where the fault lies, counted from 1; empty where a line says nothing
     * @param reason what is wrong, with the value, and what to do about it; one line
     */
    record Complaint(String source, OptionalInt line, String reason) implements Reading {

        public Complaint {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(line, "line");
            if (line.isPresent() && line.getAsInt() < 1) {
                throw new IllegalArgumentException("line is counted from 1, but is " + line.getAsInt());
            }
            // values of the input stand in it: they must not break the line, nor command the terminal
            reason = OneLine.of(reason);
        }

        /** One line for people: which input, where, why, what to do. */
        public String sentence() {
            String where = source.equals("-") ? "standard input" : OneLine.of(source);
            return where + (line.isPresent() ? ":" + line.getAsInt() : "") + ": " + reason;
        }

        @Override
        public String toString() {
            return sentence();
        }
    }
}
