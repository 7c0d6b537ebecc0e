package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewsmlReaderTest {

    private static final String XHTML = """
            <inlineXML contenttype="application/xhtml+xml"><h:html xmlns:h="http://www.w3.org/1999/xhtml">
            <h:head><h:title>no</h:title></h:head><h:body><h:p>Hà Nội (TTXVN) –
              Một.<h:br/>Hai.</h:p><h:p/><h:p>Ba &lt; bốn.</h:p></h:body></h:html></inlineXML>""";

    private static final String NITF = """
            <inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
            <body.head><hedline><hl1>Head &amp; line</hl1><hl2>no</hl2></hedline><byline>By <person>A. B.</person></byline>
            <dateline><location>Hue</location>, Aug 3</dateline></body.head>
            <body.content><p>One.</p><media media-type="image"><media-caption>A boat in <city>Hoi An</city>. VNA Photo</media-caption>
            </media><p>Two.</p></body.content><body.end><tagline>VNA</tagline></body.end></body></nitf></inlineXML>""";

    /** A message with an item of XHTML, a package, and an item of NITF that is a kill. */
    static final String MESSAGE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>
            <newsItem guid="urn:x:1" version="1" xml:lang="vi"><itemMeta><pubStatus qcode="stat:usable"/>
            <embargoed>2026-08-04T10:00:00+07:00</embargoed></itemMeta><contentSet>%s</contentSet></newsItem>
            <packageItem guid="urn:x:2"/>
            <newsItem guid="urn:x:3" version="2"><itemMeta><pubStatus qcode="stat:canceled"/></itemMeta>
            <contentSet>%s</contentSet></newsItem>
            </itemSet></newsMessage>
            """.formatted(XHTML, NITF);

    @Test
    void anItemBecomesAnArticle() {
        Article article = article("""
                <rightsInfo><copyrightHolder uri="http://vna.example"><name>VNA</name></copyrightHolder>
                <copyrightNotice> (c)  VNA </copyrightNotice><usageTerms>Not in print</usageTerms></rightsInfo>
                <itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:TTXVN"/>
                <versionCreated>2026-08-03T09:20:00+07:00</versionCreated><firstCreated>2026-08-02</firstCreated>
                <embargoed>2026-08-04T10:00:00+07:00</embargoed><pubStatus qcode="stat:usable"/>
                <edNote>Note on
                   Đà Nẵng.</edNote><signal qcode="sig:update"/></itemMeta>
                <contentMeta><urgency>3</urgency>
                <located qcode="iso3166-2:VN-26"><name xml:lang="en">Hue</name><name xml:lang="vi">Huế</name></located>
                <creator><name>Not the byline</name></creator><infoSource role="isrol:originfo"><name>VOV</name></infoSource>
                <language tag="vi"/><subject qcode="medtop:1"><name>x</name></subject><by>Minh <i>Châu</i></by>
                <dateline>Huế, 3/8</dateline><slugline>hue-mua</slugline>
                <headline role="hld:subHeadline">no</headline><headline>Mưa  ở
                  Huế</headline><description role="drol:summary">no</description>
                <description role="drol:caption">Thuyền ở Hội An.</description></contentMeta>
                <contentSet>%s<remoteContent href="http://127.0.0.1:1/x.jpg"/></contentSet>""".formatted(XHTML));

        assertThat(article.getUri()).isEqualTo("urn:x:1");
        assertThat(article.getVersion()).isEqualTo("2");
        assertThat(article.getType()).isEqualTo("text");
        assertThat(article.getPubStatus()).isEqualTo(PubStatus.usable);
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2026-08-03T02:20:00Z"));
        assertThat(article.getFirstCreated()).isEqualTo(Instant.parse("2026-08-01T17:00:00Z"));
        assertThat(article.getEmbargoedUntil()).isEqualTo(Instant.parse("2026-08-04T03:00:00Z"));
        assertThat(article.getUrgency()).isEqualTo(3);
        assertThat(article.getHeadline()).isEqualTo("Mưa ở Huế");
        assertThat(article.getBody()).isEqualTo("Hà Nội (TTXVN) – Một.\nHai.\n\nBa < bốn.");
        assertThat(article.getCaptions()).containsExactly("Thuyền ở Hội An.");
        assertThat(article.getSlugline()).isEqualTo("hue-mua");
        assertThat(article.getBy()).isEqualTo("Minh Châu");
        assertThat(article.getLocated()).isEqualTo("Huế");
        assertThat(article.getLanguage()).isEqualTo("vi");
        assertThat(article.getInfoSources())
                .containsExactly(new InfoSource("TTXVN", "provider", null), new InfoSource("VOV", "originfo", null));
        assertThat(article.getEdNote()).isEqualTo("Note on Đà Nẵng.");
        assertThat(article.getCopyrightHolder()).isEqualTo("VNA");
        assertThat(article.getCopyrightNotice()).isEqualTo("(c)  VNA");
        assertThat(article.getUsageTerms()).isEqualTo("Not in print");
        assertThat(article.getAdditionalProperties())
                .containsEntry("signal", "{\"@qcode\":\"sig:update\"}")
                .containsEntry("subject", "{\"@qcode\":\"medtop:1\",\"name\":\"x\"}")
                .containsEntry("dateline", "\"Huế, 3/8\"")
                .containsKeys("inlineXML", "remoteContent", "located", "headline", "by")
                .doesNotContainKeys("embargoed", "edNote", "slugline", "usageTerms", "versionCreated");
    }

    @Test
    void nitfGivesWhatTheItemLeavesOpen() {
        Article article = article("<itemMeta/><contentSet>" + NITF + "</contentSet>");

        assertThat(article.getHeadline()).isEqualTo("Head & line");
        assertThat(article.getBy()).isEqualTo("By A. B.");
        assertThat(article.getLocated()).isEqualTo("Hue");
        assertThat(article.getBody()).isEqualTo("Hue, Aug 3 - One.\n\nTwo.\n\nVNA");
        assertThat(article.getCaptions()).containsExactly("A boat in Hoi An. VNA Photo");
    }

    @Test
    void captionsWithinCaptionsAreNotRepeated() {
        assertThat(article("<itemMeta/><contentSet><inlineXML>" + "<media-caption>x".repeat(100)
                                + "</media-caption>".repeat(100) + "</inlineXML></contentSet>")
                        .getCaptions())
                .containsExactly("x".repeat(100));
    }

    @Test
    void textWithinTheItemIsTheBody() {
        assertThat(article(
                                "<itemMeta/><contentSet><inlineData contenttype=\"text/plain\"> A &lt;p&gt;\n B </inlineData>"
                                        + "</contentSet>")
                        .getBody())
                .isEqualTo("A <p>\n B");
        assertThat(article(
                                "<itemMeta/><contentSet><inlineData encoding=\"e:base64\">QQ==</inlineData>"
                                        + "<inlineData contenttype=\"text/html\">&lt;p&gt;A&lt;p&gt;B</inlineData></contentSet>")
                        .getBody())
                .isEqualTo("A\n\nB");
    }

    @Test
    void aPictureIsItsCaptionWithItsCredit() {
        Article article = article("<itemMeta><itemClass qcode=\"ninat:picture\"/></itemMeta><contentMeta>"
                + "<creditline>VNA</creditline><description role=\"drol:caption\">Boats.</description></contentMeta>");

        assertThat(article.getType()).isEqualTo("picture");
        assertThat(article.getCaptions()).containsExactly("Boats. Photo: VNA");
    }

    @ParameterizedTest
    @CsvSource({
        "qcode='stat:canceled', canceled", "qcode='x:withheld', withheld",
        "uri='http://cv.iptc.org/newscodes/pubstatusg2/canceled', canceled", "qcode='stat:usable', usable",
    })
    void theStatusIsToldByItsCode(String attribute, PubStatus status) {
        assertThat(article("<itemMeta><pubStatus " + attribute + "/></itemMeta>")
                        .getPubStatus())
                .isEqualTo(status);
    }

    @Test
    void withoutAStatusAnItemIsUsable() {
        assertThat(article("<itemMeta/>").getPubStatus()).isEqualTo(PubStatus.usable);
    }

    @Test
    void anEmbargoWithoutATimeWithholdsTheItem() {
        Article article = article("<itemMeta><embargoed/><pubStatus qcode='stat:usable'/></itemMeta>");

        assertThat(article.getPubStatus()).isEqualTo(PubStatus.withheld);
        assertThat(article.getEmbargoedUntil()).isNull();
        assertThat(article.getAdditionalProperties()).containsEntry("embargoed", "\"\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon"})
    void noEmbargoHoldsUpAKill(String time) {
        Article article = article("<itemMeta><embargoed>" + time
                + "</embargoed><pubStatus qcode='stat:canceled'/></itemMeta><contentSet/>");

        assertThat(article.getPubStatus()).isEqualTo(PubStatus.canceled);
        assertThat(article.getBody()).isNull();
    }

    @Test
    void metadataThatCannotBeReadTravelsOn() {
        Article article = article("<itemMeta><versionCreated>Last Tuesday</versionCreated></itemMeta>"
                + "<contentMeta><urgency>urgent</urgency></contentMeta>");

        assertThat(article.getVersionCreated()).isNull();
        assertThat(article.getUrgency()).isNull();
        assertThat(article.getAdditionalProperties())
                .containsEntry("versionCreated", "\"Last Tuesday\"")
                .containsEntry("urgency", "\"urgent\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<newsItem guid='u'>~.....</newsItem> | 1: newsItem \"u\" has no itemMeta",
                "<newsItem>~<itemMeta/></newsItem> | 1: the newsItem has no guid",
                "<newsItem guid='u'><itemMeta>~<pubStatus qcode='stat:cancelled'/></itemMeta></newsItem> | 2: pubStatus is \"cancelled\": NewsML-G2 has usable, withheld, canceled",
                "<newsItem guid='u'><itemMeta>~<embargoed>2026-08-04T10:00</embargoed></itemMeta></newsItem> | 2: embargoed is \"2026-08-04T10:00\", no exact time",
                "<newsItem guid='u'><itemMeta>~<pubstatus qcode='stat:withheld'/></itemMeta></newsItem> | 2: <pubstatus> in <itemMeta> would be passed over: NewsML-G2 has <pubStatus> in <itemMeta>",
                "<newsItem guid='u'><itemMeta/>~<contentMeta><embargoed>2026-08-04T10:00:00Z</embargoed></contentMeta></newsItem> | 2: <embargoed> in <contentMeta> would be passed over",
                "<newsItem guid='u'><itemMeta>~<embargo/></itemMeta></newsItem> | 2: <embargo> in <itemMeta> would be passed over: NewsML-G2 has <embargoed> in <itemMeta>",
                "<newsItem guid='u'>~<embargoed>2026-08-04T10:00:00Z</embargoed><itemMeta/></newsItem> | 2: <embargoed> in <newsItem> would be passed over",
                "<newsItem guid='u'><itemMeta><pubStatus qcode='stat:usable'/>~<pubStatus qcode='stat:withheld'/></itemMeta></newsItem> | 2: <pubStatus> stands here a second time",
                "<newsItem guid='u' Version='2'><itemMeta/></newsItem> | 1: the attribute Version would be passed over by this name: call it version",
                "<packageItem guid='p'/> | 1: packageItem \"p\" is no article",
                "<contentMeta/> | 1: <contentMeta> is only a part of an item",
                "<newsMessage/> | an empty newsMessage",
                "<n:other xmlns:n='http://iptc.org/std/nar/2006-10-01/'/> | 1: <n:other> is no item of NewsML-G2",
            })
    void whatIsNoArticleIsRefusedWithItsReasonAndLine(String xml, String complaint) {
        assertThat(read(xml.replace('~', '\n')))
                .singleElement()
                .asString()
                .startsWith("g2.xml:")
                .contains(complaint);
    }

    @Test
    void aBadItemOfAMessageDoesNotHoldUpTheOthers() {
        List<Reading> readings = read("""
                <newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>
                <newsItem guid="1"><itemMeta/></newsItem>
                <newsItem guid="2">.....</newsItem>
                <packageItem guid="3"/>
                <newsItem guid="4"><itemMeta/></newsItem>
                </itemSet></newsMessage>
                """);

        assertThat(readings).hasSize(3);
        assertThat(readings).elements(0, 2).allMatch(Reading.Read.class::isInstance);
        assertThat(readings.get(1)).asString().startsWith("g2.xml:3:");
        assertThat(((Reading.Read) readings.get(0)).warnings())
                .singleElement()
                .asString()
                .startsWith("g2.xml:4:");
    }

    @Test
    void aPackageTellsTheArticlesBesideItWhereTheyStandInIt() {
        List<Reading> readings = read("""
                <newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>
                <packageItem guid="p"><groupSet root="g"><group id="g" role="r:main"><itemRef residref="urn:other"/>
                <itemRef residref="urn:1"/></group></groupSet></packageItem>
                <newsItem guid="urn:1"><itemMeta/></newsItem>
                </itemSet></newsMessage>
                """);

        assertThat(readings).singleElement();
        assertThat(((Reading.Read) readings.get(0)).article().getAdditionalProperties())
                .containsEntry("packageItem", "[{\"guid\":\"p\",\"group\":\"g\",\"role\":\"r:main\",\"position\":2}]");
    }

    @Test
    void aPackageAloneIsAComplaint() {
        assertThat(read("<packageItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='p'/>"))
                .singleElement()
                .isInstanceOf(Reading.Complaint.class);
    }

    @Test
    void ofSeveralLanguagesThatOfTheItemCounts() {
        Article article = article("""
                <itemMeta/><contentMeta><headline xml:lang="en">Flood</headline><headline xml:lang="vi-VN">Lũ</headline>
                <language tag="vi"/></contentMeta><contentSet><inlineXML xml:lang="en"><p>Water rose.</p></inlineXML>
                <inlineXML xml:lang="vi"><p>Nước lên.</p></inlineXML></contentSet>
                """);

        assertThat(article.getHeadline()).isEqualTo("Lũ");
        assertThat(article.getBody()).isEqualTo("Nước lên.");
        assertThat(article.getAdditionalProperties().get("inlineXML")).contains("Water rose.");
    }

    @Test
    void theHeaderOfAnXhtmlBodyIsNoPartOfIt() {
        assertThat(article(
                                "<itemMeta/><contentSet><inlineXML><html><body><header><ul><li>Hà Nội</li></ul><h1>Lũ</h1></header>"
                                        + "<section><p>Nước lên.</p></section></body></html></inlineXML></contentSet>")
                        .getBody())
                .isEqualTo("Nước lên.");
    }

    @Test
    void htmlThatIsCalledTextIsHtml() {
        assertThat(article(
                                "<itemMeta/><contentSet><inlineData contenttype='text/plain'><![CDATA[\n<p>Một.</p>\n<p>Hai.</p>]]>"
                                        + "</inlineData></contentSet>")
                        .getBody())
                .isEqualTo("Một.\n\nHai.");
    }

    @Test
    void allDescriptionsOfAVideoAreCaptionsSaveThoseThatRepeatItsSlug() {
        assertThat(article(
                                "<itemMeta><itemClass qcode='ninat:video'/></itemMeta><contentMeta><slugline>LU-HUE</slugline>"
                                        + "<description role='drol:summary'>Nước lên</description><description>Cảnh ở Huế</description>"
                                        + "<description>lu-hue</description></contentMeta>")
                        .getCaptions())
                .containsExactly("Nước lên", "Cảnh ở Huế");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ltc02", "desk@vna.example", "No-Data-Available", "N/A", "unknown"})
    void aLoginIsNoByline(String by) {
        assertThat(article("<itemMeta/><contentMeta><by>" + by + "</by></contentMeta>")
                        .getBy())
                .isNull();
    }

    @Test
    void theHeadOfNitfIsReadByItsParts() {
        Article article = article(
                "<itemMeta/><contentSet><inlineXML><nitf><body><body.head><hedline><hl1>Lũ</hl1></hedline>"
                        + "<note><p>Không đăng tên.</p></note><byline>Bài <person>An Bình</person><byttl>TTXVN</byttl></byline>"
                        + "<dateline><location>Huế</location> (TTXVN) -</dateline><abstract><p>Tóm tắt ở Quảng Bình.</p></abstract>"
                        + "</body.head><body.content><p>Nước lên.</p></body.content></body></nitf></inlineXML></contentSet>");

        assertThat(article.getBy()).isEqualTo("Bài An Bình, TTXVN");
        assertThat(article.getEdNote()).isEqualTo("Không đăng tên.");
        assertThat(article.getBody()).isEqualTo("Tóm tắt ở Quảng Bình.\n\nHuế (TTXVN) - Nước lên.");
    }

    @Test
    void everyFaultOfAnItemIsNamed() {
        List<Reading> readings = read("""
                <newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
                <newsItem/>
                <newsItem><itemMeta>
                <pubStatus qcode="stat:draft"/>
                <embargoed>tomorrow</embargoed>
                </itemMeta></newsItem>
                </itemSet></newsMessage>
                """);

        assertThat(readings.stream().map(Reading::toString))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("g2.xml:2: the newsItem has no guid"),
                        line -> assertThat(line).startsWith("g2.xml:2: newsItem \"\" has no itemMeta"),
                        line -> assertThat(line).startsWith("g2.xml:3: the newsItem has no guid"),
                        line -> assertThat(line).startsWith("g2.xml:4: pubStatus is \"draft\""),
                        line -> assertThat(line).startsWith("g2.xml:5: embargoed is \"tomorrow\""));
    }

    @Test
    void theItemsBeforeABreakAreTaken() {
        List<Reading> readings = read("<newsMessage><itemSet><newsItem guid=\"1\"><itemMeta/></newsItem>\n"
                + "<newsItem guid=\"2\"><itemMeta><pubStatus");

        assertThat(readings).hasSize(2);
        assertThat(readings.get(0)).isInstanceOf(Reading.Read.class);
        assertThat(readings.get(1)).asString().startsWith("g2.xml:2:");
    }

    private static Article article(String parts) {
        Reading reading = read("<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:x:1\" version=\"2\""
                        + " xml:lang=\"en\">" + parts + "</newsItem>")
                .get(0);
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).article();
    }

    private static List<Reading> read(String xml) {
        return ArticleReaders.read(new Source("g2.xml", xml.getBytes(StandardCharsets.UTF_8)), Format.AUTO);
    }
}
