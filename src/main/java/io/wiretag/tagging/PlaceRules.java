package io.wiretag.tagging;

import io.wiretag.tagging.Candidate.LetterCase;
import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.gazetteer.Entry.NameKind;
import io.wiretag.tagging.gazetteer.Entry.ProvinceName;
import io.wiretag.tagging.gazetteer.Province;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.Word.Spelling;
import io.wiretag.tagging.text.WordSet;
import java.util.List;

/**
 * The rules that tell a place from what is only spelled like one. They are asked in order; the first that has an opinion decides,
 * and gives the verdict its name. Each looks at a few words around the candidate, so that judging stays linear in the text.
 */
final class PlaceRules {
    private static final int NO_OPINION = -1;
    private static final int REJECT = 0;

    // Of a hundred mentions with this confidence about so many are right: ReliabilityReport, docs/tagging.md.
    private static final int CERTAIN = 99;
    private static final int SURE = 98;
    private static final int GOOD = 94;
    private static final int FAIR = 90;
    private static final int DOUBTFUL = 85;
    private static final int WEAK = 75;

    /** How far apart a name and the country of its namesake may stand, in words. */
    private static final int ABROAD_DISTANCE = 40;

    /** "Hà Nam của Trung Quốc": so many words behind a name at most. */
    private static final int BESIDE = 2;

    /** How far from a ward the name of its province may stand, in words. */
    private static final int HEIR_DISTANCE = 12;

    /** "Sở Văn hóa, Thể thao và Du lịch Hồ Chí Minh". */
    private static final int OFFICE_DISTANCE = 9;

    /** Peace stands soon behind an office too: "CÔNG AN GIỮ GÌN HÒA BÌNH". */
    private static final int OFFICE_DISTANCE_OF_WORD = 6;

    private static final int LONGEST_STREET = 4;

    /** How many members of a list are looked at to find one that is a place without doubt. */
    private static final int LIST_REACH = 4;

    private static final WordSet SIDES = WordSet.of("dong", "tay", "nam", "bac");

    private interface Judge {
        /** Confidence of an accepted candidate, {@link #REJECT} or {@link #NO_OPINION}. */
        int judge(PlaceRules rules, Candidate candidate, ProvinceName place);
    }

    private record Rule(String name, Judge judge) {}

    private static final List<Rule> RULES = List.of(
            new Rule("navigation", PlaceRules::navigation),
            new Rule("sender", PlaceRules::sender),
            new Rule("located", PlaceRules::located),
            new Rule("marks", PlaceRules::diacritics),
            new Rule("abroad", PlaceRules::abroad),
            new Rule("paper", PlaceRules::paper),
            new Rule("announced", PlaceRules::announced),
            new Rule("short form", PlaceRules::shortForm),
            new Rule("smaller place", PlaceRules::smallerPlace),
            new Rule("former rank", PlaceRules::formerRank),
            new Rule("elsewhere", PlaceRules::elsewhere),
            new Rule("person", PlaceRules::person),
            new Rule("brand", PlaceRules::brand),
            new Rule("not announced", PlaceRules::notAnnounced),
            new Rule("listed", PlaceRules::listed),
            new Rule("placed", PlaceRules::placed),
            new Rule("not at home", PlaceRules::notAtHome),
            new Rule("common word", PlaceRules::commonWord),
            new Rule("nickname", PlaceRules::nickname),
            new Rule("city", PlaceRules::city),
            new Rule("where", PlaceRules::where),
            new Rule("name", PlaceRules::name));

    private final Passage passage;
    private final FoldedText text;
    private final List<Candidate> places;
    private final SmallerPlaces smaller;
    private final Menus menus;
    private final People people;
    private final LineUps lineUps;
    private final Brands brands;
    private final Elsewhere elsewhere;
    private int at;

    PlaceRules(Passage passage) {
        this.passage = passage;
        this.text = passage.text();
        this.places = passage.places();
        this.smaller = new SmallerPlaces(passage);
        this.menus = new Menus(passage);
        this.people = new People(passage);
        this.lineUps = new LineUps(passage);
        this.brands = new Brands(passage);
        this.elsewhere = new Elsewhere(passage);
    }

    /** The names of the rules in their order. */
    static List<String> names() {
        return RULES.stream().map(Rule::name).toList();
    }

    /** The verdict on the candidate of this number among the passage's places; to be asked in their order. */
    Verdict judge(int number) {
        at = number;
        Candidate candidate = places.get(number);
        ProvinceName place = (ProvinceName) candidate.phrase().entry();
        for (Rule rule : RULES) {
            int confidence = rule.judge.judge(this, candidate, place);
            if (confidence != NO_OPINION) {
                return confidence == REJECT ? Verdict.reject(rule.name) : Verdict.accept(rule.name, confidence);
            }
        }
        throw new IllegalStateException("no rule decides on " + candidate.text());
    }

    private int navigation(Candidate c, ProvinceName place) {
        return rejectIf(passage.part(c).isBoilerplate() || menus.has(at));
    }

    /** Who wrote or sent a story may be called after a place; that is no mention of it. */
    private int sender(Candidate c, ProvinceName place) {
        Story.Kind kind = passage.field().kind();
        return rejectIf(kind == Story.Kind.BYLINE || kind == Story.Kind.PROVIDER);
    }

    private int located(Candidate c, ProvinceName place) {
        return passage.field().kind() == Story.Kind.LOCATED ? CERTAIN : NO_OPINION;
    }

    /** In a text with diacritics a name without diacritics is another word: Thanh Hoa is a singer. */
    private int diacritics(Candidate c, ProvinceName place) {
        if (c.spelling() == Spelling.EXACT) {
            return NO_OPINION;
        }
        boolean unusual = c.spelling() == Spelling.FRENCH || c.spelling() == Spelling.PARTIAL;
        if (unusual && c.letterCase() == LetterCase.LOWER) {
            return REJECT;
        }
        boolean saysItself = c.first() == c.last() || place.kind() == NameKind.SHORT || isAnnounced(c);
        return rejectIf(place.is(Flag.THESE_MARKS)
                || !saysItself && c.spelling() != Spelling.PARTIAL && passage.isMarkedAround(c.first(), c.last()));
    }

    /** A namesake's country nearby decides, unless another place of Viet Nam stands nearer. */
    private int abroad(Candidate c, ProvinceName place) {
        if (!place.is(Flag.ABROAD)) {
            return NO_OPINION;
        }
        for (int i = 1; i <= BESIDE && (text.gapAfter(c.last() + i - 1) & FoldedText.COLON) == 0; i++) {
            if (passage.cueStartsAt(CueKind.ABROAD_BESIDE, c.last() + i)) {
                return REJECT;
            }
        }
        if (passage.cueStartsAt(CueKind.HOME, c.last() + 1)) {
            return NO_OPINION;
        }
        if (isCountryFirst(c)) {
            return REJECT;
        }
        for (int distance = 1; distance <= ABROAD_DISTANCE; distance++) {
            if (passage.cueEndsAt(CueKind.ABROAD, c.first() - distance)
                    || passage.cueStartsAt(CueKind.ABROAD, c.last() + distance)) {
                return REJECT;
            }
            if (isSurePlaceWithin(c, distance)) {
                return NO_OPINION;
            }
        }
        return NO_OPINION;
    }

    /** "Trung Quốc: cháy ở Hà Nam": the sentence opens with the country, and speaks of no other. */
    private boolean isCountryFirst(Candidate c) {
        for (int i = c.first() - 1; i >= 0 && i >= c.first() - ABROAD_DISTANCE; i--) {
            boolean opens =
                    FoldedText.isSentenceEnd(text.gapBefore(i)) || (text.gapBefore(i) & FoldedText.LINE_END) != 0;
            if (opens) {
                return passage.cueStartsAt(CueKind.ABROAD_BESIDE, i);
            }
            if (passage.cueEndsAt(CueKind.HOME, i)) {
                return false;
            }
        }
        return false;
    }

    private boolean isSurePlaceWithin(Candidate c, int distance) {
        Candidate before = at > 0 ? places.get(at - 1) : null;
        Candidate after = at + 1 < places.size() ? places.get(at + 1) : null;
        return before != null && c.first() - before.last() <= distance && isSureAtHome(before)
                || after != null && after.first() - c.last() <= distance && isSureAtHome(after);
    }

    private boolean isSureAtHome(Candidate c) {
        return isSure(c) && !c.phrase().entry().is(Flag.ABROAD);
    }

    private int announced(Candidate c, ProvinceName place) {
        return isAnnounced(c) ? CERTAIN : NO_OPINION;
    }

    private boolean isAnnounced(Candidate c) {
        return passage.cueBefore(CueKind.UNIT_BEFORE, c.first()) || passage.cueAfter(CueKind.UNIT_AFTER, c.last());
    }

    private int shortForm(Candidate c, ProvinceName place) {
        return place.kind() == NameKind.SHORT ? CERTAIN : NO_OPINION;
    }

    private int smallerPlace(Candidate c, ProvinceName place) {
        if (smaller.isWard(c) && isWardOfItsOwn(c, place)) {
            return DOUBTFUL;
        }
        return rejectIf(elsewhere.isHouseNumber(at)
                || isOfJunction(c)
                || !isDashed(c)
                        && (smaller.namedBefore(c) && !smaller.areWithin(c)
                                || smaller.namedAfter(c)
                                || smaller.inList(c)
                                || isSecondOfTwo(c)));
    }

    /**
     * Since 1 July 2025 many a ward bears the name of what was a town or province on its ground: "phường Quy Nhơn, tỉnh Gia Lai". It
     * is told from wards elsewhere by the unit that holds the ground today.
     */
    private boolean isWardOfItsOwn(Candidate c, ProvinceName place) {
        if (isHeir(at - 1, c, place) || isHeir(at + 1, c, place)) {
            return true;
        }
        boolean unique = place.kind() == NameKind.CITY && place.is(Flag.ANY_CASE) && !place.is(Flag.PERSON);
        return unique && !isOfOtherUnit(at - 1, c, place) && !isOfOtherUnit(at + 1, c, place);
    }

    /** "Dong Hoi commune, in Hanoi's Dong Anh district": the place beside is of another unit than the town of the name. */
    private boolean isOfOtherUnit(int number, Candidate c, ProvinceName place) {
        return isNear(number, c)
                && isSure(places.get(number))
                && !unit(places.get(number)).equals(place.province().unitSince2025());
    }

    private boolean isHeir(int number, Candidate c, ProvinceName place) {
        if (!isNear(number, c)) {
            return false;
        }
        Candidate other = places.get(number);
        Province heir = ((ProvinceName) other.phrase().entry()).province();
        return heir.name().equals(place.province().unitSince2025())
                && !smaller.namedBefore(other)
                && !isDistrictBetween(c.last(), other.first());
    }

    private boolean isNear(int number, Candidate c) {
        if (number < 0 || number >= places.size()) {
            return false;
        }
        Candidate other = places.get(number);
        return Math.max(c.first() - other.last(), other.first() - c.last()) <= HEIR_DISTANCE;
    }

    /** The units since 2025 have no districts: "phường Phú Mỹ, quận 7, TP.HCM" is a ward of before. */
    private boolean isDistrictBetween(int left, int right) {
        for (int i = left + 1; i < right; i++) {
            if (passage.cueStartsAt(CueKind.FORMER_RANK, i)) {
                return true;
            }
        }
        return false;
    }

    private static String unit(Candidate c) {
        return ((ProvinceName) c.phrase().entry()).province().unitSince2025();
    }

    /** "đường Điện Biên Phủ và Hậu Giang" are two streets. */
    private boolean isSecondOfTwo(Candidate c) {
        return at > 0
                && places.get(at - 1).last() == c.first() - 2
                && passage.cueBefore(CueKind.BETWEEN, c.first())
                && FoldedText.isPlain(text.gapBefore(c.first() - 1))
                && smaller.namedBefore(places.get(at - 1));
    }

    /** "giao lộ Hàng Xanh - Điện Biên Phủ": two streets, whatever their names. */
    private boolean isOfJunction(Candidate c) {
        if (passage.cueBefore(CueKind.JUNCTION, c.first())) {
            return true;
        }
        if (c.letterCase() == LetterCase.UPPER || passage.isInTitle(c.first(), c.last())) {
            return false; // all words have capitals there
        }
        int dash = c.first();
        if (dash == 0) {
            return false;
        }
        boolean divided = (text.gapBefore(dash) & FoldedText.DASH) != 0
                || text.is("va", --dash) && FoldedText.isPlain(text.gapBefore(dash));
        for (int i = dash - 1; divided && i > dash - 1 - LONGEST_STREET && i >= 0 && text.isCapital(i); i--) {
            if (passage.cueBefore(CueKind.JUNCTION, i)) {
                return true;
            }
        }
        return false;
    }

    /** "đường Hà Nội - Lào Cai" is a road from one place to another. */
    private boolean isDashed(Candidate c) {
        return at + 1 < places.size()
                && places.get(at + 1).first() == c.last() + 1
                && (text.gapAfter(c.last()) & FoldedText.DASH) != 0;
    }

    /** A city was a town or a district before: "thị trấn Sa Pa". Names that other places share too are not meant. */
    private int formerRank(Candidate c, ProvinceName place) {
        if (!passage.cueBefore(CueKind.FORMER_RANK, c.first()) || smaller.areWithin(c)) {
            return NO_OPINION;
        }
        boolean shared = place.is(Flag.ANNOUNCED) || place.is(Flag.PLACED) || place.is(Flag.ABROAD);
        return place.kind() == NameKind.CITY && !shared ? FAIR : REJECT;
    }

    private int elsewhere(Candidate c, ProvinceName place) {
        return rejectIf(elsewhere.isNamesake(at));
    }

    private int paper(Candidate c, ProvinceName place) {
        return rejectIf(passage.cueBefore(CueKind.PAPER_BEFORE, c.first())
                || passage.cueAfter(CueKind.PAPER_AFTER, c.last())
                || isOfPaper(c.first()));
    }

    /** "báo Pháp luật TP.HCM": two words of the title before the place in it. */
    private boolean isOfPaper(int first) {
        int title = first - 2;
        return title > 0
                && passage.cueBefore(CueKind.PAPER_BEFORE, title)
                && FoldedText.isPlain(text.gapBefore(first - 1))
                && FoldedText.isPlain(text.gapBefore(first))
                && text.isCapital(title)
                && !passage.cueEndsAt(CueKind.WHERE, first - 1);
    }

    private int person(Candidate c, ProvinceName place) {
        return rejectIf(people.isPerson(c) || lineUps.has(c));
    }

    private int brand(Candidate c, ProvinceName place) {
        return rejectIf(brands.has(c, place) && !isListed(-1) && !isListed(1));
    }

    private int notAnnounced(Candidate c, ProvinceName place) {
        if (!place.is(Flag.ANNOUNCED)) {
            return NO_OPINION;
        }
        return isNamedByWorks(c) ? FAIR : REJECT;
    }

    /** "Cảng Phú Mỹ": what is built in the town and not in its namesakes. */
    private boolean isNamedByWorks(Candidate c) {
        return passage.cueBefore(CueKind.WORKS, c.first()) && c.letterCase() != LetterCase.LOWER;
    }

    /** Beside a sure place, divided by a comma, a dash or an "and": what would be in doubt alone is none here. */
    private int listed(Candidate c, ProvinceName place) {
        boolean doubtful = place.is(Flag.PLACED) || place.is(Flag.COMMON_WORD) || c.letterCase() == LetterCase.LOWER;
        boolean spelled = c.letterCase() != LetterCase.LOWER || maySpellLower(c);
        return doubtful && spelled && (isListed(-1) || isListed(1)) ? SURE : NO_OPINION;
    }

    private boolean isListed(int step) {
        for (int i = at; Math.abs(i - at) < LIST_REACH; i += step) {
            int next = i + step;
            if (next < 0 || next >= places.size()) {
                return false;
            }
            Candidate left = places.get(Math.min(i, next));
            Candidate right = places.get(Math.max(i, next));
            if (!isListJoint(left.last(), right.first())) {
                return false;
            }
            if (isSure(places.get(next))) {
                return true;
            }
        }
        return false;
    }

    private boolean isListJoint(int left, int right) {
        int end = hasCode(left) ? left + 1 : left;
        int gap = text.gapAfter(end);
        if (right == end + 1) {
            int joints = FoldedText.COMMA | FoldedText.DASH | FoldedText.SLASH | FoldedText.OPEN | FoldedText.CLOSE;
            return (gap & joints) != 0 && (gap & (FoldedText.DOT | FoldedText.PARAGRAPH_END)) == 0;
        }
        return right == end + 2
                && FoldedText.isPlain(text.gapBefore(right))
                && passage.cueEndsAt(CueKind.BETWEEN, end + 1);
    }

    /** "Hòa Bình (25), Sơn La (14)", "Hà Nội (HAN) - Vinh (VII)". */
    private boolean hasCode(int last) {
        int code = last + 1;
        return (text.gapAfter(last) & FoldedText.OPEN) != 0
                && (text.gapAfter(code) & FoldedText.CLOSE) != 0
                && (text.isNumber(code) || text.isAllCapitals(code));
    }

    /** A candidate that needs no help: written as a name, and of nothing else. */
    private boolean isSure(Candidate c) {
        ProvinceName place = (ProvinceName) c.phrase().entry();
        boolean doubtful = place.is(Flag.ANNOUNCED)
                || place.is(Flag.PLACED)
                || place.is(Flag.COMMON_WORD)
                || place.is(Flag.ABROAD)
                || place.is(Flag.AT_HOME) && c.spelling() != Spelling.EXACT;
        boolean lower = c.letterCase() == LetterCase.LOWER && !(maySpellLower(c) && isUnmistakable(c, place));
        return isAnnounced(c) || !doubtful && !lower && !smaller.namedBefore(c) && !smaller.namedAfter(c);
    }

    private int placed(Candidate c, ProvinceName place) {
        if (!place.is(Flag.PLACED)) {
            return NO_OPINION;
        }
        boolean longerName = c.first() == c.last() && People.isInLongerName(c) && !isBesideNext(c);
        boolean placed = isPlaced(c) && !isOwner(c) && !longerName || isTravelled(c) || isNamedByWorks(c);
        return c.letterCase() != LetterCase.LOWER && placed ? FAIR : REJECT;
    }

    /** "người về Vinh", "từ Hồ Chí Minh ra": where somebody goes, not what is spoken about. */
    private boolean isTravelled(Candidate c) {
        int direction = c.first() - 1;
        return passage.cueBefore(CueKind.DIRECTION, c.first())
                && (passage.cueBefore(CueKind.TRAVEL, direction) || passage.cueAfter(CueKind.TRAVEL, c.last()));
    }

    private boolean isBesideNext(Candidate c) {
        return at + 1 < places.size() && places.get(at + 1).first() == c.last() + 1;
    }

    /** "In Ho Chi Minh's writings". */
    private boolean isOwner(Candidate c) {
        int next = c.last() + 1;
        return (text.gapAfter(c.last()) & FoldedText.QUOTE) != 0
                && next + 1 < text.words()
                && text.is("s", next)
                && !text.isCapital(next + 1);
    }

    /** "Sở Văn hóa, Thể thao và Du lịch Hồ Chí Minh": an office, a few words, and the name of its place. */
    private boolean isOfOffice(Candidate c) {
        int distance = c.phrase().entry().is(Flag.COMMON_WORD) ? OFFICE_DISTANCE_OF_WORD : OFFICE_DISTANCE;
        for (int i = c.first(); i > c.first() - distance; i--) {
            int gap = text.gapBefore(i);
            boolean joined = i < c.first() && (gap & ~(FoldedText.SPACE | FoldedText.COMMA | FoldedText.DASH)) == 0;
            if (!FoldedText.isPlain(gap) && !joined) {
                return false;
            }
            if (passage.cueEndsAt(CueKind.OFFICE, i - 1)) {
                return true;
            }
        }
        return false;
    }

    /** Hue is a first name in other countries: Hue Jackson. */
    private int notAtHome(Candidate c, ProvinceName place) {
        if (!place.is(Flag.AT_HOME) || c.spelling() == Spelling.EXACT || isAtHome(c)) {
            return NO_OPINION;
        }
        int gap = text.gapAfter(c.last());
        boolean longerName =
                FoldedText.isPlain(gap) && (gap & FoldedText.LINE_END) == 0 && text.isCapital(c.last() + 1);
        return rejectIf(longerName || FoldedText.isSentenceEnd(text.gapBefore(c.first())));
    }

    private boolean isAtHome(Candidate c) {
        return passage.hasCue(CueKind.HOME)
                || passage.cueAfter(CueKind.OFFICE_AFTER, c.last())
                || at > 0 && isSure(places.get(at - 1))
                || at + 1 < places.size() && isSure(places.get(at + 1));
    }

    /** In small letters a name may be a usual word; in a line of capitals, or a title with capitals, the two look the same. */
    private int commonWord(Candidate c, ProvinceName place) {
        return switch (c.letterCase()) {
            case NAME ->
                rejectIf(isPartOfTitle(c)
                        || isBehindSide(c)
                        || place.is(Flag.COMMON_WORD)
                                && passage.isInTitle(c.first(), c.last())
                                && !isPlaced(c)
                                && !isMeant(c)
                                && !isBesideName(-1)
                                && !isBesideName(1));
            case UPPER -> rejectIf(isPartOfWord(c) || place.is(Flag.COMMON_WORD) && !isPlaced(c) && !isMeant(c));
            case FIRST ->
                rejectIf(!place.is(Flag.ANY_CASE)
                        || isPartOfWord(c)
                        || isPlainSentence(c)
                        || People.isAnyTitle(passage, c.first()));
            case LOWER -> !isLowerName(c, place) ? REJECT : c.spelling() == Spelling.EXACT ? DOUBTFUL : WEAK;
        };
    }

    /**
     * Where capitals tell nothing: a stamp, "HÒA BÌNH: BẮT NHÓM TRỘM", people of the place, or a language in which the name is no
     * word.
     */
    private boolean isMeant(Candidate c) {
        int gap = text.gapAfter(c.last());
        boolean dash = (gap & FoldedText.DASH) != 0 && c.last() + 1 < text.words() && !text.isAllCapitals(c.last() + 1);
        boolean stamp = (dash || (gap & FoldedText.COLON) != 0)
                && (text.gapBefore(c.first()) & (FoldedText.LINE_END | FoldedText.PARAGRAPH_END)) != 0;
        return stamp
                || passage.cueBefore(CueKind.PEOPLE_OF, c.first())
                || c.spelling() == Spelling.PLAIN && passage.isForeign();
    }

    private boolean isBesideName(int step) {
        int next = at + step;
        if (next < 0 || next >= places.size()) {
            return false;
        }
        Candidate left = places.get(Math.min(at, next));
        Candidate right = places.get(Math.max(at, next));
        return places.get(next).letterCase() == LetterCase.NAME && isListJoint(left.last(), right.first());
    }

    /** "phía Nam Định Quán": the side of a place that has no tag. */
    private boolean isBehindSide(Candidate c) {
        return passage.cueBefore(CueKind.SIDE, c.first())
                && FoldedText.isPlain(text.gapAfter(c.last()))
                && c.last() + 1 < text.words()
                && text.isCapital(c.last() + 1)
                && SIDES.has(text, c.first())
                && !passage.isInTitle(c.first(), c.last());
    }

    private boolean isPlaced(Candidate c) {
        return passage.cueBefore(CueKind.WHERE, c.first())
                || passage.cueAfter(CueKind.OFFICE_AFTER, c.last())
                || isInBrackets(c)
                || isOfOffice(c);
    }

    /** "Ha noi mua": may be three other words. "Ha noi: mua" may not. */
    private boolean isPlainSentence(Candidate c) {
        return c.spelling() != Spelling.EXACT
                && FoldedText.isSentenceEnd(text.gapBefore(c.first()))
                && FoldedText.isPlain(text.gapAfter(c.last()));
    }

    private boolean isLowerName(Candidate c, ProvinceName place) {
        if (!maySpellLower(c)) {
            return false;
        }
        boolean placed = passage.cueBefore(CueKind.WHERE, c.first()) && !place.is(Flag.COMMON_WORD);
        return isUnmistakable(c, place) || isInBrackets(c) || placed;
    }

    /** Whether no usual word looks like it, so that it needs no capital. */
    private static boolean isUnmistakable(Candidate c, ProvinceName place) {
        return place.is(Flag.ANY_CASE) && (c.spelling() == Spelling.EXACT || !place.is(Flag.PERSON));
    }

    /** Where nothing has a capital, a name cannot have one; elsewhere its diacritics must show that it is meant. */
    private boolean maySpellLower(Candidate c) {
        boolean exact = c.spelling() == Spelling.EXACT;
        return !isPartOfWord(c) && (exact || c.spelling() == Spelling.PLAIN && !passage.hasCapitals());
    }

    /** "Vân Sơn (Hòa Bình)": a name alone in brackets tells where something is. */
    private boolean isInBrackets(Candidate c) {
        return (text.gapBefore(c.first()) & FoldedText.OPEN) != 0 && (text.gapAfter(c.last()) & FoldedText.CLOSE) != 0;
    }

    /** "Trở Về Trạng Thái Bình Thường": in a title with capitals a syllable may belong to words on both sides. */
    private boolean isPartOfTitle(Candidate c) {
        return c.last() > c.first()
                && c.last() + 1 < text.words()
                && (text.gapAfter(c.last()) & FoldedText.LINE_END) == 0
                && text.isCapital(c.last() + 1)
                && passage.cueStartsAt(CueKind.WORD, c.last());
    }

    /** "ông Lâm đồng ý", "công nghệ an toàn": a syllable of the name belongs to a usual word. */
    private boolean isPartOfWord(Candidate c) {
        return c.last() > c.first()
                && (passage.cueStartsAt(CueKind.WORD, c.last()) || passage.cueEndsAt(CueKind.WORD, c.first()));
    }

    private int nickname(Candidate c, ProvinceName place) {
        return place.kind() == NameKind.NICKNAME ? SURE : NO_OPINION;
    }

    private int city(Candidate c, ProvinceName place) {
        return place.kind() == NameKind.CITY ? SURE : NO_OPINION;
    }

    /** "ở Hải Dương", "Hưng Yên, Hải Dương": what would be a person's name elsewhere is a place there. */
    private int where(Candidate c, ProvinceName place) {
        return isPlaced(c) || isListed(-1) || isListed(1) ? SURE : NO_OPINION;
    }

    private int name(Candidate c, ProvinceName place) {
        boolean exact = c.spelling() == Spelling.EXACT;
        if (place.is(Flag.PERSON)) {
            return exact ? DOUBTFUL : WEAK;
        }
        return exact ? GOOD : FAIR;
    }

    private static int rejectIf(boolean condition) {
        return condition ? REJECT : NO_OPINION;
    }
}
