package io.wiretag.tagging.text;

import io.wiretag.tagging.text.WireText.Span;
import java.util.Optional;

/**
 * The words before the dash at the head of a story: a place, a date, a source, or some of them.
 *
 * <pre>
 * VGP -                          source
 * (Chinhphu.vn) -                source
 * HÀ NỘI —                       place
 * HANOI, Aug. 3 (Xinhua) --      place, date, source
 * Hà Nội, ngày 3/8 (TTXVN) -     place, date, source
 * </pre>
 *
 * A place without a source must be written in capitals, otherwise every sentence with an early dash would open with a dateline.
 *
 * @param whole from the first letter to the dash
 * @param place the place, if there is one
 * @param source what stands in brackets, or the lone word before the dash
 */
record Dateline(Span whole, Optional<Span> place, Optional<Span> source) {
    private static final int LONGEST = 80;

    /** Reads the head of the paragraph from {@code start} to {@code end}. */
    static Optional<Dateline> find(String text, int start, int end) {
        int limit = Math.min(end, start + LONGEST);
        int open = -1;
        int close = -1;
        for (int i = start; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '(' && open < 0) {
                open = i;
            } else if (c == ')' && open >= 0 && close < 0) {
                close = i;
            } else if (isDivider(text, start, i, end)) {
                return read(text, start, i, endOfDash(text, i, end), open, close);
            } else if (close >= 0 && !Lines.isBlank(c)) {
                return Optional.empty(); // words between the source and the dash
            }
        }
        return Optional.empty();
    }

    private static Optional<Dateline> read(String text, int start, int dash, int end, int open, int close) {
        int headEnd = trimRight(text, start, dash);
        if (headEnd == start) {
            return Optional.empty();
        }
        Span whole = new Span(start, end);
        if (open >= 0) {
            if (close < 0 || close == open + 1) {
                return Optional.empty();
            }
            Optional<Span> source = Optional.of(new Span(open + 1, close));
            if (open == start) {
                return Optional.of(new Dateline(whole, Optional.empty(), source));
            }
            return place(text, start, trimRight(text, start, open), false)
                    .map(place -> new Dateline(whole, Optional.of(place), source));
        }
        if (isLoneSource(text, start, headEnd)) {
            return Optional.of(new Dateline(whole, Optional.empty(), Optional.of(new Span(start, headEnd))));
        }
        return place(text, start, headEnd, true)
                .map(place -> new Dateline(whole, Optional.of(place), Optional.empty()));
    }

    /** The words up to the first comma; every one must begin with a capital, or be all capitals. */
    private static Optional<Span> place(String text, int start, int end, boolean allCapitals) {
        int comma = text.indexOf(',', start);
        int placeEnd = comma >= 0 && comma < end ? comma : end;
        // "HANOI, Vietnam" and "HANOI, May 3" may follow in lower case; a sentence may not
        if (end - placeEnd > 30) {
            return Optional.empty();
        }
        boolean wordStart = true;
        int words = 0;
        for (int i = start; i < placeEnd; i++) {
            char c = text.charAt(i);
            if (Character.isLetter(c)) {
                if (wordStart) {
                    words++;
                }
                if ((wordStart || allCapitals) && !Character.isUpperCase(c)) {
                    return Optional.empty();
                }
                wordStart = false;
            } else if (Character.getType(c) != Character.NON_SPACING_MARK) {
                if (Character.isDigit(c) || ";:!?\"“”%".indexOf(c) >= 0) {
                    return Optional.empty();
                }
                wordStart = true;
            }
        }
        return words == 0 || words > 6 ? Optional.empty() : Optional.of(new Span(start, placeEnd));
    }

    /** One word that no reader would pronounce: {@code VGP}, {@code VOV.VN}, {@code GD&TĐ}, {@code NDĐT}. */
    private static boolean isLoneSource(String text, int start, int end) {
        int capitals = 0;
        int vowels = 0;
        boolean plain = true;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (Lines.isBlank(c) || c == ',') {
                return false;
            }
            if (Character.isUpperCase(c)) {
                capitals++;
                // an accented vowel (Huế, HÀ) makes a word; the letter Đ alone does not
                vowels += "AEIOUY".indexOf(c) >= 0 || c > 0x7f && c != 'Đ' && c != 'Ð' ? 1 : 0;
            } else {
                plain = false;
            }
        }
        int length = end - start;
        boolean pronounced = plain && vowels * 3 >= length && (length > 3 || vowels == 2);
        return capitals >= 2 && length <= 20 && !pronounced;
    }

    /** A dash counts if a blank or a bracket stands before it or a blank after it, so that Phan Rang-Tháp Chàm stays whole. */
    private static boolean isDivider(String text, int start, int i, int end) {
        char c = text.charAt(i);
        if (!PhotoCredit.isDash(c) && c != '_' || i == start) {
            return false;
        }
        char before = text.charAt(i - 1);
        boolean blankAfter =
                i + 1 >= end || Lines.isBlank(text.charAt(i + 1)) || PhotoCredit.isDash(text.charAt(i + 1));
        return blankAfter && (Lines.isBlank(before) || before == ')' || c == '—' || c == '–') || before == ')';
    }

    private static int endOfDash(String text, int dash, int end) {
        int i = dash;
        while (i < end && (PhotoCredit.isDash(text.charAt(i)) || text.charAt(i) == '_')) {
            i++;
        }
        return i;
    }

    private static int trimRight(String text, int start, int end) {
        int i = end;
        while (i > start && Lines.isBlank(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }
}
