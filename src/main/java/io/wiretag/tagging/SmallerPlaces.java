package io.wiretag.tagging;

import java.util.BitSet;

/**
 * Streets, wards and communes that borrow the name of a province: {@code phường Bình Thuận}, {@code Hue Street}, and whole lists of
 * them: {@code 14 phường: Cống Vị, Điện Biên, Vĩnh Phúc}.
 */
final class SmallerPlaces {
    /** A list belongs to a word for smaller places that stands at most so many words before its colon. */
    private static final int COLON_DISTANCE = 10;

    private final Passage passage;
    private final BitSet inList = new BitSet();

    SmallerPlaces(Passage passage) {
        this.passage = passage;
        markLists();
    }

    boolean namedBefore(Candidate c) {
        return passage.cueBefore(CueKind.SMALLER_BEFORE, c.first())
                || passage.cueBefore(CueKind.STREET_BEFORE, c.first());
    }

    boolean namedAfter(Candidate c) {
        return passage.cueAfter(CueKind.SMALLER_AFTER, c.last());
    }

    boolean inList(Candidate c) {
        return inList.get(c.first());
    }

    /**
     * Goes through the words once. "Many" smaller places (các xã, 14 phường) announce a list, which a colon opens. It ends with the
     * sentence, or with the first word that is neither a name nor an "and".
     */
    private void markLists() {
        FoldedText text = passage.text();
        boolean open = false;
        int announcedAt = -COLON_DISTANCE;
        for (int i = 0; i < text.words(); i++) {
            int gap = text.gapBefore(i);
            if (FoldedText.isSentenceEnd(gap)) {
                open = false;
                announcedAt = -COLON_DISTANCE;
            } else if ((gap & FoldedText.COLON) != 0) {
                open = i - announcedAt < COLON_DISTANCE;
            }
            open &= text.isCapital(i) || text.isNumber(i) || passage.cueEndsAt(CueKind.BETWEEN, i);
            if (open) {
                inList.set(i);
            }
            if (isMany(text, i)) {
                announcedAt = i;
            }
        }
    }

    private boolean isMany(FoldedText text, int word) {
        int before = word - passage.cueLengthEndingAt(word);
        return (passage.cueEndsAt(CueKind.SMALLER_BEFORE, word) || passage.cueEndsAt(CueKind.FORMER_RANK, word))
                && before >= 0
                && FoldedText.isPlain(text.gapAfter(before))
                && (text.isNumber(before) || passage.cueEndsAt(CueKind.MANY, before));
    }
}
