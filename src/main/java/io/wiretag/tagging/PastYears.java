package io.wiretag.tagging;

import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.WordSet;

/**
 * History within a newer story, where its words say the year: {@code Năm 2019, tỉnh Lâm Đồng}, {@code In March 2019, Lam Dong}, {@code Lâm
 * Đồng năm 2019}. The name then means the unit until 30 June 2025. "Từ năm 2019" goes on until today, and "Luật Đất đai năm 2024" is the
 * name of a law.
 */
final class PastYears {
    private static final int LAST_YEAR = 2025;
    private static final int LAST_MONTH = 6;
    private static final int FIRST_YEAR = 1900;

    /** How far in front of a name its year may stand, in words. */
    private static final int REACH = 12;

    /** "vào ngày 5 tháng 3 năm 2019": so many words at most are a date. */
    private static final int LONGEST_DATE = 6;

    private static final WordSet OF_DATE = WordSet.of(
            "nam",
            "thang",
            "ngay",
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    private static final WordSet OPENING =
            WordSet.of("vao", "trong", "hoi", "dau", "cuoi", "giua", "in", "early", "late");
    private static final WordSet UNTIL_NOW = WordSet.of("tu", "since", "from", "ke", "den", "by", "until");
    private static final WordSet NOW = WordSet.of("nay", "hien", "now", "today");

    private PastYears() {}

    static boolean areOf(Candidate c) {
        return standsBefore(c) || standsBehind(c);
    }

    private static boolean standsBefore(Candidate c) {
        FoldedText text = c.passage().text();
        for (int i = c.first() - 1; i >= Math.max(0, c.first() - REACH); i--) {
            if (FoldedText.isSentenceEnd(text.gapAfter(i)) || NOW.has(text, i)) {
                return false;
            }
            if (isYear(text, i)) {
                return isPast(text, i) && opensClause(text, i);
            }
        }
        return false;
    }

    private static boolean standsBehind(Candidate c) {
        FoldedText text = c.passage().text();
        int word = c.last() + 1;
        int year = c.last() + 2;
        return year < text.words()
                && FoldedText.isPlain(text.gapBefore(word))
                && FoldedText.isPlain(text.gapBefore(year))
                && (text.is("nam", word) || text.is("in", word))
                && isYear(text, year)
                && isPast(text, year);
    }

    /** Whether the date that ends with this year begins a sentence or clause, or stands behind a word like "vào". */
    private static boolean opensClause(FoldedText text, int year) {
        int first = year;
        while (year - first < LONGEST_DATE
                && first > 0
                && !isBreak(text.gapBefore(first))
                && (OF_DATE.has(text, first - 1) || text.isNumber(first - 1))) {
            first--;
        }
        boolean opened = first < year && isBreak(text.gapBefore(first));
        for (int i = first - 1; !opened && i >= Math.max(0, first - 2); i--) {
            if (!OPENING.has(text, i)) {
                return false;
            }
            opened = i == 0 || !UNTIL_NOW.has(text, i - 1) && !OPENING.has(text, i - 1);
        }
        return opened;
    }

    private static boolean isBreak(int gap) {
        return FoldedText.isSentenceEnd(gap) || (gap & (FoldedText.COMMA | FoldedText.OPEN | FoldedText.COLON)) != 0;
    }

    private static boolean isYear(FoldedText text, int word) {
        int number = number(text, word);
        return number >= FIRST_YEAR && number <= LAST_YEAR + 100;
    }

    private static boolean isPast(FoldedText text, int year) {
        int number = number(text, year);
        if (number != LAST_YEAR) {
            return number < LAST_YEAR;
        }
        int month = year > 0 ? number(text, year - 1) : -1;
        if (month < 0 && year > 1 && text.is("nam", year - 1)) {
            month = number(text, year - 2);
        }
        return month >= 1 && month <= LAST_MONTH;
    }

    /** The number that a word is; -1 if it is none of up to four digits. */
    private static int number(FoldedText text, int word) {
        int letters = text.letters(word);
        int number = letters > 4 ? -1 : 0;
        for (int i = 0; i < letters && number >= 0; i++) {
            char digit = text.base(word, i);
            number = digit >= '0' && digit <= '9' ? number * 10 + digit - '0' : -1;
        }
        return number;
    }

    /** Whether a text names years, and none that the units since July 2025 have seen. */
    static boolean areAllOf(FoldedText text) {
        boolean any = false;
        for (int i = 0; i < text.words(); i++) {
            if (text.isNumber(i) && isYear(text, i)) {
                if (!isPast(text, i)) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }
}
