package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileXmlTest {

    private static final int MANY = 10 * 1024 * 1024;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]><rss>&c;</rss>",
                "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss>&x;</rss>",
                "<!DOCTYPE rss [<!ENTITY x SYSTEM \"http://127.0.0.1:1/\">]><rss>&x;</rss>",
                "<!DOCTYPE rss [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/\"> %p;]><rss/>",
            })
    void aDocumentTypeIsRefusedWithAllThatItDeclares(String xml) {
        assertThat(read(xml)).singleElement().asString().contains("DOCTYPE", "wire:1:");
    }

    @Test
    void depthHasALimit() {
        assertThat(read("<rss>" + "<a>".repeat(100_000)))
                .singleElement()
                .asString()
                .contains("no news item is built so", "within each other");
        assertThat(read("<rss>\n" + "<a>".repeat(MANY / 3)))
                .singleElement()
                .asString()
                .startsWith("wire:2:");
    }

    @Test
    void theNumberOfElementsHasALimit() {
        assertThat(read("<rss><channel>" + "<item/>".repeat(MANY / 7)).size())
                .isLessThanOrEqualTo(ArticleReaders.MAX_ARTICLES + 2);
    }

    @Test
    void theNumberOfAttributesHasALimit() {
        String attributes =
                IntStream.range(0, 50_000).mapToObj(i -> " a" + i + "=\"\"").collect(Collectors.joining());
        String namespaces = IntStream.range(0, 50_000)
                .mapToObj(i -> " xmlns:a" + i + "=\"u\"")
                .collect(Collectors.joining());

        assertThat(read("<rss" + attributes + "/>")).singleElement().isInstanceOf(Reading.Complaint.class);
        assertThat(read("<rss" + namespaces + "/>")).singleElement().isInstanceOf(Reading.Complaint.class);
    }

    @Test
    void hugeTextsAndAttributesAreRead() {
        String huge = "Huế ".repeat(MANY / 6);

        assertThat(read("<rss version=\"2.0\"><channel><item><guid>u</guid><title a=\"" + huge + "\">t</title></item>"
                        + "</channel></rss>"))
                .singleElement()
                .isInstanceOf(Reading.Read.class);
        assertThat(read("<rss version=\"2.0\"><channel><item><guid>u</guid><description>" + huge
                        + "</description></item></channel></rss>"))
                .singleElement()
                .isInstanceOf(Reading.Read.class);
    }

    /** Each of these has made some parser of text take a time that grows with the square of the input. */
    @ParameterizedTest
    @Tag("full")
    @ValueSource(
            strings = {
                "<a",
                "&lt;a",
                "&amp;",
                "<![CDATA[<]]>",
                "<!--",
                "<?a ?>",
                "&#38;a",
                " ",
                "@",
                "&lt;p&gt;",
                "(",
                "\n"
            })
    void noPatternTakesQuadraticTime(String pattern) {
        String text = pattern.repeat(MANY / 2 / pattern.length());

        assertThat(read("<rss version=\"2.0\"><channel><item><guid>u</guid><title>" + text + "</title><author>" + text
                        + "</author></item></channel></rss>"))
                .singleElement()
                .asString()
                .doesNotContain("larger than");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, Huế",
        "UTF-16, Huế",
        "UTF-16BE, Huế",
        "UTF-16LE, Huế",
        "windows-1258, Đà",
        "ISO-8859-1, Séoul",
        "US-ASCII, Hue",
    })
    void theEncodingThatTheDeclarationNamesIsRead(String encoding, String word) {
        String xml = "<?xml version='1.0' encoding='" + encoding + "'?>\n<rss version=\"2.0\"><channel><item><guid>"
                + word + "</guid></item></channel></rss>";

        assertThat(read(xml.getBytes(Charset.forName(encoding))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Reading.Read.class,
                        read -> assertThat(read.article().getUri()).isEqualTo(word));
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, is not UTF-8", "US-ASCII, are not US-ASCII", "windows-1252, are not windows-1252"})
    void bytesOfAnotherEncodingAreRefusedWithTheirLine(String declared, String reason) {
        String xml = "<?xml version='1.0' encoding='" + declared + "'?>\n<rss version=\"2.0\"><channel>\n<item><guid>"
                + "\u0081</guid></item></channel></rss>";

        assertThat(read(xml.getBytes(StandardCharsets.ISO_8859_1)))
                .allMatch(reading -> reading.toString().startsWith("wire:3:"))
                .last()
                .asString()
                .contains(reason);
    }

    @Test
    void anEncodingThatNobodyKnowsIsNamed() {
        assertThat(read("<?xml version='1.0' encoding='x-tcvn3'?><rss/>"))
                .singleElement()
                .asString()
                .contains("\"x-tcvn3\"", "save it as UTF-8");
    }

    @Test
    void blankLinesBeforeTheDeclarationAreForgivenAndCounted() {
        assertThat(read("\n\n<?xml version='1.0' encoding='UTF-8'?>\n<rss>"))
                .singleElement()
                .asString()
                .startsWith("wire:4:");
    }

    @Test
    void namesThatTheTreeRefusesAreAComplaint() {
        assertThat(read("<newsItem xmlns:a='1u'/>")).singleElement().asString().startsWith("wire:1: no XML of news");
        assertThat(read("<newsItem>\n<a xmlns:a='1u'/></newsItem>").get(0))
                .asString()
                .startsWith("wire:2: no XML of news");
    }

    private static List<Reading> read(String xml) {
        return read(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Reading> read(byte[] xml) {
        return ArticleReaders.read(new Source("wire", xml), Format.AUTO);
    }
}
