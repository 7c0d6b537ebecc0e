package io.wiretag.tagging.text;

import java.util.Arrays;

/**
 * A text as a row of words without diacritics and case, each with the way back to the original.
 *
 * <p>NFC and NFD, either place of the tone mark, no-break and zero-width spaces, and all kinds of dashes come out alike. What
 * folding takes away (diacritics, capitals, what stands between two words) is kept beside it, because rules ask for it later. One
 * pass over the text finds where words begin and their keys; letters are folded one by one only of words that somebody asks for
 * more. A text of n characters needs about 12 n bytes.  Not for two threads, not even to be
 * asked: an answer may fold a word.
 */
public final class FoldedText {
    /** What stands between two words, as bits. */
    public static final int SPACE = 1;

    public static final int LINE_END = 2;
    /** An empty line. */
    public static final int PARAGRAPH_END = 4;

    public static final int DASH = 8;
    public static final int DOT = 16;
    public static final int COMMA = 32;
    public static final int SLASH = 64;
    public static final int OPEN = 128;
    public static final int CLOSE = 256;
    public static final int QUOTE = 512;
    public static final int COLON = 1024;
    /** Question mark, exclamation mark, ellipsis, semicolon. */
    public static final int STOP = 2048;

    /** Any other character: {@code |}. */
    public static final int OTHER = 4096;

    /** Letters and punctuation below are looked up; what lies above is rare in a wire and costs a few calls. */
    private static final int TABLE = 0x2100;

    /** In the lower half the base letter, or 0; above it diacritics and {@link #code} of a letter, or the gap bits of any other character. */
    private static final int[] KINDS = new int[TABLE];

    private static final int GAP = 2 * OTHER - 1;

    /** Beside the bits of the gap before a word: whether one of its letters has a mark, */
    private static final int MARKED = 1 << 13;

    /** whether it begins with a capital, */
    private static final int CAPITAL = 1 << 14;

    /** whether it begins with a digit, */
    private static final int NUMBER = 1 << 15;

    /** and whether its letters stand apart from their diacritics. */
    private static final int UNFOLDED = 1 << 16;

    private static final int CODE = 23;
    private static final int CODE_BITS = 0b11_1111;

    /** Letters a to z and digits have codes from 1 to 36, so that as digits of this base {@value #LONGEST_KEY} of them fit into a long. */
    private static final int KEY_BASE = 37;

    private static final int LONGEST_KEY = 12;

    /** Set in a key that words may share. */
    private static final long SHARED = Long.MIN_VALUE;

    /** The marks of a word with more letters than fit into a long. */
    public static final long MANY_MARKS = -1;

    static final int MARK_BITS = 6;

    private static final int LONGEST_MARKS = 10;

    private static final int LETTER_MARKS = Letters.QUALITY | Letters.TONE | Letters.CAPITAL;

    /** Set for a letter with a mark that of the languages with Latin letters Vietnamese alone has in such numbers. */
    private static final int VIETNAMESE = 1 << 29;

    private static final int COMBINING = 1 << 30;

    /** The same bit, set for a letter that is none of a to z and no digit. */
    private static final int UNUSUAL = 1 << 30;

    private static final int INVISIBLE = 1 << 31;

    /** How many words on each side tell whether a text is written with diacritics. */
    private static final int NEIGHBOURHOOD = 15;

    /** In Vietnamese written with its diacritics about every other word has one that no other language has; one in so many will do. */
    private static final int VIETNAMESE_SHARE = 5;

    /** A stamp of one word without diacritics has at least so many letters, or an abbreviation would be one. */
    private static final int SHORTEST_STAMP = 4;

    static {
        for (char c = 0; c < TABLE; c++) {
            KINDS[c] = kind(c);
        }
    }

    private String original = "";

    /** The characters of the original; where a word was {@link #unfold unfolded}, its base letters from its first place on. */
    private char[] base = {};

    /** Of the letters of words that were unfolded. */
    private byte[] diacritics = {};

    private int[] start = {};
    private int[] end = {};
    private int[] letters = {};
    private long[] key = {};

    /** What stands before a word, and what all or some of its letters are. */
    private int[] signs = {};

    private int[] vietnameseBefore = {};
    private int words;
    private boolean hasCapitals;
    private boolean hasCombining;

    /** First word of the line, and whether all of it so far is capitals. */
    private int lineStart;

    private boolean inStamp;

    public static FoldedText of(String original) {
        FoldedText folded = new FoldedText();
        folded.read(original);
        return folded;
    }

    /** Holds this text from now on, in the arrays of the last one where they are large enough. Not for a text that others hold. */
    public void read(String next) {
        original = next;
        if (base.length <= next.length()) {
            base = new char[next.length() + 1];
            diacritics = new byte[next.length() + 1];
        }
        makeRoom(next.length() / 4 + 2);
        words = 0;
        hasCapitals = false;
        hasCombining = false;
        fold();
        endText();
    }

    /** Puts a word of nothing behind the last one, as far as rules ask of it: what the text before had there shall not be read. */
    private void endText() {
        start[words] = 0;
        end[words] = 0;
        letters[words] = 0;
        key[words] = 0;
        signs[words] = UNFOLDED;
    }

    private void makeRoom(int forWords) {
        if (start.length < forWords) {
            start = Arrays.copyOf(start, forWords);
            end = Arrays.copyOf(end, forWords);
            letters = Arrays.copyOf(letters, forWords);
            key = Arrays.copyOf(key, forWords);
            signs = Arrays.copyOf(signs, forWords);
            vietnameseBefore = Arrays.copyOf(vietnameseBefore, forWords);
        }
    }

    /** How many words there are. */
    public int words() {
        return words;
    }

    public String original() {
        return original;
    }

    /** Where a word begins in the original. */
    public int start(int word) {
        return start[word];
    }

    /** Where a word ends in the original, its combining marks included. */
    public int end(int word) {
        return end[word];
    }

    /**
     * The folded letters as a number; equal to that of {@link #key(String)}. A word whose key {@link #isOwn} is known by it, so that
     * words are looked up without comparing letters.
     */
    public long key(int word) {
        return key[word];
    }

    public static long key(String folded) {
        long key = 0;
        int unusual = 0;
        for (int i = 0; i < folded.length(); i++) {
            int code = code(folded.charAt(i));
            key = key * KEY_BASE + code;
            unusual |= unusual(code);
        }
        return key(key, folded.length(), unusual);
    }

    /** Whether no other word has this key: it has up to twelve letters, all of them a to z or digits. */
    public static boolean isOwn(long key) {
        return key >= 0;
    }

    private static long key(long sum, int letters, int kinds) {
        return letters <= LONGEST_KEY && (kinds & UNUSUAL) == 0 ? sum : sum | SHARED;
    }

    /**
     * The marks of all letters of a word as one number; words with the same letters that are equal in it have the same marks. {@link
     * #MANY_MARKS} for a word that is too long.
     */
    public long marks(int word) {
        int first = firstLetter(word);
        return marks(diacritics, first, first + letters[word]);
    }

    static long marks(byte[] diacritics, int from, int to) {
        if (to - from > LONGEST_MARKS) {
            return MANY_MARKS;
        }
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum = sum << MARK_BITS | diacritics[i] & (Letters.QUALITY | Letters.TONE);
        }
        return sum;
    }

    /** Of a base letter. */
    private static int code(char letter) {
        if (letter >= 'a' && letter <= 'z') {
            return letter - 'a' + 1;
        }
        return letter >= '0' && letter <= '9' ? letter - '0' + 27 : KEY_BASE + letter % (CODE_BITS + 1 - KEY_BASE);
    }

    private static int unusual(int code) {
        return code < KEY_BASE ? 0 : UNUSUAL;
    }

    public int letters(int word) {
        return letters[word];
    }

    public char base(int word, int letter) {
        return base[firstLetter(word) + letter];
    }

    int diacritics(int word, int letter) {
        return diacritics[firstLetter(word) + letter];
    }

    /** Whether any letter of a word has a diacritic: nearly none of a language without. */
    boolean isMarked(int word) {
        return (signs[word] & MARKED) != 0;
    }

    /** The diacritics of all words that were asked for their {@link #firstLetter}. Not to be changed. */
    byte[] diacritics() {
        return diacritics;
    }

    /** Where the letters of a word begin in {@link #base} and {@link #diacritics}. */
    public int firstLetter(int word) {
        if ((signs[word] & UNFOLDED) == 0) {
            unfold(word);
        }
        return start[word];
    }

    /** The base letters of all words that were asked for their {@link #firstLetter}. Not to be changed. */
    public char[] base() {
        return base;
    }

    /** Most words are known by their keys, and nobody asks for their letters. */
    private void unfold(int word) {
        for (int i = start[word]; i < end[word]; i++) {
            int kind = kindOf(base[i]);
            base[i] = (char) kind;
            diacritics[i] = (byte) (kind >> 16 & LETTER_MARKS);
        }
        signs[word] |= UNFOLDED;
    }

    /** The letters of a word without diacritics and in lower case. */
    public String folded(int word) {
        return new String(base, firstLetter(word), letters[word]);
    }

    /** Whether a word has these letters, without making a string of it. */
    public boolean is(String folded, int word) {
        int count = letters[word];
        if (count != folded.length()) {
            return false;
        }
        int first = firstLetter(word);
        for (int i = 0; i < count; i++) {
            if (folded.charAt(i) != base[first + i]) {
                return false;
            }
        }
        return true;
    }

    /** The letters of a word as they stand in the original. */
    public String text(int word) {
        return original.substring(start(word), end(word));
    }

    /** The character of the original right behind a word; 0 at the end. */
    public char charAfter(int word) {
        return end(word) < original.length() ? original.charAt(end(word)) : 0;
    }

    /** What stands before a word: bits; all of them before the first word. */
    public int gapBefore(int word) {
        return word == 0 ? PARAGRAPH_END : signs[word] & GAP;
    }

    public int gapAfter(int word) {
        return word + 1 >= words ? PARAGRAPH_END : signs[word + 1] & GAP;
    }

    /** Whether a gap holds the words on its sides together: blanks or one line end, nothing else. */
    public static boolean isPlain(int gap) {
        return gap != 0 && (gap & ~(SPACE | LINE_END)) == 0;
    }

    /** A dot with a blank behind it, not that of 4.233 or TP.HCM; or any stronger mark. */
    public static boolean isSentenceEnd(int gap) {
        return (gap & (STOP | PARAGRAPH_END)) != 0 || (gap & DOT) != 0 && (gap & (SPACE | LINE_END)) != 0;
    }

    public boolean isCapital(int word) {
        return (signs[word] & CAPITAL) != 0;
    }

    public boolean isAllCapitals(int word) {
        if ((signs[word] & (CAPITAL | NUMBER)) == 0 && letters[word] > 0) {
            return false;
        }
        int first = firstLetter(word);
        for (int i = first; i < first + letters[word]; i++) {
            if ((diacritics[i] & Letters.CAPITAL) == 0 && !isDigit(base[i])) {
                return false;
            }
        }
        return true;
    }

    public boolean isNumber(int word) {
        return (signs[word] & NUMBER) != 0;
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }

    /** How many of the words have a letter with a mark that of the languages with Latin letters Vietnamese alone has in such numbers. */
    public int vietnamese(int from, int to) {
        return vietnameseBefore[to] - vietnameseBefore[from];
    }

    /** Whether the words around are written with diacritics, as Vietnamese is and English is not. */
    public boolean isMarkedAround(int first, int last) {
        int from = Math.max(0, first - NEIGHBOURHOOD);
        int to = Math.min(words, last + 1 + NEIGHBOURHOOD);
        int marked = vietnamese(from, to) - vietnamese(first, last + 1);
        int all = to - from - (last + 1 - first);
        return marked * VIETNAMESE_SHARE >= all && marked >= 1;
    }

    /** Whether any word begins with a capital. */
    public boolean hasCapitals() {
        return hasCapitals;
    }

    /** Whether any mark stands behind its letter as a character of its own. */
    boolean hasCombining() {
        return hasCombining;
    }

    private void fold() {
        int length = original.length();
        original.getChars(0, length, base, 0);
        base[length] = '\n'; // ends the last word
        int gap = 0;
        int lineEnds = 0;
        int i = 0;
        while (i < length) {
            int kind = kindOf(base[i]);
            if ((char) kind != 0) {
                openWord(i, gap | (lineEnds > 1 ? PARAGRAPH_END : 0), kind);
                i = foldWord(i, kind);
                gap = 0;
                lineEnds = 0;
            } else {
                if (kind == COMBINING) {
                    hasCombining = true;
                } else if (kind != INVISIBLE) {
                    gap |= kind >> 16;
                    boolean secondHalf = base[i] == '\n' && i > 0 && base[i - 1] == '\r';
                    lineEnds += (kind >> 16 & LINE_END) != 0 && !secondHalf ? 1 : 0;
                }
                i++;
            }
        }
    }

    private void openWord(int at, int gapBefore, int firstKind) {
        if (words + 1 == start.length) {
            makeRoom(start.length * 2);
        }
        start[words] = at;
        boolean capital = (firstKind >> 16 & Letters.CAPITAL) != 0;
        signs[words] = gapBefore | (capital ? CAPITAL : 0) | (isDigit((char) firstKind) ? NUMBER : 0);
        hasCapitals |= capital;
        if (words == 0 || (gapBefore & (LINE_END | PARAGRAPH_END)) != 0) {
            lineStart = words;
            inStamp = true;
        }
    }

    /** Gives the place of the first character behind the word. */
    private int foldWord(int first, int firstKind) {
        char[] text = base;
        int kind = firstKind;
        int any = 0;
        int all = -1;
        long sum = 0;
        int i = first;
        do {
            any |= kind;
            all &= kind;
            sum = sum * KEY_BASE + (kind >> CODE & CODE_BITS);
            kind = kindOf(text[++i]);
        } while ((char) kind != 0);
        if (kind == COMBINING || kind == INVISIBLE) {
            return foldUnusual(first);
        }
        closeWord(i, i - first, sum, any, (all >> 16 & Letters.CAPITAL) != 0);
        return i;
    }

    /** The same of a word with marks that are characters of their own, or with something invisible within: it is unfolded at once. */
    private int foldUnusual(int first) {
        int length = first; // letters never overtake the characters they come from
        int any = 0;
        long sum = 0;
        int wordEnd = first;
        int i = first;
        for (; i < original.length(); i++) {
            char c = base[i];
            int kind = kindOf(c);
            if ((char) kind != 0) {
                base[length] = (char) kind;
                diacritics[length] = (byte) (kind >> 16 & LETTER_MARKS);
                length++;
                any |= kind;
                sum = sum * KEY_BASE + (kind >> CODE & CODE_BITS);
                wordEnd = i + 1;
            } else if (kind == COMBINING) {
                hasCombining = true;
                int more = Letters.put(diacritics[length - 1], c);
                diacritics[length - 1] = (byte) more;
                any |= Letters.isLatin(more) ? more << 16 : more << 16 | VIETNAMESE;
                wordEnd = i + 1;
            } else if (kind != INVISIBLE) {
                break;
            }
        }
        signs[words] |= UNFOLDED;
        closeWord(wordEnd, length - first, sum, any, isCapitals(first, length));
        return i;
    }

    private boolean isCapitals(int from, int to) {
        for (int i = from; i < to; i++) {
            if ((diacritics[i] & Letters.CAPITAL) == 0) {
                return false;
            }
        }
        return true;
    }

    private void closeWord(int wordEnd, int count, long sum, int any, boolean capitals) {
        end[words] = wordEnd;
        letters[words] = count;
        if (inStamp && !capitals) {
            inStamp = false;
            int glued = gluedAt();
            if (glued > 0) {
                closeGlued(wordEnd, count, glued);
                return;
            }
        }
        boolean marked = (any >> 16 & (Letters.QUALITY | Letters.TONE)) != 0;
        put(key(sum, count, any), marked, (any & VIETNAMESE) != 0);
    }

    /** "NGHỆ ANNguyễn Văn Nam": a stamp in capitals that a scraper glued to the first word. How many letters it has, or 0. */
    private int gluedAt() {
        int first = firstLetter(words);
        int last = first + letters[words];
        int small = first;
        while (small < last && (diacritics[small] & Letters.CAPITAL) != 0) {
            small++;
        }
        int stamp = small - 1 - first;
        boolean lone = words == lineStart && !isMarked(first, small - 1);
        return stamp >= (lone ? SHORTEST_STAMP : 2) && isSmall(small, last) ? stamp : 0;
    }

    private boolean isMarked(int from, int to) {
        for (int i = from; i < to; i++) {
            if ((diacritics[i] & (Letters.QUALITY | Letters.TONE)) != 0) {
                return true;
            }
        }
        return false;
    }

    private boolean isSmall(int from, int to) {
        for (int i = from; i < to; i++) {
            if ((diacritics[i] & Letters.CAPITAL) != 0 || base[i] <= '9') {
                return false;
            }
        }
        return from < to;
    }

    private void closeGlued(int wordEnd, int count, int stamp) {
        int first = start[words];
        int next = first;
        for (int left = stamp; left > 0 || Letters.base(original.charAt(next)) == 0; next++) {
            left -= Letters.base(original.charAt(next)) == 0 ? 0 : 1;
        }
        end[words] = next;
        letters[words] = stamp;
        put(key(first, stamp), isMarked(first, first + stamp), isVietnamese(first, first + stamp));
        int rest = count - stamp;
        System.arraycopy(base, first + stamp, base, next, rest);
        System.arraycopy(diacritics, first + stamp, diacritics, next, rest);
        openWord(next, COLON, Letters.CAPITAL << 16);
        signs[words] |= UNFOLDED;
        end[words] = wordEnd;
        letters[words] = rest;
        put(key(next, rest), isMarked(next, next + rest), isVietnamese(next, next + rest));
    }

    private long key(int from, int count) {
        return key(new String(base, from, count));
    }

    private boolean isVietnamese(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Letters.isLatin(diacritics[i])) {
                return true;
            }
        }
        return false;
    }

    private void put(long wordKey, boolean marked, boolean vietnamese) {
        signs[words] |= marked ? MARKED : 0;
        key[words] = wordKey;
        vietnameseBefore[words + 1] = vietnameseBefore[words] + (vietnamese ? 1 : 0);
        words++;
    }

    private static int kindOf(char c) {
        return c < TABLE ? KINDS[c] : kind(c);
    }

    private static int kind(char c) {
        char letter = Letters.base(c);
        if (letter != 0) {
            int diacritics = Letters.diacritics(c);
            int code = code(letter);
            return (Letters.isLatin(diacritics) ? 0 : VIETNAMESE)
                    | unusual(code)
                    | code << CODE
                    | diacritics << 16
                    | letter;
        }
        if (Letters.isCombining(c)) {
            return COMBINING;
        }
        return isInvisible(c) ? INVISIBLE : gapBit(c) << 16;
    }

    /** Zero-width spaces and joiners, soft hyphen: they may stand within a word. */
    private static boolean isInvisible(char c) {
        return c == '\u00ad' || c >= '\u200b' && c <= '\u200f' || c == '\u2060' || c == '\ufeff';
    }

    private static int gapBit(char c) {
        if (Lines.isLineEnd(c)) {
            return LINE_END;
        }
        if (Lines.isBlank(c)) {
            return SPACE;
        }
        if (PhotoCredit.isDash(c)) {
            return DASH;
        }
        return switch (c) {
            case '.' -> DOT;
            case ',' -> COMMA;
            case '/', '\\' -> SLASH;
            case '(', '[', '{' -> OPEN;
            case ')', ']', '}' -> CLOSE;
            case '"', '\'', '“', '”', '‘', '’', '«', '»' -> QUOTE;
            case ':' -> COLON;
            case ';', '!', '?', '…' -> STOP;
            default -> OTHER;
        };
    }
}
