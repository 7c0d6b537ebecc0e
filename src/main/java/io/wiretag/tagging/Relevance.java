package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Province;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much a story is about each of its provinces, from 0 to 100.
 *
 * <p>Editors put what a story is about into its headline and its first paragraph, and come back to it. So a province gains by being
 * named there, by being named again, and by being named in several paragraphs; it loses by standing in a crowd. The place of a
 * dateline tells where the story was written, which is less than what it is about.
 */
final class Relevance {
    /** From here on a story is about a province. */
    static final int ABOUT = 40;

    private static final int HEADLINE = 50;
    private static final int LEAD = 45;
    private static final int DATELINE = 10;
    private static final int CAPTION = 15;
    private static final int LOCATED = 10;
    private static final int SCENE = 15;
    private static final int AGAIN = 8;
    private static final int ANOTHER_PARAGRAPH = 7;
    private static final int MOST_FOR_REPEATING = 45;

    /** Where a mention stands. */
    enum Position {
        HEADLINE,
        LEAD,
        DATELINE,
        CAPTION,
        LOCATED,
        /** Where a national event happened: "in Hà Nội". */
        SCENE,
        LATER
    }

    /** A mention of a province: in which position, and in which paragraph, counted through all fields. */
    record Sighting(Province province, Position position, int paragraph) {}

    private Relevance() {}

    static Map<Province, Integer> of(List<Sighting> sightings) {
        Map<Province, List<Sighting>> byProvince = new LinkedHashMap<>();
        for (Sighting sighting : sightings) {
            byProvince
                    .computeIfAbsent(sighting.province(), p -> new ArrayList<>())
                    .add(sighting);
        }
        int inHeadline = crowd(byProvince, Position.HEADLINE);
        int inLead = crowd(byProvince, Position.LEAD);
        Map<Province, Integer> relevance = new LinkedHashMap<>();
        byProvince.forEach((province, own) -> relevance.put(province, Math.min(100, score(own, inHeadline, inLead))));
        return relevance;
    }

    private static int score(List<Sighting> own, int inHeadline, int inLead) {
        int score = 0;
        if (has(own, Position.HEADLINE)) {
            score += share(HEADLINE, inHeadline);
        }
        if (has(own, Position.LEAD)) {
            score += share(LEAD, inLead);
        }
        score += has(own, Position.DATELINE) ? DATELINE : 0;
        score += has(own, Position.CAPTION) ? CAPTION : 0;
        score += has(own, Position.LOCATED) ? LOCATED : 0;
        score += has(own, Position.SCENE) ? SCENE : 0;
        int repeated = (own.size() - 1) * AGAIN + (paragraphs(own) - 1) * ANOTHER_PARAGRAPH;
        return Math.max(1, score + Math.min(MOST_FOR_REPEATING, repeated));
    }

    private static int paragraphs(List<Sighting> own) {
        if (own.size() == 1) {
            return 1;
        }
        BitSet paragraphs = new BitSet();
        for (Sighting sighting : own) {
            paragraphs.set(sighting.paragraph());
        }
        return paragraphs.cardinality();
    }

    /** A province that shares a headline or lead with one or two others keeps its full weight; in a crowd it loses. */
    private static int share(int weight, int provinces) {
        return weight * 3 / Math.max(3, provinces);
    }

    private static int crowd(Map<Province, List<Sighting>> byProvince, Position position) {
        int provinces = 0;
        for (List<Sighting> own : byProvince.values()) {
            provinces += has(own, position) ? 1 : 0;
        }
        return provinces;
    }

    private static boolean has(List<Sighting> own, Position position) {
        for (Sighting sighting : own) {
            if (sighting.position() == position) {
                return true;
            }
        }
        return false;
    }
}
