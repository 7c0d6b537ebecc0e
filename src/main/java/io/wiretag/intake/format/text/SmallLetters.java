package io.wiretag.intake.format.text;

import java.util.Locale;

/**
 * Text from outside in small letters, in a time that grows with its length: Java copies all of it anew for each İ, and looks for
 * each Σ through all of its word, whether it is the last letter.
 */
public final class SmallLetters {
    private SmallLetters() {}

    /** The same as {@link String#toLowerCase(Locale)} for no language, but for a Σ at the end of a word, which is as any other. */
    public static String of(String text) {
        return text.replace("\u0130", "i\u0307").replace('\u03a3', '\u03c3').toLowerCase(Locale.ROOT);
    }
}
