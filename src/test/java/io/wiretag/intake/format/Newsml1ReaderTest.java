package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NewsML 1.x and NITF, as agencies sent them before NewsML-G2 and send them still. */
class Newsml1ReaderTest {

    private static final String NITF = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.2/specification/dtd/nitf-3-2.dtd">
            <nitf><head><title>Title</title><docdata management-status="%s"><doc-id id-string="urn:x:1"/><urgency ed-urg="4"/>
            <date.issue norm="20261103T092000+0700"/><date.release norm="20261104T092000+0700"/><du-key key="hue-lu"/>
            <doc.copyright holder="TTXVN"/></docdata></head><body><body.head><hedline><hl1>Lũ ở Huế</hl1></hedline>
            <byline>An Bình<byttl>TTXVN</byttl></byline><distributor>TTXVN</distributor><dateline><location>Huế</location></dateline>
            </body.head><body.content><p>Nước lên.</p><media><media-caption>Cảnh ở Huế</media-caption></media>
            </body.content></body></nitf>
            """;

    private static final String NEWSML = """
            <!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd">
            <NewsML><NewsEnvelope><DateAndTime>20261103T092000+0700</DateAndTime></NewsEnvelope>
            <NewsItem><Identification><NewsIdentifier><ProviderId>vna.example</ProviderId><DateId>20261103</DateId>
            <NewsItemId>HUE12</NewsItemId><RevisionId PreviousRevision="1" Update="N">2</RevisionId>
            <PublicIdentifier>urn:newsml:vna.example:20261103:HUE12:2</PublicIdentifier></NewsIdentifier></Identification>
            <NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20261103T080000Z</FirstCreated>
            <ThisRevisionCreated>20261103T092000+0700</ThisRevisionCreated><Status FormalName="%s"/>
            <StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>20261104T092000+0700</DateAndTime></StatusWillChange>
            <Urgency FormalName="3"/></NewsManagement>
            <NewsComponent><NewsLines><HeadLine>Lũ ở Huế</HeadLine><ByLine>An Bình</ByLine><SlugLine>hue-lu</SlugLine></NewsLines>
            <AdministrativeMetadata><Provider><Party FormalName="VNA"/></Provider></AdministrativeMetadata>
            <DescriptiveMetadata><Language FormalName="vi"/></DescriptiveMetadata>
            <NewsComponent><Role FormalName="Main"/><ContentItem><DataContent><p>Nước lên.</p><p>Hết.</p></DataContent></ContentItem>
            </NewsComponent><NewsComponent><Role FormalName="Caption"/><ContentItem><DataContent>Cảnh ở Huế</DataContent></ContentItem>
            </NewsComponent></NewsComponent></NewsItem></NewsML>
            """;

    @Test
    void aDocumentOfNitfIsAnArticle() {
        Article article = article(NITF.formatted("usable"));

        assertThat(article.getUri()).isEqualTo("urn:x:1");
        assertThat(article.getHeadline()).isEqualTo("Lũ ở Huế");
        assertThat(article.getBody()).isEqualTo("Huế - Nước lên.");
        assertThat(article.getBy()).isEqualTo("An Bình, TTXVN");
        assertThat(article.getLocated()).isEqualTo("Huế");
        assertThat(article.getCaptions()).containsExactly("Cảnh ở Huế");
        assertThat(article.getUrgency()).isEqualTo(4);
        assertThat(article.getSlugline()).isEqualTo("hue-lu");
        assertThat(article.getInfoSources()).containsExactly(new InfoSource("TTXVN", "provider", null));
        assertThat(article.getVersionCreated()).isEqualTo("2026-11-03T02:20:00Z");
    }

    @Test
    void anItemOfNewsml1IsAnArticle() {
        Article article = article(NEWSML.formatted("Usable"));

        assertThat(article.getUri()).isEqualTo("urn:newsml:vna.example:20261103:HUE12");
        assertThat(article.getVersion()).isEqualTo("2");
        assertThat(article.getHeadline()).isEqualTo("Lũ ở Huế");
        assertThat(article.getBody()).isEqualTo("Nước lên.\n\nHết.");
        assertThat(article.getCaptions()).containsExactly("Cảnh ở Huế");
        assertThat(article.getBy()).isEqualTo("An Bình");
        assertThat(article.getLanguage()).isEqualTo("vi");
        assertThat(article.getInfoSources()).containsExactly(new InfoSource("VNA", "provider", null));
        assertThat(article.getFirstCreated()).isEqualTo("2026-11-03T08:00:00Z");
        assertThat(article.getVersionCreated()).isEqualTo("2026-11-03T02:20:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "usable, usable, false",
        "withheld, withheld, false",
        "canceled, canceled, false",
        "embargoed, usable, true"
    })
    void theStatusIsKept(String status, PubStatus expected, boolean embargo) {
        String nitf = embargo ? NITF : NITF.replaceFirst("<date.release[^>]*>", "");
        for (String xml : List.of(nitf.formatted(status), NEWSML.formatted(status))) {
            Article article = article(xml);

            assertThat(article.getPubStatus()).isEqualTo(expected);
            assertThat(article.getEmbargoedUntil() != null).isEqualTo(embargo);
        }
    }

    @Test
    void anEmbargoWithoutAnEndIsWithheld() {
        assertThat(article(NITF.formatted("embargoed").replaceFirst("<date.release[^>]*>", ""))
                        .getPubStatus())
                .isEqualTo(PubStatus.withheld);
        assertThat(article(NEWSML.formatted("Embargoed")
                                .replaceFirst("(?s)<StatusWillChange>.*</StatusWillChange>", ""))
                        .getPubStatus())
                .isEqualTo(PubStatus.withheld);
    }

    @Test
    void whatHasNoIdentityOrAStatusOfItsOwnIsRefused() {
        assertThat(read(NITF.formatted("usable").replaceFirst("<doc-id[^>]*>", ""))
                        .get(0))
                .asString()
                .contains("has no doc-id");
        assertThat(read(NITF.formatted("killed")).get(0)).asString().contains("management-status is \"killed\"");
        assertThat(read(NEWSML.formatted("Killed")).get(0)).asString().contains("Status is \"Killed\"");
        assertThat(read(NEWSML.formatted("Usable").replaceFirst("<NewsItemId>.*</NewsItemId>", ""))
                        .get(0))
                .asString()
                .contains("no ProviderId, DateId and NewsItemId");
    }

    @Test
    void aDateOfReleaseHoldsForWhatIsUsableToo() {
        assertThat(article(NITF.formatted("usable")).getEmbargoedUntil()).isEqualTo("2026-11-04T02:20:00Z");
        assertThat(article(NITF.formatted("usable").replace("20261104T092000+0700", "bald"))
                        .getPubStatus())
                .isEqualTo(PubStatus.withheld);
    }

    @Test
    void anItemWithinAnotherHasItsOwnStatus() {
        String inner = NEWSML.formatted("Embargoed");
        String item = inner.substring(inner.indexOf("<NewsItem>"), inner.indexOf("</NewsML>"))
                .replace("HUE12", "INNER");
        List<Reading> readings = read(NEWSML.formatted("Usable")
                .replace(
                        "<NewsComponent><Role FormalName=\"Main\"/>",
                        item + "<NewsComponent><Role FormalName=\"Main\"/>"));

        assertThat(readings).hasSize(2);
        assertThat(((Reading.Read) readings.get(1)).article().getEmbargoedUntil())
                .isNotNull();
        assertThat(((Reading.Read) readings.get(0)).article().getUri()).endsWith("HUE12");
    }

    @Test
    void aNumberOfNitfIsThatOfItsSource() {
        assertThat(article(NITF.formatted("usable")
                                .replace("id-string=\"urn:x:1\"", "regsrc=\"AP\" id-string=\"1001\""))
                        .getUri())
                .isEqualTo("AP:1001");
    }

    @Test
    void aNoteToEditorsIsNoPartOfTheStory() {
        Article article = article(NITF.formatted("usable")
                .replace("<p>Nước lên.</p>", "<note type=\"npa\"><p>Gọi 000.</p></note><p>Nước lên.</p>"));

        assertThat(article.getBody()).isEqualTo("Huế - Nước lên.");
        assertThat(article.getEdNote()).isEqualTo("Gọi 000.");
    }

    @Test
    void aPictureInLettersIsNoStory() {
        assertThat(article(
                                NEWSML.formatted("Usable")
                                        .replace(
                                                "<DataContent><p>",
                                                "<Encoding Notation=\"Base64\"><DataContent>AAAA</DataContent></Encoding><DataContent><p>"))
                        .getBody())
                .isEqualTo("Nước lên.\n\nHết.");
    }

    private static final String SECOND =
            "<NewsComponent>%s<NewsLines><HeadLine>Quảng Trị</HeadLine></NewsLines><ContentItem><DataContent><p>Gió lớn.</p>"
                    + "</DataContent></ContentItem></NewsComponent><NewsComponent><Role FormalName=\"Caption\"/>";

    @Test
    void severalTextsOfAnItemAreOneArticleAndTold() {
        List<Reading> readings = read(NEWSML.formatted("Usable")
                .replaceFirst("<NewsComponent><Role FormalName=\"Caption\"/>", SECOND.formatted("")));

        assertThat(readings).hasSize(1);
        Reading.Read read = (Reading.Read) readings.get(0);
        assertThat(read.article().getBody()).isEqualTo("Nước lên.\n\nHết.\n\nQuảng Trị\n\nGió lớn.");
        assertThat(read.article().getCaptions()).containsExactly("Cảnh ở Huế");
        assertThat(read.warnings()).singleElement().asString().contains("has 2 texts", "HUE12");
    }

    @Test
    void ofEquivalentsTheFirstIsTakenAndOfLanguagesThatOfTheItem() {
        String english = "<DescriptiveMetadata><Language FormalName=\"en\"/></DescriptiveMetadata>";
        for (String xml : List.of(
                NEWSML.formatted("Usable")
                        .replaceFirst("<NewsComponent><Role FormalName=\"Caption\"/>", SECOND.formatted(english)),
                NEWSML.formatted("Usable")
                        .replaceFirst("<NewsComponent>", "<NewsComponent EquivalentsList=\"yes\">")
                        .replaceFirst("<NewsComponent><Role FormalName=\"Caption\"/>", SECOND.formatted("")))) {
            Reading.Read read = (Reading.Read) read(xml).get(0);

            assertThat(read.article().getBody()).isEqualTo("Nước lên.\n\nHết.");
            assertThat(read.article().getHeadline()).isEqualTo("Lũ ở Huế");
            assertThat(read.warnings()).as("what is left out and no equivalent").hasSize(xml.contains(english) ? 1 : 0);
        }
    }

    @Test
    void aTextInAVariantOfTheLanguageIsReadAndOneLeftOutIsTold() {
        String variant = NEWSML.formatted("Usable")
                .replace(
                        "<Role FormalName=\"Main\"/>",
                        "<Role FormalName=\"Main\"/><DescriptiveMetadata><Language FormalName=\"vi-VN\"/></DescriptiveMetadata>")
                .replaceFirst("<NewsComponent><Role FormalName=\"Caption\"/>", SECOND.formatted(""));
        assertThat(article(variant).getBody()).isEqualTo("Nước lên.\n\nHết.\n\nQuảng Trị\n\nGió lớn.");

        Reading.Read read =
                (Reading.Read) read(variant.replace("vi-VN", "en-GB")).get(0);
        assertThat(read.article().getBody()).contains("Gió lớn.").doesNotContain("Nước lên.");
        assertThat(read.warnings()).singleElement().asString().contains("HUE12", "\"en-GB\"", "left out");
    }

    @Test
    void whatIsToBeRescindedIsNotPublishedAsUsable() {
        String instruction = "<Instruction FormalName=\"Rescind\"/><Urgency";

        assertThat(read(NEWSML.formatted("Usable").replace("<Urgency", instruction))
                        .get(0))
                .asString()
                .contains("Instruction is \"Rescind\" and Status is Usable");
        assertThat(read(NEWSML.formatted("Embargoed").replace("<Urgency", instruction))
                        .get(0))
                .as("it would go out when the embargo ends")
                .asString()
                .contains("Instruction is \"Rescind\" and Status is Embargoed");
        assertThat(article(NEWSML.formatted("Canceled").replace("<Urgency", instruction))
                        .getPubStatus())
                .isEqualTo(PubStatus.canceled);
        assertThat(article(
                                NEWSML.formatted("Usable")
                                        .replace(
                                                "<Urgency",
                                                "<Instruction FormalName=\"Rescind\"><RevisionStatus Revision=\"1\"/></Instruction><Urgency"))
                        .getPubStatus())
                .as("an earlier revision is meant")
                .isEqualTo(PubStatus.usable);
    }

    @Test
    void whatHasExpiredIsWithheldAndWhatWillIsTold() {
        String nitf = NITF.formatted("usable").replaceFirst("<date.release[^>]*>", "<date.expire norm=\"%s\"/>");

        Reading.Read past =
                (Reading.Read) read(nitf.formatted("20201103T092000+0700")).get(0);
        assertThat(past.article().getPubStatus()).isEqualTo(PubStatus.withheld);
        assertThat(past.warnings()).singleElement().asString().contains("has passed");

        Reading.Read future =
                (Reading.Read) read(nitf.formatted("29991103T092000+0700")).get(0);
        assertThat(future.article().getPubStatus()).isEqualTo(PubStatus.usable);
        assertThat(future.warnings()).singleElement().asString().contains("nothing ends by itself");
    }

    @ParameterizedTest
    @CsvSource({"20201103, has passed", "2020-11-03, has passed", "tomorrow, cannot be read"})
    void anExpiryOfADayAloneOrOneThatCannotBeReadWithholds(String expiry, String told) {
        Reading.Read read = (Reading.Read) read(NITF.formatted("usable")
                        .replaceFirst("<date.release[^>]*>", "<date.expire norm=\"" + expiry + "\"/>"))
                .get(0);

        assertThat(read.article().getPubStatus()).isEqualTo(PubStatus.withheld);
        assertThat(read.warnings()).singleElement().asString().contains(expiry, told);
    }

    @Test
    void aMessageThatSpeaksOfAKillIsTold() {
        String nitf = NITF.formatted("%s").replaceFirst("<date.release[^>]*>", "<ed-msg info=\"Hủy tin này\"/>");

        assertThat(((Reading.Read) read(nitf.formatted("usable")).get(0)).warnings())
                .singleElement()
                .asString()
                .contains("Hủy tin này", "nothing is killed by it");
        assertThat(((Reading.Read) read(nitf.formatted("canceled")).get(0)).warnings())
                .isEmpty();
    }

    private static Article article(String xml) {
        List<Reading> readings = read(xml);
        assertThat(readings).singleElement().isInstanceOf(Reading.Read.class);
        return ((Reading.Read) readings.get(0)).article();
    }

    private static List<Reading> read(String xml) {
        return ArticleReaders.read(new Source("wire.xml", xml.strip().getBytes(StandardCharsets.UTF_8)), Format.AUTO);
    }
}
