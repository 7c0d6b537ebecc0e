package io.wiretag.tagging;

import java.util.Arrays;

/** One word of a name in the gazetteer, and how exactly a word of a text agrees with it. */
final class Word {
    /** How a word or name of a text agrees with the gazetteer's spelling. */
    enum Spelling {
        /** The same marks; the tone mark may stand on another letter of the syllable. */
        EXACT,
        /** The text has no marks where the gazetteer has some: {@code Ha Noi}. */
        PLAIN,
        /** Some words of the name have their marks and some have lost them: {@code Hải Phong}. */
        MIXED,
        /** Other marks: another word. */
        OTHER;

        /** The spelling of a name whose words so far are spelled like {@code this} and whose next is like {@code next}. */
        Spelling and(Spelling next) {
            if (this == OTHER || next == OTHER) {
                return OTHER;
            }
            return this == next ? this : MIXED;
        }
    }

    private static final int MARKS = Letters.QUALITY | Letters.TONE;

    private final String folded;
    private final byte[] marks;
    private final boolean[] capitals;
    private final boolean marked;

    private Word(String folded, byte[] marks, boolean[] capitals) {
        this.folded = folded;
        this.marks = marks;
        this.capitals = capitals;
        boolean any = false;
        for (byte m : marks) {
            any |= m != 0;
        }
        this.marked = any;
    }

    /** A word of a folded text, such as the written form of a name. */
    static Word of(FoldedText text, int word) {
        byte[] marks = new byte[text.letters(word)];
        boolean[] capitals = new boolean[marks.length];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = (byte) (text.marks(word, i) & MARKS);
            capitals[i] = (text.marks(word, i) & Letters.CAPITAL) != 0;
        }
        return new Word(text.folded(word), marks, capitals);
    }

    /** The words of a name written as one: {@code HàNội}. */
    static Word joined(Word... words) {
        StringBuilder folded = new StringBuilder();
        byte[] marks = new byte[0];
        boolean[] capitals = new boolean[0];
        for (Word word : words) {
            int length = folded.length();
            marks = Arrays.copyOf(marks, length + word.marks.length);
            System.arraycopy(word.marks, 0, marks, length, word.marks.length);
            capitals = Arrays.copyOf(capitals, marks.length);
            System.arraycopy(word.capitals, 0, capitals, length, word.capitals.length);
            folded.append(word.folded);
        }
        return new Word(folded.toString(), marks, capitals);
    }

    String folded() {
        return folded;
    }

    /** Whether the word has a mark that a careless writer could leave away. */
    boolean marked() {
        return marked;
    }

    /** Whether the gazetteer writes the word with a capital. */
    boolean isCapital() {
        return capitals[0];
    }

    /** Whether the text has capitals in just the places where the gazetteer has them. */
    boolean hasTheseCapitals(FoldedText text, int word) {
        for (int i = 0; i < capitals.length; i++) {
            if (capitals[i] != ((text.marks(word, i) & Letters.CAPITAL) != 0)) {
                return false;
            }
        }
        return true;
    }

    /** Compares the marks; the letters are known to be equal. */
    Spelling spelling(FoldedText text, int word) {
        boolean plain = true;
        boolean exact = true;
        int tone = 0;
        for (int i = 0; i < marks.length; i++) {
            int other = text.marks(word, i) & MARKS;
            plain &= other == 0;
            exact &= (other & Letters.QUALITY) == (marks[i] & Letters.QUALITY);
            if ((other & Letters.TONE) != 0) {
                tone = nextTone(tone);
                exact &= tone < marks.length && (other & Letters.TONE) == (marks[tone] & Letters.TONE);
                tone++;
            }
        }
        exact &= nextTone(tone) == marks.length;
        return exact ? Spelling.EXACT : plain ? Spelling.PLAIN : Spelling.OTHER;
    }

    /** Tone marks are compared in their order, not by their letters, since Hòa and Hoà are one word. */
    private int nextTone(int from) {
        int i = from;
        while (i < marks.length && (marks[i] & Letters.TONE) == 0) {
            i++;
        }
        return i;
    }
}
