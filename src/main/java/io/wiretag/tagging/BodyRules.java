package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Body;
import io.wiretag.tagging.gazetteer.BodyRole;
import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Entry.BodyName;
import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.gazetteer.TagOverride.BodyTarget;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.WireText;
import io.wiretag.tagging.text.Word.Spelling;
import io.wiretag.tagging.text.WordSet;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells whether the name of a public body is that of Viet Nam's, and whether the body speaks. */
final class BodyRules {
    /** "Bộ Quốc phòng và Bộ Ngoại giao Hàn Quốc": so many bodies share a country at most. */
    private static final int LONGEST_LIST = 4;

    /** How many words may stand between a body and Viet Nam, "the ministry of Viet Nam". */
    private static final int BESIDE = 3;

    /** How far back the country that an English text speaks of is looked for, in words. */
    private static final int COUNTRY_DISTANCE = 40;

    /** Words between a country and the ministry of its minister, at most. */
    private static final int LONGEST_TITLE = 6;

    /** Name and date between a speaker and its verb: "Bộ trưởng Phan Văn Giang chiều 3/5 cho biết". */
    private static final int LONGEST_SPEAKER = 9;

    /** May stand before a verb, without marks. */
    private static final WordSet FILLERS = WordSet.of(
            "da",
            "vua",
            "cung",
            "moi",
            "tiep",
            "tuc",
            "hom",
            "ngay",
            "chieu",
            "sang",
            "toi",
            "trua",
            "qua",
            "nay",
            "has",
            "co",
            "van",
            "ban",
            "have",
            "had",
            "also",
            "on",
            "yesterday",
            "today",
            "of",
            "spokesperson",
            "spokeswoman",
            "spokesman");

    private static final WordSet TITLE_LINKS = WordSet.of("s", "and", "the", "deputy", "former");

    /** In front of whom something is said to. */
    private static final WordSet ADDRESSING = WordSet.of("gui", "len", "cho");

    private static final WordSet LINKS = WordSet.of("cua", "nuoc", "o", "tai", "of", "in", "s");

    private final Passage passage;
    private final FoldedText text;
    private final List<Candidate> bodies;
    private final boolean homeDateline;

    private final BitSet placeStarts = new BitSet();

    /** Bodies that the text has named as another country's; their name alone means that one from then on. */
    private final Set<Body> abroad = new HashSet<>();

    BodyRules(Passage passage) {
        this.passage = passage;
        this.text = passage.text();
        this.bodies = passage.bodies();
        this.homeDateline = hasHomeDateline();
        passage.places().forEach(place -> placeStarts.set(place.first()));
    }

    /** What is decided on the body of this number; to be asked in their order. */
    Decision judge(int number) {
        Candidate candidate = bodies.get(number);
        Body body = ((BodyName) candidate.phrase().entry()).body();
        boolean speaks = speaks(candidate) && !isAddressed(number);
        BodyTarget target = new BodyTarget(body, speaks ? BodyRole.SPEAKER : BodyRole.MENTION, isInHeadline(candidate));
        String against = against(number, body);
        return new Decision(
                candidate,
                target,
                against.isEmpty()
                        ? Verdict.accept(speaks ? "speaks" : "body name", speaks ? 95 : 90)
                        : Verdict.reject(against));
    }

    /** The rule that is against it, or nothing. */
    private String against(int number, Body body) {
        Candidate candidate = bodies.get(number);
        boolean home = isBesideHome(candidate);
        if (isSender() || passage.part(candidate).isBoilerplate()) {
            return "navigation";
        }
        if (!isSpelledAsName(candidate, home)) {
            return "usual word";
        }
        if (isForeign(number)) {
            abroad.add(body);
            return "foreign";
        }
        if (abroad.contains(body) && !home && !passage.cueEndsAt(CueKind.SURNAME, candidate.last() + 1)) {
            return "namesake";
        }
        if (isBranch(candidate)) {
            return "branch";
        }
        return home || isVietnamese(candidate) || isAtHome(candidate) ? "" : "not at home";
    }

    private boolean isSender() {
        return passage.field().kind() == Story.Kind.BYLINE || passage.field().kind() == Story.Kind.PROVIDER;
    }

    /** A name without its marks is one in a text without marks; in small letters only right beside Viet Nam. */
    private boolean isSpelledAsName(Candidate candidate, boolean home) {
        boolean marks = candidate.spelling() == Spelling.EXACT
                || candidate.spelling() == Spelling.PLAIN
                        && !passage.isMarkedAround(candidate.first(), candidate.last());
        return marks && (text.isCapital(candidate.first()) || home && !isVietnamese(candidate));
    }

    /** Vietnamese names speak of Viet Nam unless a country stands beside them. */
    private boolean isVietnamese(Candidate candidate) {
        if (candidate.spelling() != Spelling.EXACT) {
            return false;
        }
        String name = candidate.phrase().written();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > 0x7f) {
                return true;
            }
        }
        return false;
    }

    private boolean isAtHome(Candidate candidate) {
        if (candidate.phrase().entry().is(Flag.AT_HOME)) {
            return false;
        }
        if (homeDateline) {
            return true;
        }
        for (int i = candidate.first() - 1; i >= Math.max(0, candidate.first() - COUNTRY_DISTANCE); i--) {
            if (passage.cueEndsAt(CueKind.HOME, i) || isCountry(i)) {
                return passage.cueEndsAt(CueKind.HOME, i);
            }
        }
        return passage.hasCue(CueKind.HOME) && !passage.hasCue(CueKind.FOREIGN);
    }

    private boolean isCountry(int word) {
        return passage.cueEndsAt(CueKind.FOREIGN, word) && text.isCapital(word);
    }

    /** "Vietnam's foreign ministry", "Bộ Y tế Việt Nam", "the Ministry of Health of Viet Nam". */
    private boolean isBesideHome(Candidate candidate) {
        for (int i = 1; i <= BESIDE; i++) {
            boolean before = passage.cueEndsAt(CueKind.HOME, candidate.first() - i);
            boolean after = passage.cueStartsAt(CueKind.HOME, candidate.last() + i)
                    && (i == 1 || LINKS.has(text, candidate.last() + i - 1));
            if (before && i <= 2 || after) {
                return true;
            }
        }
        return false;
    }

    /** "Bộ Quốc phòng Trung Quốc", "of China", "China's", and a list of bodies that ends so. */
    private boolean isForeign(int number) {
        int i = number;
        while (!hasCountry(bodies.get(i))) {
            if (i + 1 >= bodies.size() || i - number >= LONGEST_LIST || !isJoined(bodies.get(i), bodies.get(i + 1))) {
                return false;
            }
            i++;
        }
        return true;
    }

    private boolean hasCountry(Candidate candidate) {
        int behind = candidate.last() + 1;
        if (behind < text.words() && FoldedText.isPlain(text.gapBefore(behind))) {
            if (passage.cueStartsAt(CueKind.FOREIGN, behind) && isNamed(behind)) {
                return true;
            }
            if (LINKS.has(text, behind) && hasCountryBehind(behind)) {
                return true;
            }
        }
        return !isVietnamese(candidate) && isBehindCountry(candidate.first());
    }

    /** "Chinese State Councillor and Minister of National Defence", "China's Ministry": nothing but names between. */
    private boolean isBehindCountry(int first) {
        for (int i = first - 1; i >= Math.max(0, first - LONGEST_TITLE); i--) {
            if (isCountry(i) || passage.cueEndsAt(CueKind.HOME, i)) {
                return isCountry(i);
            }
            boolean within = text.isCapital(i) || TITLE_LINKS.has(text, i);
            if (!within || FoldedText.isSentenceEnd(text.gapBefore(i + 1))) {
                return false;
            }
        }
        return false;
    }

    /** "of China", "của đảng Lao động Triều Tiên". */
    private boolean hasCountryBehind(int link) {
        for (int i = link + 1; i < text.words() && i - link <= LONGEST_TITLE; i++) {
            if (!FoldedText.isPlain(text.gapBefore(i))) {
                return false;
            }
            if (passage.cueStartsAt(CueKind.FOREIGN, i) && isNamed(i)) {
                return true;
            }
            if (passage.cueStartsAt(CueKind.HOME, i)) {
                return false;
            }
        }
        return false;
    }

    /** Countries have a capital; "nước này" has none. */
    private boolean isNamed(int word) {
        return text.isCapital(word) || text.is("nuoc", word);
    }

    private boolean isJoined(Candidate left, Candidate right) {
        int between = right.first() - left.last() - 1;
        return between == 0 && (text.gapAfter(left.last()) & FoldedText.COMMA) != 0
                || between == 1 && passage.cueEndsAt(CueKind.BETWEEN, left.last() + 1);
    }

    /** "theo Bộ Y tế", "Bộ Y tế cho biết", "Bộ trưởng Quốc phòng Phan Văn Giang hôm 3/5 nói". */
    private boolean speaks(Candidate candidate) {
        int before = candidate.first() - 1;
        for (int i = 0; i < BESIDE && before >= 0 && isArticle(before); i++) {
            before--;
        }
        if (before >= 0
                && passage.cueEndsAt(CueKind.QUOTING, before)
                && (text.is("theo", before) || text.is("to", before))) {
            return true;
        }
        for (int i = candidate.last() + 1; i < text.words() && i - candidate.last() <= LONGEST_SPEAKER; i++) {
            if (FoldedText.isSentenceEnd(text.gapBefore(i))) {
                return false;
            }
            if (passage.cueStartsAt(CueKind.SPEAKING, i)) {
                return true;
            }
            if (!text.isCapital(i) && !text.isNumber(i) && !FILLERS.has(text, i)) {
                return false;
            }
        }
        return false;
    }

    /** "the", "Vietnam's", "the Vietnamese". */
    private boolean isArticle(int word) {
        return text.is("the", word) || text.is("s", word) || passage.cueEndsAt(CueKind.HOME, word);
    }

    /** "Văn bản gửi Bộ Xây dựng và Bộ Tài chính đề xuất cơ chế": another speaks to them. */
    private boolean isAddressed(int number) {
        int first = number;
        while (first > 0 && number - first < LONGEST_LIST && isJoined(bodies.get(first - 1), bodies.get(first))) {
            first--;
        }
        int before = bodies.get(first).first() - 1;
        if (before < 0 || ADDRESSING.has(text, before)) {
            return before >= 0;
        }
        for (int i = before; i >= Math.max(0, before - LONGEST_TITLE); i--) {
            if (!FoldedText.isPlain(text.gapAfter(i)) || text.is("gui", i)) {
                return text.is("gui", i);
            }
        }
        return false;
    }

    /** "Kho bạc Nhà nước Đồng Nai", "đại biểu Quốc hội tỉnh Thái Bình": what a province has of it. */
    private boolean isBranch(Candidate candidate) {
        int behind = candidate.last() + 1;
        return behind < text.words()
                && FoldedText.isPlain(text.gapBefore(behind))
                && (passage.cueStartsAt(CueKind.UNIT_BEFORE, behind) || placeStarts.get(behind));
    }

    private boolean isInHeadline(Candidate candidate) {
        return passage.field().kind() == Story.Kind.HEADLINE
                || passage.part(candidate).isHeadline();
    }

    private boolean hasHomeDateline() {
        if (passage.wire().dateline().isEmpty()) {
            return false;
        }
        WireText.Span dateline = passage.wire().dateline().get();
        for (int i = 0; i < text.words() && text.start(i) < dateline.end(); i++) {
            if (text.start(i) >= dateline.start() && passage.cueEndsAt(CueKind.HOME, i)) {
                return true;
            }
        }
        return false;
    }
}
