package io.wiretag.topology;

import java.time.Duration;
import java.util.Set;

/** What happens next in the life of articles. */
sealed interface Step {

    /** @param delay how long the record was on its way: its time lies so much before the clock */
    record Arrive(IncomingVersion arrival, Duration delay) implements Step {
        @Override
        public String toString() {
            return "\n  " + arrival + (delay.isZero() ? "" : " delayed " + delay);
        }
    }

    record Wait(Duration duration) implements Step {
        @Override
        public String toString() {
            return "\n  wait " + duration;
        }
    }

    /** From now on the rules find Hà Nội in no text, or they do again. */
    record Rules(boolean strict) implements Step {
        @Override
        public String toString() {
            return "\n  rules " + (strict ? "without Hà Nội" : "as they were");
        }
    }

    /**
     * Somebody asks for other tags of an article as he saw it.
     *
     * @param back how many of its versions and revisions had gone out since
     * @param added codes of provinces that a correction adds
     * @param removed codes of provinces that a correction takes away; with nothing added and nothing removed it is another wish
     * @param undo whether the oldest correction that he saw is taken back; otherwise, without changes, it is tagged anew
     */
    record Ask(String uri, int back, Set<String> added, Set<String> removed, boolean undo) implements Step {
        boolean isCorrection() {
            return !added.isEmpty() || !removed.isEmpty();
        }

        @Override
        public String toString() {
            String wish = isCorrection() ? "+" + added + " -" + removed : undo ? "undo" : "retag";
            return "\n  ask " + wish + " of " + uri + (back == 0 ? "" : " as seen " + back + " before");
        }
    }
}
