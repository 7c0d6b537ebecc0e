package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Division;
import io.wiretag.tagging.gazetteer.Divisions;
import io.wiretag.tagging.gazetteer.Divisions.Match;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.Word.Spelling;
import io.wiretag.tagging.text.WordSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What follows the name of a commune in an address: {@code (cũ), huyện Mộc Châu, tỉnh Sơn La}; {@code in Moc Chau district, Son La}. It
 * ends with its province, with the sentence, or with the first word that belongs to no address.
 */
final class AddressTail {
    private static final int REACH = 12;
    private static final WordSet LINKS = WordSet.of("thuoc", "cua", "o", "tai", "nay", "la", "in", "of", "s", "the");
    private static final WordSet DISTRICTS = WordSet.of("quan", "huyen", "q", "h", "tx", "district");

    private final Passage passage;
    private final FoldedText text;
    private final Divisions divisions;
    private final AcceptedPlaces places;

    private boolean former;
    private boolean abroad;
    private boolean threeTiers;
    private List<Match> district = List.of();
    private Optional<ProvinceName> place = Optional.empty();

    private AddressTail(Passage passage, Divisions divisions, AcceptedPlaces places) {
        this.passage = passage;
        this.text = passage.text();
        this.divisions = divisions;
        this.places = places;
    }

    /** @param last word of the name */
    static AddressTail behind(int last, Passage passage, Divisions divisions, AcceptedPlaces places) {
        AddressTail tail = new AddressTail(passage, divisions, places);
        tail.read(last);
        return tail;
    }

    /** Whether the name itself is said to be that of former times. */
    boolean isFormer() {
        return former;
    }

    /** Whether another country stands there. */
    boolean isAbroad() {
        return abroad;
    }

    /** Whether a word for a district stands there: districts ended with June 2025. */
    boolean isThreeTiers() {
        return threeTiers;
    }

    /** The province or town that stands there. */
    Optional<ProvinceName> place() {
        return place;
    }

    /** Whether the division lies in the place that stands there, if one does. */
    boolean agrees(Division division) {
        return place.isEmpty() || AcceptedPlaces.isWithin(division, place.get());
    }

    /** Whether a district stands there that the division belonged to. */
    boolean isInDistrict(Division division) {
        if (!division.kind().isDistrict()) {
            for (Match each : district) {
                if (each.division().name().equals(division.district())
                        && each.division().province().equals(division.province())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void read(int last) {
        int next = last + 1;
        int beside = FoldedText.SPACE | FoldedText.LINE_END | FoldedText.OPEN | FoldedText.QUOTE;
        if (passage.cueStartsAt(CueKind.FORMER_AFTER, next) && (text.gapAfter(last) & ~beside) == 0) {
            former = true;
            next++;
        }
        boolean inPart = false;
        boolean named = false;
        while (next < text.words() && next <= last + REACH) {
            int gap = text.gapBefore(next);
            boolean abbreviated = text.letters(next - 1) <= 2;
            if ((gap & FoldedText.PARAGRAPH_END) != 0 || FoldedText.isSentenceEnd(gap) && !abbreviated) {
                return;
            }
            abroad |= passage.cueStartsAt(CueKind.ABROAD_BESIDE, next);
            place = places.from(next);
            if (abroad || place.isPresent()) {
                return;
            }
            inPart |= (gap & (FoldedText.COMMA | FoldedText.OPEN)) != 0;
            boolean isDistrict = DISTRICTS.has(text, next);
            if (isDistrict || LINKS.has(text, next) || isAnnouncing(next)) {
                threeTiers |= isDistrict;
                named = isDistrict;
                inPart = true;
                next++;
            } else if (inPart && (text.isCapital(next) || text.isNumber(next))) {
                next = readDistrict(next, named);
                named = false;
            } else {
                return;
            }
        }
    }

    private boolean isAnnouncing(int word) {
        return passage.cueEndsAt(CueKind.UNIT_BEFORE, word)
                || passage.cueStartsAt(CueKind.UNIT_BEFORE, word)
                || passage.cueStartsAt(CueKind.SMALLER_AFTER, word);
    }

    /** The word behind a district, if one begins here, or behind this word. */
    private int readDistrict(int first, boolean announced) {
        if (district.isEmpty()) {
            for (int last = Divisions.longestFrom(text, first); last >= first; last--) {
                district = districts(first, last);
                if (!district.isEmpty()) {
                    threeTiers |= announced;
                    return last + 1;
                }
            }
        }
        return first + 1;
    }

    private List<Match> districts(int first, int last) {
        List<Match> districts = new ArrayList<>();
        for (Match each : divisions.named(text, first, last)) {
            if (each.division().kind().isDistrict() && isSpelled(each, first, last)) {
                districts.add(each);
            }
        }
        return districts;
    }

    private boolean isSpelled(Match match, int first, int last) {
        Spelling spelling = match.phrase().spelling(text, first);
        return spelling == Spelling.EXACT || spelling == Spelling.PLAIN && !passage.isMarkedAround(first, last);
    }
}
