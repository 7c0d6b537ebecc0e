package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.text.FoldedText;
import java.util.BitSet;

/**
 * Players called by middle and given name, of whom one has the name of a province: {@code CLB Thanh Hóa: Thanh Diệp, Thái Bình,
 * Thành Long}.
 *
 * <p>A list of names in which most are no places is one of people, if a word for line-ups or the minute of a goal stands near.
 */
final class LineUps {
    /** A word for line-ups stands at most so many words before or behind the colon or the name that opens the list. */
    private static final int REACH = 60;

    private static final int FEWEST_OTHERS = 2;
    private static final int LONGEST_LIST = 60;
    private static final int LONGEST_NAME = 4;
    private static final int LONGEST_MINUTE = 3;

    private final Passage passage;
    private final FoldedText text;
    /** Of nearly every text, which has no line-ups. Not to be changed. */
    private static final BitSet NONE = new BitSet(0);

    private BitSet placeStarts = NONE;
    private BitSet players = NONE;

    /** Words for line-ups, and minutes of a match. */
    private BitSet signs = NONE;

    LineUps(Passage passage) {
        this.passage = passage;
        this.text = passage.text();
        if (mayHaveMinutes(text.original())) {
            readMinutes();
        }
        if (passage.hasCue(CueKind.LINE_UP) || passage.hasCue(CueKind.PLAYERS) || !signs.isEmpty()) {
            markLists();
        }
    }

    private void readMinutes() {
        signs = new BitSet();
        for (int i = 0; i < text.words(); i++) {
            if (isMinute(text, i)) {
                signs.set(i);
            }
        }
    }

    boolean has(Candidate c) {
        return players.get(c.first());
    }

    /** "Thái Bình (35')", "Hải Dương 12'": who scored, and when. */
    static boolean isScorer(FoldedText text, int last) {
        int gap = text.gapAfter(last);
        return (FoldedText.isPlain(gap) || (gap & FoldedText.OPEN) != 0) && isMinute(text, last + 1);
    }

    /** Most texts have none: three searches of the JVM instead of a look at each word. */
    private static boolean mayHaveMinutes(String text) {
        return text.indexOf('\'') >= 0 || text.indexOf('’') >= 0 || text.indexOf('′') >= 0;
    }

    private static boolean isMinute(FoldedText text, int word) {
        return word < text.words()
                && text.isNumber(word)
                && text.letters(word) <= LONGEST_MINUTE
                && "'’′".indexOf(text.charAfter(word)) >= 0;
    }

    private void markLists() {
        placeStarts = new BitSet();
        passage.places().forEach(place -> placeStarts.set(place.first()));
        players = new BitSet();
        signs = signs == NONE ? new BitSet() : signs;
        int words = text.words();
        for (int i = 0; i < words; i++) {
            signs.set(i, signs.get(i) || passage.cueEndsAt(CueKind.LINE_UP, i));
        }
        int takenUntil = 0;
        for (int i = 1; i < words; i++) {
            boolean opens = passage.cueBefore(CueKind.PLAYERS, i)
                    || (text.gapBefore(i) & FoldedText.COLON) != 0 && isSignNear(i);
            if (opens && i >= takenUntil) {
                takenUntil = markList(i);
            }
        }
    }

    private boolean isSignNear(int word) {
        int next = signs.nextSetBit(word);
        int before = signs.previousSetBit(word);
        return before >= 0 && before >= word - REACH || next >= 0 && next <= word + REACH;
    }

    /** Gives the first word behind the list. */
    private int markList(int start) {
        BitSet members = new BitSet();
        int others = 0;
        int member = start;
        int i = start;
        for (; i < Math.min(text.words(), start + LONGEST_LIST) && isListed(i, start); i++) {
            int gap = text.gapBefore(i);
            if (i > start && !FoldedText.isPlain(gap)) {
                member = i;
            }
            if (i == member && text.isCapital(i)) {
                members.set(i, placeStarts.get(i));
                others += placeStarts.get(i) || !isName(i) ? 0 : 1;
            }
        }
        if (others >= Math.max(FEWEST_OTHERS, members.cardinality())) {
            players.or(members);
        }
        return i;
    }

    private boolean isListed(int i, int start) {
        return (text.isCapital(i) || text.isNumber(i) || passage.cueEndsAt(CueKind.BETWEEN, i))
                && (i == start
                        || (text.gapBefore(i) & FoldedText.COLON) == 0 && !FoldedText.isSentenceEnd(text.gapBefore(i)));
    }

    private boolean isName(int first) {
        int i = first;
        while (i + 1 < text.words() && FoldedText.isPlain(text.gapAfter(i)) && text.isCapital(i + 1)) {
            i++;
            if (i - first >= LONGEST_NAME || placeStarts.get(i)) {
                return false;
            }
        }
        return i > first;
    }
}
