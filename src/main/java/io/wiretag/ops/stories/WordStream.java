package io.wiretag.ops.stories;

import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.index.Term;

/**
 * The words of a story as terms of the index: each bare, and at the same position with its marks if it has any. No phrase goes
 * from one text into the next.
 */
final class WordStream extends TokenStream {
    static final String FIELD = "words";

    /** Before a term with marks; part of no word. */
    private static final char MARKED = '=';
    /** Positions between two texts. */
    private static final int GAP = 100;

    private final Iterator<String> texts;
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
    private Iterator<StoryWords.Word> words = List.<StoryWords.Word>of().iterator();
    private StoryWords.Word half;

    WordStream(List<String> texts) {
        this.texts = texts.iterator();
    }

    /** What finds a word that was typed: with marks these alone, without marks any. */
    static Term term(StoryWords.Word word) {
        return new Term(FIELD, word.hasMarks() ? MARKED + word.marked() : word.bare());
    }

    @Override
    public boolean incrementToken() {
        clearAttributes();
        if (half != null) {
            term.append(MARKED).append(half.marked());
            step.setPositionIncrement(0);
            half = null;
            return true;
        }
        int gap = 1;
        while (!words.hasNext()) {
            if (!texts.hasNext()) {
                return false;
            }
            words = StoryWords.of(texts.next()).iterator();
            gap = GAP;
        }
        StoryWords.Word word = words.next();
        term.append(word.bare());
        step.setPositionIncrement(gap);
        half = word.hasMarks() ? word : null;
        return true;
    }
}
