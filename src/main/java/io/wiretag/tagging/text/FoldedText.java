package io.wiretag.tagging.text;

import java.util.Arrays;

/**
 * A text as a row of words without diacritics and case, each with the way back to the original.
 *
 * <p>NFC and NFD, either place of the tone mark, no-break and zero-width spaces, and all kinds of dashes come out alike. What
 * folding takes away (diacritics, capitals, what stands between two words) is kept beside it, because rules ask for it later. One
 * pass over the text; a text of n characters needs about 12 n bytes.
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

    /** Beside the bits of the gap before a word: whether one of its letters has a mark. */
    private static final int MARKED = 1 << 13;

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

    /** A stamp of one word without diacritics has at least so many letters, or an abbreviation would be one. */
    private static final int SHORTEST_STAMP = 4;

    static {
        for (char c = 0; c < TABLE; c++) {
            KINDS[c] = kind(c);
        }
    }

    private String original = "";
    private char[] base = {};
    private byte[] diacritics = {};

    private int[] wordStart = {};
    private int[] originalStart = {};
    private int[] originalEnd = {};
    private long[] key = {};
    private short[] gap = {};
    private long[] marks = {};
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
        base[wordStart[words]] = 0;
        diacritics[wordStart[words]] = 0;
        originalStart[words] = 0;
        originalEnd[words] = 0;
        key[words] = 0;
        marks[words] = 0;
        gap[words] = 0;
    }

    private void makeRoom(int forWords) {
        if (wordStart.length < forWords) {
            wordStart = Arrays.copyOf(wordStart, forWords);
            originalStart = Arrays.copyOf(originalStart, forWords);
            originalEnd = Arrays.copyOf(originalEnd, forWords);
            key = Arrays.copyOf(key, forWords);
            marks = Arrays.copyOf(marks, forWords);
            gap = Arrays.copyOf(gap, forWords);
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
        return originalStart[word];
    }

    /** Where a word ends in the original, its combining marks included. */
    public int end(int word) {
        return originalEnd[word];
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
        return marks[word];
    }

    static long marks(byte[] diacritics, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum = withMarks(sum, diacritics[i]);
        }
        return marks(sum, to - from);
    }

    private static long marks(long sum, int letters) {
        return letters <= LONGEST_MARKS ? sum : MANY_MARKS;
    }

    private static long withMarks(long sum, int diacritics) {
        return sum << MARK_BITS | diacritics & (Letters.QUALITY | Letters.TONE);
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
        return wordStart[word + 1] - wordStart[word];
    }

    public char base(int word, int letter) {
        return base[wordStart[word] + letter];
    }

    int diacritics(int word, int letter) {
        return diacritics[wordStart[word] + letter];
    }

    /** Whether any letter of a word has a diacritic: nearly none of a language without. */
    boolean isMarked(int word) {
        return (gap[word] & MARKED) != 0;
    }

    /** The diacritics of all letters; those of a word begin at {@link #firstLetter}. Not to be changed. */
    byte[] diacritics() {
        return diacritics;
    }

    public int firstLetter(int word) {
        return wordStart[word];
    }

    public char[] base() {
        return base;
    }

    /** The letters of a word without diacritics and in lower case. */
    public String folded(int word) {
        return new String(base, wordStart[word], letters(word));
    }

    /** Whether a word has these letters, without making a string of it. */
    public boolean is(String folded, int word) {
        int first = wordStart[word];
        int letters = letters(word);
        boolean same = letters == folded.length();
        for (int i = 0; same && i < letters; i++) {
            same = folded.charAt(i) == base[first + i];
        }
        return same;
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
        return word == 0 ? PARAGRAPH_END : gap[word] & ~MARKED;
    }

    public int gapAfter(int word) {
        return word + 1 >= words ? PARAGRAPH_END : gap[word + 1] & ~MARKED;
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
        return (diacritics[wordStart[word]] & Letters.CAPITAL) != 0;
    }

    public boolean isAllCapitals(int word) {
        for (int i = wordStart[word]; i < wordStart[word + 1]; i++) {
            if ((diacritics[i] & Letters.CAPITAL) == 0 && !(base[i] >= '0' && base[i] <= '9')) {
                return false;
            }
        }
        return true;
    }

    public boolean isNumber(int word) {
        char c = base[wordStart[word]];
        return c >= '0' && c <= '9';
    }

    /** How many of the words have a letter with a mark that of the languages with Latin letters Vietnamese alone has in such numbers. */
    public int vietnamese(int from, int to) {
        return vietnameseBefore[to] - vietnameseBefore[from];
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
        int end = original.length();
        // read and written in one array: letters never overtake the characters they come from
        original.getChars(0, end, base, 0);
        int bits = 0;
        int lineEnds = 0;
        int i = 0;
        while (i < end) {
            char c = base[i];
            int kind = c < TABLE ? KINDS[c] : kind(c);
            if ((char) kind != 0) {
                openWord(i, bits | (lineEnds > 1 ? PARAGRAPH_END : 0), kind >> 16);
                i = foldWord(i, end);
                bits = 0;
                lineEnds = 0;
            } else {
                if (kind == COMBINING) {
                    hasCombining = true;
                } else if (kind != INVISIBLE) {
                    bits |= kind >> 16;
                    boolean secondHalf = c == '\n' && i > 0 && base[i - 1] == '\r';
                    lineEnds += (kind >> 16 & LINE_END) != 0 && !secondHalf ? 1 : 0;
                }
                i++;
            }
        }
    }

    /** Gives the place of the first character behind the word. */
    private int foldWord(int start, int end) {
        // fields that the compiler would have to read and write anew for every letter
        char[] base = this.base;
        byte[] diacritics = this.diacritics;
        int length = wordStart[words];
        int kinds = 0;
        long keySum = 0;
        long markSum = 0;
        int wordEnd = start;
        int i = start;
        for (; i < end; i++) {
            char c = base[i];
            int kind = c < TABLE ? KINDS[c] : kind(c);
            char letter = (char) kind;
            if (letter != 0) {
                base[length] = letter;
                diacritics[length] = (byte) (kind >> 16 & LETTER_MARKS);
                length++;
                kinds |= kind;
                keySum = keySum * KEY_BASE + (kind >> CODE & CODE_BITS);
                markSum = withMarks(markSum, kind >> 16);
                wordEnd = i + 1;
            } else if (kind == COMBINING) {
                hasCombining = true;
                int more = Letters.put(diacritics[length - 1], c);
                diacritics[length - 1] = (byte) more;
                markSum = withMarks(markSum >>> MARK_BITS, more);
                kinds |= Letters.isLatin(more) ? more << 16 : more << 16 | VIETNAMESE;
                wordEnd = i + 1;
            } else if (kind != INVISIBLE) {
                break;
            }
        }
        closeWord(wordEnd, keySum, markSum, length, kinds);
        return i;
    }

    private void openWord(int start, int gapBefore, int firstMarks) {
        if (words + 1 == wordStart.length) {
            makeRoom(wordStart.length * 2);
        }
        originalStart[words] = start;
        gap[words] = (short) gapBefore;
        if (words == 0 || (gapBefore & (LINE_END | PARAGRAPH_END)) != 0) {
            lineStart = words;
            inStamp = true;
        }
        hasCapitals |= (firstMarks & Letters.CAPITAL) != 0;
    }

    private void closeWord(int end, long keySum, long markSum, int length, int kinds) {
        if (inStamp && !isCapitals(wordStart[words], length)) {
            inStamp = false;
            int glued = gluedAt(length);
            if (glued > 0) {
                closeGlued(end, length, glued);
                return;
            }
        }
        boolean marked = (kinds >> 16 & (Letters.QUALITY | Letters.TONE)) != 0;
        marks[words] = marks(markSum, length - wordStart[words]);
        putEnd(end, key(keySum, length - wordStart[words], kinds), length, marked, (kinds & VIETNAMESE) != 0);
    }

    private boolean isCapitals(int from, int to) {
        for (int i = from; i < to; i++) {
            if ((diacritics[i] & Letters.CAPITAL) == 0) {
                return false;
            }
        }
        return true;
    }

    /** "NGHỆ ANNguyễn Văn Nam": a stamp in capitals that a scraper glued to the first word. Where that begins, or 0. */
    private int gluedAt(int length) {
        int first = wordStart[words];
        int small = first;
        while (small < length && (diacritics[small] & Letters.CAPITAL) != 0) {
            small++;
        }
        int stamp = small - 1 - first;
        boolean lone = words == lineStart && !isMarked(first, small - 1);
        return stamp >= (lone ? SHORTEST_STAMP : 2) && isSmall(small, length) ? small - 1 : 0;
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

    private void closeGlued(int end, int length, int glued) {
        int start = originalStart[words];
        for (int letters = glued - wordStart[words];
                letters > 0 || Letters.base(original.charAt(start)) == 0;
                start++) {
            letters -= Letters.base(original.charAt(start)) == 0 ? 0 : 1;
        }
        int first = wordStart[words];
        marks[words] = marks(diacritics, first, glued);
        putEnd(start, key(first, glued), glued, isMarked(first, glued), isVietnamese(first, glued));
        openWord(start, COLON, Letters.CAPITAL);
        marks[words] = marks(diacritics, glued, length);
        putEnd(end, key(glued, length), length, isMarked(glued, length), isVietnamese(glued, length));
    }

    private long key(int from, int to) {
        return key(new String(base, from, to - from));
    }

    private boolean isVietnamese(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Letters.isLatin(diacritics[i])) {
                return true;
            }
        }
        return false;
    }

    private void putEnd(int end, long wordKey, int length, boolean marked, boolean vietnamese) {
        gap[words] |= marked ? MARKED : 0;
        originalEnd[words] = end;
        key[words] = wordKey;
        vietnameseBefore[words + 1] = vietnameseBefore[words] + (vietnamese ? 1 : 0);
        words++;
        wordStart[words] = length;
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
