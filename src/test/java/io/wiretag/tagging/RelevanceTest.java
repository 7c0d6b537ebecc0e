package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.Relevance.Position;
import io.wiretag.tagging.Relevance.Sighting;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.Province;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelevanceTest {
    private static final List<Province> PROVINCES = Gazetteer.builtIn().provinces();
    private static final Province PROVINCE = PROVINCES.get(0);

    @ParameterizedTest
    @CsvSource({"HEADLINE, 50", "LEAD, 45", "CAPTION, 15", "SCENE, 15", "DATELINE, 10", "LOCATED, 10", "LATER, 1"})
    void onlyAHeadlineAndALeadMakeAStoryAboutWhatTheyNameOnce(Position position, int relevance) {
        assertThat(relevance(once(position, 0))).isEqualTo(relevance);
        assertThat(relevance >= Relevance.ABOUT).isEqualTo(position == Position.HEADLINE || position == Position.LEAD);
    }

    @Test
    void whatAStoryComesBackToGainsForEachMentionAndForEachParagraph() {
        assertThat(relevance(once(Position.LATER, 3), once(Position.LATER, 3))).isEqualTo(8);
        assertThat(relevance(once(Position.LATER, 3), once(Position.LATER, 4))).isEqualTo(8 + 7);
        assertThat(relevance(once(Position.LATER, 3), once(Position.LATER, 3), once(Position.LATER, 5)))
                .isEqualTo(2 * 8 + 7);
        assertThat(relevance(once(Position.LEAD, 0), once(Position.LATER, 1))).isEqualTo(45 + 8 + 7);
    }

    @Test
    void comingBackAlwaysMakesAStoryAboutAProvinceAtLast() {
        Sighting[] often = IntStream.range(0, 20)
                .mapToObj(paragraph -> once(Position.LATER, paragraph))
                .toArray(Sighting[]::new);

        assertThat(relevance(often)).isEqualTo(45);
    }

    @Test
    void noStoryIsMoreThanWhollyAboutAProvince() {
        assertThat(relevance(
                        once(Position.HEADLINE, 0),
                        once(Position.LEAD, 1),
                        once(Position.CAPTION, 2),
                        once(Position.LATER, 3)))
                .isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        "HEADLINE, 1, 50",
        "HEADLINE, 3, 50",
        "HEADLINE, 4, 37",
        "HEADLINE, 10, 15",
        "LEAD, 3, 45",
        "LEAD, 5, 27"
    })
    void moreThanThreeProvincesInAHeadlineOrLeadShareItsWeight(Position position, int provinces, int relevance) {
        List<Sighting> crowd = PROVINCES.stream()
                .limit(provinces)
                .map(province -> new Sighting(province, position, 0))
                .toList();

        assertThat(Relevance.of(crowd).values()).hasSize(provinces).containsOnly(relevance);
    }

    @Test
    void aCrowdInTheLeadTakesNothingFromTheHeadline() {
        Stream<Sighting> crowd = PROVINCES.stream().limit(9).map(province -> new Sighting(province, Position.LEAD, 1));
        List<Sighting> sightings = Stream.concat(Stream.of(once(Position.HEADLINE, 0)), crowd.skip(1))
                .toList();

        assertThat(Relevance.of(sightings)).containsEntry(PROVINCE, 50);
    }

    private static Sighting once(Position position, int paragraph) {
        return new Sighting(PROVINCE, position, paragraph);
    }

    private static int relevance(Sighting... sightings) {
        return Relevance.of(Arrays.asList(sightings)).get(PROVINCE);
    }
}
