package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.Story.Field;
import io.wiretag.tagging.Story.Kind;
import io.wiretag.tagging.Tags.ProvinceTag;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.Province;
import io.wiretag.tagging.gazetteer.Role;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaggerTest {
    private final Tagger tagger = Tagger.of(Gazetteer.builtIn());

    @Test
    void everyTagCarriesItsEvidence() {
        String text = "HÀ NỘI (VNS) — Rain fell over Da Nang. — VNS";

        Tags tags = tagger.tag(Story.ofText(text));

        ProvinceTag danang = tag(tags, "VN-DN");
        assertThat(danang.province().unitSince2025()).isEqualTo("Đà Nẵng");
        assertThat(danang.mentions()).singleElement().satisfies(mention -> {
            assertThat(mention.field()).isEqualTo("body");
            assertThat(text.substring(mention.start(), mention.end())).isEqualTo("Da Nang");
            assertThat(mention.entry()).isEqualTo("Đà Nẵng");
            assertThat(mention.rule()).isEqualTo("name");
            assertThat(mention.confidence()).isBetween(1, 100);
        });
        assertThat(tags.gazetteerVersion()).isNotBlank();
    }

    @Test
    void whoSentAStoryIsItsOrigin() {
        Tags tags = tagger.tag(story(
                field(Kind.HEADLINE, "headline", "Rain ahead"),
                field(Kind.BODY, "body", "Rain will fall."),
                field(Kind.BYLINE, "by", "Jane Doe, Associated Press"),
                field(Kind.PROVIDER, "infoSources[0].name", "VNA")));

        assertThat(tags.agencies()).extracting(t -> t.agency().code()).containsExactly("AP", "VNA");
        assertThat(tags.agencies()).extracting(Tags.AgencyTag::role).containsOnly(Role.ORIGIN);
        assertThat(tags.agencies().get(1).mentions().get(0).field()).isEqualTo("infoSources[0].name");
    }

    @Test
    void aSenderCalledAfterAProvinceIsNoMentionOfIt() {
        Tags tags = tagger.tag(story(
                field(Kind.BODY, "body", "Rain will fall."),
                field(Kind.BYLINE, "by", "Nam Hà Giang"),
                field(Kind.PROVIDER, "infoSources[0].name", "Hải Phòng")));

        assertThat(tags.provinces()).isEmpty();
    }

    @Test
    void theCaptionOfAPictureIsReadWithItsCredit() {
        Tags tags = tagger.tag(story(
                field(Kind.BODY, "body", "Rain will fall."),
                field(Kind.CAPTION, "captions[0]", "Boats in Cà Mau. VNA/VNS Photo Minh Châu")));

        assertThat(tag(tags, "VN-59").mentions().get(0).field()).isEqualTo("captions[0]");
        assertThat(tags.agencies()).extracting(Tags.AgencyTag::role).containsExactly(Role.CREDIT, Role.CREDIT);
    }

    @Test
    void aStoryIsAboutWhatItsHeadlineAndLeadName() {
        Tags tags = tagger.tag(Story.ofText("""
                Floods cut roads in Quảng Trị

                HÀ NỘI — Floods cut three roads in Quảng Trị on Monday.

                Soldiers came from other provinces.

                Last year floods had hit Nghệ An too. — VNS
                """));

        assertThat(tags.provinces())
                .extracting(t -> t.province().code())
                .first()
                .isEqualTo("VN-25");
        assertThat(tag(tags, "VN-25").about()).isTrue();
        assertThat(tag(tags, "VN-22").about()).isFalse();
        assertThat(tag(tags, "VN-HN").about()).isFalse();
    }

    @Test
    void whereANationalEventHappensIsNotWhatItIsAbout() {
        Tags tags = tagger.tag(Story.ofText("The Prime Minister received the ambassador in Hà Nội on Monday."));

        assertThat(tag(tags, "VN-HN").about()).isFalse();
    }

    @Test
    void aStoryThatNamesManyProvincesIsAboutNoneOfThem() {
        String names = Gazetteer.builtIn().provinces().stream()
                .filter(province -> !province.code().equals("VN-SG"))
                .map(Province::name)
                .collect(Collectors.joining(", "));

        Tags tags = tagger.tag(Story.ofText("Rain fell over these provinces: " + names + "."));

        assertThat(tags.provinces()).hasSize(62).noneMatch(ProvinceTag::about);
    }

    @Test
    void relevanceFallsAlongTheTags() {
        String body = IntStream.range(0, 5)
                .mapToObj(i -> "Cần Thơ is far from Cà Mau.")
                .collect(Collectors.joining("\n\n"));

        Tags tags = tagger.tag(
                story(field(Kind.HEADLINE, "headline", "Cà Mau plants trees"), field(Kind.BODY, "body", body)));

        assertThat(tags.provinces()).extracting(ProvinceTag::relevance).isSortedAccordingTo((a, b) -> b - a);
        assertThat(tags.provinces().get(0).province().code()).isEqualTo("VN-59");
    }

    @Test
    void anExplanationNamesTheRuleThatRejected() {
        Explanation explanation =
                tagger.explain(Story.ofText("Ông Nguyễn Hải Dương ở phường Bình Thuận nói về Thái Bình Dương."));

        assertThat(explanation.tags().provinces()).isEmpty();
        assertThat(explanation.rejected())
                .extracting(r -> r.code() + " " + r.rule())
                .containsExactlyInAnyOrder(
                        "VN-61 person",
                        "VN-40 smaller place",
                        "VN-20 trap: Thái Bình Dương",
                        "VN-57 trap: Thái Bình Dương");
    }

    private static ProvinceTag tag(Tags tags, String code) {
        return tags.provinces().stream()
                .filter(t -> t.province().code().equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no tag " + code + " in " + tags.provinces()));
    }

    private static Story story(Field... fields) {
        return new Story(List.of(fields), Optional.empty());
    }

    private static Field field(Kind kind, String name, String text) {
        return new Field(kind, name, text);
    }
}
