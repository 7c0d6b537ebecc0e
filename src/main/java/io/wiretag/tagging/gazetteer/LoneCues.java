package io.wiretag.tagging.gazetteer;

import io.wiretag.tagging.gazetteer.Entry.Cue;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.Word;
import io.wiretag.tagging.text.Word.Spelling;
import java.util.Arrays;
import java.util.List;

/**
 * What one word says by itself, for all phrases of its bare letters at once: nearly every phrase that a text has is a cue of one
 * word, and its marks decide. Where more than marks and the first capital counts, {@link #NOT_KNOWN} leaves it to whoever knows more.
 */
final class LoneCues {
    /** No set of kinds is that. */
    static final long NOT_KNOWN = -1;

    private static final int ROW = 3;

    /** Rows of marks, the kinds of a word with these marks, and its kinds if it begins with a capital. */
    private final long[] rows;

    /** What words with other marks may still be: a tone mark may stand on another letter. */
    private final List<Word> forms;

    private LoneCues(long[] rows, List<Word> forms) {
        this.rows = rows;
        this.forms = forms;
    }

    /** Of each word of a trie; null where no phrase is this word. */
    static LoneCues[] of(PhraseTrie trie) {
        LoneCues[] alone = new LoneCues[trie.words()];
        Arrays.setAll(alone, word -> {
            int root = trie.root(word);
            return root == PhraseTrie.NONE || trie.ends(root) == null ? null : of(trie.ends(root));
        });
        return alone;
    }

    /** @param phrases all that end with this word and begin with it */
    static LoneCues of(Phrase[] phrases) {
        List<Word> forms = Arrays.stream(phrases).map(phrase -> phrase.word(0)).toList();
        long[] rows = new long[(forms.size() + 1) * ROW];
        put(rows, 0, forms.get(0).bare(), phrases);
        for (int i = 0; i < forms.size(); i++) {
            put(rows, (i + 1) * ROW, forms.get(i), phrases);
        }
        return new LoneCues(rows, forms);
    }

    private static void put(long[] rows, int row, Word form, Phrase[] phrases) {
        rows[row] = form.marks();
        rows[row + 1] = kinds(form, false, phrases);
        rows[row + 2] = kinds(form, true, phrases);
    }

    private static long kinds(Word form, boolean capital, Phrase[] phrases) {
        long kinds = 0;
        for (Phrase phrase : phrases) {
            Spelling spelling = Spelling.best(phrase.word(0).spellings(form));
            if (spelling != Spelling.OTHER && (capital || !phrase.needsCapital())) {
                if (!(phrase.entry() instanceof Cue cue) || !isSimple(phrase, cue, spelling)) {
                    return NOT_KNOWN;
                }
                kinds |= Cues.isCue(spelling, 1) ? cue.kind().bit() : 0;
            }
        }
        return kinds;
    }

    private static boolean isSimple(Phrase phrase, Cue cue, Spelling spelling) {
        return !Cues.goesByText(cue.kind(), spelling) && !phrase.needsTheseCapitals() && !phrase.needsMore();
    }

    /** The kinds of cues that a word is, as a set; or {@link #NOT_KNOWN}. */
    long kinds(FoldedText text, int word) {
        long marks = text.marks(word);
        if (marks == FoldedText.MANY_MARKS) {
            return NOT_KNOWN;
        }
        for (int row = 0; row < rows.length; row += ROW) {
            if (rows[row] == marks) {
                return rows[row + (text.isCapital(word) ? 2 : 1)];
            }
        }
        return Word.mayBeAny(forms, marks) ? NOT_KNOWN : 0;
    }
}
