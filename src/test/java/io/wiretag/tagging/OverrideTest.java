package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.wiretag.tagging.Story.Field;
import io.wiretag.tagging.Story.Kind;
import io.wiretag.tagging.Tags.AgencyTag;
import io.wiretag.tagging.Tags.Mention;
import io.wiretag.tagging.Tags.ProvinceTag;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tags that an editor forces or forbids, whatever the rules say. */
class OverrideTest {
    private static final String URI = "urn:newsml:wire.example:20260803:0001";

    @TempDir
    Path folder;

    @Test
    void aForcedPhraseIsAMentionLikeAnyOther() throws IOException {
        String text = "Rain fell.\n\nGuests met at the NHÀ TRẮNG Hà Thành today.";

        Explanation explanation = explain("force: VN-HN | text: Nhà Trắng Hà Thành", text, "");

        ProvinceTag tag = explanation.tags().provinces().get(0);
        assertThat(tag.province().code()).isEqualTo("VN-HN");
        // the nickname Hà Thành within the phrase is not counted once more
        assertThat(tag.mentions()).singleElement().satisfies(mention -> {
            assertThat(mention.rule()).isEqualTo("override");
            assertThat(mention.field()).isEqualTo("body");
            assertThat(text.substring(mention.start(), mention.end()))
                    .isEqualTo(mention.text())
                    .isEqualTo("NHÀ TRẮNG Hà Thành");
            assertThat(mention.entry()).isEqualTo("Nhà Trắng Hà Thành");
            assertThat(mention.confidence()).isEqualTo(100);
        });
    }

    @Test
    void mentionsStandInTheOrderOfTheTextWhoeverGaveThem() throws IOException {
        String text = "Hà Nội, then the old town, then Hà Nội, then the old town.";

        Explanation explanation = explain("force: VN-HN | text: the old town", text, "");

        assertThat(explanation.tags().provinces().get(0).mentions())
                .extracting(Mention::rule)
                .containsExactly("name", "override", "name", "override");
    }

    @Test
    void aForbiddenPhraseRejectsWhatStandsInItAndNothingElse() throws IOException {
        String text = "Tập đoàn Thái Bình Group xây nhà máy ở Thái Bình.";

        Explanation explanation = explain("forbid: VN-20 | text: Thái Bình Group", text, "");

        assertThat(explanation.tags().provinces())
                .singleElement()
                .satisfies(tag -> assertThat(tag.mentions())
                        .singleElement()
                        .extracting(Mention::start)
                        .isEqualTo(text.lastIndexOf("Thái Bình")));
        assertThat(explanation.rejected()).singleElement().satisfies(rejected -> {
            assertThat(rejected.rule()).isEqualTo("override");
            assertThat(rejected.code()).isEqualTo("VN-20");
            assertThat(rejected.text()).isEqualTo("Thái Bình");
        });
    }

    @Test
    void ofTwoPhrasesThatOverlapTheLongerCounts() throws IOException {
        String lines = "forbid: VN-20 | text: Thái Bình\nforce: VN-20 | text: làng Thái Bình cũ";

        assertThat(provinces(explain(lines, "Về làng Thái Bình cũ.", ""))).containsExactly("VN-20");
        assertThat(provinces(explain(lines, "Về tỉnh Thái Bình.", ""))).isEmpty();
    }

    @Test
    void aPhraseWithoutItsMarksIsAnotherWhereAllAroundHasMarks() throws IOException {
        String lines = "force: VN-HN | text: nhà trắng";

        assertThat(provinces(explain(lines, "Anh ấy ở nha trang lâu rồi, vẫn nhớ biển và sóng.", "")))
                .doesNotContain("VN-HN");
        assertThat(provinces(explain(lines, "Anh ay o nha trang lau roi.", ""))).contains("VN-HN");
        assertThat(provinces(explain(lines + " [these marks]", "Anh ay o nha trang lau roi.", "")))
                .doesNotContain("VN-HN");
    }

    @Test
    void aUriForcesATagThatTheTextDoesNotGive() throws IOException {
        Explanation explanation = explain("force: VN-HN | uri: " + URI, "Rain fell.", URI);

        assertThat(explanation.tags().provinces()).singleElement().satisfies(tag -> {
            assertThat(tag.province().code()).isEqualTo("VN-HN");
            assertThat(tag.about()).isTrue();
            assertThat(tag.mentions()).containsExactly(new Mention("uri", 0, URI.length(), URI, URI, "override", 100));
        });
        assertThat(provinces(explain("force: VN-HN | uri: " + URI, "Rain fell.", URI + "2")))
                .isEmpty();
        assertThat(provinces(explain("force: VN-HN | uri: " + URI, "Rain fell.", "")))
                .isEmpty();
    }

    @Test
    void aStarStandsForEveryUriThatBeginsSo() throws IOException {
        String lines = "forbid: VN-20 | uri: urn:newsml:wire.example:*";
        String text = "Lũ ở Thái Bình.";

        Explanation forbidden = explain(lines, text, URI);

        assertThat(provinces(forbidden)).isEmpty();
        assertThat(forbidden.rejected())
                .extracting(rejected -> rejected.code() + " " + rejected.rule())
                .containsExactly("VN-20 override");
        assertThat(provinces(explain(lines, text, "urn:newsml:wire.other:1"))).containsExactly("VN-20");
        assertThat(explain("force: VN-44 | uri: urn:newsml:*", text, URI).tags().provinces().stream()
                        .filter(tag -> tag.province().code().equals("VN-44"))
                        .flatMap(tag -> tag.mentions().stream()))
                .containsExactly(new Mention("uri", 0, 11, "urn:newsml:", "urn:newsml:*", "override", 100));
    }

    @Test
    void ofSeveralUrisThatFitTheLongestCounts() throws IOException {
        String lines = """
                force: VN-20 | uri: %s
                forbid: VN-20 | uri: urn:newsml:*
                force: VN-44 | uri: urn:*
                forbid: VN-44 | uri: urn:newsml:wire.example:*
                """.formatted(URI);

        assertThat(provinces(explain(lines, "Lũ ở Thái Bình và An Giang.", URI)))
                .containsExactly("VN-20");
    }

    @Test
    void theUriStandsAboveThePhrase() throws IOException {
        String lines = "force: VN-HN | text: the old town\nforbid: VN-HN | uri: " + URI;

        Explanation explanation = explain(lines, "Rain fell on the old town.", URI);

        assertThat(provinces(explanation)).isEmpty();
        assertThat(explanation.rejected()).singleElement().satisfies(rejected -> {
            assertThat(rejected.text()).isEqualTo("the old town");
            assertThat(rejected.rule()).isEqualTo("override");
        });
    }

    @Test
    void anAgencyIsForcedAndForbiddenInOneRole() throws IOException {
        String lines = "forbid: VNS origin | uri: " + URI + "\nforce: AFP origin | uri: " + URI
                + "\nforce: VNA origin | text: tin của ta";
        String text = "HÀ NỘI (VNS) — Rain fell, Tin của ta viết.\n\nMore rain will fall. VNS/AFP Photo";

        Explanation explanation = explain(lines, text, URI);

        assertThat(explanation.tags().agencies())
                .extracting(tag -> tag.agency().code() + " " + tag.role())
                .contains("AFP ORIGIN", "VNA ORIGIN")
                .doesNotContain("VNS ORIGIN");
        AgencyTag vna = explanation.tags().agencies().stream()
                .filter(tag -> tag.agency().code().equals("VNA"))
                .findFirst()
                .orElseThrow();
        assertThat(vna.mentions()).singleElement().extracting(Mention::text).isEqualTo("Tin của ta");
        assertThat(explanation.rejected())
                .extracting(rejected -> rejected.code() + " " + rejected.rule())
                .contains("VNS override");
    }

    @Test
    void theSamePatternWrittenAgainChangesItsMind() throws IOException {
        String lines = "force: VN-HN | text: the old town\nforbid: VN-HN | text: the  old town";

        assertThat(provinces(explain(lines, "Rain fell on the old town.", ""))).isEmpty();
    }

    @Test
    @Tag("full")
    void manyOverridesAndALongTextStillCostOnePass() throws IOException {
        String lines = IntStream.range(0, 5_000)
                .mapToObj(i -> "forbid: VN-20 | uri: urn:x:" + i + "*\nforce: VN-HN | text: Hà Nội Hà Nội thứ " + i)
                .collect(Collectors.joining("\n"));
        Tagger tagger = tagger(lines + "\nforce: VN-HN | text: Hà\nforbid: VN-HN | text: Nội Hà Nội Hà");
        String text = "Hà Nội ".repeat(150_000);

        // quadratic cost would take hours
        assertTimeoutPreemptively(
                Duration.ofSeconds(15),
                () -> tagger.explain(story(text, Optional.of("urn:x:" + "1".repeat(1_000_000)))));
    }

    private Explanation explain(String lines, String text, String uri) throws IOException {
        return tagger(lines).explain(story(text, Optional.of(uri).filter(u -> !u.isEmpty())));
    }

    private Tagger tagger(String lines) throws IOException {
        Path file = Files.writeString(folder.resolve("overrides.txt"), lines);
        return Tagger.of(Gazetteer.builtInWith(List.of(file)));
    }

    private static Story story(String text, Optional<String> uri) {
        return new Story(List.of(new Field(Kind.BODY, "body", text)), Optional.empty(), uri);
    }

    private static List<String> provinces(Explanation explanation) {
        return explanation.tags().provinces().stream()
                .map(tag -> tag.province().code())
                .toList();
    }
}
