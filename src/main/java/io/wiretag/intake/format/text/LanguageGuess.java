package io.wiretag.intake.format.text;

import java.text.Normalizer;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells Vietnamese from English where the text leaves no doubt. In Vietnamese prose far more than a third of the words
 * have a letter that only Vietnamese has; an English story full of Vietnamese names stays far below that, and has its
 * small words instead. Vietnamese without diacritics, and all else, is left open.
 */
public final class LanguageGuess {

    private static final Pattern WORD = Pattern.compile("\\p{L}+");
    private static final Pattern VIETNAMESE_LETTER = Pattern.compile("[ăđơưạ-ỹ]");
    private static final Set<String> ENGLISH_WORDS = Set.of(
            "the", "of", "and", "to", "in", "a", "for", "on", "with", "that", "is", "was", "by", "at", "from", "has",
            "have", "will", "said", "its", "his", "her", "their", "were", "are", "be", "an", "as");

    private static final int FEWEST_WORDS = 8;

    private LanguageGuess() {}

    /** "vi", "en", or empty where it is not clear. */
    public static Optional<String> of(String text) {
        Matcher word = WORD.matcher(SmallLetters.of(Normalizer.normalize(text, Normalizer.Form.NFC)));
        int words = 0;
        int vietnamese = 0;
        int english = 0;
        while (word.find()) {
            words++;
            if (VIETNAMESE_LETTER.matcher(word.group()).find()) {
                vietnamese++;
            } else if (ENGLISH_WORDS.contains(word.group())) {
                english++;
            }
        }
        if (words < FEWEST_WORDS) {
            return Optional.empty();
        }
        if (vietnamese * 10 >= words * 3 && english * 20 <= words) {
            return Optional.of("vi");
        }
        return english * 5 >= words && vietnamese * 5 <= words ? Optional.of("en") : Optional.empty();
    }
}
