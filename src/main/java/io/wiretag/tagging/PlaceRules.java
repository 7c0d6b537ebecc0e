package io.wiretag.tagging;

import io.wiretag.tagging.Candidate.LetterCase;
import io.wiretag.tagging.Entry.Flag;
import io.wiretag.tagging.Entry.NameKind;
import io.wiretag.tagging.Entry.Place;
import io.wiretag.tagging.Word.Spelling;
import java.util.List;

/**
 * The rules that tell a place from what is only spelled like one. They are asked in order; the first that has an opinion decides.
 */
final class PlaceRules {
    private static final int NO_OPINION = -1;
    private static final int REJECT = 0;

    private interface Judge {
        /** Confidence of an accepted candidate, {@link #REJECT} or {@link #NO_OPINION}. */
        int judge(Candidate candidate, Place place);
    }

    private record Rule(String name, Judge judge) {}

    private static final List<Rule> RULES = List.of(
            new Rule("navigation", PlaceRules::navigation),
            new Rule("located", PlaceRules::located),
            new Rule("marks", PlaceRules::marks),
            new Rule("abroad", PlaceRules::abroad),
            new Rule("announced", PlaceRules::announced),
            new Rule("smaller place", PlaceRules::smallerPlace),
            new Rule("river", PlaceRules::river),
            new Rule("paper", PlaceRules::paper),
            new Rule("person", PlaceRules::person),
            new Rule("not announced", PlaceRules::notAnnounced),
            new Rule("man or city", PlaceRules::manOrCity),
            new Rule("common word", PlaceRules::commonWord),
            new Rule("nickname", PlaceRules::nickname),
            new Rule("short form", PlaceRules::shortForm),
            new Rule("city", PlaceRules::city),
            new Rule("name", PlaceRules::name));

    private PlaceRules() {}

    static Verdict judge(Candidate candidate) {
        Place place = (Place) candidate.phrase().entry();
        for (Rule rule : RULES) {
            int confidence = rule.judge.judge(candidate, place);
            if (confidence != NO_OPINION) {
                return confidence == REJECT ? Verdict.reject(rule.name) : Verdict.accept(rule.name, confidence);
            }
        }
        throw new IllegalStateException("no rule decides on " + candidate.text());
    }

    private static int navigation(Candidate c, Place place) {
        return c.passage().partAt(c.start()) == WireText.Kind.BOILERPLATE ? REJECT : NO_OPINION;
    }

    private static int located(Candidate c, Place place) {
        return c.passage().field().kind() == Story.Kind.LOCATED ? 98 : NO_OPINION;
    }

    /** In a text with marks a name without marks is another word: Thanh Hoa is a singer. */
    private static int marks(Candidate c, Place place) {
        if (c.spelling() == Spelling.EXACT) {
            return NO_OPINION;
        }
        if (place.is(Flag.THESE_MARKS)) {
            return REJECT;
        }
        boolean oneWord = c.first() == c.last();
        boolean marked = c.passage().isMarkedAround(c.first(), c.last());
        if (c.spelling() == Spelling.MIXED) {
            return c.letterCase() == LetterCase.NAME ? NO_OPINION : REJECT;
        }
        return marked && !oneWord && !isAnnounced(c) ? REJECT : NO_OPINION;
    }

    private static int abroad(Candidate c, Place place) {
        if (!place.is(Flag.ABROAD)) {
            return NO_OPINION;
        }
        Passage passage = c.passage();
        int from = Math.max(0, c.first() - 12);
        int to = Math.min(passage.text().words() - 1, c.last() + 12);
        for (int i = from; i <= to; i++) {
            if (passage.cueEndsAt(CueKind.ABROAD, i)) {
                return REJECT;
            }
        }
        return NO_OPINION;
    }

    private static boolean isAnnounced(Candidate c) {
        return c.passage().cueBefore(CueKind.UNIT_BEFORE, c.first())
                || c.passage().cueAfter(CueKind.UNIT_AFTER, c.last());
    }

    private static int announced(Candidate c, Place place) {
        return isAnnounced(c) ? 98 : NO_OPINION;
    }

    private static int smallerPlace(Candidate c, Place place) {
        return c.passage().cueBefore(CueKind.SMALLER_BEFORE, c.first())
                        || c.passage().cueAfter(CueKind.SMALLER_AFTER, c.last())
                ? REJECT
                : NO_OPINION;
    }

    private static int river(Candidate c, Place place) {
        return c.passage().cueBefore(CueKind.RIVER_BEFORE, c.first())
                        || c.passage().cueAfter(CueKind.RIVER_AFTER, c.last())
                ? REJECT
                : NO_OPINION;
    }

    private static int paper(Candidate c, Place place) {
        return c.passage().cueBefore(CueKind.PAPER_BEFORE, c.first())
                        || c.passage().cueAfter(CueKind.PAPER_AFTER, c.last())
                ? REJECT
                : NO_OPINION;
    }

    private static int person(Candidate c, Place place) {
        Passage passage = c.passage();
        FoldedText text = passage.text();
        if (passage.cueBefore(CueKind.TITLE, c.first())) {
            return REJECT;
        }
        if (c.first() > 0
                && FoldedText.isPlain(text.gapBefore(c.first()))
                && passage.cueEndsAt(CueKind.SURNAME, c.first() - 1)) {
            return REJECT;
        }
        boolean middleName = c.first() > 1
                && FoldedText.isPlain(text.gapBefore(c.first()))
                && FoldedText.isPlain(text.gapBefore(c.first() - 1))
                && text.isCapital(c.first() - 1)
                && passage.cueEndsAt(CueKind.SURNAME, c.first() - 2);
        return middleName ? REJECT : NO_OPINION;
    }

    private static int notAnnounced(Candidate c, Place place) {
        return place.is(Flag.ANNOUNCED) ? REJECT : NO_OPINION;
    }

    private static int manOrCity(Candidate c, Place place) {
        if (!place.is(Flag.MAN)) {
            return NO_OPINION;
        }
        Passage passage = c.passage();
        boolean where = passage.cueBefore(CueKind.WHERE, c.first()) || passage.cueBefore(CueKind.OFFICE, c.first());
        return where ? 85 : REJECT;
    }

    private static int commonWord(Candidate c, Place place) {
        LetterCase letterCase = c.letterCase();
        if (letterCase == LetterCase.NAME) {
            return NO_OPINION;
        }
        if (place.is(Flag.COMMON_WORD)) {
            return REJECT;
        }
        if (letterCase == LetterCase.LOWER) {
            return place.is(Flag.ANY_CASE) && c.spelling() == Spelling.EXACT ? 80 : REJECT;
        }
        return letterCase == LetterCase.UPPER || c.spelling() == Spelling.EXACT || place.is(Flag.ANY_CASE)
                ? NO_OPINION
                : REJECT;
    }

    private static int nickname(Candidate c, Place place) {
        return place.kind() == NameKind.NICKNAME ? 90 : NO_OPINION;
    }

    private static int shortForm(Candidate c, Place place) {
        return place.kind() == NameKind.SHORT ? 90 : NO_OPINION;
    }

    private static int city(Candidate c, Place place) {
        return place.kind() == NameKind.CITY ? 93 : NO_OPINION;
    }

    private static int name(Candidate c, Place place) {
        return c.spelling() == Spelling.EXACT ? 95 : 88;
    }
}
