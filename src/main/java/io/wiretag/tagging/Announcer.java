package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Division.Kind;
import io.wiretag.tagging.text.FoldedText;
import java.util.List;
import java.util.Set;

/**
 * A word that announces the name of a commune or district: in front in Vietnamese, {@code xã}, {@code P.}; behind in English, {@code
 * commune}. Found by one read of a table for each word of a text.
 */
record Announcer(String word, int hash, Side side, Set<Kind> kinds) {
    /** Where the name stands. */
    enum Side {
        BEHIND_WORD,
        BEHIND_ABBREVIATION,
        BEFORE_WORD,
        /** With more names in front of it: "Tan Lap and Muong Lan communes". */
        BEFORE_PLURAL
    }

    private static final int TABLE = 256;

    /** Words that end with xã and announce nothing: thị xã, hợp tác xã, thông tấn xã, Tân Hoa xã, công xã, bà xã and ông xã (wife, husband). */
    private static final Set<String> OTHER_WORDS = Set.of("thi", "tac", "tan", "hoa", "cong", "ba", "ong", "ta");

    private static final Announcer[] BY_HASH = new Announcer[TABLE];

    static {
        List.of(
                        new Announcer("xa", Side.BEHIND_WORD, Set.of(Kind.COMMUNE)),
                        new Announcer("phuong", Side.BEHIND_WORD, Set.of(Kind.WARD)),
                        new Announcer("khu", Side.BEHIND_WORD, Set.of(Kind.SPECIAL_ZONE)),
                        new Announcer("tran", Side.BEHIND_WORD, Set.of(Kind.TOWNSHIP)),
                        new Announcer("quan", Side.BEHIND_WORD, Set.of(Kind.URBAN_DISTRICT)),
                        new Announcer("huyen", Side.BEHIND_WORD, Set.of(Kind.RURAL_DISTRICT)),
                        new Announcer("x", Side.BEHIND_ABBREVIATION, Set.of(Kind.COMMUNE)),
                        new Announcer("p", Side.BEHIND_ABBREVIATION, Set.of(Kind.WARD)),
                        new Announcer("tt", Side.BEHIND_ABBREVIATION, Set.of(Kind.TOWNSHIP)),
                        new Announcer("q", Side.BEHIND_ABBREVIATION, Set.of(Kind.URBAN_DISTRICT)),
                        new Announcer("h", Side.BEHIND_ABBREVIATION, Set.of(Kind.RURAL_DISTRICT)),
                        new Announcer("commune", Side.BEFORE_WORD, Set.of(Kind.COMMUNE)),
                        new Announcer("communes", Side.BEFORE_PLURAL, Set.of(Kind.COMMUNE)),
                        new Announcer("ward", Side.BEFORE_WORD, Set.of(Kind.WARD)),
                        new Announcer("wards", Side.BEFORE_PLURAL, Set.of(Kind.WARD)),
                        new Announcer("township", Side.BEFORE_WORD, Set.of(Kind.TOWNSHIP)),
                        new Announcer("zone", Side.BEFORE_WORD, Set.of(Kind.SPECIAL_ZONE)),
                        new Announcer("district", Side.BEFORE_WORD, Set.of(Kind.URBAN_DISTRICT, Kind.RURAL_DISTRICT)),
                        new Announcer(
                                "districts", Side.BEFORE_PLURAL, Set.of(Kind.URBAN_DISTRICT, Kind.RURAL_DISTRICT)))
                .forEach(Announcer::put);
    }

    private Announcer(String word, Side side, Set<Kind> kinds) {
        this(word, FoldedText.hash(word), side, kinds);
    }

    private void put() {
        int slot = slot(hash);
        if (BY_HASH[slot] != null) {
            throw new IllegalStateException(
                    word + " and " + BY_HASH[slot].word + " share a slot: make the table larger");
        }
        BY_HASH[slot] = this;
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 11) & TABLE - 1;
    }

    /** The announcer that a word is; null for nearly all words. */
    static Announcer at(Passage passage, int word) {
        int hash = passage.text().hash(word);
        Announcer candidate = BY_HASH[slot(hash)];
        return candidate != null && candidate.hash == hash && candidate.stands(passage, word) ? candidate : null;
    }

    boolean isOfDistricts() {
        return kinds.iterator().next().isDistrict();
    }

    private boolean stands(Passage passage, int at) {
        FoldedText text = passage.text();
        if (!text.is(word, at)) {
            return false;
        }
        return switch (side) {
            case BEHIND_ABBREVIATION -> text.isAllCapitals(at) && (text.gapAfter(at) & FoldedText.DOT) != 0;
            case BEFORE_WORD, BEFORE_PLURAL -> !word.equals("zone") || follows(text, at, "special");
            case BEHIND_WORD -> {
                if (word.equals("khu")) {
                    yield passage.cueEndsAt(CueKind.UNIT_BEFORE, at) && follows(text, at, "dac");
                }
                boolean unit =
                        passage.cueEndsAt(CueKind.SMALLER_BEFORE, at) || passage.cueEndsAt(CueKind.FORMER_RANK, at);
                yield unit && !isOtherWord(text, at);
            }
        };
    }

    private boolean isOtherWord(FoldedText text, int at) {
        return word.equals("xa")
                && at > 0
                && FoldedText.isPlain(text.gapBefore(at))
                && OTHER_WORDS.contains(text.folded(at - 1));
    }

    private static boolean follows(FoldedText text, int at, String before) {
        return at > 0 && text.is(before, at - 1);
    }
}
