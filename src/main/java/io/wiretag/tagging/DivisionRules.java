package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Division;
import io.wiretag.tagging.gazetteer.Division.Kind;
import io.wiretag.tagging.gazetteer.Divisions;
import io.wiretag.tagging.gazetteer.Divisions.Match;
import io.wiretag.tagging.gazetteer.Phrase;
import io.wiretag.tagging.gazetteer.TagOverride.ProvinceTarget;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.Word.Spelling;
import io.wiretag.tagging.text.WordSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Communes, wards, special zones and districts that a text announces give the province they lie in: {@code xã Mường Típ}, {@code Ben
 * Nghe Ward}, {@code các xã Tân Lập, Mường Lạn và Nậm Ty}.
 *
 * <p>Names were given twice and more, and all anew on 1 July 2025. So the day decides which names count ({@link NamesInUse}), the address
 * behind a name ({@link AddressTail}) chooses among its bearers, and what then still lies in two provinces gives nothing. The cost is
 * a read of a table for each word, and some look-ups for each announcement.
 */
final class DivisionRules {
    static final String COMMUNE = "commune";
    static final String DISTRICT = "district";

    private static final int EXACT = 94;
    private static final int PLAIN = 90;

    /** The story says no date, and in an older one the name would be another's. */
    private static final int BY_ARRIVAL = 75;

    private static final int LONGEST_LIST = 50;

    /** "Phó chủ tịch UBND xã Trần Phú": so many words before a person's name stands what he is. */
    private static final int ROLE_DISTANCE = 5;

    private static final WordSet ROLES = WordSet.of("tich", "thu", "truong", "pho", "bo", "doc", "vien");

    /** How far from a name the country of a namesake may stand, in words. */
    private static final int ABROAD_DISTANCE = 40;

    private final Passage passage;
    private final FoldedText text;
    private final Divisions divisions;
    private final NamesInUse names;

    /** Whether the story says its date. */
    private final boolean isDated;

    private final AcceptedPlaces places;
    private final List<Decision> found = new ArrayList<>();

    /** Names that are known, and whose they are is not. */
    private final List<Name> undecided = new ArrayList<>();

    /** A name that stands in the text, with all divisions that have it. */
    private record Name(int first, int last, List<Match> matches) {}

    private DivisionRules(Passage passage, Divisions divisions, Story story, AcceptedPlaces places) {
        this.passage = passage;
        this.text = passage.text();
        this.divisions = divisions;
        this.names = NamesInUse.of(story, passage);
        this.isDated = story.date().isPresent();
        this.places = places;
    }

    /** Whether a rule of that name speaks of communes or districts. */
    static boolean isRule(String name) {
        return name.equals(COMMUNE) || name.equals(DISTRICT);
    }

    /**
     * Adds what a field announces to what was decided on its places, in the order of the text; a commune that is found speaks for
     * the names within its own.
     */
    static void addTo(List<Decision> places, Passage passage, Divisions divisions, Story story) {
        Story.Kind kind = passage.field().kind();
        if (kind == Story.Kind.BYLINE || kind == Story.Kind.PROVIDER) {
            return;
        }
        DivisionRules rules = null;
        for (int i = 0; i < passage.text().words(); i++) {
            Announcer announcer = Announcer.at(passage, i);
            if (announcer != null) {
                rules = rules != null
                        ? rules
                        : new DivisionRules(passage, divisions, story, new AcceptedPlaces(places));
                rules.read(announcer, i);
            }
        }
        if (rules != null) {
            rules.putInto(places);
        }
    }

    private void putInto(List<Decision> decisions) {
        if (found.isEmpty() && undecided.isEmpty()) {
            return;
        }
        BitSet words = new BitSet();
        found.forEach(
                each -> words.set(each.candidate().first(), each.candidate().last() + 1));
        decisions.removeIf(place -> {
            int word = words.nextSetBit(place.candidate().first());
            return word >= 0 && word <= place.candidate().last();
        });
        // "An Nhon Tay commune" is not the town An Nhơn, wherever it lies
        BitSet first = new BitSet();
        BitSet within = new BitSet();
        for (Name name : undecided) {
            first.set(name.first());
            within.set(name.first() + 1, name.last() + 1);
        }
        decisions.removeIf(place -> {
            Candidate c = place.candidate();
            boolean begins = first.get(c.first());
            boolean goesOn = within.get(c.last() + 1);
            return within.get(c.last()) && !begins || begins && goesOn;
        });
        decisions.addAll(found);
        decisions.sort(Comparator.comparingInt(each -> each.candidate().start()));
    }

    private void read(Announcer announcer, int i) {
        switch (announcer.side()) {
            case BEHIND_WORD -> readBehind(announcer, i);
            case BEHIND_ABBREVIATION -> readAddress(announcer, i);
            case BEFORE_WORD, BEFORE_PLURAL -> readBefore(announcer, i);
        }
    }

    private void readBehind(Announcer announcer, int at) {
        boolean many = isMany(at);
        int gap = text.gapAfter(at) & ~(many ? FoldedText.COLON | FoldedText.OPEN : 0);
        if (!FoldedText.isPlain(gap)) {
            return;
        }
        if (many) {
            readList(announcer, at + 1);
        } else {
            nameFrom(at + 1, announcer)
                    .filter(name -> !mayGoOn(name) && !isPerson(name, at))
                    .ifPresent(name -> decide(name, announcer));
        }
    }

    /** "các xã Tân Lập, Mường Lạn và Nậm Ty": up to the one behind the "and". */
    private void readList(Announcer announcer, int start) {
        int member = start;
        boolean last = false;
        for (int i = 0; i < LONGEST_LIST && member < text.words() && text.isCapital(member); i++) {
            Optional<Name> name = nameFrom(member, announcer);
            int end = name.map(Name::last).orElse(endOfCapitals(member));
            boolean isProvince = places.from(member).isPresent();
            name.filter(each -> !isProvince && !mayGoOn(each)).ifPresent(each -> decide(each, announcer));
            boolean and = passage.cueStartsAt(CueKind.BETWEEN, end + 1) && FoldedText.isPlain(text.gapAfter(end));
            boolean comma = (text.gapAfter(end) & FoldedText.COMMA) != 0;
            if (last || !and && !comma) {
                return;
            }
            last = and;
            member = and ? end + 2 : end + 1;
        }
    }

    private int endOfCapitals(int first) {
        int end = first;
        while (end + 1 < text.words() && FoldedText.isPlain(text.gapAfter(end)) && text.isCapital(end + 1)) {
            end++;
        }
        return end;
    }

    /** Initials of people look the same: "P." counts within an address alone. */
    private void readAddress(Announcer announcer, int at) {
        if ((text.gapAfter(at) & ~(FoldedText.DOT | FoldedText.SPACE)) == 0) {
            nameFrom(at + 1, announcer)
                    .filter(name -> {
                        AddressTail tail = AddressTail.behind(name.last(), passage, divisions, places);
                        return tail.place().isPresent() || tail.isThreeTiers() && !announcer.isOfDistricts();
                    })
                    .ifPresent(name -> decide(name, announcer));
        }
    }

    private void readBefore(Announcer announcer, int at) {
        if (at + 2 < text.words() && text.is("of", at + 1) && text.isCapital(at + 2)) {
            if (announcer.side() == Announcer.Side.BEFORE_PLURAL) {
                readList(announcer, at + 2);
            } else {
                nameFrom(at + 2, announcer).filter(name -> !mayGoOn(name)).ifPresent(name -> decide(name, announcer));
            }
            return;
        }
        int last = announcer.word().equals("zone") ? at - 2 : at - 1;
        for (int i = 0; i < LONGEST_LIST && last >= 0 && FoldedText.isPlain(text.gapAfter(last)) | i > 0; i++) {
            Optional<Name> name = nameTo(last, announcer);
            name.ifPresent(each -> decide(each, announcer));
            if (announcer.side() == Announcer.Side.BEFORE_WORD || name.isEmpty()) {
                return;
            }
            int before = name.get().first() - 1;
            boolean and = passage.cueEndsAt(CueKind.BETWEEN, before);
            if (!and && (text.gapAfter(before) & FoldedText.COMMA) == 0) {
                return;
            }
            last = and ? before - 1 : before;
        }
    }

    private Optional<Name> nameFrom(int first, Announcer announcer) {
        if (first >= text.words() || !isNameWord(first, true)) {
            return Optional.empty();
        }
        for (int last = Divisions.longestFrom(text, first); last >= first; last--) {
            // "thị trấn Nông trường Mộc Châu": small letters stand within, and never at the end
            List<Match> matches = isNameWord(last, last == first) ? matches(first, last, announcer) : List.of();
            if (!matches.isEmpty()) {
                return Optional.of(new Name(first, last, matches));
            }
        }
        return Optional.empty();
    }

    /** "Tan Lap commune": the longest name that ends there, unless a capital in front shows that it is longer still. */
    private Optional<Name> nameTo(int last, Announcer announcer) {
        int first = last + 1;
        while (last - first < Divisions.LONGEST - 1
                && first > 0
                && isNameWord(first - 1, false)
                && (first > last || Divisions.isWithin(text, first))) {
            first--;
        }
        for (int i = first; i <= last; i++) {
            List<Match> matches = matches(i, last, announcer);
            if (!matches.isEmpty()) {
                boolean longer = i > first
                        && !passage.cueEndsAt(CueKind.WHERE, i - 1)
                        && !text.is("the", i - 1)
                        && places.to(i - 1).isEmpty();
                boolean oneWord = i == last && !text.isNumber(i); // "Kep commune": also elsewhere
                return longer || oneWord ? Optional.empty() : Optional.of(new Name(i, last, matches));
            }
        }
        return Optional.empty();
    }

    /** @param first whether it would be the first of a name */
    private boolean isNameWord(int word, boolean first) {
        return text.isCapital(word)
                || text.isNumber(word)
                || !first && text.gapBefore(word) == FoldedText.QUOTE; // M'gar
    }

    /** What has this name, if one of them is of the kind that is announced. */
    private List<Match> matches(int first, int last, Announcer announcer) {
        if (first == last && text.isNumber(first)) {
            return List.of(); // phường 12, quận 1: in every town, and abroad
        }
        List<Match> named = divisions.named(text, first, last);
        if (!isAnyOfThisKind(named, announcer)) {
            return List.of();
        }
        boolean plainCounts = !passage.isMarkedAround(first, last);
        List<Match> matches = new ArrayList<>();
        for (Match each : named) {
            if (isOfKind(each.division(), announcer)) {
                Spelling spelling = each.phrase().spelling(text, first);
                if (spelling == Spelling.EXACT || spelling == Spelling.PLAIN && plainCounts) {
                    matches.add(each);
                }
            }
        }
        return matches;
    }

    private static boolean isAnyOfThisKind(List<Match> named, Announcer announcer) {
        for (Match each : named) {
            if (isOfThisKind(each.division(), announcer)) {
                return true;
            }
        }
        return false;
    }

    /** Many a rural district was made a town, and is called by what it was. */
    private static boolean isOfThisKind(Division division, Announcer announcer) {
        boolean town = division.kind() == Kind.TOWN || division.kind() == Kind.CITY;
        return announcer.kinds().contains(division.kind())
                || town && announcer.kinds().contains(Kind.RURAL_DISTRICT);
    }

    /**
     * What was a commune in a story of 2019 may have been a ward or township in 2025, and a district a town. Wards never became communes,
     * and urban districts were nothing else.
     */
    private static boolean isOfKind(Division division, Announcer announcer) {
        Set<Kind> kinds = announcer.kinds();
        if (kinds.contains(division.kind())) {
            return true;
        }
        boolean mayHaveChanged = !kinds.contains(Kind.WARD) && !kinds.equals(Set.of(Kind.URBAN_DISTRICT));
        return !division.since2025() && mayHaveChanged && division.kind().isDistrict() == announcer.isOfDistricts();
    }

    /** "xã An Bình Tây" is not An Bình, whether it is known or not. */
    private boolean mayGoOn(Name name) {
        int next = name.last() + 1;
        if (next >= text.words() || text.gapBefore(next) != FoldedText.SPACE || !text.isCapital(next)) {
            return false;
        }
        boolean other = passage.cueStartsAt(CueKind.SURNAME, next)
                || passage.cueStartsAt(CueKind.UNIT_BEFORE, next)
                || places.from(next).isPresent();
        return !other && !text.isAllCapitals(name.last()) && !passage.isInTitle(name.first(), name.last());
    }

    /** "Trưởng công an xã Trần Phú (45 tuổi)": the office is the commune's, the name is his. */
    private boolean isPerson(Name name, int announcer) {
        int next = name.last() + 1;
        if (next + 1 < text.words() && text.isNumber(next) && passage.cueStartsAt(CueKind.AGE, next + 1)) {
            return true;
        }
        if (!passage.cueEndsAt(CueKind.SURNAME, name.first())) {
            return false;
        }
        for (int i = announcer - 1; i >= Math.max(0, announcer - ROLE_DISTANCE); i--) {
            if (ROLES.has(text, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isMany(int at) {
        int before = at - passage.cueLengthEndingAt(at);
        return before >= 0
                && FoldedText.isPlain(text.gapAfter(before))
                && (text.isNumber(before) || passage.cueEndsAt(CueKind.MANY, before));
    }

    private void decide(Name name, Announcer announcer) {
        if (passage.wire().parts().get(passage.partAt(text.start(name.first()))).isBoilerplate() || isAbroad(name)) {
            return;
        }
        Optional<Division> chosen = choose(name, announcer);
        if (chosen.isEmpty()) {
            undecided.add(name);
        }
        chosen.ifPresent(division -> {
            Phrase phrase = phrase(division, name);
            Candidate candidate =
                    new Candidate(passage, phrase, name.first(), name.last(), phrase.spelling(text, name.first()));
            found.add(new Decision(
                    candidate,
                    new ProvinceTarget(division.province()),
                    Verdict.accept(
                            announcer.isOfDistricts() ? DISTRICT : COMMUNE, confidence(candidate, division, name))));
        });
    }

    private static Phrase phrase(Division division, Name name) {
        for (Match each : name.matches()) {
            if (each.division().name().equals(division.name())) {
                return each.phraseOf(division);
            }
        }
        throw new IllegalStateException(division.fullName() + " was not found");
    }

    private int confidence(Candidate candidate, Division division, Name name) {
        boolean shared = name.matches().stream()
                .anyMatch(each -> !each.division().province().equals(division.province()));
        if (shared && !isDated && names == NamesInUse.SINCE_2025) {
            return BY_ARRIVAL;
        }
        return candidate.spelling() == Spelling.EXACT ? EXACT : PLAIN;
    }

    private boolean isAbroad(Name name) {
        if (!passage.hasCue(CueKind.ABROAD)) {
            return false;
        }
        for (int i = 1; i <= ABROAD_DISTANCE; i++) {
            if (passage.cueEndsAt(CueKind.ABROAD, name.first() - i)
                    || passage.cueStartsAt(CueKind.ABROAD, name.last() + i)) {
                return true;
            }
        }
        return false;
    }

    /** The one that is meant, or one of several in the same province. */
    private Optional<Division> choose(Name name, Announcer announcer) {
        AddressTail tail = AddressTail.behind(name.last(), passage, divisions, places);
        if (tail.isAbroad()) {
            return Optional.empty();
        }
        boolean former = tail.isFormer() || passage.cueBefore(CueKind.FORMER_BEFORE, name.first());
        List<Division> then = bearers(name, false);
        List<Division> inDistrict = select(then, tail::isInDistrict);
        if (!inDistrict.isEmpty() || tail.isThreeTiers() && !announcer.isOfDistricts()) {
            return oneProvince(select(inDistrict, tail::agrees));
        }
        if (former || names == NamesInUse.UNTIL_2025) {
            return oneProvince(select(then, tail::agrees));
        }
        List<Division> now = bearers(name, true);
        if (tail.place().isPresent()) {
            List<Division> there = select(now, tail::agrees);
            return oneProvince(there.isEmpty() ? select(then, tail::agrees) : there);
        }
        if (announcer.isOfDistricts() || now.isEmpty() && isDated) {
            return oneProvince(then);
        }
        if (names == NamesInUse.EITHER) {
            // a text of any year: what is no name of today may be one of a time before the lists begin
            return now.isEmpty() ? Optional.empty() : oneProvince(bearers(name));
        }
        return oneProvince(now).filter(division -> !isRatherFormer(division, then) && !isCount(name, division));
    }

    private static List<Division> bearers(Name name, boolean since2025) {
        return select(bearers(name), each -> each.since2025() == since2025);
    }

    private static List<Division> bearers(Name name) {
        List<Division> bearers = new ArrayList<>();
        for (Match each : name.matches()) {
            bearers.add(each.division());
        }
        return bearers;
    }

    private static List<Division> select(List<Division> divisions, Predicate<Division> which) {
        List<Division> selected = new ArrayList<>();
        for (Division each : divisions) {
            if (which.test(each)) {
                selected.add(each);
            }
        }
        return selected;
    }

    /** Only what lies in one province is sure; of several there none is. */
    private static Optional<Division> oneProvince(List<Division> bearers) {
        if (bearers.isEmpty()) {
            return Optional.empty();
        }
        Division first = bearers.get(0);
        boolean sameCode = true;
        for (Division other : bearers) {
            if (!other.province().equals(first.province())) {
                return Optional.empty();
            }
            sameCode &= other.code().equals(first.code());
        }
        return Optional.of(sameCode ? first : first.withoutCode());
    }

    /**
     * A name that until 2025 others had elsewhere. In a text that speaks of districts, or of the province of one of those and not of
     * its own, it may be theirs.
     */
    private boolean isRatherFormer(Division division, List<Division> then) {
        List<Division> rivals = select(then, each -> !each.province().equals(division.province()));
        if (rivals.isEmpty()) {
            return false;
        }
        return passage.hasCue(CueKind.FORMER_RANK)
                || !places.has(division) && rivals.stream().anyMatch(places::has);
    }

    /** "ở xã Tân Phước 3 người bị thương": Tân Phước 3 is a commune, and Tân Phước one elsewhere. */
    private boolean isCount(Name name, Division division) {
        return text.isNumber(name.last())
                && name.last() > name.first()
                && FoldedText.isPlain(text.gapAfter(name.last()))
                && divisions.named(text, name.first(), name.last() - 1).stream()
                        .map(Match::division)
                        .anyMatch(shorter -> shorter.since2025()
                                && shorter.kind() == division.kind()
                                && !shorter.province().equals(division.province()));
    }

    /** Which names of communes a story may use: all were given anew on 1 July 2025, and many now belong to others. */
    private enum NamesInUse {
        UNTIL_2025,
        SINCE_2025,
        /** The day is not known: only a name that all its bearers have in one province is sure. */
        EITHER;

        /**
         * The date of the story decides. When it came is less: an old text may come today, and tells it by its districts or by its
         * years.
         */
        static NamesInUse of(Story story, Passage passage) {
            if (story.day().isEmpty()) {
                return EITHER;
            }
            if (Mergers.isBefore(story.day().get())) {
                return UNTIL_2025;
            }
            boolean mayBeOld = story.date().isEmpty()
                    && (passage.hasCue(CueKind.FORMER_RANK) || PastYears.areAllOf(passage.text()));
            return mayBeOld ? EITHER : SINCE_2025;
        }
    }
}
