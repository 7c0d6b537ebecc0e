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
        return passage.cueBefore(CueKind.SMALLER_BEFORE, c.first());
    }

    boolean namedAfter(Candidate c) {
        return passage.cueAfter(CueKind.SMALLER_AFTER, c.last());
    }

    boolean inList(Candidate c) {
        return inList.get(c.first());
    }

    /**
     * Goes through the words once. "Many" smaller places (các xã, 14 phường) open a list at once, and again at the next colon; it
     * ends with the sentence or with the first word that is neither a name nor an "and".
     */
    private void markLists() {
        FoldedText text = passage.text();
        boolean open = false;
        int announcedAt = -1;
        for (int i = 0; i < text.words(); i++) {
            int gap = text.gapBefore(i);
            boolean newSentence = (gap & (FoldedText.DOT | FoldedText.STOP | FoldedText.PARAGRAPH_END)) != 0;
            if (newSentence) {
                open = false;
                announcedAt = -1;
            } else if ((gap & FoldedText.COLON) != 0 && announcedAt >= 0 && i - announcedAt <= COLON_DISTANCE) {
                open = true;
            }
            if (isMany(text, i)) {
                announcedAt = i;
                open = true;
            } else if (open && !text.isCapital(i) && !text.isNumber(i) && !passage.cueEndsAt(CueKind.BETWEEN, i)) {
                open = false;
            }
            if (open) {
                inList.set(i);
            }
        }
    }

    private boolean isMany(FoldedText text, int word) {
        boolean smaller =
                passage.cueEndsAt(CueKind.SMALLER_BEFORE, word) || passage.cueEndsAt(CueKind.FORMER_RANK, word);
        int before = word - passage.cueLengthEndingAt(word);
        return smaller
                && before >= 0
                && (text.isNumber(before) && !text.folded(before).equals("1")
                        || passage.cueEndsAt(CueKind.MANY, before));
    }
}
