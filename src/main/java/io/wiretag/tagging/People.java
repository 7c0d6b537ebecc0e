package io.wiretag.tagging;

import io.wiretag.tagging.Candidate.LetterCase;
import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Entry;
import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.gazetteer.Entry.NameKind;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.text.FoldedText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells people from places: parents call children after rivers and hills, as they call provinces.
 *
 * <p>A Vietnamese name is a surname, mostly one or two middle names, and the given name: Nguyễn Hải Dương, Trần Thị Trà Vinh. There
 * are few surnames, and a place has none; some are also usual words and prove little alone (Cao, Mai). Abroad the surname goes to the
 * end: Khanh Hoa Nguyen. What stands before a person is a title, what stands behind is an age or "who".
 *
 * <p>Having introduced Nguyễn Hải Dương, a text calls him Hải Dương. So the introductions are looked for first; with them also what
 * stands before them is known, unless the text names the place as well.
 */
final class People {
    /** A title may be followed by so many names before the one in question: ông Bùi Đức Hải Dương. */
    private static final int NAMES_AFTER_TITLE = 3;

    private final Passage passage;
    private final FoldedText text;

    /** Names of people in this text, by the word they were first met at. */
    private final Map<String, Integer> introduced = new HashMap<>();

    /** Names that this text also gives to a place. */
    private final Set<String> places = new HashSet<>();

    People(Passage passage) {
        this.passage = passage;
        this.text = passage.text();
        for (Candidate c : passage.places()) {
            if (isIntroduced(c)) {
                introduced.putIfAbsent(c.phrase().written(), c.first());
                introduced.putIfAbsent(longerName(c), c.first());
            } else if (isPlaced(c)) {
                places.add(c.phrase().written());
            }
        }
    }

    boolean isPerson(Candidate c) {
        return isIntroduced(c) || isKnown(c);
    }

    /** Whether a title stands in front, with at most some names between: "Senator Carl Tass". */
    static boolean isTitled(Passage passage, int first) {
        FoldedText text = passage.text();
        if (passage.isInTitle(first, first)) {
            return false; // where all has capitals, none of them tells a name
        }
        for (int i = first; i >= first - NAMES_AFTER_TITLE && FoldedText.isPlain(text.gapBefore(i)); i--) {
            if (i < first && isAnyTitle(passage, i)) {
                return true;
            }
            if (!text.isCapital(i - 1)) {
                return false;
            }
        }
        return false;
    }

    /** Whether a title or an address stands right in front. */
    static boolean isAnyTitle(Passage passage, int before) {
        boolean title = passage.cueBefore(CueKind.TITLE, before) || passage.cueBefore(CueKind.ADDRESS, before);
        // "Bà Đen" is a mountain
        return title && !passage.cueStartsAt(CueKind.NOTHING, before - passage.cueLengthEndingAt(before - 1));
    }

    private boolean isIntroduced(Candidate c) {
        ProvinceName place = (ProvinceName) c.phrase().entry();
        boolean title = passage.cueBefore(CueKind.TITLE, c.first());
        boolean city = place.is(Flag.MUNICIPALITY); // "anh Hà Nội" is somebody from there
        if (place.is(Flag.PERSON)
                && (title
                        || passage.cueBefore(CueKind.ADDRESS, c.first())
                        || isAged(c)
                        || LineUps.isScorer(text, c.last())
                        || isRelated(c.last())
                        || isQuoted(c))) {
            return true;
        }
        return place.kind() == NameKind.NICKNAME
                ? isBehindSurname(c.first())
                : isCredited(c) && !city
                        || (!city && passage.cueBefore(CueKind.ADDRESS, c.first())
                                || !city && title && isInLongerName(c)
                                || isBehindNames(c, place)
                                || isBeforeSurname(c));
    }

    private boolean isKnown(Candidate c) {
        if (introduced.isEmpty() || passage.cueBefore(CueKind.WHERE, c.first())) {
            return false;
        }
        String name = c.phrase().written();
        Entry entry = c.phrase().entry();
        if (!entry.is(Flag.PERSON) && (entry.is(Flag.MUNICIPALITY) || places.contains(name))) {
            return introduced.containsKey(longerName(c));
        }
        Integer first = introduced.get(name);
        return first != null && (first < c.first() || !places.contains(name));
    }

    private boolean isPlaced(Candidate c) {
        return passage.cueBefore(CueKind.UNIT_BEFORE, c.first())
                || passage.cueAfter(CueKind.UNIT_AFTER, c.last())
                || passage.cueBefore(CueKind.WHERE, c.first());
    }

    private boolean isBehindNames(Candidate c, ProvinceName place) {
        if (!FoldedText.isPlain(text.gapBefore(c.first())) || passage.opensLine(c.first())) {
            return false;
        }
        int before = c.first() - 1;
        if (passage.cueEndsAt(CueKind.SURNAME, before) && !isEndOfPlace(before, place)) {
            return true;
        }
        boolean surnameBefore =
                FoldedText.isPlain(text.gapBefore(before)) && passage.cueEndsAt(CueKind.SURNAME, before - 1);
        boolean weakSurname = passage.cueEndsAt(CueKind.WEAK_SURNAME, before);
        boolean lineOfCapitals = c.letterCase() == LetterCase.UPPER;
        return surnameBefore && passage.cueEndsAt(CueKind.MIDDLE_NAME, before)
                || surnameBefore && text.isCapital(before) && place.is(Flag.PERSON)
                || weakSurname && !lineOfCapitals && (place.is(Flag.PERSON) || isRelated(c.last()))
                || !lineOfCapitals && isTitled(passage, c.first());
    }

    /** "Trần Thị Hà Thành". */
    private boolean isBehindSurname(int first) {
        int before = first - 1;
        return FoldedText.isPlain(text.gapBefore(first))
                && (passage.cueEndsAt(CueKind.SURNAME, before)
                        || passage.cueEndsAt(CueKind.MIDDLE_NAME, before)
                                && FoldedText.isPlain(text.gapBefore(before))
                                && passage.cueEndsAt(CueKind.SURNAME, before - 1));
    }

    /** "Ảnh: Hải Dương" at the end of a line or in brackets: who took the picture. */
    private boolean isCredited(Candidate c) {
        return passage.cueEndsAt(CueKind.CREDIT, c.first() - 1)
                && (text.gapBefore(c.first()) & FoldedText.COLON) != 0
                && !FoldedText.isPlain(text.gapAfter(c.last()));
    }

    /** "Ba Dinh Ha Noi": a district of the city may end like a surname. */
    private boolean isEndOfPlace(int word, ProvinceName place) {
        return place.is(Flag.MUNICIPALITY)
                && word > 0
                && text.isCapital(word - 1)
                && FoldedText.isPlain(text.gapBefore(word))
                && !isAnyTitle(passage, word);
    }

    /** "Khanh Hoa Nguyen", in a text without diacritics. */
    private boolean isBeforeSurname(Candidate c) {
        return passage.cueAfter(CueKind.SURNAME, c.last())
                && (text.gapAfter(c.last()) & FoldedText.LINE_END) == 0
                && !isPlaced(c)
                && !passage.isMarkedAround(c.first(), c.last());
    }

    /** "Thái Bình (32 tuổi)", "Hải Dương, 32 tuổi", "Ha Giang, 22,", "Hải Dương (SN 1991)": people have an age. */
    private boolean isAged(Candidate c) {
        int last = c.last();
        int number = last + 1;
        int gap = text.gapAfter(last);
        int beside = FoldedText.SPACE | FoldedText.OPEN | FoldedText.COMMA | FoldedText.DASH;
        if ((gap & ~beside) != 0 || passage.cueBefore(CueKind.WHERE, c.first()) || number >= text.words()) {
            return false;
        }
        if (passage.cueStartsAt(CueKind.PERSON_AFTER, number)) {
            return true;
        }
        if (!text.isNumber(number)) {
            return false;
        }
        boolean bare = text.letters(number) == 2
                && (gap & FoldedText.COMMA) != 0
                && (text.gapAfter(number) & FoldedText.COMMA) != 0;
        // "Đảng bộ Thái Bình 80 tuổi" is a jubilee
        boolean divided = (gap & ~FoldedText.SPACE) != 0 || FoldedText.isSentenceEnd(text.gapBefore(c.first()));
        return divided && passage.cueAfter(CueKind.AGE, number) || bare;
    }

    /** "Lý Cao Bằng, who chairs": nothing is said so of a place. */
    private boolean isRelated(int last) {
        return passage.cueStartsAt(CueKind.PERSON_AFTER, last + 1)
                && (text.gapAfter(last) & ~FoldedText.SPACE & ~FoldedText.LINE_END) == FoldedText.COMMA;
    }

    /** {@code "I ran," Hai Duong said}. */
    private boolean isQuoted(Candidate c) {
        return (text.gapBefore(c.first()) & FoldedText.QUOTE) != 0
                && (text.gapBefore(c.first()) & FoldedText.COMMA) != 0
                && passage.cueAfter(CueKind.QUOTING, c.last());
    }

    /** "Ca sĩ Hà Tĩnh Như": the name goes on. */
    static boolean isInLongerName(Candidate c) {
        Passage passage = c.passage();
        FoldedText text = passage.text();
        int next = c.last() + 1;
        return c.letterCase() != LetterCase.UPPER
                && FoldedText.isPlain(text.gapAfter(c.last()))
                && text.isCapital(next)
                && !passage.cueStartsAt(CueKind.OFFICE_AFTER, next)
                && !passage.cueStartsAt(CueKind.UNIT_AFTER, next);
    }

    private String longerName(Candidate c) {
        return c.phrase().written() + ' ' + (isInLongerName(c) ? text.folded(c.last() + 1) : "");
    }
}
