package io.wiretag.tagging.text;

import java.util.Arrays;
import java.util.List;

/** One word of a name in the gazetteer, and how exactly a word of a text agrees with it. */
public final class Word {
    /** How a name in a text agrees with the gazetteer's spelling, the best first. */
    public enum Spelling {
        /** The same diacritics; the tone mark may stand on another letter of the syllable. */
        EXACT,
        /** No diacritics where the gazetteer has some: {@code Ha Noi}. */
        PLAIN,
        /** Only diacritics are left that French has too: {@code Dà Nang}, {@code Nghê An}. */
        FRENCH,
        /** Of several words some have their diacritics and some have lost them: {@code Ha-nội}. */
        PARTIAL,
        /** Other diacritics: another word. {@code Hai Dương} is not Hải Dương. */
        OTHER;

        private static final Spelling[] BEST_FIRST = values();

        int bit() {
            return 1 << ordinal();
        }

        /** The best of those whose bits are set. */
        public static Spelling best(int bits) {
            return BEST_FIRST[Math.min(Integer.numberOfTrailingZeros(bits), OTHER.ordinal())];
        }
    }

    private static final int DIACRITICS = Letters.QUALITY | Letters.TONE;

    private final String folded;
    private final byte[] diacritics;
    private final boolean[] capitals;
    private final boolean marked;
    private final int tones;
    /** What a word is that is written just so. */
    private final int own;
    /** What a word is that has its letters and no mark. */
    private final int bare;

    private Word(String folded, byte[] diacritics, boolean[] capitals) {
        this.folded = folded;
        this.diacritics = diacritics;
        this.capitals = capitals;
        boolean any = false;
        for (byte m : diacritics) {
            any |= m != 0;
        }
        this.marked = any;
        this.tones = tones(marks());
        this.own = compare(diacritics, 0);
        this.bare = compare(new byte[diacritics.length], 0);
    }

    /** A word of a folded text, such as the written form of a name. */
    public static Word of(FoldedText text, int word) {
        byte[] diacritics = new byte[text.letters(word)];
        boolean[] capitals = new boolean[diacritics.length];
        for (int i = 0; i < diacritics.length; i++) {
            diacritics[i] = (byte) (text.diacritics(word, i) & DIACRITICS);
            capitals[i] = (text.diacritics(word, i) & Letters.CAPITAL) != 0;
        }
        return new Word(text.folded(word), diacritics, capitals);
    }

    /** The words of a name written as one: {@code HàNội}. */
    public static Word joined(Word... words) {
        int letters =
                Arrays.stream(words).mapToInt(word -> word.diacritics.length).sum();
        StringBuilder folded = new StringBuilder(letters);
        byte[] diacritics = new byte[letters];
        boolean[] capitals = new boolean[letters];
        for (Word word : words) {
            int length = folded.length();
            System.arraycopy(word.diacritics, 0, diacritics, length, word.diacritics.length);
            System.arraycopy(word.capitals, 0, capitals, length, word.capitals.length);
            folded.append(word.folded);
        }
        return new Word(folded.toString(), diacritics, capitals);
    }

    public String folded() {
        return folded;
    }

    /** Letters, capitals and diacritics; the tone marks in their order, behind the letters. */
    public String key() {
        StringBuilder key = new StringBuilder();
        StringBuilder tones = new StringBuilder();
        for (int i = 0; i < diacritics.length; i++) {
            char letter = folded.charAt(i);
            int quality = diacritics[i] & Letters.QUALITY;
            int tone = diacritics[i] & Letters.TONE;
            key.append(capitals[i] ? Character.toUpperCase(letter) : letter).append(quality == 0 ? "" : "^" + quality);
            tones.append(tone == 0 ? "" : "'" + tone);
        }
        return key.append(tones).toString();
    }

    /** Whether the gazetteer writes the word with a capital. */
    public boolean isCapital() {
        return capitals[0];
    }

    /** Whether the text has capitals in just the places where the gazetteer has them. */
    public boolean hasTheseCapitals(FoldedText text, int word) {
        for (int i = 0; i < capitals.length; i++) {
            if (capitals[i] != ((text.diacritics(word, i) & Letters.CAPITAL) != 0)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a word with these letters and marks may be spelled like any of these words. A quick no for nearly all that are not: it
     * would have the same tones, or only marks of French and no tone that the word has not.
     *
     * @param marks some, as {@link FoldedText#marks(int)} gives them
     */
    public static boolean mayBeAny(List<Word> words, long marks) {
        int tones = tones(marks);
        boolean latin = true;
        for (long rest = marks; rest != 0; rest >>>= FoldedText.MARK_BITS) {
            latin &= Letters.isLatin((int) rest & DIACRITICS);
        }
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            if (word.marked && (word.tones == tones || latin && (tones & ~word.tones) == 0)) {
                return true;
            }
        }
        return false;
    }

    /** The tones that occur, as a set. */
    private static int tones(long marks) {
        int tones = 0;
        for (long rest = marks; rest != 0; rest >>>= FoldedText.MARK_BITS) {
            tones |= 1 << ((int) rest >> 3 & 7);
        }
        return tones & ~1;
    }

    /** The same of another word of these letters. */
    public int spellings(Word other) {
        if (!other.marked) {
            return bare;
        }
        return marked ? compare(other.diacritics, 0) : 0;
    }

    /** The same letters without their marks. */
    public Word bare() {
        return new Word(folded, new byte[diacritics.length], capitals);
    }

    /** {@link FoldedText#marks(int)} of a word that is written just so. */
    public long marks() {
        return FoldedText.marks(diacritics, 0, diacritics.length);
    }

    /** Compares the diacritics; the letters are known to be equal. Gives the bits of all spellings that the word may be. */
    public int spellings(FoldedText text, int word) {
        if (!text.isMarked(word)) {
            return bare;
        }
        if (!marked) {
            return 0; // it is no word that has some
        }
        byte[] others = text.diacritics();
        int first = text.firstLetter(word);
        for (int i = 0; i < diacritics.length; i++) {
            if ((others[first + i] & DIACRITICS) != diacritics[i]) {
                return compare(others, first);
            }
        }
        return own;
    }

    private int compare(byte[] others, int first) {
        boolean plain = true;
        boolean exact = true;
        boolean french = true;
        int tone = 0;
        for (int i = 0; i < diacritics.length; i++) {
            int other = others[first + i] & DIACRITICS;
            int quality = other & Letters.QUALITY;
            int ownTone = other & Letters.TONE;
            plain &= other == 0;
            exact &= isQuality(quality, diacritics[i] & Letters.QUALITY);
            french &= Letters.isLatin(other)
                    && (quality == 0 || quality == (diacritics[i] & Letters.QUALITY))
                    && (ownTone == 0 || ownTone == (diacritics[i] & Letters.TONE));
            if (ownTone != 0) {
                tone = nextTone(tone);
                exact &= tone < diacritics.length && ownTone == (diacritics[tone] & Letters.TONE);
                tone++;
            }
        }
        exact &= nextTone(tone) == diacritics.length && !(plain && marked);
        return (exact ? Spelling.EXACT.bit() : 0)
                | (plain ? Spelling.PLAIN.bit() : 0)
                | (french ? Spelling.FRENCH.bit() : 0);
    }

    /** D is typed for Đ often enough, and makes no other word. */
    private static boolean isQuality(int written, int wanted) {
        return written == wanted || written == 0 && wanted == Letters.STROKE;
    }

    /** Tone marks are compared in their order, not by their letters, since Hòa and Hoà are one word. */
    private int nextTone(int from) {
        int i = from;
        while (i < diacritics.length && (diacritics[i] & Letters.TONE) == 0) {
            i++;
        }
        return i;
    }
}
