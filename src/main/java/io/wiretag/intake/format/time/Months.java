package io.wiretag.intake.format.time;

import io.wiretag.intake.format.text.SmallLetters;
import java.text.Normalizer;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of months in the languages that agencies write, as Unicode's CLDR has them, full and short, without marks. */
final class Months {

    private static final Map<String, Integer> NUMBERS = numbers();

    /** One name of a month, in text that {@link #plain} has made plain. */
    static final String NAME = NUMBERS.keySet().stream()
            .sorted(Comparator.comparing(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|", "(?:", ")"));

    private Months() {}

    private static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        for (String language : List.of("en", "de", "fr", "es", "it", "pt", "nl", "id")) {
            for (Month month : Month.values()) {
                for (TextStyle style : TextStyle.values()) {
                    String name = plain(month.getDisplayName(style, Locale.forLanguageTag(language)));
                    // one letter and figures are names too
                    if (name.length() > 2 && name.chars().allMatch(Character::isLetter)) {
                        numbers.putIfAbsent(name, month.getValue());
                    }
                }
            }
        }
        return numbers;
    }

    /** From 1. */
    static int number(String name) {
        return NUMBERS.get(plain(name));
    }

    /** Small letters without marks and full stops. */
    static String plain(String text) {
        return SmallLetters.of(Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("[\\p{M}.]", ""));
    }
}
