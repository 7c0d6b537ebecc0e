package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Iptc7901ReaderTest {

    static final String WIRE = """
            \u0001vna0417 4 pol 096 vietnam flood\r
            \r
            Vietnam-flood/\r
            \u0002Two dead in flash flood in\r
            northern Vietnam =\r
            \r
               Hanoi (VNA) - Two people were killed in Lai\r
            Chau on Monday.\r
               Soldiers came.\r
            \r
            Town      Rain\r
            Sa Pa     120\r
            Bac Ha     90\r
            - one\r
            - two\r
            \r
            # VNA NOTEBOOK\r
            \r
            * * * *\r
            The following information is not for publication\r
            \r
            - Picture desk: Da Nang\r
            \u0003030920 GMT Aug 26 \r
            \u007f\r
            \u0004""";

    @Test
    void aMessageBecomesAnArticle() {
        Article article = article(WIRE);

        assertThat(article.getUri()).isEqualTo("vna0417:2026-08-03");
        assertThat(article.getVersion()).isNull();
        assertThat(article.getUrgency()).isEqualTo(4);
        assertThat(article.getSlugline()).isEqualTo("Vietnam-flood");
        assertThat(article.getHeadline()).isEqualTo("Two dead in flash flood in northern Vietnam");
        assertThat(article.getBody())
                .isEqualTo("Hanoi (VNA) - Two people were killed in Lai Chau on Monday.\n\nSoldiers came.\n\n"
                        + "Town      Rain\nSa Pa     120\nBac Ha     90\n- one\n- two");
        assertThat(article.getEdNote()).startsWith("# VNA NOTEBOOK").endsWith("Picture desk: Da Nang");
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2026-08-03T09:20:00Z"));
        assertThat(article.getAdditionalProperties())
                .containsOnlyKeys("iptc7901")
                .containsEntry(
                        "iptc7901",
                        "{\"priority\":\"4\",\"category\":\"pol\",\"words\":\"096\",\"keyword\":\"vietnam flood\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Headline =~~   Text.               | Headline         | Text.",
                "Headline without a mark~~Text.     | Headline without a mark | Text.",
                "A first sentence.~~Another.        | -                | A first sentence.~~Another.",
                "A sentence that goes~over a line.  | -                | A sentence that goes over a line.",
                "Only words                         | -                | Only words",
                "'   Indented words~~Text.'         | -                | Indented words~~Text.",
                "Headline =                         | Headline         | -",
            })
    void theHeadlineIsToldFromTheText(String text, String headline, String body) {
        Article article = article("\u0001vna1 4 i 1 x\n\u0002" + text.replace('~', '\n') + "\n\u0003\n\u0004");

        assertThat(article.getHeadline()).isEqualTo(headline);
        assertThat(article.getBody()).isEqualTo(body == null ? null : body.replace('~', '\n'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "030920 GMT Aug 26   | 2026-08-03T09:20:00Z", "030920 Aug 26        | 2026-08-03T02:20:00Z",
                "030920 +0700 AUG 2026 | 2026-08-03T02:20:00Z", "030920 XST Aug 26  | -",
                "320920 GMT Aug 26   | -", "030920 GMT Foo 26    | -",
            })
    void theTimeOfSendingIsThatOfTheVersion(String trailer, Instant expected) {
        Article article = article("\u0001vna1 4 i 1 x\n\u0002Text.\n\u0003" + trailer + "\n\u0004");

        assertThat(article.getVersionCreated()).isEqualTo(expected);
        assertThat(article.getAdditionalProperties().get("versionCreated"))
                .isEqualTo(expected == null ? '"' + trailer.strip() + '"' : null);
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, Nam Định", "windows-1252, “Café”", "ISO-8859-1, Caf\u00e9 \u0081"})
    void theTextIsReadInTheEncodingItMustBe(String encoding, String word) {
        byte[] bytes = ("\u0001vna1 4 i 1 x\n\u0002" + word + ".\n\u0003\u0004").getBytes(Charset.forName(encoding));

        assertThat(((Reading.Read) read(bytes).get(0)).article().getBody()).isEqualTo(word + ".");
    }

    @Test
    void severalMessagesAreSeveralArticlesAndABrokenOneDoesNotHoldUpTheOthers() {
        String second = "\r\n\u0001vna0418 4 i 12 x\r\n\u0002Cut off";
        String third = "\u0001 no header\r\n\u0002Text.\u0003\u0004";
        List<Reading> readings =
                read((WIRE + second + third + WIRE.replace("0417", "0420")).getBytes(StandardCharsets.UTF_8));

        assertThat(readings).hasSize(4).elements(0, 3).allMatch(Reading.Read.class::isInstance);
        assertThat(readings.get(1)).asString().startsWith("wire:26: the message has no end");
        assertThat(readings.get(2)).asString().startsWith("wire:27: the header is \"no header\"");
    }

    @Test
    void aMessageThatIsCutOffIsRefused() {
        for (int length = 1; length <= WIRE.indexOf(0x03); length++) {
            assertThat(read(WIRE.substring(0, length).getBytes(StandardCharsets.UTF_8)))
                    .as("the first %d characters", length)
                    .singleElement()
                    .isInstanceOf(Reading.Complaint.class);
        }
    }

    private static Article article(String wire) {
        List<Reading> readings = read(wire.getBytes(StandardCharsets.UTF_8));
        assertThat(readings).singleElement().isInstanceOf(Reading.Read.class);
        return ((Reading.Read) readings.get(0)).article();
    }

    private static List<Reading> read(byte[] bytes) {
        return ArticleReaders.read(new Source("wire", bytes), Format.AUTO);
    }
}
