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
     * @param origin where in a feed it stands
     */
    record Read(Article article, List<Complaint> warnings, Origin origin) implements Reading {

        public Read {
            Objects.requireNonNull(article, "article");
            Objects.requireNonNull(origin, "origin");
            warnings = List.copyOf(warnings);
        }

        Read(Article article) {
            this(article, List.of(), Origin.NONE);
        }

        Read warned(List<Complaint> more) {
            return new Read(
                    article, Stream.concat(warnings.stream(), more.stream()).toList(), origin);
        }
    }

    /**
     * By what an item of a feed may be known beside its uri; nothing of this is known of other articles.
     *
     * @param former the uri by which 0.1.0 knew it, where that is another
     * @param guid the uri that its guid makes by itself, also where the link is taken for the identity
     * @param link where it is to be read, whole
     */
    record Origin(Optional<String> former, Optional<String> guid, Optional<String> link) {

        static final Origin NONE = new Origin(Optional.empty(), Optional.empty(), Optional.empty());

        public Origin {
            Objects.requireNonNull(former, "former");
            Objects.requireNonNull(guid, "guid");
            Objects.requireNonNull(link, "link");
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
