package io.wiretag.tagging.text;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text with its combining marks put onto their letters, and the way back to the original. Unlike normalizing the whole, it keeps
 * the offsets, and a letter under a mountain of diacritics costs no more than the mountain.
 */
final class Composed {
    /** No letter of a living language bears more; the rest is dropped. */
    private static final int MOST_MARKS = 4;

    private final String text;
    private final int[] offsets;

    private Composed(String text, int[] offsets) {
        this.text = text;
        this.offsets = offsets;
    }

    static Composed of(String original) {
        int mark = 0;
        while (mark < original.length() && !Letters.isCombining(original.charAt(mark))) {
            mark++;
        }
        return mark == original.length() ? without(original) : compose(original);
    }

    /** Of a text without combining marks. */
    static Composed without(String original) {
        return new Composed(original, null);
    }

    String text() {
        return text;
    }

    /** Whether there was nothing to compose. */
    boolean isOriginal() {
        return offsets == null;
    }

    /** Where a place of the composed text, or its end, lies in the original. */
    int original(int offset) {
        return offsets == null ? offset : offsets[offset];
    }

    private static Composed compose(String original) {
        StringBuilder text = new StringBuilder(original.length());
        int[] offsets = new int[original.length() + 1];
        int i = 0;
        while (i < original.length()) {
            int end = i + 1;
            while (end < original.length() && Letters.isCombining(original.charAt(end))) {
                end++;
            }
            String letter = original.substring(i, Math.min(end, i + 1 + MOST_MARKS));
            String normal = letter.length() == 1 ? letter : Normalizer.normalize(letter, Normalizer.Form.NFC);
            // marks that Unicode composes of others come out as these, and are no Vietnamese anyway
            String composed = normal.length() > letter.length() ? letter : normal;
            for (int k = 0; k < composed.length(); k++) {
                offsets[text.length() + k] = i;
            }
            text.append(composed);
            i = end;
        }
        offsets[text.length()] = original.length();
        return new Composed(text.toString(), Arrays.copyOf(offsets, text.length() + 1));
    }
}
