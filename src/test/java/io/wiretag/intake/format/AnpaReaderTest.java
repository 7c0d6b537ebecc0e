package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnpaReaderTest {

    private static final String START = "\u0016\u0016\u0001a0107\u001fasian\nu i\u0013\u0011 BC-Vietnam-Coffee ";

    static final String WIRE = START + """
            1stLd-Writethru 08-03 0061
            \u0002^BC-Vietnam-Coffee, 1st Ld-Writethru,60<
            ^Coffee farmers in Vietnam
            hope for rain<
            ^Eds: UPDATES with quotes from Da Nang.<
            ^AP Photo NYKR102<
            ^By THE DESK=
            ^Associated Press=
            \t   BUON MA THUOT, Vietnam (AP) _ Farmers in Dak
            Lak ``hope'' for rain.<
            \t   Traders in Ho Chi Minh City do not.
            ^___=
            \t   Reporters in Hue contributed.
            \t   ^\u0003AP-WF-08-03-26 0920GMT<

            \f
            \u0004""";

    @Test
    void aMessageBecomesAnArticle() {
        Article article = article(WIRE);

        assertThat(article.getUri()).isEqualTo("a0107");
        assertThat(article.getVersion()).isNull();
        assertThat(article.getUrgency()).isEqualTo(3);
        assertThat(article.getSlugline()).isEqualTo("BC-Vietnam-Coffee");
        assertThat(article.getHeadline()).isEqualTo("Coffee farmers in Vietnam hope for rain");
        assertThat(article.getBy()).isEqualTo("By THE DESK, Associated Press");
        assertThat(article.getEdNote()).isEqualTo("Eds: UPDATES with quotes from Da Nang.");
        assertThat(article.getBody())
                .isEqualTo("BUON MA THUOT, Vietnam (AP) — Farmers in Dak Lak “hope” for rain.\n\n"
                        + "Traders in Ho Chi Minh City do not.\n\n___\n\nReporters in Hue contributed.");
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2026-08-03T09:20:00Z"));
        assertThat(article.getAdditionalProperties())
                .containsOnlyKeys("anpa1312")
                .containsEntry(
                        "anpa1312",
                        "{\"selector\":\"asian\",\"priority\":\"u\",\"category\":\"i\",\"keyword\":\"BC-Vietnam-Coffee\","
                                + "\"version\":\"1stLd-Writethru\",\"filed\":\"08-03\",\"words\":\"0061\","
                                + "\"keywordLine\":\"BC-Vietnam-Coffee, 1st Ld-Writethru,60\","
                                + "\"fields\":[\"AP Photo NYKR102\"]}");
    }

    @Test
    void aFieldOfNameHlIsTheHeadline() {
        Article article = article(
                START + "31-10 588\n\u0002^Dollar-Markets@<\n^INDEX: Economy@<\n^HL:Stocks surge\non news@<\n"
                        + "^By A. B.@<\n^THE CANADIAN PRESS@<\n\t   TORONTO _ Stocks.<\n\u000316:35ET 31-10-14<\n\u0004");

        assertThat(article.getHeadline()).isEqualTo("Stocks surge on news");
        assertThat(article.getBy()).isEqualTo("By A. B., THE CANADIAN PRESS");
        assertThat(article.getBody()).isEqualTo("TORONTO — Stocks.");
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2014-10-31T20:35:00Z"));
        assertThat(article.getAdditionalProperties().get("anpa1312")).contains("\"fields\":[\"INDEX: Economy\"]");
    }

    @Test
    void aTableKeepsItsLines() {
        String table = "  Hue    3 1\n  Da Lat 2 0";

        assertThat(article(START.replace('\u0011', '\u0012') + "08-03 10\n\u0002^k<\n^Scores<\n" + table
                                + "\n\u0003\u0004")
                        .getBody())
                .isEqualTo(table.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "f | 1", "b | 2", "U | 3", "r | 5", "d | 6", "a | -",
            })
    void thePriorityIsTheUrgency(String priority, Integer urgency) {
        assertThat(article(WIRE.replace("\nu i", "\n" + priority + " i")).getUrgency())
                .isEqualTo(urgency);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "AP-WF-08-03-26 0920EDT | 2026-08-03T13:20:00Z",
                "AP-WF-08-03-26 0920XYZ | -",
                "AP-WF-13-33-26 0920GMT | -",
            })
    void theTimeOfSendingIsThatOfTheVersion(String trailer, Instant expected) {
        Article article = article(WIRE.replace("AP-WF-08-03-26 0920GMT", trailer));

        assertThat(article.getVersionCreated()).isEqualTo(expected);
        assertThat(article.getAdditionalProperties().get("versionCreated"))
                .isEqualTo(expected == null ? '"' + trailer + '"' : null);
    }

    @Test
    void severalMessagesAreSeveralArticlesAndABrokenOneDoesNotHoldUpTheOthers() {
        List<Reading> readings =
                read(WIRE + "\n" + WIRE.substring(0, WIRE.indexOf(0x03)) + WIRE.replace("0107", "0108"));

        assertThat(readings).hasSize(3).elements(0, 2).allMatch(Reading.Read.class::isInstance);
        assertThat(readings.get(1)).asString().startsWith("wire:19: the message has no end");
    }

    @Test
    void aMessageThatIsCutOffIsRefused() {
        for (int length = 1; length <= WIRE.indexOf(0x03); length++) {
            assertThat(read(WIRE.substring(0, length)))
                    .as("the first %d characters", length)
                    .singleElement()
                    .isInstanceOf(Reading.Complaint.class);
        }
    }

    private static Article article(String wire) {
        List<Reading> readings = read(wire);
        assertThat(readings).singleElement().isInstanceOf(Reading.Read.class);
        return ((Reading.Read) readings.get(0)).article();
    }

    private static List<Reading> read(String wire) {
        return ArticleReaders.read(new Source("wire", wire.getBytes(StandardCharsets.UTF_8)), Format.AUTO);
    }
}
