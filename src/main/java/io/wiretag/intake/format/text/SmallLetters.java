package io.wiretag.intake.format.text;

import java.util.Locale;

/** Text from outside in small letters, in a time that grows with its length: Java copies all of it anew for each İ. */
public final class SmallLetters {
    private SmallLetters() {}

    /** The same as {@link String#toLowerCase(Locale)} for no language. */
    public static String of(String text) {
        // the one letter that becomes longer
        return text.replace("\u0130", "i\u0307").toLowerCase(Locale.ROOT);
    }
}
