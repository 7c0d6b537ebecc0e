package io.wiretag.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.tagging.gazetteer.Gazetteer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodesTest {
    private static final Gazetteer BUILT_IN = Gazetteer.builtIn();

    private final Codes codes = new Codes(BUILT_IN);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "VN-HN, VN-HN",
        "vn-hn, VN-HN",
        "Hà Nội, VN-HN",
        "HA NOI, VN-HN",
        "Hanoi, VN-HN",
        "' nghệ an ', VN-22",
        "Hoà Bình, VN-14",
        "Hòa Bình, VN-14",
        "TP.HCM, VN-SG",
        "Ba Ria-Vung Tau, VN-43",
        "Đắk Lắk, VN-33",
        "dak lak, VN-33",
        "Huế, VN-26"
    })
    void aProvinceIsMeantByItsCodeOrAnyNameWithOrWithoutDiacritics(String text, String code) {
        assertThat(codes.provinces(List.of(text))).containsExactly(code);
        assertThat(codes.provinces(List.of(Normalizer.normalize(text, Normalizer.Form.NFD))))
                .containsExactly(code);
    }

    @Test
    void aUnitIsFoundByItsCodeAndByItsName() {
        Codes codes = new Codes(BUILT_IN);

        assertThat(codes.units(List.of("01", "ha noi", "Đà Nẵng", "nghe an"))).containsExactly("01", "01", "48", "40");
        assertThatThrownBy(() -> codes.units(List.of("Quảng Nam"))).hasMessageContaining("no unit 'Quảng Nam'");
    }

    @Test
    void everyProvinceAndAgencyIsMeantByItsName() {
        BUILT_IN.provinces()
                .forEach(each ->
                        assertThat(codes.provinces(List.of(each.name()))).containsExactly(each.code()));
        BUILT_IN.agencies()
                .forEach(
                        each -> assertThat(codes.agencies(List.of(each.name()))).containsExactly(each.code()));
    }

    @ParameterizedTest
    @CsvSource({"vna, VNA", "TTXVN, VNA", "Thong tan xa Viet Nam, VNA", "Viet Nam News, VNS", "Tân Hoa xã, XINHUA"})
    void anAgencyIsMeantByItsCodeOrAnyName(String text, String code) {
        assertThat(codes.agencies(List.of(text))).containsExactly(code);
    }

    @Test
    void whatIsNotKnownNamesTheNearest() {
        assertThatThrownBy(() -> codes.provinces(List.of("Nghe Am")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no province 'Nghe Am'; nearest are VN-22 Nghệ An, ");
        assertThatThrownBy(() -> codes.agencies(List.of("XYZ"))).hasMessageContaining("no agency 'XYZ'; nearest are ");
        assertThatThrownBy(() -> codes.provinces(List.of(" "))).hasMessageContaining("no province ''");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Đồng | VN-39 Đồng Nai, VN-45 Đồng Tháp, ",
                "dong | VN-39 Đồng Nai, VN-45 Đồng Tháp, ",
                "Giang | Giang, "
            })
    void namesThatBeginWithWhatWasGivenOrHaveItWithinAreNearest(String part, String nearest) {
        assertThatThrownBy(() -> codes.provinces(List.of(part)))
                .hasMessageContaining("no province '" + part + "'; nearest are ")
                .hasMessageContaining(nearest);
    }

    @Test
    void anEditorsAgencyIsKnownAndANameThatTwoShareIsAmbiguous() throws IOException {
        Path file = Files.writeString(folder.resolve("desk.txt"), """
                agency: LAODONG | Lao Động
                    name: báo Lao Động
                agency: LD2 | Người Lao Động
                    name: Bao Lao Dong
                """);

        Codes extended = new Codes(Gazetteer.builtInWith(List.of(file)));

        assertThat(extended.agencies(List.of("laodong"))).containsExactly("LAODONG");
        assertThat(extended.agencies(List.of("báo Lao Động")))
                .as("with its diacritics only one has this name")
                .containsExactly("LAODONG");
        assertThatThrownBy(() -> extended.agencies(List.of("bao-lao-dong")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than one agency")
                .hasMessageContaining("LAODONG Lao Động")
                .hasMessageContaining("LD2 Người Lao Động");
    }
}
