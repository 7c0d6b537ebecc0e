package io.wiretag.topology;

import io.wiretag.schema.ArticleState;
import java.util.List;
import java.util.Optional;

/** What became of a record that was published. */
sealed interface Outcome {
    /** What leaves the processor because of it, in this order. */
    List<OutgoingRecord> records();

    /** What is to be remembered of its article from now on; empty: what was. */
    default Optional<Remembered> remembered() {
        return Optional.empty();
    }

    /** The state of an article, under the key of the state store. */
    record Remembered(String uri, ArticleState state) {}

    /** Accepted: goes to every sink it belongs to. */
    record Tagged(List<OutgoingRecord> records, Remembered memory, boolean revision) implements Outcome {
        public Tagged {
            records = List.copyOf(records);
        }

        @Override
        public Optional<Remembered> remembered() {
            return Optional.of(memory);
        }
    }

    /** Could not be read or tagged: goes to the rejected topic as it came. */
    record Rejected(RejectionReason reason, String message, OutgoingRecord untouched) implements Outcome {
        @Override
        public List<OutgoingRecord> records() {
            return List.of(untouched);
        }
    }

    /** Read and understood, and nothing has to go out. */
    record Ignored(Why why, String uri) implements Outcome {
        enum Why {
            /** Same uri, version and content as the one accepted last. */
            DUPLICATE,
            /** A later version has been accepted before. */
            SUPERSEDED
        }

        @Override
        public List<OutgoingRecord> records() {
            return List.of();
        }
    }
}
