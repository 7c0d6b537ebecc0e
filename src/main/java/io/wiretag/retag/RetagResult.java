package io.wiretag.retag;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came of asking for other tags.
 *
 * @param chosen stories that were to be asked for
 * @param asked stories that were asked for
 * @param gone stories that were not, since their records are not there any more: a newer version is, or nothing
 * @param retagged stories that went out with other tags
 * @param outdated stories of which something newer went out meanwhile, which has the tags of the rules in force
 * @param unchanged stories of which nothing went out
 * @param rejected stories whose request was rejected, by reason
 * @param tooLarge stories that are too large for a request
 * @param unknown stories whose request was dealt with, and nobody could read what came of it
 * @param unanswered stories whose request nobody had dealt with when it was given up
 * @param end why it ended
 * @param failure why it could not go on
 * @param took from the first request to the end
 */
public record RetagResult(
        long chosen,
        long asked,
        long gone,
        long retagged,
        long outdated,
        long unchanged,
        Map<String, Long> rejected,
        long tooLarge,
        long unknown,
        long unanswered,
        End end,
        Optional<String> failure,
        Duration took) {
    /** Why it ended. */
    public enum End {
        /** All were asked for. */
        DONE,
        /** Somebody stopped it. */
        STOPPED,
        /** The processors did not answer. */
        NO_ANSWER,
        /** It could not go on. */
        FAILED
    }

    public RetagResult {
        rejected = new TreeMap<>(rejected);
    }

    /** Stories whose request was dealt with. */
    public long answered() {
        return asked - unanswered;
    }

    /** Stories that are to be asked for again. */
    public long left() {
        return chosen - asked - gone - tooLarge + unanswered;
    }

    /** Whether all is as it should be: of each that was asked for it, or something newer, has gone out. */
    public boolean isComplete() {
        return end == End.DONE
                && failure.isEmpty()
                && unanswered + unknown + unchanged + tooLarge == 0
                && rejected.isEmpty();
    }
}
