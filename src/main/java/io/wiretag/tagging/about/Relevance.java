package io.wiretag.tagging.about;

import io.wiretag.tagging.about.Sighting.Position;
import io.wiretag.tagging.about.Sighting.Sign;
import io.wiretag.tagging.gazetteer.Province;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How likely it is that an editor puts a story on the page of a province, in percent.
 *
 * <p>Few things speak for a province or against it ({@link Feature}). Each is a number, mostly 0 or 1, and has a weight; the sum of
 * their products is the logarithm of the odds. The weights are learnt from the stories in {@code
 * src/test/resources/tagging/blind-about.jsonl} and {@code held-out-provinces.jsonl} by logistic regression; {@code
 * RelevanceTrainer} does it. Source: D. R. Cox, The regression analysis of binary sequences, 1958.
 *
 * <p>One pass over the mentions.
 */
public final class Relevance {
    /** From here on a story is about a province. Less than one half: at 40 as much is won by tags that are right as is lost by those that are wrong. */
    public static final int ABOUT = 40;

    private static final double WORDS = 25;
    private static final double FAR_DOWN = 4;

    /** What speaks for a province (weight above 0) or against it. */
    public enum Feature {
        /** In every sum. */
        ALWAYS(1.49),
        /** Named in a headline; where that names more than three, each has a share. */
        HEADLINE(1.45),
        /** Named in the lead; all that are have an equal share. */
        LEAD(0.28),
        /** The first one below the headline. */
        FIRST(0.52),
        /** Named more than once. */
        AGAIN(2.66),
        /** How far down it is named first: 0 for the first word, 1 after 25 words, 2 after 75, at most 4. */
        DOWN(-0.99),
        /** How many provinces the story names: 0 for one, 1 for two, 2 for four. */
        CROWD(-0.95),
        /** An authority of the province acts or speaks. */
        AUTHORITY(2.03),
        /** Called a province or city once. */
        ANNOUNCED(0.90),
        /** The share of its mentions where somebody's way leads there. */
        WAY(-0.86),
        /** Named in the dateline. */
        DATELINE(0.44),
        /** The seat of the government. */
        SEAT(-0.84),
        /** Headline or lead speak of the whole country or of others. */
        NATIONAL(-0.34);

        private final double weight;

        Feature(double weight) {
            this.weight = weight;
        }

        double weight() {
            return weight;
        }
    }

    private static final Feature[] FEATURES = Feature.values();

    private Relevance() {}

    /** @param national whether headline or lead speak of the whole country or of others */
    public static Map<Province, Integer> of(List<Sighting> sightings, boolean national) {
        Map<Province, Integer> relevance = new LinkedHashMap<>();
        values(sightings, national).forEach((province, values) -> relevance.put(province, percent(values)));
        return relevance;
    }

    private static int percent(double[] values) {
        double odds = 0;
        for (int i = 0; i < values.length; i++) {
            odds += FEATURES[i].weight() * values[i];
        }
        return (int) Math.round(100 / (1 + Math.exp(-odds)));
    }

    /** What goes into the sums, by name. */
    public static Map<Province, Map<Feature, Double>> features(List<Sighting> sightings, boolean national) {
        Map<Province, Map<Feature, Double>> features = new LinkedHashMap<>();
        values(sightings, national).forEach((province, values) -> {
            Map<Feature, Double> named = new EnumMap<>(Feature.class);
            for (Feature feature : FEATURES) {
                named.put(feature, values[feature.ordinal()]);
            }
            features.put(province, named);
        });
        return features;
    }

    /** By the ordinals of the features. */
    private static Map<Province, double[]> values(List<Sighting> sightings, boolean national) {
        Map<Province, Tally> tallies = new LinkedHashMap<>();
        Province first = null;
        for (Sighting sighting : sightings) {
            tallies.computeIfAbsent(sighting.province(), p -> new Tally()).add(sighting);
            if (first == null && sighting.counts() && sighting.position() != Position.HEADLINE) {
                first = sighting.province();
            }
        }
        Crowd crowd = new Crowd(tallies.values());
        Map<Province, double[]> values = new LinkedHashMap<>();
        for (Map.Entry<Province, Tally> tally : tallies.entrySet()) {
            values.put(
                    tally.getKey(),
                    values(tally.getValue(), crowd, tally.getKey().equals(first), national));
        }
        return values;
    }

    private static double[] values(Tally own, Crowd crowd, boolean first, boolean national) {
        double[] values = new double[FEATURES.length];
        values[Feature.ALWAYS.ordinal()] = 1;
        values[Feature.HEADLINE.ordinal()] = own.inHeadline ? Math.min(1, 3.0 / crowd.inHeadline) : 0;
        values[Feature.LEAD.ordinal()] = own.inLead ? 1.0 / crowd.inLead : 0;
        values[Feature.FIRST.ordinal()] = one(first);
        values[Feature.AGAIN.ordinal()] = one(own.counted > 1);
        values[Feature.DOWN.ordinal()] = own.counted == 0 ? FAR_DOWN : down(own.firstWord);
        values[Feature.CROWD.ordinal()] = log2(Math.max(1, crowd.counted));
        values[Feature.AUTHORITY.ordinal()] = one(own.authority);
        values[Feature.ANNOUNCED.ordinal()] = one(own.announced);
        values[Feature.WAY.ordinal()] = own.counted == 0 ? 0 : (double) own.onWay / own.counted;
        values[Feature.DATELINE.ordinal()] = one(own.inDateline);
        values[Feature.SEAT.ordinal()] = one(own.seat);
        values[Feature.NATIONAL.ordinal()] = one(national);
        return values;
    }

    /** What the mentions of one province say. */
    private static final class Tally {
        private int counted;
        private int firstWord;
        private int onWay;
        private boolean inHeadline;
        private boolean inLead;
        private boolean inDateline;
        private boolean authority;
        private boolean announced;
        private boolean seat;

        void add(Sighting sighting) {
            inDateline |= sighting.position() == Position.DATELINE;
            seat |= sighting.is(Sign.SEAT);
            if (sighting.counts()) {
                firstWord = counted == 0 ? sighting.word() : firstWord;
                counted++;
                onWay += sighting.is(Sign.WAY) ? 1 : 0;
                inHeadline |= sighting.position() == Position.HEADLINE;
                inLead |= sighting.position() == Position.LEAD;
                authority |= sighting.is(Sign.AUTHORITY);
                announced |= sighting.is(Sign.ANNOUNCED);
            }
        }
    }

    /** How many provinces the story names. */
    private static final class Crowd {
        private int counted;
        private int inHeadline;
        private int inLead;

        Crowd(Collection<Tally> tallies) {
            for (Tally tally : tallies) {
                counted += tally.counted > 0 ? 1 : 0;
                inHeadline += tally.inHeadline ? 1 : 0;
                inLead += tally.inLead ? 1 : 0;
            }
        }
    }

    private static double down(int word) {
        return Math.min(FAR_DOWN, log2(1 + word / WORDS));
    }

    private static double log2(double number) {
        return Math.log(number) / Math.log(2);
    }

    private static double one(boolean is) {
        return is ? 1 : 0;
    }
}
