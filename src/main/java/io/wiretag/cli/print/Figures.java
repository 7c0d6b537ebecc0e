package io.wiretag.cli.print;

import java.util.Locale;

/** Numbers and words of reports. */
public final class Figures {
    private Figures() {}

    static String number(long many) {
        return String.format(Locale.ROOT, "%,d", many);
    }

    public static String count(long many, String one, String several) {
        return number(many) + " " + (many == 1 ? one : several);
    }

    /** As machines read it: {@code out-of-order}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
