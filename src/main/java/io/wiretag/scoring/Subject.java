package io.wiretag.scoring;

import java.util.Locale;

/** In what a text is tagged right or wrong. */
public enum Subject {
    /** Codes of the provinces that it names. */
    PROVINCES,
    /** Codes of those that it is about, the foremost first. */
    ABOUT,
    /** Codes of agencies with their roles, such as {@code VNA origin}. */
    AGENCIES;

    /** As lines of JSON name it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
