package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.intake.format.text.LegacyEncoding;
import io.wiretag.schema.Article;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wires as agencies really send them: old encodings, envelopes, mail, files that are no text. */
class WireFaultsTest {

    private static final String STORY =
            "Mưa lớn ở Hà Nội\n\nHà Nội (TTXVN) - Nước sông Hồng lên nhanh, người dân vùng trũng được"
                    + " đưa đến nơi an toàn.\n";

    @Test
    void theOldEncodingsOfVietnameseAreRecognisedAndTold() {
        for (byte[] bytes : List.of(windows1258(STORY), tcvn3(STORY), vni(STORY), viscii(STORY))) {
            List<Reading> readings = read(bytes);

            Article article = article(readings.get(0));
            assertThat(article.getHeadline()).isEqualTo("Mưa lớn ở Hà Nội");
            assertThat(article.getBody()).contains("người dân vùng trũng được đưa đến nơi an toàn");
            assertThat(((Reading.Read) readings.get(0)).warnings())
                    .singleElement()
                    .asString()
                    .contains("which nothing declares");
        }
    }

    @Test
    void aTransmissionInAnOldEncodingIsReadToo() {
        byte[] bytes =
                windows1258("\u0001vna0417 4 i 096 mua\r\n\u0002Mưa lớn ở Hà Nội =\r\n   Hà Nội (TTXVN) - Mưa ở Thừa"
                        + " Thiên Huế.\r\n\u0003030920 GMT Aug 26\r\n\u0004");

        Article article = article(read(bytes).get(0));

        assertThat(article.getHeadline()).isEqualTo("Mưa lớn ở Hà Nội");
        assertThat(article.getAdditionalProperties().get("iptc7901")).contains("\"charset\":\"windows-1258\"");
    }

    /** In several encodings it would be Vietnamese, and rubbish in all but one. */
    @Test
    void whatStaysDoubtfulIsRefused() {
        assertThat(read("T\u00ECnh h\u00ECnh m\u00F9a l\u00F8 \u00FE M\u00EEn Trung"
                        .getBytes(StandardCharsets.ISO_8859_1)))
                .singleElement()
                .asString()
                .contains("is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Le café à l'été, où déjà né", "Größe über Straße für", "naïve"})
    void whatIsNotVietnameseIsNotTakenForIt(String text) {
        assertThat(LegacyEncoding.of(text.getBytes(Charset.forName("windows-1252"))))
                .isEmpty();
    }

    @Test
    void aBylineAndANoteAreNoPartOfTheStory() {
        Article article = article(
                read(("\u0001vna0420 4 i 080 vietnam lu\r\n    Vietnam/lu/\r\n\u00021ST LEAD Flood waters rise in Hue\r\n"
                                        + "By An Binh, VNA =\r\n   Hue, Vietnam (VNA) - The Huong river rose fast.\r\n   # Notebook\r\n"
                                        + "   ## Note to editors\r\n   - corrects name of the village in Quang Tri\r\n\u0003030920 GMT Nov 26\r\n\u0004")
                                .getBytes(StandardCharsets.UTF_8))
                        .get(0));

        assertThat(article.getHeadline()).isEqualTo("1ST LEAD Flood waters rise in Hue");
        assertThat(article.getBy()).isEqualTo("By An Binh, VNA");
        assertThat(article.getBody()).isEqualTo("Hue, Vietnam (VNA) - The Huong river rose fast.");
        assertThat(article.getEdNote()).contains("corrects name of the village in Quang Tri");
        assertThat(article.getUri()).isEqualTo("vna0420:2026-11-03");
    }

    @Test
    void theEnvelopeOfATelexIsNoPartOfItsMessage() {
        List<Reading> readings = read("""
                ZCZC
                VNA0012 3 I 0120
                Hue-lu

                Lũ lên nhanh ở Huế

                Huế (TTXVN) - Nước sông lên.

                NNNN
                ZCZC 013

                {"uri": "urn:x:2", "headline": "Mưa"}
                NNNN
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(readings).hasSize(2);
        assertThat(article(readings.get(0)).getHeadline()).isEqualTo("Lũ lên nhanh ở Huế");
        assertThat(article(readings.get(0)).getBody()).isEqualTo("Huế (TTXVN) - Nước sông lên.");
        assertThat(article(readings.get(0)).getUri()).isEqualTo("VNA0012");
        assertThat(article(readings.get(0)).getSlugline()).isEqualTo("Hue-lu");
        assertThat(article(readings.get(1)).getUri()).isEqualTo("urn:x:2");
    }

    @Test
    void aTelexThatIsCutOffIsRefused() {
        assertThat(read("ZCZC\n\nLũ lên nhanh ở Huế\n".getBytes(StandardCharsets.UTF_8)))
                .singleElement()
                .asString()
                .contains("has no end (NNNN)");
    }

    @Test
    void aMailIsReadByItsParts() {
        Article article = article(read("""
                From: =?UTF-8?Q?Ban_th=C6=B0_k=C3=BD?= <desk@bao.example>
                Subject: =?UTF-8?B?TcawYSDhu58gSHXhur8=?=
                Date: Mon, 4 May 2026 12:05:08 +0700
                Message-ID: <1.a@bao.example>
                MIME-Version: 1.0
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                Hu=E1=BA=BF (TTXVN) - M=C6=B0a l=E1=BB=9Bn.

                --=20
                Ban th=C6=B0 k=C3=BD, H=C3=A0 N=E1=BB=99i
                --b
                Content-Type: text/html; charset=utf-8

                <p>html</p>
                --b--
                """.getBytes(StandardCharsets.UTF_8)).get(0));

        assertThat(article.getUri()).isEqualTo("mid:1.a@bao.example");
        assertThat(article.getHeadline()).isEqualTo("Mưa ở Huế");
        assertThat(article.getBody()).isEqualTo("Huế (TTXVN) - Mưa lớn.");
        assertThat(article.getVersionCreated()).isEqualTo("2026-05-04T05:05:08Z");
    }

    @Test
    void anAttachmentThatIsReadIsTheArticleAndItsCoveringLetterIsNone() {
        List<Reading> readings = read("""
                From a@b.example Mon May  4 12:05:08 2026
                From: a@b.example
                Subject: tin
                Date: Mon, 4 May 2026 12:05:08 +0700
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain

                Kính gửi tòa soạn.
                --b
                Content-Type: application/json
                Content-Disposition: attachment; filename=tin.json

                {"uri": "urn:x:1", "headline": "Mưa"}
                --b--

                From a@b.example Mon May  4 12:06:08 2026
                From: a@b.example
                Subject: Hai
                Date: Mon, 4 May 2026 12:06:08 +0700

                Lũ ở Huế.
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(readings.stream().map(WireFaultsTest::article).map(Article::getHeadline))
                .containsExactly("Mưa", "Hai");
    }

    @ParameterizedTest
    @CsvSource({
        "1F8B0800, gzip",
        "504B0304, ZIP",
        "255044462D312E37, PDF",
        "FFD8FFE0, JPEG",
        "89504E470D0A1A0A, PNG",
        "7B5C727466, RTF"
    })
    void aFileThatIsNoTextIsNamed(String hex, String name) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex + "0001020304");

        assertThat(read(bytes)).singleElement().asString().contains("this is", name);
    }

    @Test
    void bytesOfAnyValueAreNoMessagesOfATelegraphLine() {
        for (int seed = 0; seed < 300; seed++) {
            byte[] bytes = new byte[300 + seed * 100];
            new Random(seed).nextBytes(bytes);
            // which may be taken for a message, for fill, or for XML
            bytes[0] = (byte) (seed % 5);
            bytes[1] = (byte) (seed % 7);

            assertThat(read(bytes)).as("with seed %d", seed).singleElement().isInstanceOf(Reading.Complaint.class);
        }
        byte[] program = new byte[9000];
        for (int i = 1; i < program.length; i += 3) {
            program[i] = (byte) (i % 128);
        }
        program[0] = 1;
        assertThat(read(program)).singleElement().asString().contains("this is no text");
    }

    @Test
    void aFooterIsNoBodyOfNinjs() {
        assertThat(article(read("""
                {"uri":"urn:x:9","body_footer":"Ban biên tập: 000","body_html":"<p>Nước lên ở Huế.</p>","body_teaser":"Tin"}""".getBytes(StandardCharsets.UTF_8)).get(0)).getBody())
                .isEqualTo("Nước lên ở Huế.");
    }

    @Test
    void whatLooksLikeASignatureOrAnEnvelopeIsPartOfTheStory() {
        String story = "Một phần của câu chuyện.\n--\nPhần hai.\n\nFrom January to the end of 2026\nPhần ba.";
        Article article = article(read(("From a@b.example Mon May  4 12:05:08 2026\nFrom: a@b.example\nSubject: Mưa\n"
                                + "Date: Mon, 4 May 2026 12:05:08 +0700\n\n" + story + "\n")
                        .getBytes(StandardCharsets.UTF_8))
                .get(0));

        assertThat(article.getBody()).contains("Phần hai", "From January", "Phần ba");
    }

    /** A pattern with two ways to take each line once took for ever here. */
    @Test
    void aMarkOfASignatureInALongTextIsPartOfTheStoryAndCostsNoTime() {
        String mail =
                "From: a@b.example\nDate: Tue, 3 Nov 2026 09:20:00 +0700\nSubject: Huế\nMessage-ID: <1@b.example>\n\nMột.\n";
        String story = "-- \n" + "Nước lên ở Huế.\n".repeat(100_000) + "Hết.";

        Reading reading = ArticleReaders.read(
                        new Source("mail", (mail + story + "\n-- \nAn Bình\nTTXVN\n").getBytes(StandardCharsets.UTF_8)),
                        Format.AUTO)
                .get(0);

        assertThat(((Reading.Read) reading).article().getBody())
                .contains("--", "Nước lên")
                .endsWith("Hết.");
    }

    /** To bring them into order takes the square of their number. */
    @Test
    void endlessMarksInAnOldEncodingAreNoText() {
        byte[] bytes = new byte[2_000_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 2 == 0 ? 0xF2 : 0xCC);
        }

        assertThat(ArticleReaders.read(new Source("wire", bytes), Format.TEXT))
                .singleElement()
                .asString()
                .contains("is not UTF-8");
    }

    @Test
    void aMailOfAThousandPartsWithinEachOtherIsRefused() {
        String mail = "From: a@b.example\nSubject: x\nDate: Mon, 4 May 2026 12:05:08 +0700\n"
                + "Content-Type: message/rfc822\n\n".repeat(20_000);

        assertThat(read(mail.getBytes(StandardCharsets.UTF_8)))
                .singleElement()
                .asString()
                .contains("parts within parts");
    }

    @Test
    void aNumberThatComesAgainOnAnotherDayIsAnotherArticle() {
        String telex =
                "ZCZC\nVNA0012 3 I 0120\n\nLũ lên nhanh\n\nNước lên.\n\n030920 GMT Aug 26\nNNNN\n" + "\n".repeat(1_100);

        List<Reading> readings = read((telex + telex.replace("030920", "040920")).getBytes(StandardCharsets.UTF_8));

        assertThat(readings.stream().map(WireFaultsTest::article).map(Article::getUri))
                .containsExactly("VNA0012:2026-08-03", "VNA0012:2026-08-04");
        assertThat(article(readings.get(0)).getBody()).isEqualTo("Nước lên.");
    }

    @Test
    void aSentenceThatSpeaksOfPublicationIsNoNote() {
        Article article = article(
                read(("\u0001vna0420 4 i 080 x\r\n\u0002Vietnam beat Thailand\r\nby two goals =\r\n   It was marked"
                                        + " \"not for publication\", the ministry said.\r\n   More.\r\n\u0003030920 GMT Nov 26\r\n\u0004")
                                .getBytes(StandardCharsets.UTF_8))
                        .get(0));

        assertThat(article.getHeadline()).isEqualTo("Vietnam beat Thailand by two goals");
        assertThat(article.getBy()).isNull();
        assertThat(article.getEdNote()).isNull();
        assertThat(article.getBody()).contains("the ministry said", "More.");
    }

    private static byte[] windows1258(String text) {
        // its combining tones: the letter with its own mark, and the tone behind
        StringBuilder apart = new StringBuilder();
        for (char c : text.toCharArray()) {
            String letter = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD);
            String tone = letter.replaceAll("[^\\u0300\\u0301\\u0303\\u0309\\u0323]", "");
            String bare = Normalizer.normalize(
                    letter.replaceAll("[\\u0300\\u0301\\u0303\\u0309\\u0323]", ""), Normalizer.Form.NFC);
            apart.append(bare).append(tone);
        }
        return apart.toString().getBytes(Charset.forName("windows-1258"));
    }

    private static byte[] tcvn3(String text) {
        return encoded(
                text,
                "à\u00B5 á\u00B8 ở\u00EB ư\u00AD ớ\u00ED ộ\u00E9 ồ\u00E5 ê\u00AA ờ\u00EA â\u00A9 ù\u00EF ũ\u00F2"
                        + " đ\u00AE ợ\u00EE ế\u00D5 ơ\u00AC ô\u00AB");
    }

    private static byte[] viscii(String text) {
        return encoded(text, "ở\u00B7 ư\u00DF ớ\u00BE ộ\u00B5 ồ\u00B0 ờ\u00B6 ũ\u00FB đ\u00F0 ợ\u00FE ế\u00AA ơ\u00BD");
    }

    private static byte[] vni(String text) {
        return encoded(
                text,
                "àa\u00F8 áa\u00F9 ở\u00F4\u00FB ư\u00F6 ớ\u00F4\u00F9 ộo\u00E4 ồo\u00E0 êe\u00E2 ờ\u00F4\u00F8 âa\u00E2 ùu\u00F8"
                        + " ũu\u00F5 đ\u00F1 ợ\u00F4\u00EF ếe\u00E1 ơ\u00F4 ôo\u00E2");
    }

    /** @param table of each letter and what it is written as in ISO 8859-1, parted by blanks */
    private static byte[] encoded(String text, String table) {
        Map<String, String> letters = Stream.of(table.split(" "))
                .collect(Collectors.toMap(row -> row.substring(0, 1), row -> row.substring(1)));
        return text.codePoints()
                .mapToObj(Character::toString)
                .map(letter -> letters.getOrDefault(letter, letter))
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Article article(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).article();
    }

    private static List<Reading> read(byte[] bytes) {
        return ArticleReaders.read(new Source("wire", bytes), Format.AUTO);
    }
}
