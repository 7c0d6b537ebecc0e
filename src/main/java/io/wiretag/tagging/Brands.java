package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.gazetteer.Entry.NameKind;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.text.FoldedText;

/** Companies, hotels and shares with the name of a town or a usual word: {@code Tập đoàn Xây dựng Hòa Bình}, {@code Hòa Bình (HBC)}. */
final class Brands {
    /** "Công ty Cổ phần Thương mại ...": so many words of its business stand before the name. */
    private static final int DISTANCE = 8;

    private static final int LETTERS_OF_SHARE = 3;

    private final Passage passage;
    private final FoldedText text;

    Brands(Passage passage) {
        this.passage = passage;
        this.text = passage.text();
    }

    boolean has(Candidate c, ProvinceName place) {
        boolean common = place.is(Flag.COMMON_WORD);
        return place.kind() == NameKind.CITY && passage.cueBefore(CueKind.BRAND_BEFORE, c.first())
                || common
                        && (isBehindWord(c.first())
                                || passage.cueAfter(CueKind.BRAND_AFTER, c.last())
                                || isShare(c.last()));
    }

    /** A word for companies, then words of which the first has a capital, then the name. */
    private boolean isBehindWord(int first) {
        for (int i = first; i > first - DISTANCE && FoldedText.isPlain(text.gapBefore(i)); i--) {
            if (passage.cueEndsAt(CueKind.BRAND_BEFORE, i - 1)) {
                return i == first || text.isCapital(i);
            }
            if (passage.cueEndsAt(CueKind.OFFICE, i - 1) || passage.cueEndsAt(CueKind.WHERE, i - 1)) {
                return false;
            }
        }
        return false;
    }

    /** "(HBC)": three letters that are no other name of a place. */
    private boolean isShare(int last) {
        int code = last + 1;
        return (text.gapAfter(last) & FoldedText.OPEN) != 0
                && (text.gapAfter(code) & FoldedText.CLOSE) != 0
                && text.letters(code) == LETTERS_OF_SHARE
                && text.isAllCapitals(code)
                && !text.isNumber(code);
    }
}
