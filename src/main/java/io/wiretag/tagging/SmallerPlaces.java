package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.text.FoldedText;
import java.util.BitSet;

/**
 * Streets, wards and communes that borrow the name of a province: {@code phường Bình Thuận}, {@code Hue Street}, and whole lists of
 * them: {@code 14 phường: Cống Vị, Điện Biên, Vĩnh Phúc}.
 */
final class SmallerPlaces {
    /** A list belongs to a word for smaller places that stands at most so many words before its colon. */
    private static final int COLON_DISTANCE = 10;

    private static final int LONGEST_LIST = 50;

    private final Passage passage;
    /** Of a text that names no smaller places. Not to be changed. */
    private static final BitSet NONE = new BitSet(0);

    private BitSet inList = NONE;
    private BitSet placeStarts = NONE;

    SmallerPlaces(Passage passage) {
        this.passage = passage;
        if (passage.hasCue(CueKind.SMALLER_BEFORE) || passage.hasCue(CueKind.FORMER_RANK)) {
            inList = new BitSet();
            placeStarts = new BitSet();
            passage.places().forEach(c -> placeStarts.set(c.first()));
            markLists();
        }
    }

    boolean namedBefore(Candidate c) {
        return passage.cueBefore(CueKind.SMALLER_BEFORE, c.first())
                || passage.cueBefore(CueKind.STREET_BEFORE, c.first());
    }

    boolean namedAfter(Candidate c) {
        return passage.cueAfter(CueKind.SMALLER_AFTER, c.last())
                || passage.cueAfter(CueKind.STREET_AFTER, c.last())
                || isExplained(c.last());
    }

    /** Whether a ward or commune is named, rather than a street. */
    boolean isWard(Candidate c) {
        return passage.cueBefore(CueKind.SMALLER_BEFORE, c.first())
                || passage.cueAfter(CueKind.SMALLER_AFTER, c.last());
    }

    /** "Ha Nam, a hamlet in Jeju". */
    private boolean isExplained(int last) {
        FoldedText text = passage.text();
        return (text.gapAfter(last) & FoldedText.COMMA) != 0
                && text.folded(last + 1).equals("a")
                && passage.cueAfter(CueKind.SMALLER_AFTER, last + 1);
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
            if (open) {
                open = text.isCapital(i) || text.isNumber(i) || passage.cueEndsAt(CueKind.BETWEEN, i);
            }
            if (open) {
                // one that closes the list may be in one without a colon
                inList.set(i);
            }
            if (isMany(text, i)) {
                announcedAt = i;
                markDirectList(text, i + 1);
            }
        }
    }

    /**
     * "hai huyện Lệ Thủy và Quảng Ninh": names right behind the word, up to the one behind the "and". Without an "and" the last
     * may be the province of them all. Provinces alone, "các quận Hà Nội và TP.HCM", are those where the districts are.
     */
    private void markDirectList(FoldedText text, int start) {
        BitSet members = new BitSet();
        boolean others = false;
        boolean behindAnd = false;
        int member = start;
        for (int i = start; i < Math.min(text.words(), start + LONGEST_LIST) && !behindAnd; i++) {
            boolean and = passage.cueEndsAt(CueKind.BETWEEN, i) && !text.isCapital(i);
            int gap = text.gapBefore(i);
            boolean divided = (gap & (FoldedText.COMMA | FoldedText.DASH)) != 0;
            if (i > start && (and || divided)) {
                others |= !placeStarts.get(member);
                members.set(member);
                member = and ? i + 1 : i;
                behindAnd = and;
            } else if (!text.isCapital(i) || i > start && !FoldedText.isPlain(gap)) {
                break;
            }
        }
        if (behindAnd && member < text.words() && text.isCapital(member)) {
            members.set(member);
        }
        others |= member < text.words() && !placeStarts.get(member);
        if (others) {
            inList.or(members);
        }
    }

    /** "các quận Hà Nội": not of this name, but in the place of this name. */
    boolean areWithin(Candidate c) {
        int word = c.first() - 1;
        return word >= 0
                && isMany(passage.text(), word)
                && !passage.text().isNumber(word - passage.cueLengthEndingAt(word))
                && !inList(c);
    }

    private boolean isMany(FoldedText text, int word) {
        if (!passage.cueEndsAt(CueKind.SMALLER_BEFORE, word) && !passage.cueEndsAt(CueKind.FORMER_RANK, word)) {
            return false;
        }
        int before = word - passage.cueLengthEndingAt(word);
        return before >= 0
                && FoldedText.isPlain(text.gapAfter(before))
                && (text.isNumber(before) || passage.cueEndsAt(CueKind.MANY, before));
    }
}
