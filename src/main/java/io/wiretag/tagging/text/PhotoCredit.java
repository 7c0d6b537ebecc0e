package io.wiretag.tagging.text;

import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Finds the picture credit that a caption ends in: {@code VNA/VNS Photo Trí Dũng}, {@code (Photo: VNA)}, {@code Ảnh: Minh Châu - TTXVN},
 * {@code (AP Photo/Name)}, {@code Đồ họa: TTXVN}. The word for a picture must stand near the end, and no sentence may follow it.
 */
final class PhotoCredit {
    /** Words for a picture, as they stand before or after the agency. */
    private static final String[] WITH_P = {"photo", "photos"};

    private static final String[] WITH_V = {"video"};
    private static final String[] WITH_F = {"foto"};
    private static final String[] WITH_S = {"symbolfoto"};
    private static final String[] WITH_A = {"ảnh"};
    /** These are usual words: they open a credit with a colon behind them alone. */
    private static final String[] WITH_STROKE = {"đồ họa:", "đồ hoạ:"};

    private static final String[] WITH_I = {"infographic:", "infographics:"};
    private static final String[] CYRILLIC = {"фото"};
    private static final String[] NONE = {};

    /** Whether any of the words may begin so: asked for every letter of a paragraph's end. */
    private static final boolean[] INITIALS = new boolean['ả' + 1];

    private static final int LONGEST = 80;

    static {
        for (char c = 0; c < INITIALS.length; c++) {
            INITIALS[c] = words(c).length > 0;
        }
    }

    private PhotoCredit() {}

    /** Where the credit begins within the paragraph from {@code start} to {@code end}. */
    static OptionalInt start(String text, int start, int end) {
        int from = Math.max(start, end - LONGEST);
        for (int i = end - 1; i >= from; i--) {
            char initial = text.charAt(i);
            if (initial >= INITIALS.length || !INITIALS[initial] || i > from && isSmall(text.charAt(i - 1))) {
                continue;
            }
            for (String word : words(initial)) {
                int after = i + word.length();
                // the cheapest first: nearly every letter stands within a word
                if (after <= end
                        && Character.toLowerCase(text.charAt(i + 2)) == word.charAt(2)
                        && (i == from || !Character.isLetterOrDigit(text.charAt(i - 1)))
                        && (after == end || !Character.isLetterOrDigit(text.charAt(after)))
                        && text.regionMatches(true, i, word, 0, word.length())) {
                    return credit(text, start, i, after, end);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Any letter may not stand before the word; these are told at once. */
    private static boolean isSmall(char c) {
        return c >= 'a' && c <= 'z';
    }

    /** Which of the words may begin so. */
    private static String[] words(char initial) {
        return switch (initial) {
            case 'p', 'P' -> WITH_P;
            case 'v', 'V' -> WITH_V;
            case 'f', 'F' -> WITH_F;
            case 's', 'S' -> WITH_S;
            case 'ả', 'Ả' -> WITH_A;
            case 'ф', 'Ф' -> CYRILLIC;
            case 'đ', 'Đ' -> WITH_STROKE;
            case 'i', 'I' -> WITH_I;
            default -> NONE;
        };
    }

    /** Whether a sentence ends before the end: an initial ("J. Smith") or the very end may have a full stop. */
    private static boolean endsEarly(String text, int afterWord, int end) {
        for (int i = afterWord; i < end; i++) {
            char c = text.charAt(i);
            boolean stop = c == '.' || c == '!' || c == '?';
            boolean initial = stop
                    && i > afterWord
                    && Character.isUpperCase(text.charAt(i - 1))
                    && (i < 2 || !Character.isLetter(text.charAt(i - 2)));
            if (stop && !initial && i + 1 < end && !isDomain(text, i, end)) {
                return true;
            }
        }
        return false;
    }

    /** Checks what stands around the word for a picture, and moves to the left to take in {@code VNA/VNS}. */
    private static OptionalInt credit(String text, int start, int word, int afterWord, int end) {
        if (endsEarly(text, afterWord, end)) {
            return OptionalInt.empty();
        }
        boolean colon = text.charAt(afterWord - 1) == ':' || afterWord < end && text.charAt(afterWord) == ':';
        int i = word;
        while (i > start) {
            char c = text.charAt(i - 1);
            if (c == '(' || c == '[') {
                return OptionalInt.of(i - 1);
            }
            if (c == '.' || c == '!' || c == '?' || c == '…' || c == ')' || c == '"' || c == '”') {
                return OptionalInt.of(skipBlanks(text, i));
            }
            if (isDash(c) && (i - 2 < start || Lines.isBlank(text.charAt(i - 2)) || isDash(text.charAt(i - 2)))) {
                return OptionalInt.of(i - 1);
            }
            if (Lines.isLineEnd(c)) {
                return OptionalInt.of(skipBlanks(text, i));
            }
            if (word - i > 40) {
                break;
            }
            i--;
        }
        // the credit is the whole line: "VNA/VNS Photo", "Ảnh: TTXVN"
        boolean wholeLine = i == start
                && (colon
                        || Character.isUpperCase(text.charAt(start))
                                && end - start <= LONGEST
                                && text.substring(start, word).indexOf('/') > 0);
        return wholeLine && !isForTextToo(text, start, word) ? OptionalInt.of(start) : OptionalInt.empty();
    }

    /** "Tin, ảnh: Minh Châu - TTXVN" signs the whole story. */
    private static boolean isForTextToo(String text, int start, int word) {
        return Stream.of("tin", "bài", "text")
                .anyMatch(kind ->
                        start + kind.length() <= word && text.regionMatches(true, start, kind, 0, kind.length()));
    }

    private static boolean isDomain(String text, int dot, int end) {
        return dot + 1 < end && Character.isLetterOrDigit(text.charAt(dot + 1));
    }

    private static int skipBlanks(String text, int from) {
        int i = from;
        while (i < text.length() && Lines.isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static boolean isDash(char c) {
        return c == '-' || c >= '\u2010' && c <= '\u2015' || c == '\u2212';
    }
}
