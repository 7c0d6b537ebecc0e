package io.wiretag.files;

import java.util.Map;
import java.util.Optional;

/**
 * Why a part does not do its work: a code with values for a page that words it in its reader's language, and a sentence for
 * everybody else.
 *
 * @param code one word, or some with dashes; {@link #OTHER} where only the sentence says what it is
 * @param values that the sentence tells, by name; a time in ISO 8601
 * @param words the sentence, in English; may name machines
 */
public record Why(String code, Map<String, String> values, String words) {
    /** No page has words for it. */
    public static final String OTHER = "other";

    /** Copies the values. */
    public Why {
        values = Map.copyOf(values);
    }

    /** Without values. */
    public Why(String code, String words) {
        this(code, Map.of(), words);
    }

    /** The sentence alone. */
    public static Why other(String words) {
        return new Why(OTHER, words);
    }

    /** The sentence, where there is a reason. */
    public static Optional<String> words(Optional<Why> why) {
        return why.map(Why::words);
    }
}
