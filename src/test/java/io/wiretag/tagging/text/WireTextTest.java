package io.wiretag.tagging.text;

import static io.wiretag.tagging.text.WireText.Kind.BOILERPLATE;
import static io.wiretag.tagging.text.WireText.Kind.CAPTION;
import static io.wiretag.tagging.text.WireText.Kind.HEADLINE;
import static io.wiretag.tagging.text.WireText.Kind.PARAGRAPH;
import static io.wiretag.tagging.text.WireText.Kind.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTextTest {
    @Test
    void aSitesNavigationListIsNoPartOfTheStory() throws IOException {
        String text = sample("vgp-phone-talks.txt");
        WireText wire = WireText.of(text);

        assertThat(kinds(wire).subList(0, 5)).containsExactly(BOILERPLATE, HEADLINE, PARAGRAPH, TIMESTAMP, PARAGRAPH);
        assertThat(texts(text, wire).get(0)).startsWith("• An Giang").endsWith("• Yen Bai");
        assertThat(texts(text, wire).get(1)).isEqualTo("Top Vietnamese, Chinese leaders hold phone talks");
        assertThat(texts(text, wire).get(3)).isEqualTo("February 09, 2021 9:12 AM GMT+7");
        assertThat(cut(text, wire.dateline())).isEqualTo("VGP -");
        assertThat(wire.datelinePlace()).isEmpty();
        assertThat(cut(text, wire.signOff())).isEqualTo("./. VNA");
    }

    @Test
    void aParagraphThatEndsInAPhotoCreditIsACaption() throws IOException {
        String text = sample("vns-defence-minister.txt");
        WireText wire = WireText.of(text);

        assertThat(kinds(wire).subList(0, 2)).containsExactly(CAPTION, PARAGRAPH);
        assertThat(kinds(wire)).doesNotContain(HEADLINE);
        assertThat(wire.dateline()).isEmpty();
        assertThat(cut(text, wire.signOff())).isEqualTo("— VNS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VGP - The plan was signed. | VGP - |",
                "HÀ NỘI (VNS) — The plan was signed. | HÀ NỘI (VNS) — | HÀ NỘI",
                "HCM CITY — The plan was signed. | HCM CITY — | HCM CITY",
                "HUẾ — The plan was signed. | HUẾ — | HUẾ",
                "HANOI, Aug. 3 (Xinhua) -- The plan was signed. | HANOI, Aug. 3 (Xinhua) -- | HANOI",
                "HANOI, Vietnam (AP) _ The plan was signed. | HANOI, Vietnam (AP) _ | HANOI",
                "Hà Nội, ngày 3/8 (TTXVN) - Chiều nay. | Hà Nội, ngày 3/8 (TTXVN) - | Hà Nội",
                "(Chinhphu.vn) - Chiều nay. | (Chinhphu.vn) - |",
                "(PLO)- Chiều nay. | (PLO)- |",
                "GD&TĐ - Chiều nay. | GD&TĐ - |",
                "NDĐT - Chiều nay. | NDĐT - |",
                "VOV.VN - Chiều nay. | VOV.VN - |",
            })
    void aDatelineEndsWithItsDash(String text, String dateline, String place) {
        WireText wire = WireText.of(text);

        assertThat(cut(text, wire.dateline())).isEqualTo(dateline);
        assertThat(wire.datelinePlace().map(s -> cut(text, Optional.of(s)))).isEqualTo(Optional.ofNullable(place));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The minister - a former teacher - spoke.",
                "Giá vàng hôm nay – tăng nhẹ.",
                "Phan Rang-Tháp Chàm is hot.",
                "Ông Nam (ảnh) nói: - Không.",
                "",
                "-",
                "(",
            })
    void aSentenceWithAnEarlyDashHasNoDateline(String text) {
        assertThat(WireText.of(text).dateline()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It ended on Friday.-VNA | -VNA",
                "It ended on Friday. - VNA | - VNA",
                "La réunion a pris fin vendredi. -AVI | -AVI",
                "It ended on Friday./. VNA | ./. VNA",
                "It ended on Friday. (VNA) | (VNA)",
                "Cầu thông xe trước Tết. (TTXVN/Vietnam+) | (TTXVN/Vietnam+)",
                "Cầu thông xe trước Tết.@Theo TTXVN | Theo TTXVN",
                "Cầu thông xe trước Tết.@Minh Châu (TTXVN) | Minh Châu (TTXVN)",
                "It ended on Friday./.@VNA | VNA",
                "It ended on Friday.@VNA/VNP | VNA/VNP",
            })
    void aSignOffStandsAtTheEnd(String line, String signOff) {
        String text = line.replace("@", "\n\n");

        assertThat(cut(text, WireText.of(text).signOff())).isEqualTo(signOff);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It ended on Friday.",
                "It ended on Friday./.",
                "The talks between Lao Cai and Yen Bai - VNA reported them - ended.",
                "He lives in the city (see below)",
            })
    void aPlainEndIsNoSignOff(String text) {
        assertThat(WireText.of(text).signOff()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Farmers at work. — VNA/VNS Photo Minh Châu",
                "Farmers at work. VNA/VNS Photo",
                "Farmers at work. (Photo: VNA)",
                "Nông dân ra đồng. Ảnh: Minh Châu - TTXVN",
                "Nông dân ra đồng. (Ảnh: AFP/TTXVN)",
                "Nông dân ra đồng. Ảnh: VGP/Minh Châu",
                "Farmers at work. (AP Photo/J. Smith)",
            })
    void captionsKeepTheirCredits(String caption) {
        assertThat(kinds(WireText.of(caption + "\n\nThe harvest is good, they say.")))
                .containsExactly(CAPTION, PARAGRAPH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "He took a photo of the bridge. Then he left the town.",
                "Hình ảnh cho thấy cây cầu đã gãy, nhiều người bị thương nặng trong vụ việc xảy ra sáng nay.",
            })
    void wordsAboutPicturesMakeNoCaption(String paragraph) {
        assertThat(kinds(WireText.of(paragraph))).containsExactly(PARAGRAPH);
    }

    @Test
    void notesToEditorsAreNoPartOfTheStory() {
        String text =
                "Rain fell on Monday.\n\nThe following information is not for publication\n\n- Desk in Da Nang\n\nvna mc";

        assertThat(kinds(WireText.of(text))).containsExactly(PARAGRAPH, BOILERPLATE);
    }

    @Test
    void offsetsPointIntoTheTextAsItStandsAlsoWhenItsMarksAreApart() {
        String text = java.text.Normalizer.normalize(
                "H\u00c0 N\u1ed8I (VNS) \u2014 M\u01b0a. \u2014 VNS", java.text.Normalizer.Form.NFD);
        WireText wire = WireText.of(text);

        assertThat(cut(text, wire.dateline())).endsWith("(VNS) \u2014");
        assertThat(cut(text, wire.datelinePlace())).hasSize(9);
        assertThat(cut(text, wire.signOff())).isEqualTo("\u2014 VNS");
    }

    @Test
    void aTextOfOneLineHasNoHeadline() {
        assertThat(kinds(WireText.of("Top leaders hold phone talks"))).containsExactly(PARAGRAPH);
    }

    @Test
    void linesThatWereWrappedByHandMakeOneParagraph() {
        String text = "Flash flood\r\n\r\n   Two people were killed by a flash flood in the mountain\r\n"
                + "province of Lai Chau on Monday.\r\n\r\n   Soldiers were sent.\r\n";
        WireText wire = WireText.of(text);

        assertThat(kinds(wire)).containsExactly(HEADLINE, PARAGRAPH, PARAGRAPH);
        assertThat(texts(text, wire).get(1)).endsWith("on Monday.");
    }

    @Test
    void aListThatASentenceIntroducesBelongsToTheStory() {
        String text = "Rain fell in these provinces:\n" + "• Long An\n".repeat(12);

        assertThat(kinds(WireText.of(text))).doesNotContain(BOILERPLATE);
    }

    @Test
    void aListDividedByBarsIsBoilerplate() {
        String text =
                "An Giang | Bắc Giang | Bắc Kạn | Bạc Liêu | Bắc Ninh | Bến Tre | Bình Định | Cà Mau | Cần Thơ | Hà Nội\n"
                        + "Trời lạnh.";

        assertThat(kinds(WireText.of(text))).containsExactly(BOILERPLATE, PARAGRAPH);
    }

    private static List<WireText.Kind> kinds(WireText wire) {
        return wire.parts().stream().map(WireText.Part::kind).toList();
    }

    private static List<String> texts(String text, WireText wire) {
        return wire.parts().stream()
                .map(p -> text.substring(p.start(), p.end()))
                .toList();
    }

    private static String cut(String text, Optional<WireText.Span> span) {
        return span.map(s -> text.substring(s.start(), s.end())).orElse(null);
    }

    private static String sample(String name) throws IOException {
        try (InputStream in = WireText.class.getResourceAsStream("/samples/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
