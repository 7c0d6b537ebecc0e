package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedReaderTest {

    private static final String ITEM = """
                <guid isPermaLink="false"> vn-7 </guid>
                <link>https://wire.example/7</link>
                <title>  Mưa ở &lt;b&gt;Hu&amp;#7871;&lt;/b&gt;
                   và Đà Nẵng </title>
                <author>desk@wire.example (Minh Châu)</author>
                <pubDate>Mon, 03 Aug 2026 09:10:00 +0700</pubDate>
                <description>Tóm tắt.</description>
                <content:encoded><![CDATA[<p>Một.</p><p>Hai.</p><script>x()</script>]]></content:encoded>
                <source url="https://vietnamnews.vn/rss">Viet Nam News</source>
                <category domain="d">weather</category><category>rain</category>
                <media:title>Not the title of the item</media:title>
                <slash:comments>4</slash:comments>
                """;

    static final String RSS = rss("<item>" + ITEM + "</item><item><link>https://wire.example/8</link></item>");

    static final String ATOM = """
                <?xml version="1.0"?>
                <a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://wire.example/">
                <a:id>f</a:id><a:title>Hà Nội</a:title><a:author><a:name>VNS</a:name></a:author><a:rights>(c) VNS</a:rights>
                <a:entry><a:link href="e/1"/><a:title type="text">1 &lt; 2 &amp;amp; 3</a:title>
                <a:published>2026-08-03T07:00:00+07:00</a:published><a:updated>2026-08-03T09:00:00+07:00</a:updated>
                <a:summary type="html">&lt;p&gt;Short&lt;/p&gt;</a:summary>
                <a:source><a:id>urn:x</a:id><a:title>VNA</a:title></a:source></a:entry>
                </a:feed>
            """;

    @Test
    void anItemOfRssBecomesAnArticle() {
        Article article = article(ITEM);

        assertThat(article.getUri()).isEqualTo("https://wire.example/7");
        assertThat(article.getVersion()).isNull();
        assertThat(article.getHeadline()).isEqualTo("Mưa ở Huế và Đà Nẵng");
        assertThat(article.getBody()).isEqualTo("Một.\n\nHai.");
        assertThat(article.getBy()).isEqualTo("Minh Châu");
        assertThat(article.getLanguage()).isEqualTo("vi");
        assertThat(article.getCopyrightNotice()).isEqualTo("No rights claimed.");
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2026-08-03T02:10:00Z"));
        assertThat(article.getInfoSources())
                .containsExactly(new InfoSource("Viet Nam News", "provider", "https://vietnamnews.vn/rss"));
        assertThat(article.getAdditionalProperties())
                .containsEntry("link", "\"https://wire.example/7\"")
                .containsEntry("category", "[{\"@domain\":\"d\",\"#text\":\"weather\"},\"rain\"]")
                .containsEntry("media:title", "\"Not the title of the item\"")
                .containsEntry("description", "\"Tóm tắt.\"")
                .containsEntry("author", "\"desk@wire.example (Minh Châu)\"")
                .containsKey("content:encoded")
                .doesNotContainKeys("pubDate", "slash:comments", "source");
    }

    @Test
    void aTimeThatCannotBeReadIsAWarning() {
        Reading reading = read(rss("<item><guid>urn:x</guid><title>t</title><pubDate>heute</pubDate></item>"))
                .get(0);

        assertThat(((Reading.Read) reading).article().getVersionCreated()).isNull();
        assertThat(((Reading.Read) reading).warnings())
                .singleElement()
                .asString()
                .contains("pubDate of \"urn:x\" is \"heute\", no time that can be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Mon, 3 Aug 2026 02:05:00 GMT       | 2026-08-03T02:05:00Z",
                "Mon, 03 Aug 2026 02:05:00 EST      | 2026-08-03T07:05:00Z",
                "Tue, 03 Aug 2026 09:05:00 +0700    | 2026-08-03T02:05:00Z",
                "2026-08-03T09:05:00+07:00          | 2026-08-03T02:05:00Z",
                "2026-08-03 09:05                   | 2026-08-03T02:05:00Z",
                "03/08/2026 09:05                   | 2026-08-03T02:05:00Z",
                "'Thứ Hai, 03/08/2026, 09:05 (GMT+7)' | 2026-08-03T02:05:00Z",
                "hôm qua                            | -",
                "32/13/2026                         | -",
            })
    void aDateIsReadHoweverASiteWritesIt(String date, Instant expected) {
        Article article = article("<guid>u</guid><pubDate>" + date + "</pubDate>");

        assertThat(article.getVersionCreated()).isEqualTo(expected);
        if (expected == null) {
            assertThat(article.getAdditionalProperties()).containsEntry("pubDate", '"' + date + '"');
        }
    }

    @Test
    void oneBrokenItemDoesNotLoseTheOthers() {
        List<Reading> readings = read(rss("<item><guid>1</guid></item>\n<item><title>no identity</title></item>\n"
                + "<item><link>https://wire.example/3</link></item>"));

        assertThat(readings).hasSize(3);
        assertThat(uri(readings.get(0))).isEqualTo("1");
        assertThat(readings.get(1))
                .hasToString("feed.xml:4: the item \"no identity\" has no guid, id or link: give it one,"
                        + " it is the identity of the article");
        assertThat(uri(readings.get(2))).isEqualTo("https://wire.example/3");
    }

    @Test
    void whatStandsBeforeABreakIsTaken() {
        String whole = rss("<item><guid>1</guid></item>\n<item><guid>2</guid></item>");

        List<Reading> readings = read(whole.substring(0, whole.indexOf("2</guid>") + 1));

        assertThat(readings).hasSize(2);
        assertThat(uri(readings.get(0))).isEqualTo("1");
        assertThat(readings.get(1)).asString().startsWith("feed.xml:4: the XML breaks off");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " version='2.0'",
                " version='0.91'",
                " version='0.92'",
                " version='0.94'",
                " version='2.01'",
                " version='3'",
                ""
            })
    void everyVersionOfRssIsRead(String version) {
        List<Reading> readings =
                read("<rss" + version + "><channel><item><title>A</title><link>https://wire.example/1</link>"
                        + "<description>B</description></item></channel></rss>");

        Article article = ((Reading.Read) readings.get(0)).article();
        assertThat(List.of(article.getUri(), article.getHeadline(), article.getBody()))
                .containsExactly("https://wire.example/1", "A", "B");
    }

    @Test
    void anItemThatTellsItsDateByDublinCoreOnlyHasIt() {
        assertThat(article(
                                "<guid>u</guid><dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'>2026-08-03T09:05:00+07:00</dc:date>")
                        .getVersionCreated())
                .isEqualTo(Instant.parse("2026-08-03T02:05:00Z"));
    }

    @Test
    void anEntryOfAtomMayStandAlone() {
        List<Reading> readings =
                read("<entry xmlns='http://www.w3.org/2005/Atom'><id>urn:1</id><title>A</title></entry>");

        assertThat(uri(readings.get(0))).isEqualTo("urn:1");
    }

    @Test
    void halfACharacterInHtmlIsReplaced() {
        assertThat(article("<guid>u</guid><title>a&amp;#xD83D;b</title>").getHeadline())
                .isEqualTo("a\uFFFDb");
    }

    @Test
    void theIdentityIsTheGuidToTheLetter() {
        assertThat(article("<guid>HTTP://Wire.example/a/../b c</guid>").getUri())
                .isEqualTo("HTTP://Wire.example/a/../b c");
    }

    @Test
    void anEntryOfAtomTakesWhatItLacksFromItsFeed() {
        List<Reading> readings = read(ATOM);

        Article article = ((Reading.Read) readings.get(0)).article();
        assertThat(article.getUri()).isEqualTo("https://wire.example/e/1");
        assertThat(article.getHeadline()).isEqualTo("1 < 2 &amp; 3");
        assertThat(article.getBody()).isEqualTo("Short");
        assertThat(article.getBy()).isEqualTo("VNS");
        assertThat(article.getLanguage()).isEqualTo("en");
        assertThat(article.getCopyrightNotice()).isEqualTo("(c) VNS");
        assertThat(article.getInfoSources()).containsExactly(new InfoSource("VNA", "provider", "urn:x"));
        assertThat(article.getFirstCreated()).isEqualTo(Instant.parse("2026-08-03T00:00:00Z"));
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2026-08-03T02:00:00Z"));
    }

    @Test
    void itemsOfRss1StandBesideTheChannel() {
        List<Reading> readings = read("""
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
                  xmlns:dc="http://purl.org/dc/elements/1.1/">
                <channel rdf:about="c"><title>t</title><link>l</link><description/><dc:language>vi</dc:language></channel>
                <item rdf:about="urn:1"><title>A</title><link>https://wire.example/1</link><dc:date>2026-08-03</dc:date>
                <dc:creator>B</dc:creator><description>C</description></item></rdf:RDF>
                """);

        Article article = ((Reading.Read) readings.get(0)).article();
        assertThat(List.of(article.getUri(), article.getHeadline(), article.getBy(), article.getBody()))
                .containsExactly("urn:1", "A", "B", "C");
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2026-08-02T17:00:00Z"));
        assertThat(article.getLanguage()).isEqualTo("vi");
    }

    @Test
    void aFeedWithoutItemsIsAComplaint() {
        assertThat(read(rss(""))).singleElement().hasToString("feed.xml: an empty feed: there is no item in it");
    }

    private static String rss(String items) {
        return """
                <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="urn:m"\
                 xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
                <channel><title>Hà Nội</title><language>vi</language><copyright>No rights claimed.</copyright>
                %s
                </channel></rss>
                """.formatted(items);
    }

    private static Article article(String item) {
        return ((Reading.Read) read(rss("<item>" + item + "</item>")).get(0)).article();
    }

    private static String uri(Reading reading) {
        return ((Reading.Read) reading).article().getUri();
    }

    private static List<Reading> read(String xml) {
        return ArticleReaders.read(new Source("feed.xml", xml.getBytes(StandardCharsets.UTF_8)), Format.FEED);
    }
}
