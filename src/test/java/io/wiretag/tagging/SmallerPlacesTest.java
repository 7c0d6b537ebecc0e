package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallerPlacesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ha Nam, a hamlet far from here, has one road. | -",
                "The fund built Ha Nam a village school. | Ha Nam",
                "They came to Ha Nam, a province of rivers. | Ha Nam",
            })
    void aHamletBehindACommaExplainsTheName(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Quận cho nghỉ học ở 14 phường sau đây: Cống Vị, Điện Biên, Vĩnh Phúc. | -",
                "Quận cho nghỉ học ở 14 phường sau đây: Cống Vị, Điện Biên và Vĩnh Phúc. | -",
                "Sáu phường sau đây của quận: 5, 6, Vĩnh Phúc và Điện Biên. | -",
                "14 phường của thành phố nay đã được sửa xong: Điện Biên, Vĩnh Phúc. | -",
            })
    void aColonBehindManyWardsOpensAListOfThem(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Có 14 phường bị ngập: Cống Vị, Điện Biên. Vĩnh Phúc mưa to. | Vĩnh Phúc",
                "Mười phường sau đây: Cống Vị, Trúc Bạch, sau đó Vĩnh Phúc ngập. | Vĩnh Phúc",
                "Có 14 phường bị ngập. Nơi khác mưa to: Vĩnh Phúc, Hà Nam. | Vĩnh Phúc, Hà Nam",
                "14 phường của thành phố nay đã được sửa xong rồi: Điện Biên, Vĩnh Phúc. | Điện Biên, Vĩnh Phúc",
            })
    void aListOfWardsEndsWithItsSentenceOrAWordAndBeginsNearTheWordForThem(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Các phường Trúc Bạch, Điện Biên, Cống Vị mất điện. | -",
                "Mất điện ở hai phường (Điện Biên, Trúc Bạch). | -",
                "Mưa lớn ở hai huyện Lệ Thủy và Quảng Ninh, Quảng Trị, Hà Tĩnh. | Lệ Thủy, Quảng Ninh, Quảng Trị, Hà Tĩnh",
                "Mưa lớn ở hai huyện Lệ Thủy và Quảng Ninh cùng Hà Tĩnh. | Lệ Thủy, Quảng Ninh, Hà Tĩnh",
                "Mưa lớn ở các huyện Lệ Thủy và nhiều nơi ở Quảng Ninh. | Lệ Thủy, Quảng Ninh",
                "Mưa lớn ở nhiều xã và Hải Phòng. | Hải Phòng",
            })
    void namesRightBehindManyDistrictsAreTheirsUpToTheOneBehindTheAnd(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @Test
    void districtsOfAProvinceLeaveItsNameToIt() {
        assertThat(Told.placesByRule("Các huyện Quảng Ninh mưa lớn.")).isEqualTo("Quảng Ninh name");
        assertThat(Told.placesByRule("Huyện Quảng Ninh mưa lớn.")).isEqualTo("Quảng Ninh district");
    }

    @Test
    void aLineThatIsCutOffBehindTheAndOfAListNamesNoDistrictMore() {
        assertThat(Told.places("Họp trực tuyến giữa các quận Hà Nội và")).isEqualTo("Hà Nội");
    }
}
