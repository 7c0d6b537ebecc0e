package io.wiretag.tagging.about;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.about.Relevance.Feature;
import io.wiretag.tagging.about.Sighting.Position;
import io.wiretag.tagging.about.Sighting.Sign;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.Province;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RelevanceTest {
    private static final List<Province> PROVINCES = Gazetteer.builtIn().provinces();
    private static final Province PROVINCE = PROVINCES.get(0);
    private static final Province OTHER = PROVINCES.get(1);
    private static final Set<Feature> AGAINST =
            EnumSet.of(Feature.DOWN, Feature.CROWD, Feature.WAY, Feature.SEAT, Feature.NATIONAL);

    @ParameterizedTest
    @EnumSource(Feature.class)
    void everyWeightSpeaksForWhatItsFeatureIsSaidToSpeakFor(Feature feature) {
        assertThat(feature.weight() < 0).isEqualTo(AGAINST.contains(feature));
    }

    @Test
    void aStoryIsAboutThePlaceOfItsHeadline() {
        assertThat(relevance(at(Position.HEADLINE, 3))).isGreaterThanOrEqualTo(80);
    }

    @Test
    void aStoryIsAboutThePlaceThatItComesBackToHoweverFarDown() {
        assertThat(relevance(at(Position.REST, 200), at(Position.REST, 220))).isGreaterThanOrEqualTo(Relevance.ABOUT);
        assertThat(relevance(at(Position.REST, 200))).isLessThan(Relevance.ABOUT);
    }

    @Test
    void aStoryIsAboutThePlaceWhoseAuthoritySpeaks() {
        assertThat(relevance(at(Position.REST, 200, Sign.AUTHORITY))).isGreaterThanOrEqualTo(Relevance.ABOUT);
    }

    @ParameterizedTest
    @EnumSource(
            value = Sign.class,
            names = {"ASIDE", "LINK", "LONGER_NAME"})
    void whatIsNamedByTheWayAddsNothing(Sign sign) {
        assertThat(relevance(at(Position.REST, 40), at(Position.LEAD, 20, sign)))
                .isEqualTo(relevance(at(Position.REST, 40)));
        assertThat(relevance(at(Position.LEAD, 20, sign))).isLessThan(Relevance.ABOUT);
    }

    @Test
    void aDatelineAloneMakesNoStoryAboutItsPlace() {
        assertThat(relevance(at(Position.DATELINE, 0))).isLessThan(Relevance.ABOUT);
    }

    @Test
    void whatIsNamedByTheWayCrowdsNobody() {
        Sighting aside = new Sighting(OTHER, Position.LEAD, 0, Set.of(Sign.ASIDE));

        assertThat(relevance(aside, at(Position.LEAD, 5))).isEqualTo(relevance(at(Position.LEAD, 5)));
    }

    @ParameterizedTest
    @CsvSource({"HEADLINE, 1, 1", "HEADLINE, 3, 1", "HEADLINE, 6, 0.5", "LEAD, 1, 1", "LEAD, 4, 0.25"})
    void provincesThatStandTogetherShareTheirPlace(Position position, int provinces, double share) {
        List<Sighting> crowd = PROVINCES.stream()
                .limit(provinces)
                .map(province -> new Sighting(province, position, 0, Set.of()))
                .toList();
        Feature feature = position == Position.HEADLINE ? Feature.HEADLINE : Feature.LEAD;

        assertThat(Relevance.features(crowd, false).values())
                .hasSize(provinces)
                .allSatisfy(features -> assertThat(features).containsEntry(feature, share));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "25, 1", "75, 2", "100000, 4"})
    void howFarDownAPlaceStandsIsToldByItsFirstMention(int words, double down) {
        Map<Feature, Double> features = Relevance.features(
                        List.of(at(Position.REST, words), at(Position.REST, words + 100)), false)
                .get(PROVINCE);

        assertThat(features).containsEntry(Feature.DOWN, down);
    }

    @Test
    void relevanceStaysWithinAHundred() {
        List<Sighting> all = new ArrayList<>();
        IntStream.range(0, 200).forEach(i -> all.add(at(Position.HEADLINE, i, Sign.AUTHORITY, Sign.ANNOUNCED)));
        Stream<Sighting> crowd = PROVINCES.stream().skip(1).map(p -> new Sighting(p, Position.DATELINE, 0, Set.of()));
        all.addAll(crowd.toList());

        assertThat(Relevance.of(all, true).values())
                .hasSize(PROVINCES.size())
                .allSatisfy(percent -> assertThat(percent).isBetween(0, 100));
    }

    private static Sighting at(Position position, int word, Sign... signs) {
        return new Sighting(PROVINCE, position, word, Set.of(signs));
    }

    private static int relevance(Sighting... sightings) {
        return Relevance.of(Arrays.asList(sightings), false).get(PROVINCE);
    }
}
