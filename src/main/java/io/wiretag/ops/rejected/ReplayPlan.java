package io.wiretag.ops.rejected;

import io.wiretag.files.Why;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a replay would do, or has done.
 *
 * @param steps one for each record that was looked at, the oldest first
 * @param left how many that match were not looked at, because enough were found
 */
public record ReplayPlan(List<Step> steps, int left) {
    /** Copies the steps. */
    public ReplayPlan {
        steps = List.copyOf(steps);
    }

    /** What is to become of a record. */
    public enum Verdict {
        /** It is published again. */
        REPLAY(false),
        /** It was replayed before. */
        REPLAYED_BEFORE(false),
        /** It has been replayed and rejected so often that once more would not help. */
        TRIED_OUT(true),
        /** It cannot be read, so that it would only be rejected again. */
        UNREADABLE(true),
        /** Its key is not the uri of its article, so that it would only be rejected again. */
        KEY_MISMATCH(true),
        /** Its uri or version is longer than any may be, so that it would only be rejected again. */
        IDENTITY_TOO_LONG(true),
        /** It might undo what came after it. */
        OVERTAKEN(true),
        /** Its value was left where it was published, and is not there any more. */
        GONE(false),
        /** It is larger than the topic of published articles takes. */
        TOO_LARGE(false);

        private final boolean forceable;

        Verdict(boolean forceable) {
            this.forceable = forceable;
        }

        /** In JSON, and as the code of a {@link Why}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether it can be replayed all the same. */
        public boolean forceable() {
            return forceable;
        }
    }

    /**
     * One record.
     *
     * @param record without its value
     * @param why with the code of the verdict; empty where it is replayed
     * @param newKey with which it is published instead of its own
     * @param partition of the published records, where it is published; empty: as a producer chooses
     * @param as where it stands among the published records now, if it was replayed
     */
    public record Step(
            RejectedRecord record,
            Verdict verdict,
            Optional<Why> why,
            Optional<String> newKey,
            Optional<Integer> partition,
            Optional<RecordPlace> as) {
        Step heldBack(Verdict verdict, String words) {
            return heldBack(verdict, Map.of(), words);
        }

        /** @param values that the words tell */
        Step heldBack(Verdict verdict, Map<String, String> values, String words) {
            Why told = new Why(verdict.code(), values, words);
            return new Step(record, verdict, Optional.of(told), newKey, partition, Optional.empty());
        }

        Step withKey(String uri, int partition) {
            return new Step(record, verdict, why, Optional.of(uri), Optional.of(partition), as);
        }

        Step done(RecordPlace place) {
            return new Step(record, verdict, why, newKey, partition, Optional.of(place));
        }
    }

    /** Those that are replayed. */
    public List<Step> replays() {
        return steps.stream().filter(step -> step.verdict() == Verdict.REPLAY).toList();
    }

    /** Those that are not. */
    public List<Step> heldBack() {
        return steps.stream().filter(step -> step.verdict() != Verdict.REPLAY).toList();
    }
}
