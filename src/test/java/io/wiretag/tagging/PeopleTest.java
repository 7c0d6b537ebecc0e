package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hải Dương chạy xe rất nhanh. Cảnh sát bắt Nguyễn Hải Dương hôm qua. | -",
                "Hải Dương mưa to. Ông Nguyễn Hải Dương về tỉnh Hải Dương hôm qua. | Hải Dương, Hải Dương",
                "Ông Nguyễn Hải Dương đến tỉnh Hải Dương. Hải Dương kể chuyện cũ. | Hải Dương",
            })
    void whoIsIntroducedIsMeantBeforeThatTooUnlessTheTextNamesThePlace(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ca sĩ Hà Tĩnh Mây về tỉnh Hà Tĩnh hát. Hà Tĩnh Mây đã khóc. | Hà Tĩnh",
                "Ca sĩ Hà Tĩnh Mây về tỉnh Hà Tĩnh hát. Hà Tĩnh mưa to. | Hà Tĩnh, Hà Tĩnh",
                "Ca sĩ Hà Tĩnh Mây về tỉnh Hà Tĩnh hát. Chợ đêm Hà Tĩnh Xanh đã mở. | Hà Tĩnh, Hà Tĩnh",
                "Cô Trần Hà Nội Mây hát hay. Hà Nội Mây còn viết nhạc. | -",
                "Cô Trần Hà Nội Mây hát hay. Hà Nội mưa to. | Hà Nội",
            })
    void aNameThatIsRarelyAPersonsIsOneOnlyWithTheRestOfIt(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Diễn viên Nguyễn Bích Hải Dương mở quán. | -",
                "Họ Nguyễn xưa Hải Dương đông người. | Hải Dương",
                "Trường Nguyễn Huệ Phú Yên mở cửa. | Phú Yên",
            })
    void aSurnameAndAMiddleNameMakeAPersonOfANameThatPeopleHave(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Quan Ba Dinh Ha Noi xay them truong hoc cho nguoi dan | Ba Dinh, Ha Noi",
                "Nguoi ban cua toi ten Dinh Ha Noi khong vao truong nua. | -",
                "Đinh Hà Nội mở quán. | -",
            })
    void aSurnameIsTheEndOfADistrictOnlyWithTheRestOfIt(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Khanh Hoa Nguyen won the race. | -",
                "Khanh Hoa Province Nguyen knows well. | Khanh Hoa",
                "She moved to Khanh Hoa. Nguyen went with her. | Khanh Hoa",
                "It began in Khanh Hoa | Khanh Hoa",
            })
    void abroadTheSurnameStandsRightBehind(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thái Bình, 32 tuổi, bị bắt khi đang bán xe.",
                "Thái Bình (32 tuổi) bị bắt khi đang bán xe.",
                "Ha Giang, 22, won the race.",
            })
    void whatHasAnAgeIsAPerson(String text) {
        assertThat(Told.places(text)).isEqualTo("-");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Lễ mừng Đảng bộ Thái Bình 80 tuổi diễn ra sáng nay. | Thái Bình",
                "Hà Giang, 2019, là tên bộ ảnh. | Hà Giang",
                "Mưa lớn trút xuống Thái Bình (29, 30 tháng 8). | Thái Bình",
                "Sau Thái Bình, 22 người nơi khác cũng mắc bệnh. | Thái Bình",
                "Thái Bình (32 ca mắc) đóng cửa trường học. | Thái Bình",
            })
    void numbersBesideAProvinceAreNoAge(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"I was asleep,\" Hai Duong said. | -",
                "In a report, Hai Duong said it had twelve cases. | Hai Duong",
                "The banner read: \"Hai Duong said no to drugs.\" | Hai Duong",
            })
    void whoSaysWhatWasQuotedIsAPerson(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource({"Captain Vinh Long signed the log., -", "Captain John Michael Joseph Vinh Long signed the log., -"})
    void upToThreeNamesMayStandBetweenARankAndAName(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @Test
    void aTextOfOneWordHasNothingBesideItThatMakesAPersonOfIt() {
        assertThat(Told.places("Huế")).isEqualTo("Huế");
    }
}
