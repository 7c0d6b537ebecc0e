package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.intake.format.text.HtmlText;
import io.wiretag.intake.format.time.IsoTime;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds as sites really send them. */
class FeedFaultsTest {

    private static final String ATOM = "http://www.w3.org/2005/Atom";

    @Test
    void aNumberForAGuidHangsOnTheLinkOfItsFeed() {
        String item = "<item><guid isPermaLink='false'>1001</guid><title>t</title></item>";

        assertThat(uris(feed("https://bao-a.example/", item))).containsExactly("https://bao-a.example/#1001");
        assertThat(uris(feed("https://bao-b.example/thoi-su", item)))
                .containsExactly("https://bao-b.example/thoi-su#1001");
    }

    @Test
    void whatAGuidWasBeforeIsKnown() {
        Reading.Read read = (Reading.Read) read(feed("https://bao-a.example/", "<item><guid>1001</guid></item>"))
                .get(0);

        assertThat(read.origin().former()).contains("1001");
    }

    @Test
    void oneGuidAtSeveralLinksIsNoIdentity() {
        List<Reading> readings = read(
                feed(
                        "https://bao-a.example/",
                        "<item><guid>https://bao-a.example/</guid><link>https://bao-a.example/1</link><title>a</title></item>"
                                + "<item><guid>https://bao-a.example/</guid><link>https://bao-a.example/2</link><title>b</title></item>"
                                + "<item><guid>https://bao-a.example/3</guid><link>https://bao-a.example/3</link><title>c</title></item>"));

        assertThat(readings.stream().map(FeedFaultsTest::article).map(Article::getUri))
                .containsExactly("https://bao-a.example/1", "https://bao-a.example/2", "https://bao-a.example/3");
        assertThat(warnings(readings)).hasSize(2).allMatch(warning -> warning.contains("stands at other stories"));
    }

    @Test
    void aFeedThatCannotBeReadCostsNoOtherOfTheFile() {
        String good = feed(
                "https://a.example/",
                "<item><guid>urn:a</guid><title>a</title></item><item><guid>urn:b</guid><title>b</title></item>");
        String bad = "<urlset><url><loc>https://a.example/</loc></url></urlset>";

        for (String file : List.of(good + bad, bad + good)) {
            List<Reading> readings = read(file);

            assertThat(readings).hasSize(3);
            assertThat(readings)
                    .filteredOn(Reading.Read.class::isInstance)
                    .extracting(reading -> article(reading).getUri())
                    .containsExactly("urn:a", "urn:b");
            assertThat(readings)
                    .filteredOn(Reading.Complaint.class::isInstance)
                    .singleElement()
                    .asString()
                    .contains("a sitemap without news");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://bao-a.example/, /tin/1.html, https://bao-a.example/tin/1.html",
        "https://bao-a.example/rss/, tin/1.html, https://bao-a.example/rss/tin/1.html",
        "https://bao-a.example/, //cdn.example/1, https://cdn.example/1",
        "https://bao-a.example/, https://b.example/1, https://b.example/1",
    })
    void aRelativeLinkIsOfItsSite(String site, String link, String uri) {
        assertThat(uris(feed(site, "<item><title>t</title><link>" + link + "</link></item>")))
                .containsExactly(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mưa&nbsp;lớn",
                "Mưa &agrave; lớn",
                "AT&T",
                "a & b",
                "a < b",
                "&#x1F;",
                "\u0008",
                "<media:thumbnail url='u'/>",
                "<x:y z='1'>q</x:y>",
                "<a:b a:c='d'/>",
                "&khongco;",
                "a<br>b",
                "<img src=x alt>"
            })
    void whatBreaksTheRulesOfXmlCostsNoOtherItem(String description) {
        List<Reading> readings = read(feed(
                "https://bao-a.example/",
                item(1, "") + item(2, "<description>" + description + "</description>") + item(3, "") + item(4, "")));

        assertThat(readings).hasSize(4).allMatch(Reading.Read.class::isInstance);
        assertThat(article(readings.get(3)).getUri()).isEqualTo("https://bao-a.example/4");
        assertThat(warnings(readings))
                .singleElement()
                .asString()
                .contains("the feed breaks a rule and is read all the same");
    }

    @Test
    void entitiesOfHtmlAreTheirLetters() {
        assertThat(article(read(feed(
                                        "https://a.example/",
                                        item(
                                                1,
                                                "<description>M&ocirc;i tr&#432;&#7901;ng&nbsp;&amp; n&#x1B0;&#7899;c</description>")))
                                .get(0))
                        .getBody())
                .isEqualTo("Môi trường\u00A0& nước");
    }

    @Test
    void anItemThatDoesNotCloseItsTagsCostsItselfAlone() {
        List<Reading> readings = read(feed(
                "https://bao-a.example/",
                item(1, "") + "\n<item><title>Mưa<link>https://bao-a.example/2</link></item>\n" + item(3, "")));

        assertThat(readings.stream().filter(Reading.Read.class::isInstance)).hasSize(2);
        assertThat(readings.get(1)).asString().contains("the item breaks off or its tags do not match");
    }

    @Test
    void ofAFeedThatIsCutOffTheLastItemIsNotPublishedByHalf() {
        String whole = feed("https://bao-a.example/", item(1, "<description>a&nbsp;b</description>") + item(2, ""));

        List<Reading> readings = read(whole.substring(0, whole.indexOf("Tin số 2") + 4));

        assertThat(readings).hasSize(2);
        assertThat(article(readings.get(0)).getUri()).isEqualTo("https://bao-a.example/1");
        assertThat(readings.get(1)).asString().contains("breaks off");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.w3.org/2005/Atom",
                "http://www.w3.org/2005/atom",
                " http://www.w3.org/2005/Atom",
                "http://www.w3.org/2005/Atom/",
                "HTTP://WWW.W3.ORG/2005/ATOM"
            })
    void aNamespaceIsKnownHoweverItIsWritten(String namespace) {
        List<Reading> readings = read("<feed xmlns='" + namespace
                + "'><title>t</title><entry><id>urn:x:1</id><title>Mưa ở Huế</title></entry></feed>");

        assertThat(article(readings.get(0)).getHeadline()).isEqualTo("Mưa ở Huế");
        assertThat(warnings(readings)).singleElement().asString().contains("is taken for \"" + ATOM + "\"");
    }

    @Test
    void aNamespaceWithABlankIsOne() {
        assertThat(uris("<rss version='2.0' xmlns:itunes=' http://www.itunes.com/dtds/podcast-1.0.dtd'><channel>"
                        + item(1, "") + "</channel></rss>"))
                .containsExactly("https://bao-a.example/1");
    }

    @Test
    void oneBadByteIsToldAndCostsNoItem() {
        byte[] bytes = feed(
                        "https://a.example/", item(1, "") + item(2, "<description>caf~</description>") + item(3, ""))
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '~' ? (byte) 0xE9 : bytes[i];
        }

        List<Reading> readings = ArticleReaders.read(new Source("feed.xml", bytes), Format.AUTO);

        assertThat(readings).hasSize(4);
        assertThat(article(readings.get(1)).getBody()).isEqualTo("caf\uFFFD");
        assertThat(readings.get(3)).asString().contains("0xE9", "is not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "'Mon, 04 May 2026 12:05:08', 2026-05-04T10:05:08Z",
        "'2026-05-04T12:05:08', 2026-05-04T10:05:08Z",
        "'4/5/2026 12:05', 2026-05-04T10:05:00Z",
        "'Mon, 04 May 2026 12:05:08 GMT', 2026-05-04T12:05:08Z",
        "'04/05/2026 12:05 ICT', 2026-05-04T05:05:00Z",
        "'2026-05-04T12:05:08+07:00', 2026-05-04T05:05:08Z"
    })
    void aTimeThatNamesNoZoneIsOneOfTheFeedsOwn(String date, Instant moment) {
        byte[] bytes = feed("https://a.example/", item(1, "<pubDate>%s</pubDate>".formatted(date)))
                .getBytes(StandardCharsets.UTF_8);

        Source source = new Source("feed.xml", bytes, Optional.empty(), ZoneId.of("Europe/Paris"));

        assertThat(article(ArticleReaders.read(source, Format.FEED).get(0)).getVersionCreated())
                .isEqualTo(moment);
    }

    @Test
    void aFeedInAnotherEncodingIsRefusedAndNotPublishedAsRubbish() {
        byte[] bytes = feed("https://a.example/", item(1, "<description>Größe über Straße für Bäume</description>"))
                .replace("Tin số", "Tin")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ArticleReaders.read(new Source("feed.xml", bytes), Format.AUTO))
                .singleElement()
                .asString()
                .contains("is not UTF-8");
    }

    @Test
    void theEncodingThatTheServerNamesCountsWhereTheFeedNamesNone() {
        byte[] bytes = feed("https://a.example/", item(1, "<description>Größe</description>"))
                .replace("Tin số", "Tin")
                .getBytes(StandardCharsets.ISO_8859_1);
        Source source = new Source("feed.xml", bytes, Optional.of(Charset.forName("ISO-8859-1")), IsoTime.DEFAULT_ZONE);

        assertThat(article(ArticleReaders.read(source, Format.FEED).get(0)).getBody())
                .isEqualTo("Größe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' 'http://my.netscape.com/rss-0.91.dtd'>%s",
                "<!DOCTYPE rss SYSTEM 'http://127.0.0.1:1/rss.dtd'>\n%s",
                "<!DOCTYPE rss>%s",
                "<!-- cached -->\n%s\n<!-- 0.2 s --><script>x</script>",
                "junk \n%s",
                "\n\n%s junk",
                "<br />\n<b>Warning</b>: line 3<br />%s"
            })
    void whatStandsAroundAFeedIsPassedOver(String around) {
        String declared = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + feed("https://bao-a.example/", item(1, ""));

        assertThat(read(around.formatted(
                        around.startsWith("<!D") ? feed("https://bao-a.example/", item(1, "")) : declared)))
                .singleElement()
                .extracting(FeedFaultsTest::article)
                .extracting(Article::getUri)
                .isEqualTo("https://bao-a.example/1");
    }

    @Test
    void entitiesThatAFeedDeclaresItselfAreRefusedAlsoInABrokenOne() {
        assertThat(read("<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel>"
                        + item(1, "<description>&x;&nbsp;</description>") + "</channel></rss>"))
                .singleElement()
                .asString()
                .contains("DOCTYPE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "10/2/2026 9:25:00 AM           | 2026-10-02T02:25:00Z",
                "10/13/2026 9:25:00 PM          | 2026-10-13T14:25:00Z",
                "13/10/2026 9:25:00 SA          | 2026-10-13T02:25:00Z",
                "03/10/2026 9:25:00 CH          | 2026-10-03T14:25:00Z",
                "Mon, 31 Jun 2026 12:05:08 +0700 | -",
                "30/2/2026 10:00                | -",
                "2026-02-30T10:00:00Z           | -",
                "Mon, 4 May 26 12:05:08 +0700   | 2026-05-04T05:05:08Z",
                "Mon, 4 May 2026 12:05:08 GMT+7 | 2026-05-04T05:05:08Z",
                "Mon, 04 May 2026 12:05:08      | 2026-05-04T05:05:08Z",
                "Mon, 04 May 2026 12:05 EDT     | 2026-05-04T16:05:00Z",
                "Mo, 4 Mai 2026 12:05:08 +0200  | 2026-05-04T10:05:08Z",
                "'lun., 4 août 2026 12:05:08 +0200' | 2026-08-04T10:05:08Z",
                "04 Thg 5 2026 12:05            | 2026-05-04T05:05:00Z",
            })
    void datesAreReadAsSitesPrintThem(String date, Instant expected) {
        Article article = article(read(feed("https://a.example/", item(1, "<pubDate>" + date + "</pubDate>")))
                .get(0));

        assertThat(article.getVersionCreated()).isEqualTo(expected);
        assertThat(article.getAdditionalProperties().containsKey("pubDate")).isEqualTo(expected == null);
    }

    @Test
    void anAmbiguousDateIsReadAsTheOthersOfItsFeed() {
        List<Reading> readings = read(feed(
                "https://a.example/",
                item(1, "<pubDate>10/2/2026 09:25</pubDate>") + item(2, "<pubDate>10/13/2026 09:25</pubDate>")));

        assertThat(article(readings.get(0)).getVersionCreated()).isEqualTo("2026-10-02T02:25:00Z");
        assertThat(warnings(readings)).singleElement().asString().contains("month first");
    }

    @Test
    void textThatIsEscapedTwiceIsText() {
        Article article = article(read(feed(
                        "https://a.example/",
                        "<item><guid>urn:1</guid><title>H&amp;amp;agrave; Nội</title><description>&amp;lt;p&amp;gt;Một.&amp;lt;/p&amp;gt;"
                                + "&amp;lt;p&amp;gt;Hai &amp;amp; ba.&amp;lt;/p&amp;gt;</description></item>"))
                .get(0));

        assertThat(article.getHeadline()).isEqualTo("Hà Nội");
        assertThat(article.getBody()).isEqualTo("Một.\n\nHai & ba.");
    }

    @Test
    void aPlaceInCapitalsIsNotGluedToTheStory() {
        assertThat(HtmlText.of("<p><span>NGHỆ AN</span>Nguyễn Văn Ba</p>")).isEqualTo("NGHỆ AN Nguyễn Văn Ba");
        assertThat(HtmlText.of("<p><b>N</b>ước, <b>TP</b>HCM</p>")).isEqualTo("Nước, TPHCM");
    }

    @Test
    void whatMediaRssSaysOfAPictureIsItsCaption() {
        Article article = article(read("<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel>"
                        + item(
                                1,
                                "<media:group><media:content url='a'><media:description>Ngập ở Huế</media:description>"
                                        + "<media:credit>TTXVN</media:credit></media:content></media:group>")
                        + "</channel></rss>")
                .get(0));

        assertThat(article.getCaptions()).containsExactly("Ngập ở Huế Photo: TTXVN");
    }

    @ParameterizedTest
    @CsvSource({"publish, usable", "draft, withheld", "pending, withheld", "private, withheld", "trash, withheld"})
    void aDraftOfWordPressIsWithheld(String status, PubStatus expected) {
        Article article = article(read("<rss version='2.0' xmlns:wp='http://wordpress.org/export/1.2/'><channel>"
                        + item(1, "<wp:status>" + status + "</wp:status>") + "</channel></rss>")
                .get(0));

        assertThat(article.getPubStatus()).isEqualTo(expected);
    }

    /** Each breaks a rule in its own way, with "&nbsp;" so that it is mended. */
    @Test
    void anUnclosedQuotationMarkMakesNoOneStoryOfTwo() {
        List<Reading> readings = read(feed(
                "https://a.example/",
                item(1, "<enclosure url=\"x.jpg/><description>Một</description>")
                        + item(2, "<enclosure url=\"y.jpg\"/><description>Hai&nbsp;ba</description>")
                        + item(3, "")));

        assertThat(readings.stream().filter(Reading.Read.class::isInstance).map(FeedFaultsTest::article))
                .noneMatch(article -> "Tin số 1".equals(article.getHeadline()) && article.getBody() != null);
        assertThat(readings.get(0)).isInstanceOf(Reading.Complaint.class);
    }

    @Test
    void anItemWithoutItsEndCostsNoOther() {
        List<Reading> readings =
                read(feed("https://a.example/", item(1, "").replace("</item>", "") + item(2, "") + item(3, "")));

        assertThat(readings.stream().filter(Reading.Read.class::isInstance).map(FeedFaultsTest::article))
                .extracting(Article::getUri)
                .containsExactly("https://bao-a.example/2", "https://bao-a.example/3");
    }

    @Test
    void aLinkKeepsItsParameters() {
        assertThat(
                        uris(
                                feed(
                                        "https://a.example/",
                                        "<item><title>a&nbsp;b</title><link>https://a.example/?id=1&section=2&copy=3&amp;x=4</link></item>")))
                .containsExactly("https://a.example/?id=1&section=2&copy=3&x=4");
    }

    @Test
    void whatLooksLikeAnEntityLosesNoText() {
        Article article = article(read(feed(
                        "https://a.example/",
                        item(
                                1,
                                "<description>&lt;p&gt;Giá &amp;lt;mức trần của AT&amp;amp;amp;T.&lt;/p&gt;&lt;p&gt;Hai.&lt;/p&gt;</description>")))
                .get(0));

        assertThat(article.getBody()).isEqualTo("Giá <mức trần của AT&T.\n\nHai.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<rss><channel><item><guid>urn:1</guid><a:b xmlns:a=\"http://www.w3.org/XML/1998/namespace\"/>&nbsp;</item></channel></rss>",
                "<rss><channel><item><guid>urn:1</guid><q xmlns=\"http://www.w3.org/2000/xmlns/\"/>&nbsp;</item></channel></rss>",
                "<rss><channel><item><guid>urn:1</guid><xml:y/>&nbsp;</item></channel></rss>"
            })
    void aNameThatNoTreeTakesIsNoAccident(String xml) {
        assertThat(read(xml)).isNotEmpty();
    }

    @Test
    void lettersThatGrowInCapitalsAreNoAccident() {
        assertThat(read("<rss><channel><item><title>" + "\u0390".repeat(3_000)
                        + "&nbsp;</title></item></channel></rss><!DOCTYPE x>"))
                .isNotEmpty();
    }

    @Test
    void aServerThatSaysLatinOfUtf8IsNotBelieved() {
        Source source = new Source(
                "feed.xml",
                feed("https://a.example/", item(1, "")).getBytes(StandardCharsets.UTF_8),
                Optional.of(StandardCharsets.ISO_8859_1),
                IsoTime.DEFAULT_ZONE);

        assertThat(article(ArticleReaders.read(source, Format.FEED).get(0)).getHeadline())
                .isEqualTo("Tin số 1");
    }

    @Test
    void oneGuidOfSeveralStoriesHasNoFormerIdentity() {
        assertThat(
                        read(
                                feed(
                                        "https://a.example/",
                                        "<item><guid>g</guid><link>https://a.example/1</link></item><item><guid>g</guid><link>https://a.example/2</link></item>")))
                .allMatch(reading -> ((Reading.Read) reading).origin().former().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<wp:status xmlns:wp='https://wordpress.org/export/1.2/'>draft</wp:status>",
                "<wp:status xmlns:wp='http://wordpress.org/export/1.2/'>inherit</wp:status>",
                "<wp:post_password xmlns:wp='http://wordpress.org/export/1.2/'>x</wp:post_password>",
                "<app:control xmlns:app='http://www.w3.org/2007/app'><app:draft>yes</app:draft></app:control>"
            })
    void whatIsNotForEverybodyIsWithheld(String more) {
        assertThat(article(read(feed("https://a.example/", item(1, more))).get(0))
                        .getPubStatus())
                .isEqualTo(PubStatus.withheld);
    }

    @Test
    void ofTwoFeedsOneBehindTheOtherBothAreRead() {
        String declared = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

        assertThat(uris(declared + feed("https://a.example/", "<item><guid>1</guid></item>") + "\n" + declared
                        + feed("https://b.example/", "<item><guid>1</guid></item>")))
                .containsExactly("https://a.example/#1", "https://b.example/#1");
    }

    /** Each once held on to what was wrong with all before it. */
    @Test
    void tensOfThousandsOfBrokenFeedsInOneFileFitIntoTheMemory() {
        String broken = "<rss><channel><item><guid></item></channel></rss>";

        assertThat(read(broken.repeat(40_000))).hasSize(40_000).allMatch(Reading.Complaint.class::isInstance);
    }

    private static String item(int number, String more) {
        return "<item><title>Tin số %d</title><guid>https://bao-a.example/%d</guid>%s</item>\n"
                .formatted(number, number, more);
    }

    private static String feed(String link, String items) {
        return "<rss version=\"2.0\"><channel><title>Tin</title><link>" + link + "</link>\n" + items
                + "</channel></rss>";
    }

    private static List<String> uris(String feed) {
        return read(feed).stream()
                .map(FeedFaultsTest::article)
                .map(Article::getUri)
                .toList();
    }

    private static List<String> warnings(List<Reading> readings) {
        return readings.stream()
                .flatMap(reading -> reading instanceof Reading.Read read ? read.warnings().stream() : Stream.of())
                .map(Reading.Complaint::sentence)
                .toList();
    }

    private static Article article(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).article();
    }

    private static List<Reading> read(String xml) {
        return ArticleReaders.read(new Source("feed.xml", xml.getBytes(StandardCharsets.UTF_8)), Format.AUTO);
    }
}
