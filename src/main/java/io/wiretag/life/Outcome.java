package io.wiretag.life;

import io.wiretag.schema.ArticleState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What became of a record that was published, or of one that was held. */
public sealed interface Outcome {
    /** What leaves the processor because of it, in this order. */
    List<OutgoingRecord> records();

    /** What is to be remembered of its article from now on; empty: what was. */
    default Optional<Remembered> remembered() {
        return Optional.empty();
    }

    /**
     * The state of an article.
     *
     * @param uri key of the state store
     * @param before what was remembered until now
     * @param newest whether the record is the newest version from now on, and takes the place of one that was held
     */
    record Remembered(String uri, Optional<ArticleState> before, ArticleState state, boolean newest) {
        public boolean isRevision() {
            return before.isPresent();
        }

        /** Until when an earlier version was to be held, if this one takes its place. */
        public Optional<Instant> heldBefore() {
            return before.filter(state -> newest).map(ArticleState::getHeldUntil);
        }

        /** Until when this version is held. */
        public Optional<Instant> held() {
            return Optional.ofNullable(state.getHeldUntil()).filter(until -> newest);
        }
    }

    /**
     * A version that counts from now on.
     *
     * @param deliveries what goes to the sinks because of it
     * @param moved the record itself, if it also goes on to the partition of its key, and counts there
     */
    record Accepted(Event event, List<OutgoingRecord> deliveries, Optional<OutgoingRecord> moved, Remembered memory)
            implements Outcome {
        public enum Event {
            /** Goes to every place it belongs to. */
            SENT,
            /** Kept until its embargo ends. */
            HELD,
            /** Was kept, and goes out now. */
            RELEASED,
            /** Goes nowhere; what was out is taken back. */
            WITHHELD,
            /** A kill. */
            KILLED,
            /** The version that is out, with other tags by the rules of now. */
            RETAGGED,
            /** The same, since an editor said something of its tags, or took that back. */
            CORRECTED;

            /** Whether it is a version that came, and not one that was there. */
            public boolean isArrival() {
                return this != RELEASED && this != RETAGGED && this != CORRECTED;
            }
        }

        public Accepted {
            deliveries = List.copyOf(deliveries);
        }

        /** The same, and it is moved as well. */
        Accepted and(OutgoingRecord moved) {
            return new Accepted(event, deliveries, Optional.of(moved), memory);
        }

        @Override
        public List<OutgoingRecord> records() {
            return Stream.concat(deliveries.stream(), moved.stream()).toList();
        }

        @Override
        public Optional<Remembered> remembered() {
            return Optional.of(memory);
        }
    }

    /** Could not be read or tagged: goes to the rejected topic as it came. */
    record Rejected(RejectionReason reason, String message, OutgoingRecord untouched, Optional<Remembered> remembered)
            implements Outcome {
        @Override
        public List<OutgoingRecord> records() {
            return List.of(untouched);
        }
    }

    /** Lies in a partition where its key does not belong: sent once more, to where it does, and dealt with there. */
    record Moved(OutgoingRecord record) implements Outcome {
        @Override
        public List<OutgoingRecord> records() {
            return List.of(record);
        }
    }

    /** Read and understood, and nothing has to be done. */
    record Ignored(Why why, String uri) implements Outcome {
        public enum Why {
            /** Same uri, version and content as the one accepted last. */
            DUPLICATE,
            /** A later version has been accepted before. */
            SUPERSEDED,
            /** The article was killed at this version. */
            KILLED,
            /**
             * It asks for other tags of an article that is no more as it was seen: there is another version or other tags, it is
             * killed, withheld or held, or it is not remembered.
             */
            OUTDATED,
            /** It asks for tags by the rules of now, and these are the tags that the article has. */
            UNCHANGED
        }

        @Override
        public List<OutgoingRecord> records() {
            return List.of();
        }
    }
}
