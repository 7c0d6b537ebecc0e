package io.wiretag.tagging;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Ways in which a text may come other than it was written, and how often that happens among wires and headlines: an estimate, by which
 * mentions in altered texts are weighed. Tags of the text stay what they were.
 */
enum Alteration {
    NONE(50, text -> List.of(text)),
    /** Each sentence alone: a headline, a caption, a text that was cut. */
    SENTENCES(20, Alteration::sentences),
    NO_MARKS(10, text -> List.of(bare(text))),
    CAPITALS(8, text -> List.of(text.toUpperCase(Locale.ROOT))),
    TITLE(6, text -> List.of(title(text))),
    SMALL_LETTERS(3, text -> List.of(text.toLowerCase(Locale.ROOT))),
    SMALL_LETTERS_NO_MARKS(1, text -> List.of(bare(text).toLowerCase(Locale.ROOT))),
    DECOMPOSED(2, text -> List.of(Normalizer.normalize(text, Normalizer.Form.NFD)));

    private final int weight;
    private final Function<String, List<String>> alter;

    Alteration(int weight, Function<String, List<String>> alter) {
        this.weight = weight;
        this.alter = alter;
    }

    /** So many of a hundred texts come like this. */
    int weight() {
        return weight;
    }

    List<String> of(String text) {
        return alter.apply(text);
    }

    static String bare(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{Mn}", "")
                .replace('Đ', 'D')
                .replace('đ', 'd')
                .replace('Ð', 'D');
    }

    private static String title(String text) {
        return text.lines()
                .map(line -> List.of(line.split(" ")).stream()
                        .map(word -> word.isEmpty()
                                ? word
                                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> sentences(String text) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(text);
        List<String> sentences = new ArrayList<>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            sentences.add(text.substring(start, end));
        }
        return sentences;
    }
}
