package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextReaderTest {

    private static final String WIRE = """
            Hà Nội mở thêm bốn tuyến xe buýt điện ra các xã ven
            sông Hồng từ đầu tháng mười

            Thứ Bảy, 14/09/2024, 08:15 (GMT+7)

            HÀ NỘI (TTXVN) - Từ tháng mười, thành phố có thêm một tuyến xe buýt về các xã ven sông.

            Xe buýt mới ở bến. Ảnh: Bảo Lâm - TTXVN

            Mỗi ngày có bốn mươi chuyến./.

            TTXVN
            """;

    @Test
    void everyPartOfAWireFindsItsField() {
        Article article = article(WIRE);

        assertThat(article.getHeadline())
                .isEqualTo("Hà Nội mở thêm bốn tuyến xe buýt điện ra các xã ven sông Hồng từ đầu tháng mười");
        assertThat(article.getBody()).isEqualTo("""
                HÀ NỘI (TTXVN) - Từ tháng mười, thành phố có thêm một tuyến xe buýt về các xã ven sông.

                Mỗi ngày có bốn mươi chuyến./.

                TTXVN""");
        assertThat(article.getCaptions()).containsExactly("Xe buýt mới ở bến. Ảnh: Bảo Lâm - TTXVN");
        assertThat(article.getLocated()).isEqualTo("HÀ NỘI");
        assertThat(article.getFirstCreated()).isEqualTo(Instant.parse("2024-09-14T01:15:00Z"));
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2024-09-14T01:15:00Z"));
        assertThat(article.getLanguage()).isEqualTo("vi");
        assertThat(article.getPubStatus()).isEqualTo(PubStatus.usable);
        assertThat(article.getType()).isEqualTo("text");
        assertThat(article.getVersion()).isNull();
        assertThat(article.getAdditionalProperties()).isEmpty();
    }

    @Test
    void theListOfNamesInFrontOfAWireIsNoPartOfIt() throws IOException {
        Article article = article(sample("vgp-phone-talks.txt"));

        assertThat(article.getHeadline()).isEqualTo("Top Vietnamese, Chinese leaders hold phone talks");
        assertThat(article.getBody())
                .startsWith("VGP -")
                .endsWith("the Vietnamese people./. VNA")
                .doesNotContain("An Giang", "Yen Bai", "February 09");
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2021-02-09T02:12:00Z"));
        assertThat(article.getLanguage()).isEqualTo("en");
    }

    @Test
    void aCaptionKeepsItsCreditAndABodyItsSignOff() throws IOException {
        Article article = article(sample("vns-defence-minister.txt"));

        assertThat(article.getHeadline()).isNull();
        assertThat(article.getCaptions())
                .singleElement()
                .asString()
                .startsWith("General Secretary")
                .endsWith("in Hà Nội on Monday. VNA/VNS Photo Trí Dũng");
        assertThat(article.getBody()).startsWith("He made the statement").endsWith("between the countries. — VNS");
        assertThat(article.getVersionCreated()).isNull();
        assertThat(article.getLanguage()).isEqualTo("en");
    }

    @Test
    void theSameWireIsTheSameArticleWhateverItsLineEndsAndNormalForm() {
        String uri = article(WIRE).getUri();

        assertThat(uri).matches("urn:wiretag:sha256:[0-9a-f]{64}");
        assertThat(article(Normalizer.normalize(WIRE, Normalizer.Form.NFD)).getUri())
                .isEqualTo(uri);
        assertThat(article("\ufeff\n" + WIRE.replace("\n", "\r\n") + " ").getUri())
                .isEqualTo(uri);
        assertThat(article(WIRE.replace("bốn mươi", "ba mươi")).getUri()).isNotEqualTo(uri);
    }

    @Test
    void decomposedTextStaysDecomposed() {
        String wire = Normalizer.normalize("(TTXVN) - Thị xã vừa mở thêm một tuyến xe buýt điện.", Normalizer.Form.NFD);

        assertThat(article(wire).getBody()).isEqualTo(wire);
        assertThat(article(wire).getLanguage()).isEqualTo("vi");
    }

    @Test
    void ofTwoDatesTheLaterIsThatOfTheVersion() {
        Article article =
                article("Published 09/02/2021 09:12\nUpdated 09/02/2021 11:30\nThe road is open again. — VNS");

        assertThat(article.getFirstCreated()).isEqualTo(Instant.parse("2021-02-09T02:12:00Z"));
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2021-02-09T04:30:00Z"));
    }

    @Test
    void aDateThatNobodyCanReadIsKeptInItsOwnWords() {
        Article article = article("30/02/2021 09:12\nThe road is open again. — VNS");

        assertThat(article.getVersionCreated()).isNull();
        assertThat(article.getAdditionalProperties()).containsEntry("versionCreated", "\"30/02/2021 09:12\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The road between the two towns is open again and buses run, the office said. | en",
                "Bến Tre and Cà Mau will get five reservoirs before the end of the month, said Nguyễn Văn Ánh. | en",
                "Con đường nối hai thị trấn đã thông xe trở lại từ sáng nay. | vi",
                "Con duong noi hai thi tran da thong xe tro lai tu sang nay. |",
                "Die Straße zwischen den beiden Orten ist seit heute früh wieder offen. |",
                "Hà Nội, Huế, Đà Nẵng. |",
            })
    void aLanguageIsGuessedOnlyWhereItIsClear(String text, String language) {
        assertThat(article(text).getLanguage()).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource({
        "vgp-phone-talks.txt, en",
        "vns-defence-minister.txt, en",
        "vov-dak-lak-gia-lai-coffee.txt, vi",
        "ttxvn-can-tho-an-giang-floating-market.txt, vi",
        "vns-hai-phong-quang-ninh-ferry.txt, en",
        "reuters-binh-duong-dong-nai-factories.txt, en",
    })
    void theLanguageOfAWholeWireIsClear(String file, String language) throws IOException {
        assertThat(article(sample(file)).getLanguage()).isEqualTo(language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t\r\n ", "\ufeff", "09/02/2021 09:12", "text with \0 in it"})
    void whatHoldsNoStoryIsRefused(String text) {
        assertThat(read(text)).singleElement().isInstanceOf(Reading.Complaint.class);
    }

    @Test
    void aTextInAnotherEncodingIsRefusedByItsPlace() {
        byte[] bytes = "Tin mới\nThừa Thiên Huế".getBytes(StandardCharsets.UTF_16LE);
        byte[] latin = "Tin\nH\u00e0 N\u1ed9i".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(read(latin))
                .singleElement()
                .hasToString("wire.txt:2: byte 0xE0 at offset 5 is not UTF-8:"
                        + " convert the text to UTF-8 (from windows-1258, TCVN3, ...)");
        assertThat(read(bytes)).singleElement().isInstanceOf(Reading.Complaint.class);
        assertThat(read("\ufeffTin".getBytes(StandardCharsets.UTF_16LE)))
                .singleElement()
                .hasToString("wire.txt:1: the text is in UTF-16: save it as UTF-8");
    }

    private static Article article(String text) {
        List<Reading> readings = read(text);
        assertThat(readings).singleElement().isInstanceOf(Reading.Read.class);
        return ((Reading.Read) readings.get(0)).article();
    }

    private static List<Reading> read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Reading> read(byte[] bytes) {
        return ArticleReaders.read(new Source("wire.txt", bytes), Format.TEXT);
    }

    private static String sample(String name) throws IOException {
        try (InputStream in = PlainTextReaderTest.class.getResourceAsStream("/samples/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
