package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.gazetteer.Agency;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.Province;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OutletsTest {
    private static final Gazetteer GAZETTEER = Gazetteer.builtIn();

    /** Their papers and stations are not named for them in the same way. */
    private static final Set<String> OWN_NAMES = Set.of("VN-HN", "VN-SG");

    private static final List<String> PAPERS = List.of(
            "Theo Báo %s, lúa được giá.",
            "Theo báo điện tử %s, lúa được giá.",
            "Ông làm ở Báo và Phát thanh, Truyền hình %s.",
            "Ông làm ở báo và đài phát thanh - truyền hình tỉnh %s.",
            "The story was in %s newspaper.");

    private static final List<String> STATIONS = List.of(
            "Theo Đài PT-TH %s, lúa được giá.",
            "Ông làm ở Đài Phát thanh và Truyền hình %s.",
            "Ông làm ở Đài Phát thanh - Truyền hình tỉnh %s.",
            "Chương trình phát trên đài truyền hình %s.",
            "The story was on %s Television.");

    private final Tagger tagger = Tagger.of(GAZETTEER);

    /** Names of the 63 provinces and of the 34 units. */
    static Stream<Arguments> names() {
        return GAZETTEER.provinces().stream()
                .filter(province -> !OWN_NAMES.contains(province.code()))
                .flatMap(province -> Stream.concat(
                        Stream.of(Arguments.of(province, province.name())),
                        province.code().equals("VN-26")
                                ? Stream.of(Arguments.of(province, province.unitSince2025()))
                                : Stream.empty()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theProvincesPaperIsFoundInAllItsFormsAndIsNoMentionOfTheProvince(Province province, String name) {
        PAPERS.forEach(text -> assertHouse(province, Agency.Kind.NEWSPAPER, text.formatted(name)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theProvincesStationIsFoundInAllItsFormsAndIsNoMentionOfTheProvince(Province province, String name) {
        STATIONS.forEach(text -> assertHouse(province, Agency.Kind.BROADCASTER, text.formatted(name)));
    }

    private void assertHouse(Province province, Agency.Kind kind, String text) {
        Tags tags = tagger.tag(Story.ofText(text));

        assertThat(tags.agencies()).as(text).singleElement().satisfies(tag -> {
            assertThat(tag.agency().kind()).isEqualTo(kind);
            assertThat(tag.agency().province()).isEqualTo(Optional.of(province.code()));
        });
        assertThat(tags.provinces()).as(text).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "VNA, AGENCY",
        "GETTY, AGENCY",
        "TUOITRE, NEWSPAPER",
        "VTV, BROADCASTER",
        "VNEXPRESS, PORTAL",
        "VGP, GOVERNMENT",
        "BAOQUANGNINH, NEWSPAPER",
        "DAIQUANGNINH, BROADCASTER"
    })
    void anAgencyHasAKind(String code, Agency.Kind kind) {
        assertThat(GAZETTEER.agency(code).orElseThrow().kind()).isEqualTo(kind);
    }

    @Test
    void inACaptionEverySourceIsThatOfThePicture() {
        Story story = new Story(
                List.of(
                        new Story.Field(Story.Kind.BODY, "body", "Chợ hoa đông khách."),
                        new Story.Field(Story.Kind.CAPTION, "captions[0]", "Khách ở chợ hoa. (Nguồn: TTXVN)")),
                Optional.empty());

        assertThat(tagger.tag(story).agencies())
                .extracting(tag -> tag.agency().code() + " " + tag.role())
                .containsExactly("VNA CREDIT");
    }
}
