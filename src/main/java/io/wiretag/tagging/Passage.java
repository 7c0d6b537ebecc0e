package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Agency;
import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Cues;
import io.wiretag.tagging.gazetteer.Entry.AgencyName;
import io.wiretag.tagging.gazetteer.Entry.BodyName;
import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.gazetteer.Entry.NameKind;
import io.wiretag.tagging.gazetteer.Entry.OverrideText;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.gazetteer.Entry.Trap;
import io.wiretag.tagging.gazetteer.Lexicon;
import io.wiretag.tagging.gazetteer.Phrase;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.WireText;
import io.wiretag.tagging.text.Word.Spelling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One field of a story as the rules see it: its words, the candidates among them, and the cues beside those.
 *
 * <p>Of candidates that overlap, the one that begins first counts, and of those that begin together the longest. So a trap, a
 * phrase that holds a name without naming the place, needs no rule: it is longer than the name.
 */
final class Passage implements Lexicon.Sink {
    /** A place within a trap, rejected before any rule is asked. */
    record Trapped(Candidate candidate, Phrase trap) {
        Verdict verdict() {
            return Verdict.reject("trap: " + trap.written());
        }
    }

    /** A line that a program wrapped is at least so long, in characters. */
    private static final int WRAPPED_LINE = 45;

    /** In a title this many words on each side have capitals. */
    private static final int TITLE_WORDS = 3;

    /** Of one field after the other; null between two stories. */
    private Story.Field field;

    private final FoldedText text = new FoldedText();

    /** Null until a rule asks: of many a field none does. */
    private WireText wire;

    private final Cues cues = new Cues(text);
    private final List<Candidate> places = new ArrayList<>();
    private final List<Candidate> agencies = new ArrayList<>();
    private final List<Candidate> bodies = new ArrayList<>();
    private final List<Candidate> overrides = new ArrayList<>();
    private final List<Trapped> trapped = new ArrayList<>();

    /** Agencies that share a name with somebody in this text. */
    private final Set<Agency> namesakes = new HashSet<>();

    /** What began last and may still be outdone by something longer. */
    private Candidate open;

    /** The names that {@link #open} has outdone. */
    private final List<Candidate> shorter = new ArrayList<>();

    private Phrase lastTrap;
    private int trappedUntil = -1;
    private int takenUntil = -1;

    static Passage read(Story.Field field, Lexicon lexicon) {
        Passage passage = new Passage();
        passage.open(field, lexicon);
        return passage;
    }

    /** Reads a field into this passage, which has none. */
    void open(Story.Field next, Lexicon lexicon) {
        field = next;
        text.read(next.text());
        cues.open(lexicon);
        lexicon.scan(text, cues, this);
        settle();
        readHouses(lexicon);
        cues.readBare();
    }

    /** Forgets the field, and keeps the arrays for the next one. */
    void close() {
        cues.close();
        field = null;
        text.read("");
        wire = null;
        places.clear();
        agencies.clear();
        bodies.clear();
        overrides.clear();
        trapped.clear();
        namesakes.clear();
        open = null;
        shorter.clear();
        lastTrap = null;
        trappedUntil = -1;
        takenUntil = -1;
    }

    Story.Field field() {
        return field;
    }

    FoldedText text() {
        return text;
    }

    WireText wire() {
        if (wire == null) {
            wire = WireText.of(text);
        }
        return wire;
    }

    List<Candidate> places() {
        return places;
    }

    List<Candidate> agencies() {
        return agencies;
    }

    List<Candidate> bodies() {
        return bodies;
    }

    /** Where phrases of overrides stand, in the order of their first words. They leave the other candidates as they are. */
    List<Candidate> overrides() {
        return overrides;
    }

    boolean hasNamesake(Agency agency) {
        return namesakes.contains(agency);
    }

    List<Trapped> trapped() {
        return trapped;
    }

    /** Whether a cue of this kind ends with the word; of several cues that end there the longest counts. */
    boolean cueEndsAt(CueKind kind, int word) {
        return cues.endsAt(kind, word);
    }

    boolean cueStartsAt(CueKind kind, int word) {
        return cues.startsAt(kind, word);
    }

    /** Whether there is one in the field; of the kinds that are {@link CueKind#isOfField}. */
    boolean hasCue(CueKind kind) {
        return cues.has(kind);
    }

    int cueLengthEndingAt(int word) {
        return cues.lengthEndingAt(word);
    }

    /** Whether a cue stands right in front of a word, with nothing but a blank (or the dot of TP.) between. */
    boolean cueBefore(CueKind kind, int word) {
        return cueEndsAt(kind, word - 1) && isLoose(text.gapBefore(word));
    }

    /** Whether a cue stands right behind a word. */
    boolean cueAfter(CueKind kind, int word) {
        return cueStartsAt(kind, word + 1) && FoldedText.isPlain(text.gapAfter(word));
    }

    private static boolean isLoose(int gap) {
        return gap != 0 && (gap & ~(FoldedText.SPACE | FoldedText.LINE_END | FoldedText.DOT)) == 0;
    }

    /** Whether the words around are written with diacritics, as Vietnamese is and English is not. */
    boolean isMarkedAround(int first, int last) {
        return text.isMarkedAround(first, last);
    }

    boolean hasCapitals() {
        return text.hasCapitals();
    }

    /** Whether no word shows that the text is Vietnamese, with its diacritics or without. */
    boolean isForeign() {
        return cues.areForeign();
    }

    /** Whether a word opens a line below one too short to have been wrapped: that of a list. */
    boolean opensLine(int word) {
        if ((text.gapBefore(word) & FoldedText.LINE_END) == 0 || word == 0) {
            return false;
        }
        int end = text.end(word - 1);
        for (int i = end - 1; i >= 0 && end - i < WRAPPED_LINE; i--) {
            if (text.original().charAt(i) == '\n') {
                return true;
            }
        }
        return end < WRAPPED_LINE;
    }

    /** Whether all words around these are written with capitals. */
    boolean isInTitle(int first, int last) {
        int around = 0;
        for (int i = first - TITLE_WORDS; i <= last + TITLE_WORDS; i++) {
            boolean own = i >= first && i <= last;
            if (i >= 0 && i < text.words() && !own) {
                if (!text.isCapital(i) && !text.isNumber(i)) {
                    return false;
                }
                around++;
            }
        }
        return around > TITLE_WORDS;
    }

    /** Which part of the wire a place of the original text lies in, counted from 0. */
    int partAt(int offset) {
        List<WireText.Part> parts = wire().parts();
        int low = 0;
        int high = parts.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (parts.get(middle).start() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    WireText.Part part(Candidate candidate) {
        return wire().parts().get(partAt(candidate.start()));
    }

    @Override
    public void found(Phrase[] phrases, int first, int last) {
        if (open != null && first != open.first()) {
            settle();
        }
        for (Phrase phrase : phrases) {
            Spelling spelling = phrase.spellingAt(text, first);
            if (spelling == Spelling.OTHER) {
                continue;
            }
            if (phrase.entry() instanceof OverrideText override) {
                if (isWritten(override, spelling, first, last)) {
                    overrides.add(new Candidate(this, phrase, first, last, spelling));
                }
                continue;
            }
            if (phrase.isBrokenCase(text, first)
                    || phrase.entry() instanceof AgencyName agency && isPartOfWord(agency, phrase, first, spelling)) {
                continue;
            }
            if (open == null || open.last() < last || isBetter(spelling, phrase)) {
                if (open != null && open.last() < last) {
                    shorter.add(open);
                }
                open = new Candidate(this, phrase, first, last, spelling);
            }
        }
    }

    /** An editor's phrase counts in any case, but left without its diacritics it is another phrase where all around has diacritics. */
    private boolean isWritten(OverrideText override, Spelling spelling, int first, int last) {
        return spelling == Spelling.EXACT || !override.is(Flag.THESE_MARKS) && !isMarkedAround(first, last);
    }

    /** "thông báo Nhân Dân", and in English "to Thanh Niên" for a phrase that begins with "tờ". */
    private boolean isPartOfWord(AgencyName agency, Phrase phrase, int first, Spelling spelling) {
        return phrase.size() > 1 && cueEndsAt(CueKind.NOTHING, first)
                || agency.is(Flag.THESE_MARKS) && spelling != Spelling.EXACT;
    }

    /** "báo Quảng Ninh", "Đài PT-TH tỉnh Quảng Ninh", "Quang Ninh Television" are no places. */
    private void readHouses(Lexicon lexicon) {
        int named = agencies.size();
        for (Iterator<Candidate> each = places.iterator(); each.hasNext(); ) {
            Candidate place = each.next();
            Optional<Candidate> house = house(place, lexicon);
            if (house.isPresent()) {
                each.remove();
                agencies.add(house.get());
            }
        }
        if (agencies.size() > named) {
            agencies.sort(Comparator.comparingInt(Candidate::first));
        }
    }

    private Optional<Candidate> house(Candidate place, Lexicon lexicon) {
        ProvinceName name = (ProvinceName) place.phrase().entry();
        int next = place.last() + 1;
        int first = place.first();
        if (name.kind() == NameKind.CITY || name.kind() == NameKind.NICKNAME || !text.isCapital(first)) {
            return Optional.empty();
        }
        if (cueBefore(CueKind.UNIT_BEFORE, first)) {
            first -= cueLengthEndingAt(first - 1);
        }
        boolean paper = isRightBefore(CueKind.PAPER_BEFORE, first);
        if (paper || isRightBefore(CueKind.STATION_BEFORE, first)) {
            int from = first - cueLengthEndingAt(first - 1);
            return house(lexicon, place, paper, from, place.last());
        }
        paper = cueAfter(CueKind.PAPER_AFTER, place.last());
        return paper || cueAfter(CueKind.STATION_AFTER, place.last())
                ? house(lexicon, place, paper, place.first(), next + cues.lengthStartingAt(next) - 1)
                : Optional.empty();
    }

    private boolean isRightBefore(CueKind kind, int word) {
        return cueEndsAt(kind, word - 1) && FoldedText.isPlain(text.gapBefore(word));
    }

    private Optional<Candidate> house(Lexicon lexicon, Candidate place, boolean paper, int first, int last) {
        ProvinceName name = (ProvinceName) place.phrase().entry();
        return lexicon.house(name.province(), paper ? Agency.Kind.NEWSPAPER : Agency.Kind.BROADCASTER)
                .map(phrase -> new Candidate(this, phrase, first, last, place.spelling()));
    }

    /** Of two names that end together the one that is spelled as it stands, and a trap before a name. */
    private boolean isBetter(Spelling spelling, Phrase phrase) {
        boolean openTrap = open.phrase().entry() instanceof Trap;
        return spelling.compareTo(open.spelling()) < 0 && !openTrap || phrase.entry() instanceof Trap;
    }

    /** Puts the candidate that was found last where it belongs, unless an earlier one covers it. */
    private void settle() {
        if (open == null) {
            return;
        }
        Candidate candidate = open;
        List<Candidate> outdone = shorter.isEmpty() ? List.of() : List.copyOf(shorter);
        open = null;
        shorter.clear();
        if (candidate.first() <= takenUntil && isProvinceOverLesser(candidate)) {
            places.remove(places.size() - 1);
        } else if (candidate.first() <= takenUntil) {
            if (candidate.last() <= trappedUntil) {
                trap(candidate);
            }
            return;
        }
        takenUntil = candidate.last();
        if (candidate.phrase().entry() instanceof Trap trap) {
            trappedUntil = candidate.last();
            lastTrap = candidate.phrase();
            trap.agency().ifPresent(namesakes::add);
            outdone.forEach(this::trap);
        } else if (candidate.phrase().entry() instanceof AgencyName) {
            agencies.add(candidate);
        } else if (candidate.phrase().entry() instanceof BodyName) {
            bodies.add(candidate);
        } else {
            places.add(candidate);
        }
    }

    private void trap(Candidate candidate) {
        if (candidate.phrase().entry() instanceof ProvinceName) {
            trapped.add(new Trapped(candidate, lastTrap));
        }
    }

    /**
     * "phía Đông Hà Nội" does not speak of the town Đông Hà, nor "tỉnh Thanh Hóa" of a "tỉnh Thanh", nor "phía Tây Ninh Bình" of
     * Tây Ninh.
     */
    private boolean isProvinceOverLesser(Candidate candidate) {
        if (takenUntil <= trappedUntil || places.isEmpty() || candidate.last() <= takenUntil) {
            return false;
        }
        Candidate before = places.get(places.size() - 1);
        return before.last() == takenUntil
                && before.phrase().entry() instanceof ProvinceName lesser
                && lesser.kind() != NameKind.SHORT
                && candidate.phrase().entry() instanceof ProvinceName longer
                && switch (longer.kind()) {
                    case PROVINCE -> lesser.kind() != NameKind.PROVINCE || cueBefore(CueKind.SIDE, before.first());
                    case CITY -> lesser.kind() == NameKind.NICKNAME;
                    default -> false;
                };
    }
}
