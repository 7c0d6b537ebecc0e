package io.wiretag.cli.options;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Times as people write them at a command line. */
public final class Times {
    private static final String DAY = "2026-08-03";

    private Times() {}

    /**
     * A time, a day (its beginning here), or how long ago.
     *
     * @param option that is to be named where it is none
     * @throws IllegalArgumentException if it is none
     */
    public static Instant time(String option, String text, Instant now) {
        try {
            if (text.startsWith("P")) {
                return now.minus(Duration.parse(text));
            }
            return text.length() > DAY.length()
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(option + " is '" + text
                    + "', must be a time like 2026-08-03T09:00:00Z, a day like 2026-08-03, or that long ago: PT1H");
        }
    }
}
