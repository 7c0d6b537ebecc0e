package io.wiretag.tagging.gazetteer;

import io.wiretag.tagging.text.FoldedText;
import java.util.List;

/**
 * Tells of nearly every word of a text that no phrase begins with it: by its key, and by that of the word behind. Two reads of tables that
 * fit into the processor's nearer caches. One word in a hundred passes that begins none either.
 */
final class FirstWords {
    /** A name may begin with the word, */
    static final int NAME = 1;

    /** or a cue that is asked for anywhere in a field, */
    static final int FIELD_CUE = 2;

    /** or a word of Vietnamese without diacritics. */
    static final int BARE = 4;

    /** The tables have 2 to this many places. */
    private static final int SIZE = 15;

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private static final int ALL = NAME | FIELD_CUE | BARE;

    /** What phrases of one word are; so many bits further up what those are that go on. */
    private static final int LONGER = 3;

    /** So many bits further up the same of phrases that need no capital. */
    private static final int SMALL = 6;

    private final short[] first = new short[1 << SIZE];

    /** What may begin with two words. */
    private final byte[] pairs = new byte[1 << SIZE];

    FirstWords(List<Phrase> phrases) {
        phrases.forEach(this::put);
    }

    private void put(Phrase phrase) {
        int what = what(phrase.entry());
        long key = key(phrase, 0);
        int signs = phrase.size() == 1 ? what : what << LONGER;
        first[place(key)] |= (short) (phrase.beginsWithCapital() ? signs : signs | signs << SMALL);
        if (phrase.size() > 1) {
            pairs[place(pair(key, key(phrase, 1)))] |= (byte) what;
        }
    }

    private static int what(Entry entry) {
        if (!(entry instanceof Entry.Cue cue)) {
            return NAME;
        }
        if (cue.kind() == CueKind.BARE) {
            return BARE;
        }
        return cue.kind().isOfField() ? FIELD_CUE : 0;
    }

    /** What may begin with a word: nothing for nearly all. */
    int at(FoldedText text, int word) {
        long key = text.key(word);
        int signs = first[place(key)];
        if (signs == 0) {
            return 0;
        }
        signs = text.isCapital(word) ? signs : signs >> SMALL;
        int longer = signs >> LONGER & ALL;
        // behind the last word there is one of nothing
        return longer == 0 ? signs & ALL : signs & ALL | longer & pairs[place(pair(key, text.key(word + 1)))];
    }

    private static long key(Phrase phrase, int word) {
        return FoldedText.key(phrase.word(word).folded());
    }

    private static int place(long key) {
        return (int) (key * GOLDEN >>> 64 - SIZE);
    }

    private static long pair(long key, long next) {
        return key * 31 + next;
    }
}
