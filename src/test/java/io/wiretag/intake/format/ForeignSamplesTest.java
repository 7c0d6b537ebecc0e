package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that others wrote, which are no part of this project. */
@Needs(Tool.SAMPLES)
class ForeignSamplesTest {
    @ParameterizedTest
    @CsvSource({
        "iptc-ninjs/1.6-004_simple_text_article.json,  http://ninjs.example.com/newsitems/20130709simp123",
        "iptc-ninjs/2.2-004_simple_text_article.json,  http://ninjs.example.com/newsitems/20130709simp123",
        "iptc-ninjs/3.1-001_simple_example.json,       http://ninjs.example.com/newsitems/20130709simp123",
    })
    void threeGenerationsOfOneStoryAgree(String file, String uri) throws IOException {
        Article article = article(file).orElseThrow();

        assertThat(article.getUri()).isEqualTo(uri);
        assertThat(article.getHeadline()).isEqualTo("Captain of wrecked cruise ship on trial in Italy");
        assertThat(article.getBody())
                .startsWith("GROSSETO, Italy (AP) -- The trial")
                .endsWith("denied wrongdoing.");
        assertThat(article.getBy()).isEqualTo("Paulo Santalucia and Frances d'Emilio");
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2013-07-09T10:37:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iptc-ninjs/test_suite-1.0-should_fail-001_no_uri_declared.json | has no uri",
                "iptc-ninjs/test_suite-1.0-should_fail-006_version_must_be_string.json | put it in quotes",
                "iptc-ninjs/test_suite-1.0-should_fail-007_pubstatus_cancelled.json | usable, withheld, canceled",
                "iptc-ninjs/test_suite-1.2-should_fail-005_pubstatus_replaced.json | usable, withheld, canceled",
                "iptc-ninjs/test_suite-3.0-should_fail-006_bad_urgency.json | an integer from 1 to 9",
                "made/bad-truncated.json | cut off",
                "made/bad-no-uri.json | has no uri",
                "made/bad-status.json | usable, withheld, canceled",
                "made/bad-not-utf8.json | byte 0xEC at offset 85 is not UTF-8",
                "made/bad-newsml-entity.xml | DOCTYPE",
                "iptc-newsml-g2/LISTING_6_Simple_NewsML-G2_Package.xml | is no article",
                "iptc-newsml-g2/LISTING_28_Illustrating_Located_Subject_and_Dateline.xml | only a part of an item",
            })
    void whatCannotBeReadIsRefusedWithItsReason(String file, String reason) throws IOException {
        assertThat(read(file)).singleElement().asString().contains(reason).contains(file);
    }

    @ParameterizedTest
    @CsvSource({
        "iptc-ninjs/3.1-005_complex_text_article.json",
        "iptc-ninjs/3.1-008_event.json",
        "iptc-ninjs/not-valid-008_extension.json",
        "iptc-ninjs/test_suite-1.0-should_pass-016_versioncreated_bad_datetime.json",
        "iptc-ninjs/test_suite-1.0-should_pass-017_versioncreated_date_only.json",
        "iptc-ninjs/test_suite-1.0-should_pass-018_embargoed.json",
        "iptc-ninjs/test_suite-1.0-should_pass-023_pubstatus_canceled.json",
        "iptc-ninjs/test_suite-3.0-should_fail-001_bad_toplevel.json",
        "iptc-ninjs/test_suite-3.0-should_pass-003_schema_only.json",
        "iptc-ninjs/test_suite-3.0-should_pass-019_good_urgency.json",
        "made/ninjs-04-embargoed.json",
    })
    void whatANewsroomWouldTakeIsTaken(String file) throws IOException {
        assertThat(article(file)).isPresent();
    }

    @Test
    void theVersionsOfAnArticleKeepTheirIdentity() throws IOException {
        Article first = article("made/ninjs-01-v1-usable.json").orElseThrow();
        Article corrected = article("made/ninjs-02-v2-corrected.json").orElseThrow();
        Article kill = article("made/ninjs-03-v3-kill.json").orElseThrow();

        assertThat(List.of(first, corrected, kill)).extracting(Article::getUri).containsOnly(first.getUri());
        assertThat(List.of(first, corrected, kill))
                .extracting(Article::getVersion)
                .containsExactly("1", "2", "3");
        assertThat(corrected.getBody()).doesNotContain("Yên Bái");
        assertThat(corrected.getEdNote()).contains("Yên Bái");
        assertThat(kill.getPubStatus()).isEqualTo(PubStatus.canceled);
    }

    @Test
    void decomposedTextIsPassedOnAsItStands() throws IOException {
        String body = article("made/ninjs-05-decomposed.json").orElseThrow().getBody();

        assertThat(Normalizer.isNormalized(body, Normalizer.Form.NFD)).isTrue();
        assertThat(Normalizer.normalize(body, Normalizer.Form.NFC)).startsWith("NHA TRANG — Tàu cá");
    }

    @Test
    void aBodyInHtmlLosesItsNavigationAndKeepsItsParagraphs() throws IOException {
        assertThat(article("made/ninjs-06-html-with-navigation.json")
                        .orElseThrow()
                        .getBody())
                .isEqualTo("VGP - Hà Tĩnh and Quảng\u00a0Bình are to share one rescue centre, the ministry said.\n\n"
                        + "The centre will be ready before the storm season./.\nVNA");
    }

    @Test
    void theOldNamesOfASystemAreUnderstood() throws IOException {
        Article article = article("made/ninjs-07-older-names.json").orElseThrow();

        assertThat(article.getUri()).isEqualTo("tag:wire.example:2026:newsml:0005");
        assertThat(article.getHeadline()).isEqualTo("Two held over turtle trade");
        assertThat(article.getBody()).startsWith("DA NANG (AFP) — Police in Danang");
        assertThat(article.getInfoSources())
                .singleElement()
                .satisfies(s -> assertThat(s.getName()).isEqualTo("AFP"));
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2026-08-03T02:00:00Z"));
    }

    @Test
    void theListingsOfTheNewsmlGuideAreRead() throws IOException {
        Article embargoed =
                article("iptc-newsml-g2/LISTING_1_A_NewsML-G2_News_Item.xml").orElseThrow();
        assertThat(embargoed.getEmbargoedUntil()).isEqualTo(Instant.parse("2018-10-23T12:00:00Z"));
        assertThat(embargoed.getBody()).isNull();
        assertThat(embargoed.getLocated()).isEqualTo("Berlin");
        assertThat(embargoed.getUsageTerms()).isEqualTo("Not for use outside the United States");

        Article text =
                article("iptc-newsml-g2/LISTING_2_NewsML-G2_Text_Document.xml").orElseThrow();
        assertThat(text.getVersion()).isEqualTo("11");
        assertThat(text.getHeadline()).isEqualTo("Fed to halt QE to avert \"bubble\"");
        assertThat(text.getBy()).isEqualTo("By Meredith Jameson, Staff Reporter");
        assertThat(text.getBody())
                .startsWith("(New York, NY - October 21) Et, sent")
                .contains("\n\nUgiating");

        assertThat(article("iptc-newsml-g2/LISTING_29_Hop_History.xml")
                        .orElseThrow()
                        .getAdditionalProperties())
                .containsKey("hopHistory");
        assertThat(read("iptc-newsml-g2/LISTING_24_News_Message_conveying_a_complete_News_Package.xml"))
                .hasSize(5)
                .allMatch(Reading.Complaint.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({"CDATATestFeed.xml, 2", "atom_1.0.xml, 2", "rss_1.0.xml, 2", "rss_2.0.xml, 2"})
    void theFeedsOfRomeAreRead(String file, int items) throws IOException {
        assertThat(read("rome-feeds/" + file)).hasSize(items).allMatch(Reading.Read.class::isInstance);
    }

    @Test
    void everyFileGivesReadings() throws IOException {
        try (Stream<Path> files = Files.walk(Tool.samples())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(ArticleReaders.read(new Source(file.toString(), Files.readAllBytes(file)), Format.AUTO))
                        .as(file.toString())
                        .isNotEmpty();
            }
        }
    }

    private static Optional<Article> article(String file) throws IOException {
        List<Reading> readings = read(file);
        assertThat(readings).hasSize(1);
        return readings.get(0) instanceof Reading.Read read ? Optional.of(read.article()) : Optional.empty();
    }

    private static List<Reading> read(String file) throws IOException {
        return ArticleReaders.read(
                new Source(file, Files.readAllBytes(Tool.samples().resolve(file))), Format.AUTO);
    }
}
