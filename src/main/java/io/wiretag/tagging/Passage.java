package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Agency;
import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Entry.AgencyName;
import io.wiretag.tagging.gazetteer.Entry.BodyName;
import io.wiretag.tagging.gazetteer.Entry.Cue;
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
import java.util.Arrays;
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

    private record BareCue(CueKind kind, int word) {}

    /** So many words that only Vietnamese has show that a text without diacritics is Vietnamese. */
    private static final int FEWEST_BARE_WORDS = 3;

    /** Fewer will do for a text of so few words. */
    private static final int SHORT_TEXT = 20;

    /** One may be a name, as Phuong is; a title without diacritics has more. */
    private static final int FEWEST_BARE_CAPITALS = 2;

    /** A line that a program wrapped is at least so long, in characters. */
    private static final int WRAPPED_LINE = 45;

    /** In a title this many words on each side have capitals. */
    private static final int TITLE_WORDS = 3;

    /** How many words on each side tell whether a text is written with diacritics. */
    private static final int NEIGHBOURHOOD = 15;

    /** In Vietnamese written with its diacritics about every other word has one that no other language has; one in so many will do. */
    private static final int VIETNAMESE_SHARE = 5;

    /** Of one field after the other; null between two stories. */
    private Story.Field field;

    private final FoldedText text = new FoldedText();

    /** Null until a rule asks: of many a field none does. */
    private WireText wire;

    /** The kinds of the longest cues that end with a word, and from bit {@link CueKind#BITS} on how many words these have. */
    private long[] cuesEnding = {};

    private long[] cuesStarting = {};
    /** Of the lexicon for the words. */
    private int[] numbers = {};

    private long cuesAnywhere;
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

    /** Single words that are cues if the text turns out to be Vietnamese without diacritics. */
    private final List<BareCue> bareCues = new ArrayList<>();

    private int bareWords;
    private int bareCapitals;
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
        int words = text.words();
        if (cuesEnding.length < words) {
            cuesEnding = new long[words];
            cuesStarting = new long[words];
            numbers = new int[words];
        }
        lexicon.scan(text, numbers, this);
        settle();
        readHouses(lexicon);
        readBareCues();
    }

    /** Forgets the field, and keeps the arrays for the next one. */
    void close() {
        Arrays.fill(cuesEnding, 0, text.words(), 0);
        Arrays.fill(cuesStarting, 0, text.words(), 0);
        field = null;
        text.read("");
        wire = null;
        cuesAnywhere = 0;
        places.clear();
        agencies.clear();
        bodies.clear();
        overrides.clear();
        trapped.clear();
        namesakes.clear();
        open = null;
        shorter.clear();
        bareCues.clear();
        bareWords = 0;
        bareCapitals = 0;
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
        return word >= 0 && word < text.words() && (cuesEnding[word] & kind.bit()) != 0;
    }

    boolean cueStartsAt(CueKind kind, int word) {
        return word < text.words() && (cuesStarting[word] & kind.bit()) != 0;
    }

    boolean hasCue(CueKind kind) {
        return (cuesAnywhere & kind.bit()) != 0;
    }

    int cueLengthEndingAt(int word) {
        return (int) (cuesEnding[word] >>> CueKind.BITS);
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
        int from = Math.max(0, first - NEIGHBOURHOOD);
        int to = Math.min(text.words(), last + 1 + NEIGHBOURHOOD);
        int marked = text.vietnamese(from, to) - text.vietnamese(first, last + 1);
        int all = to - from - (last + 1 - first);
        return marked * VIETNAMESE_SHARE >= all && marked >= 1;
    }

    boolean hasCapitals() {
        return text.hasCapitals();
    }

    /** Whether no word shows that the text is Vietnamese, with its diacritics or without. */
    boolean isForeign() {
        return text.vietnamese(0, text.words()) == 0 && bareWords == 0 && bareCapitals < FEWEST_BARE_CAPITALS;
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
    public void cue(long kinds, int word) {
        cuesAnywhere |= kinds;
        cuesEnding[word] = withCue(cuesEnding[word], kinds, 1);
        cuesStarting[word] = withCue(cuesStarting[word], kinds, 1);
    }

    @Override
    public void found(Phrase[] phrases, int first, int last) {
        if (open != null && first != open.first()) {
            settle();
        }
        boolean capital = text.isCapital(first);
        for (Phrase phrase : phrases) {
            if (phrase.needsCapital() && !capital) {
                continue;
            }
            Spelling spelling = phrase.spelling(text, first);
            if (spelling == Spelling.OTHER || phrase.needsTheseCapitals() && !phrase.hasTheseCapitals(text, first)) {
                continue;
            }
            if (phrase.entry() instanceof OverrideText override) {
                if (isWritten(override, spelling, first, last)) {
                    overrides.add(new Candidate(this, phrase, first, last, spelling));
                }
                continue;
            }
            if (isBrokenCase(phrase, first)
                    || phrase.entry() instanceof AgencyName agency && isPartOfWord(agency, phrase, first, spelling)) {
                continue;
            }
            if (phrase.entry() instanceof Cue cue) {
                if (isCue(cue, spelling, first, last) && !(phrase.endsWithDot() && isInitial(first))) {
                    cue(cue.kind(), first, last);
                } else if (first == last
                        && spelling == Spelling.PLAIN
                        && cue.kind().isReadBare()
                        && !cue.is(Flag.THESE_MARKS)) {
                    bareCues.add(new BareCue(cue.kind(), first));
                }
            } else if (open == null || open.last() < last || isBetter(spelling, phrase)) {
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

    /** A single word without its diacritics is mostly another word ("to" is not "tờ", "Trong" not "Trọng"); names keep their capitals. */
    private boolean isCue(Cue cue, Spelling spelling, int first, int last) {
        if (cue.kind().isPersonal()) {
            return spelling == Spelling.EXACT || !cue.is(Flag.THESE_MARKS) && !isMarkedAround(first, last);
        }
        if (cue.kind() == CueKind.BARE && text.isCapital(first) && !text.isAllCapitals(first)) {
            bareCapitals++;
            return false; // Phuong is a name in any language
        }
        return spelling == Spelling.EXACT || spelling == Spelling.PLAIN && last > first;
    }

    /**
     * A small letter before a capital is no way to write a name or a word; the capital begins something else: "quốc gia Lai Châu"
     * is not Gia Lai, "công an Ninh Bình" no "an ninh". In a phrase like "sông Sài Gòn" the capital is the gazetteer's own.
     */
    private boolean isBrokenCase(Phrase phrase, int first) {
        if (text.isCapital(first)) {
            return false;
        }
        boolean small = !phrase.word(0).isCapital();
        for (int i = 1; i < phrase.size(); i++) {
            if (text.isCapital(first + i) && !(small && phrase.word(i).isCapital())) {
                return true;
            }
        }
        return false;
    }

    /** "ông Nguyễn Văn H. Hà Nội": the letter stands for somebody, and is no quarter. */
    private boolean isInitial(int letter) {
        int before = letter - 1;
        return before >= 0
                && FoldedText.isPlain(text.gapAfter(before))
                && (text.isCapital(before) && !text.isAllCapitals(before)
                        || cueEndsAt(CueKind.TITLE, before)
                        || cueEndsAt(CueKind.ADDRESS, before));
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
                ? house(lexicon, place, paper, place.first(), next + (int) (cuesStarting[next] >>> CueKind.BITS) - 1)
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

    private void readBareCues() {
        int fewest = text.words() <= SHORT_TEXT ? FEWEST_BARE_WORDS - 1 : FEWEST_BARE_WORDS;
        if (bareWords >= fewest && text.vietnamese(0, text.words()) == 0) {
            bareCues.forEach(bare -> cue(bare.kind(), bare.word(), bare.word()));
        }
        bareCues.clear();
    }

    /** Of two names that end together the one that is spelled as it stands, and a trap before a name. */
    private boolean isBetter(Spelling spelling, Phrase phrase) {
        boolean openTrap = open.phrase().entry() instanceof Trap;
        return spelling.compareTo(open.spelling()) < 0 && !openTrap || phrase.entry() instanceof Trap;
    }

    private void cue(CueKind kind, int first, int last) {
        int length = last + 1 - first;
        long bit = kind.bit();
        cuesAnywhere |= bit;
        bareWords += kind == CueKind.BARE ? 1 : 0;
        cuesEnding[last] = withCue(cuesEnding[last], bit, length);
        cuesStarting[first] = withCue(cuesStarting[first], bit, length);
    }

    private static long withCue(long cues, long bits, long length) {
        long longest = cues >>> CueKind.BITS;
        if (length < longest) {
            return cues;
        }
        return length > longest ? length << CueKind.BITS | bits : cues | bits;
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
