package io.wiretag.tagging.text;

import java.util.Arrays;

/** A few folded words, to ask whether a word of a text is one of them without making a string of it. Costs a comparison for each. */
public final class WordSet {
    private final long[] keys;

    private WordSet(long[] keys) {
        this.keys = keys;
    }

    /** @throws IllegalArgumentException for a word that has no key of its own */
    public static WordSet of(String... words) {
        long[] keys = Arrays.stream(words).mapToLong(FoldedText::key).toArray();
        for (int i = 0; i < keys.length; i++) {
            if (!FoldedText.isOwn(keys[i])) {
                throw new IllegalArgumentException("too long or not folded: " + words[i]);
            }
        }
        return new WordSet(keys);
    }

    public boolean has(FoldedText text, int word) {
        long key = text.key(word);
        for (long each : keys) {
            if (each == key) {
                return true;
            }
        }
        return false;
    }
}
