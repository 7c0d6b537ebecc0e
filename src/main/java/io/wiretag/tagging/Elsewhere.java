package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.text.FoldedText;
import java.util.List;

/**
 * What bears the name of a province and stands in another one: {@code Chợ Nam Định ở quận Tân Bình}, {@code ở 120 Hải Phòng, Đà
 * Nẵng}. The place behind tells.
 */
final class Elsewhere {
    /** So many words may stand between the name and the place where the thing is. */
    private static final int DISTANCE = 10;

    private final Passage passage;
    private final FoldedText text;
    private final List<Candidate> places;

    Elsewhere(Passage passage) {
        this.passage = passage;
        this.text = passage.text();
        this.places = passage.places();
    }

    /** Whether the place of this number is only the name of a market, a school, a cemetery somewhere else. */
    boolean isNamesake(int number) {
        Candidate c = places.get(number);
        int last = c.last();
        if (passage.cueAfter(CueKind.FACILITY_AFTER, last)) {
            last++;
        } else if (!passage.cueBefore(CueKind.FACILITY, c.first())) {
            return false;
        }
        int gap = text.gapAfter(last);
        boolean bracket = (gap & FoldedText.OPEN) != 0;
        boolean comma = (gap & FoldedText.COMMA) != 0 && isSmaller(last + 1);
        boolean where = FoldedText.isPlain(gap) && passage.cueStartsAt(CueKind.WHERE, last + 1);
        return (bracket || comma || where) && (isInCity(c) || isOfOther(number));
    }

    /** "số 12 Hải Phòng", "ở 120 Hải Phòng", "(122 Hải Phòng, Đà Nẵng)", "nhà 12/3 Điện Biên Phủ": without a word for street. */
    boolean isHouseNumber(int number) {
        int house = places.get(number).first() - 1;
        if (house < 0 || !text.isNumber(house) || !FoldedText.isPlain(text.gapAfter(house))) {
            return false;
        }
        int first = house;
        while (first > 0 && text.isNumber(first - 1) && text.gapBefore(first) == FoldedText.SLASH) {
            first--;
        }
        boolean colon = (text.gapBefore(first) & FoldedText.COLON) != 0;
        if (passage.cueBefore(CueKind.HOUSE, first) || colon && passage.cueEndsAt(CueKind.HOUSE, first - 1)) {
            return true;
        }
        boolean placed = passage.cueBefore(CueKind.WHERE, first)
                || passage.cueBefore(CueKind.BETWEEN, first)
                || (text.gapBefore(first) & FoldedText.OPEN) != 0;
        return placed && isBesideOther(number);
    }

    /** A list of names beside, the next of them of another province and without a number of its own. */
    private boolean isBesideOther(int number) {
        if (number + 1 >= places.size()) {
            return false;
        }
        Candidate c = places.get(number);
        Candidate next = places.get(number + 1);
        return (text.gapAfter(c.last()) & FoldedText.COMMA) != 0
                && isOther(c, next)
                && next.first() - c.last() <= DISTANCE
                && !text.isNumber(next.first() - 1);
    }

    /** Only the great cities have quarters that are called quận. */
    private boolean isInCity(Candidate c) {
        if (c.phrase().entry().is(Flag.MUNICIPALITY)) {
            return false;
        }
        for (int i = c.last() + 1; i <= c.last() + 2 && i < text.words(); i++) {
            if (text.is("quan", i) && isSmaller(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSmaller(int word) {
        return passage.cueStartsAt(CueKind.FORMER_RANK, word)
                || passage.cueStartsAt(CueKind.SMALLER_BEFORE, word)
                || passage.cueStartsAt(CueKind.STREET_BEFORE, word);
    }

    private boolean isOfOther(int number) {
        if (number + 1 >= places.size()) {
            return false;
        }
        Candidate c = places.get(number);
        Candidate next = places.get(number + 1);
        if (next.first() - c.last() > DISTANCE || !isOther(c, next)) {
            return false;
        }
        for (int i = c.last() + 1; i <= next.first(); i++) {
            if (FoldedText.isSentenceEnd(text.gapBefore(i)) && (text.gapBefore(i) & FoldedText.SPACE) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOther(Candidate c, Candidate next) {
        String code = ((ProvinceName) c.phrase().entry()).province().code();
        return !((ProvinceName) next.phrase().entry()).province().code().equals(code);
    }
}
