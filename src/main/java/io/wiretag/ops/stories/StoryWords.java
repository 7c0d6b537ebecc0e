package io.wiretag.ops.stories;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into the words that are searched. In Vietnamese a word is a syllable: runs of letters and digits, whatever stands
 * between them. NFC and NFD, capitals, either place of the tone mark (hoà, hòa) and full-width letters come out alike; Đ is d
 * with a mark, and so is its look-alike Ð.
 *
 * <p>Takes any text, half surrogate pairs too, which end a word.
 */
final class StoryWords {
    /** What is longer is no word; it is cut into pieces. */
    static final int LONGEST = 64;

    private static final int ZERO_WIDTH_SPACE = 0x200B;
    /** Grave, acute, tilde, hook, dot below; the other marks make another letter. */
    private static final String TONES = "\u0300\u0301\u0303\u0309\u0323";

    private static final String D_WITH_STROKE = "đðɖ";

    private final List<Word> words = new ArrayList<>();
    private final StringBuilder bare = new StringBuilder();
    private final StringBuilder marked = new StringBuilder();
    private final StringBuilder tones = new StringBuilder();

    /**
     * One word.
     *
     * @param bare without marks: what finds it whatever marks it has
     * @param marked with them, tones last; equal to the bare one if it has none
     */
    record Word(String bare, String marked) {
        boolean hasMarks() {
            return !bare.equals(marked);
        }
    }

    private StoryWords() {}

    static List<Word> of(String text) {
        StoryWords cut = new StoryWords();
        Normalizer.normalize(text, Normalizer.Form.NFKD).codePoints().forEach(cut::take);
        cut.endWord();
        return cut.words;
    }

    private void take(int codePoint) {
        if (Character.isLetterOrDigit(codePoint)) {
            letter(Character.toLowerCase(codePoint));
            return;
        }
        switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
                mark(codePoint);
            case Character.FORMAT -> {
                // soft hyphens, joiners and controls of direction stand within words
                if (codePoint == ZERO_WIDTH_SPACE) {
                    endWord();
                }
            }
            default -> endWord();
        }
    }

    private void letter(int letter) {
        if (bare.length() >= LONGEST) {
            endWord();
        }
        boolean stroke = D_WITH_STROKE.indexOf(letter) >= 0;
        bare.appendCodePoint(stroke ? 'd' : letter);
        marked.appendCodePoint(stroke ? 'đ' : letter);
    }

    private void mark(int mark) {
        // a heap of marks on one letter is no word either
        if (!bare.isEmpty() && marked.length() + tones.length() < 2 * LONGEST) {
            (TONES.indexOf(mark) >= 0 ? tones : marked).appendCodePoint(mark);
        }
    }

    private void endWord() {
        if (!bare.isEmpty()) {
            words.add(new Word(bare.toString(), marked.append(tones).toString()));
        }
        bare.setLength(0);
        marked.setLength(0);
        tones.setLength(0);
    }
}
