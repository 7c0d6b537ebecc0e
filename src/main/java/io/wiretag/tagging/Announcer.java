package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Division.Kind;
import io.wiretag.tagging.text.FoldedText;
import io.wiretag.tagging.text.WordSet;
import java.util.List;
import java.util.Set;

/**
 * A word that announces the name of a commune or district: in front in Vietnamese, {@code xã}, {@code P.}; behind in English, {@code
 * commune}. Found by one read of a table for each word of a text.
 */
record Announcer(String word, long key, Side side, Set<Kind> kinds) {
    /** Where the name stands. */
    enum Side {
        BEHIND_WORD,
        BEHIND_ABBREVIATION,
        BEFORE_WORD,
        /** With more names in front of it: "Tan Lap and Muong Lan communes". */
        BEFORE_PLURAL
    }

    private static final int TABLE = 1024;

    /** Words that end with xã and announce nothing: thị xã, hợp tác xã, thông tấn xã, Tân Hoa xã, công xã, bà xã and ông xã (wife, husband). */
    private static final WordSet OTHER_WORDS = WordSet.of("thi", "tac", "tan", "hoa", "cong", "ba", "ong", "ta");

    private static final Announcer[] BY_KEY = new Announcer[TABLE];

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
        this(word, FoldedText.key(word), side, kinds);
    }

    private void put() {
        int slot = slot(key);
        if (BY_KEY[slot] != null) {
            throw new IllegalStateException(
                    word + " and " + BY_KEY[slot].word + " share a slot: make the table larger");
        }
        BY_KEY[slot] = this;
    }

    private static int slot(long key) {
        return (int) (key ^ key >>> 11) & TABLE - 1;
    }

    /** The announcer that a word is; null for nearly all words. */
    static Announcer at(Passage passage, int word) {
        long key = passage.text().key(word);
        Announcer candidate = BY_KEY[slot(key)];
        return candidate != null && candidate.key == key && candidate.stands(passage, word) ? candidate : null;
    }

    boolean isOfDistricts() {
        return kinds.contains(Kind.URBAN_DISTRICT) || kinds.contains(Kind.RURAL_DISTRICT);
    }

    private boolean stands(Passage passage, int at) {
        FoldedText text = passage.text();
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
        return word.equals("xa") && at > 0 && FoldedText.isPlain(text.gapBefore(at)) && OTHER_WORDS.has(text, at - 1);
    }

    private static boolean follows(FoldedText text, int at, String before) {
        return at > 0 && text.is(before, at - 1);
    }
}
