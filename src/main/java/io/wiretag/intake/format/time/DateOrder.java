package io.wiretag.intake.format.time;

import io.wiretag.intake.format.text.SmallLetters;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which figure of {@code 10/2/2026} is the month. */
public enum DateOrder {
    /** As in Viet Nam and most of the world. */
    DAY_FIRST,
    /** As American software writes, mostly with AM and PM. */
    MONTH_FIRST;

    private static final Pattern FIGURES =
            Pattern.compile("(?<!\\d)(\\d{1,2})/(\\d{1,2})/\\d{2,4}(?!\\d)(?<rest>[^\\n]{0,20})");

    /** What the dates of one sender tell together: a figure above twelve is a day; else AM and PM tell. */
    public static DateOrder of(Collection<String> dates) {
        DateOrder order = DAY_FIRST;
        for (String date : dates) {
            Matcher figures = FIGURES.matcher(date);
            if (figures.find()) {
                if (Integer.parseInt(figures.group(1)) > 12) {
                    return DAY_FIRST;
                }
                if (Integer.parseInt(figures.group(2)) > 12) {
                    return MONTH_FIRST;
                }
                if (SmallLetters.of(figures.group("rest")).matches(".*\\d\\s?[ap]m\\b.*")) {
                    order = MONTH_FIRST;
                }
            }
        }
        return order;
    }
}
