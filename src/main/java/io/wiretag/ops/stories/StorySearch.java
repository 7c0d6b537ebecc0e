package io.wiretag.ops.stories;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is asked of the index. What is empty matters not; all of the rest must fit.
 *
 * @param words as typed: see {@link WordQuery}; or a uri as a whole
 * @param province code of one of the 63
 * @param unit code of one of the 34
 * @param agency code of an agency that wrote the story
 * @param uri the story and no other
 * @param before a place: what stands there or above it is left out
 * @param since versions that were tagged earlier are left out, though not from what is counted
 * @param limit at most so many
 */
public record StorySearch(
        Optional<String> words,
        Optional<String> province,
        Optional<String> unit,
        Optional<String> agency,
        Optional<String> uri,
        Optional<StoryCursor> before,
        Instant since,
        int limit) {
    /** A text to search for has at most so many UTF-16 code units. */
    public static final int LONGEST_WORDS = 500;

    public StorySearch {
        Objects.requireNonNull(since, "since");
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, is " + limit);
        }
    }
}
