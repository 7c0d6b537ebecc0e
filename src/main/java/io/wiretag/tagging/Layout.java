package io.wiretag.tagging;

import io.wiretag.tagging.about.Relevance;
import io.wiretag.tagging.about.Sighting;
import io.wiretag.tagging.about.Sighting.Position;
import io.wiretag.tagging.about.Sighting.Sign;
import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.gazetteer.Province;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.WireText;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the candidates of a field stand in the story, and what they are like: all that {@link Relevance} asks of a mention. Looks
 * at a bounded number of words around a candidate, and once at the field as a whole.
 */
final class Layout {
    /** So many words of the first paragraph are the lead: sources that lose their paragraph breaks have but one. */
    private static final int LONGEST_LEAD = 65;

    /** What has no more words is no paragraph of the story: a byline, a date, "Read more". */
    private static final int LONGEST_LABEL = 7;

    private static final int LONGEST_LINK = 27;
    private static final int LONGEST_DATE = 5;
    private static final int AUTHORITY_BEFORE = 6;
    private static final int AUTHORITY_AFTER = 3;

    /** In Vietnamese about every other word has a mark that no other language has; one in so many will do. */
    private static final int VIETNAMESE_SHARE = 5;

    /** A foreign story of fewer words need not name the country that it speaks of. */
    private static final int FEWEST_WORDS_ABROAD = 60;

    private final Passage passage;
    private final FoldedText text;
    private final Optional<Layout> before;
    private final int wordsBefore;
    private final boolean storyHasHeadline;

    /** Null until somebody asks, as the next is. */
    private List<WireText.Part> parts;

    /** The first word of each part, and behind them the number of all words. */
    private int[] firstWord;

    private int lead;
    private int second;
    private int links;
    private boolean national;
    private boolean marked;
    private boolean abroad;

    /**
     * @param before of the field before this one
     * @param storyHasHeadline whether a field of the story is its headline, so that this one need not be searched for it
     */
    Layout(Passage passage, Optional<Layout> before, boolean storyHasHeadline) {
        this.passage = passage;
        this.text = passage.text();
        this.before = before;
        this.wordsBefore = before.isPresent()
                ? before.get().wordsBefore + before.get().text.words()
                : 0;
        this.storyHasHeadline = storyHasHeadline;
    }

    /** Looks at the field as a whole: nothing that a story without any place needs. */
    private void survey() {
        if (firstWord != null) {
            return;
        }
        parts = passage.wire().parts();
        firstWord = firstWords(text, parts);
        lead = lead();
        second = paragraphAfter(lead);
        links = links();
        national = before.map(Layout::isNational).orElse(false) || isNationalHere();
        int vietnamese = text.vietnamese(0, text.words());
        marked = vietnamese * VIETNAMESE_SHARE >= text.words();
        abroad = vietnamese == 0 && text.words() >= FEWEST_WORDS_ABROAD && !namesVietnam();
    }

    /** Whether headline or lead, here or in the fields before, speak of the whole country or of others. */
    boolean isNational() {
        survey();
        return national;
    }

    Sighting sighting(Province province, Candidate candidate, Verdict verdict) {
        survey();
        int part = passage.partAt(candidate.start());
        return new Sighting(
                province, position(candidate, part), wordsBefore + candidate.first(), signs(candidate, part, verdict));
    }

    private Position position(Candidate candidate, int part) {
        return switch (passage.field().kind()) {
            case HEADLINE -> Position.HEADLINE;
            case CAPTION -> Position.REST;
            case LOCATED, BYLINE, PROVIDER -> Position.DATELINE;
            case BODY -> inBody(candidate, part);
        };
    }

    private Position inBody(Candidate candidate, int part) {
        if (isDateline(candidate, part)) {
            return Position.DATELINE;
        }
        if (part == lead) {
            return candidate.first() - firstWord[part] < LONGEST_LEAD ? Position.LEAD : Position.REST;
        }
        return parts.get(part).isHeadline() ? Position.HEADLINE : Position.REST;
    }

    private boolean isDateline(Candidate candidate, int part) {
        boolean known = passage.wire()
                .dateline()
                .filter(d -> candidate.start() >= d.start() && candidate.end() <= d.end())
                .isPresent();
        return known || part <= second && !marked && (isDivided(candidate, part) || closesLabel(candidate, part));
    }

    /** {@code HANOI: ...}, {@code HANOI | ...}, {@code Hanoi, Nov 3 - ...}: a dateline of a house that nobody knows. */
    private boolean isDivided(Candidate c, int part) {
        if (c.first() != firstWord[part]) {
            return false;
        }
        int gap = text.gapAfter(c.last());
        if ((gap & FoldedText.COMMA) == 0) {
            return (gap & (FoldedText.COLON | FoldedText.OTHER)) != 0;
        }
        int limit = Math.min(firstWord[part + 1], c.last() + 1 + LONGEST_DATE);
        for (int word = c.last() + 1; word < limit; word++) {
            if (endsInDash(word)) {
                return true;
            }
        }
        return false;
    }

    /** A dash with a blank beside it. */
    private boolean endsInDash(int word) {
        int gap = text.gapAfter(word);
        return (gap & FoldedText.DASH) != 0 && (gap & FoldedText.SPACE) != 0;
    }

    /** {@code 2024-01-23 | HANOI} in a line of its own. */
    private boolean closesLabel(Candidate c, int part) {
        return part < lead && c.last() + 1 == firstWord[part + 1] && isLabel(part);
    }

    private Set<Sign> signs(Candidate c, int part, Verdict verdict) {
        Set<Sign> signs = EnumSet.noneOf(Sign.class);
        int first = passage.cueBefore(CueKind.UNIT_BEFORE, c.first())
                ? c.first() - passage.cueLengthEndingAt(c.first() - 1)
                : c.first();
        boolean where = passage.cueBefore(CueKind.WHERE, first);
        boolean seat = c.phrase().entry().is(Flag.SEAT);
        put(signs, Sign.SEAT, seat);
        put(signs, Sign.AUTHORITY, isOfAuthority(c));
        put(signs, Sign.ANNOUNCED, verdict.rule().equals("announced"));
        put(signs, Sign.WAY, passage.cueBefore(CueKind.WAY, first));
        put(
                signs,
                Sign.ASIDE,
                passage.cueBefore(CueKind.ASIDE, first)
                        || where && passage.cueBefore(CueKind.ASIDE, first - 1)
                        || where && seat && national);
        put(signs, Sign.LINK, passage.field().kind() == Story.Kind.BODY && isLinked(part));
        put(signs, Sign.LONGER_NAME, abroad && !DivisionRules.isRule(verdict.rule()) && isLongerName(c));
        return signs;
    }

    private static void put(Set<Sign> signs, Sign sign, boolean is) {
        if (is) {
            signs.add(sign);
        }
    }

    private boolean isOfAuthority(Candidate c) {
        for (int i = c.first(); i > c.first() - AUTHORITY_BEFORE && joins(i); i--) {
            if (passage.cueEndsAt(CueKind.AUTHORITY, i - 1)) {
                return true;
            }
        }
        for (int i = c.last() + 1; i <= c.last() + AUTHORITY_AFTER && i < text.words() && joins(i); i++) {
            if (passage.cueStartsAt(CueKind.AUTHORITY_AFTER, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a word and the one before it belong together: a blank between them, the dot of TP. or the quote of Hanoi's. */
    private boolean joins(int word) {
        int gap = text.gapBefore(word);
        return FoldedText.isPlain(gap) || gap == FoldedText.DOT || gap == FoldedText.QUOTE;
    }

    private boolean isLongerName(Candidate c) {
        int next = c.last() + 1;
        return next < text.words()
                && FoldedText.isPlain(text.gapBefore(next))
                && text.isCapital(next)
                && !passage.cueAfter(CueKind.UNIT_AFTER, c.last())
                && !passage.isInTitle(c.first(), c.last());
    }

    /** The first paragraph that is no label; what looks like a headline is one too when the story has its headline elsewhere. */
    private int lead() {
        int first = -1;
        for (int i = 0; i < parts.size(); i++) {
            WireText.Kind kind = parts.get(i).kind();
            if (kind == WireText.Kind.PARAGRAPH || kind == WireText.Kind.HEADLINE && storyHasHeadline) {
                if (!isLabel(i)) {
                    return i;
                }
                first = first < 0 ? i : first;
            }
        }
        return first;
    }

    private static int[] firstWords(FoldedText text, List<WireText.Part> parts) {
        int[] first = new int[parts.size() + 1];
        int word = 0;
        for (int part = 0; part < parts.size(); part++) {
            while (word < text.words() && text.start(word) < parts.get(part).start()) {
                word++;
            }
            first[part] = word;
        }
        first[parts.size()] = text.words();
        return first;
    }

    private boolean isLabel(int part) {
        return firstWord[part + 1] - firstWord[part] <= LONGEST_LABEL;
    }

    private int paragraphAfter(int part) {
        int next = part + 1;
        while (next < parts.size() && parts.get(next).kind() != WireText.Kind.PARAGRAPH) {
            next++;
        }
        return next;
    }

    /** From which part on there are links alone: behind "Read more", or two lines and more without a full stop. */
    private int links() {
        int from = parts.size();
        while (from > second && isLink(from - 1)) {
            from--;
        }
        from = parts.size() - from < 2 ? parts.size() : from;
        for (int word = 0; passage.hasCue(CueKind.MORE) && word < text.words(); word++) {
            if (passage.cueStartsAt(CueKind.MORE, word)) {
                int part = passage.partAt(text.start(word));
                if (part > lead && word == firstWord[part] && isLabel(part)) {
                    return Math.min(from, part);
                }
            }
        }
        return from;
    }

    private boolean isLink(int part) {
        int words = firstWord[part + 1] - firstWord[part];
        return words > 0
                && words <= LONGEST_LINK
                && text.end(firstWord[part + 1] - 1) == parts.get(part).end();
    }

    private boolean isLinked(int part) {
        return part >= links || part > second && opensWithMark(part);
    }

    /** "TTO - Công an ..." further down begins another story. */
    private boolean opensWithMark(int part) {
        int word = firstWord[part];
        return word < firstWord[part + 1] && text.letters(word) > 1 && text.isAllCapitals(word) && endsInDash(word);
    }

    private boolean isNationalHere() {
        Story.Kind kind = passage.field().kind();
        boolean told = kind == Story.Kind.HEADLINE || kind == Story.Kind.BODY;
        if (!told || !passage.hasCue(CueKind.NATIONAL) || lead < 0) {
            return false;
        }
        int end = Math.min(firstWord[lead + 1], firstWord[lead] + LONGEST_LEAD);
        for (int word = 0; word < end; word++) {
            if (passage.cueStartsAt(CueKind.NATIONAL, word)) {
                return true;
            }
        }
        return false;
    }

    private boolean namesVietnam() {
        for (int word = 0; passage.hasCue(CueKind.HOME) && word < text.words(); word++) {
            if (passage.cueStartsAt(CueKind.HOME, word) && text.folded(word).startsWith("viet")) {
                return true;
            }
        }
        return false;
    }
}
