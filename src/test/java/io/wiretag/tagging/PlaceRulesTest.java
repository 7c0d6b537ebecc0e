package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.Story.Field;
import io.wiretag.tagging.Story.Kind;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceRulesTest {
    /** Whether a district alone has a tag is another question. */
    @ParameterizedTest
    @CsvSource({"Huyện Tân Uyên có tuyết rơi., VN-57", "Quận Hoàng Mai thông tin về vụ cháy., VN-22"})
    void aDistrictIsNotTheTownOfAnotherProvinceThatHasItsName(String text, String code) {
        assertThat(Told.explanation(text).tags().provinces())
                .extracting(tag -> tag.province().code())
                .doesNotContain(code);
    }

    @Test
    void whereAStoryWasWrittenIsAPlaceHoweverItIsCalled() {
        Story story = new Story(List.of(new Field(Kind.LOCATED, "located", "Vinh")), Optional.empty());

        assertThat(Tagger.of(Gazetteer.builtIn()).tag(story).provinces())
                .singleElement()
                .satisfies(tag -> assertThat(tag.mentions().get(0).rule()).isEqualTo("located"))
                .satisfies(tag -> assertThat(tag.confidence()).isEqualTo(99));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Lũ ở tỉnh Hải Dương rút. | announced | 99",
                "Lũ ở TP.HCM rút. | short form | 99",
                "Lũ ở Hải Dương rút. | where | 98",
                "Lũ ngập xứ Nghệ. | nickname | 98",
                "Lũ ngập Đà Lạt. | city | 98",
                "Lũ ngập Lạng Sơn. | name | 94",
                "Lũ ngập thị trấn Sa Pa. | former rank | 90",
                "Lũ ngập sân bay Hồ Chí Minh. | placed | 90",
                "The flood reached Lang Son. | name | 90",
                "Lũ ngập Hải Dương. | name | 85",
                "Lũ ngập hà giang. | common word | 85",
                "Lũ ngập phường Quy Nhơn. | commune | 94",
                "Lũ ngập quận Ba Đình. | district | 94",
                "The flood reached Ba Dinh District. | district | 90",
                "Lũ ngập phường Móng Cái. | smaller place | 85",
                "The flood reached Hai Duong. | name | 75",
                "the flood is now in ha giang. | common word | 75",
            })
    void theMoreATextSaysForAPlaceTheSurerIsIt(String text, String rule, int confidence) {
        assertThat(Told.explanation(text).tags().provinces())
                .singleElement()
                .satisfies(tag -> assertThat(tag.mentions().get(0).rule()).isEqualTo(rule))
                .satisfies(tag -> assertThat(tag.confidence()).isEqualTo(confidence));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Người dân Hai Duong xếp hàng mua bánh từ sáng. | -",
                "Người dân tinh Hai Duong xếp hàng mua bánh từ sáng. | Hai Duong",
                "Người dân Hanoi xếp hàng mua bánh từ sáng. | Hanoi",
                "Người dân Thanh pho Ho Chi Minh xếp hàng mua bánh từ sáng. | Thanh pho Ho Chi Minh",
                "Hội nghị ở thị xã Chũ diễn ra sáng nay. | Chũ",
                "Hội nghị ở thị xã Chu diễn ra sáng nay. | -",
                "Ils vivent encore à Nghê An depuis. | Nghê An",
                "Ils vivent encore à nghê an depuis. | -",
                "Tàu ra Ha-nội chạy suốt đêm. | Ha-nội",
                "Tàu ra ha-nội chạy suốt đêm. | -",
            })
    void aNameThatLostItsMarksMustSayItselfThatItIsOne(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mưa lớn ở Hà Nam (Trung Quốc). | -",
                "Mưa lớn ở Hà Nam của Trung Quốc. | -",
                "Mưa lớn ở Hà Nam giáp nước Trung Quốc. | Hà Nam",
                "Tại Trung Quốc, mưa lớn trút xuống Hà Nam. | -",
                "Hà Nam mưa to như tại Trung Quốc, còn Nam Định nắng. | Nam Định",
                "Tại Trung Quốc có mưa, còn ở Nam Định, Hà Nam trời nắng. | Nam Định, Hà Nam",
                "Hà Nam, Nam Định nắng, còn tại Trung Quốc mưa. | Hà Nam, Nam Định",
                "Người ở Trung Quốc về Hà Nam, Nam Định phải cách ly. | Hà Nam, Nam Định",
                "Người về Nam Định, Hà Nam từ Quảng Đông phải cách ly. | Nam Định, Hà Nam",
                "Thái Nguyên, Hà Nam mưa to như ở Trung Quốc. | -",
            })
    void aNamesakeAbroadIsMeantIfItsCountryStandsNearerThanASurePlace(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @Test
    void aCountryMoreThanFortyWordsAwayTakesNoNamesakeAbroad() {
        String tenWords = "mưa và gió đã về lại trong đêm khuya nay ";
        String thirtyNineWords = tenWords.repeat(4).substring(4);

        assertThat(Told.places("Hà Nam " + thirtyNineWords + "tại Trung Quốc")).isEqualTo("-");
        assertThat(Told.places("Hà Nam " + "có " + thirtyNineWords + "tại Trung Quốc"))
                .isEqualTo("Hà Nam");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Phường Quy Nhơn đông khách. | Quy Nhơn",
                "Đường Quy Nhơn đông khách. | -",
                "Phường Hạ Long đông khách. | Hạ Long",
                "Phường Hạ Long, tỉnh Quảng Ninh đông khách. | Hạ Long, Quảng Ninh",
                "Phường Mộc Châu đông khách. | Mộc Châu",
                "Phường Mộc Châu, tỉnh Sơn La đông khách. | Mộc Châu, Sơn La",
                "Phường Mộc Châu, tỉnh Lào Cai đông khách. | Lào Cai",
                "Công an Hưng Yên làm việc tại phường Thái Bình. | Hưng Yên, Thái Bình",
                "Công an xã Hưng Yên và phường Thái Bình họp. | -",
                "Phường Thái Bình sau một năm đổi mới đã có nhiều trường học ở Hưng Yên. | Thái Bình, Hưng Yên",
                "Phường Thái Bình sau một năm đổi mới đã có nhiều trường học và chợ ở Hưng Yên. | Hưng Yên",
            })
    void aWardStandsForWhatWasThereIfTheUnitThatHoldsTheGroundIsNamedNearby(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ngôi nhà số 12 Hải Phòng bị cháy. | -",
                "Bão số 12, Hải Phòng sơ tán dân. | Hải Phòng",
                "Trận thứ 12 Hải Phòng lại thua. | Hải Phòng",
                "12 Hải Phòng players came. | Hải Phòng",
                "Cháy lớn trên đường Điện Biên Phủ và Hậu Giang. | -",
                "Cấm xe trên đường Điện Biên Phủ, và Hậu Giang mưa. | Hậu Giang",
                "Cấm xe trên đường Điện Biên Phủ ở Hậu Giang. | Hậu Giang",
                "Cấm xe trên đường Điện Biên Phủ và cầu Hậu Giang. | Hậu Giang",
                "Cấm xe trên đường Hải Phòng, Lào Cai. | Lào Cai",
                "Cấm xe trên đường Hải Phòng - Lào Cai. | Hải Phòng, Lào Cai",
                "Cấm xe trên đường Hải Phòng - Lê Lợi, Lào Cai. | Lào Cai",
            })
    void aStreetIsNoPlaceAndItsNeighboursAre(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Thị trấn Sa Pa phủ băng. | Sa Pa",
                "Các thị trấn Sa Pa, Mộc Châu đông khách. | Sa Pa, Mộc Châu",
                "Huyện Quảng Ninh mưa to. | Quảng Ninh",
                "Huyện Tân Uyên mưa to. | -",
                "Huyện Ngã Năm mưa to. | Ngã Năm",
                "Huyện Sơn Tây mưa to. | -",
            })
    void onlyACityThatSharesItsNameWithNobodyWasADistrictBefore(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Theo báo Quảng Ninh, giá than tăng. | -",
                "The Quang Ninh newspaper writes about coal. | -",
                "Nghỉ ở khách sạn Hòa Bình. | -",
                "Nghỉ ở khách sạn Đà Lạt. | -",
                "Nghỉ ở khách sạn Hải Dương. | Hải Dương",
                "Ký với Hòa Bình Corp hôm qua. | -",
                "Ký với Hải Dương Corp hôm qua. | Hải Dương",
                "Nghỉ ở Đà Lạt Palace. | Đà Lạt",
            })
    void papersHotelsAndCompaniesTakeTheirNameFromCitiesAndWords(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Xe đi Vinh, Thanh Hóa nghỉ. | Vinh, Thanh Hóa",
                "Xe đi Thanh Hóa, Vinh nghỉ. | Thanh Hóa, Vinh",
                "Xe đi Vinh và Thanh Hóa nghỉ. | Vinh, Thanh Hóa",
                "Xe đi Vinh/Thanh Hóa nghỉ. | Vinh, Thanh Hóa",
                "Xe đi Vinh (Thanh Hóa) nghỉ. | Vinh, Thanh Hóa",
                "Xe đi Vinh và, Thanh Hóa nghỉ. | Thanh Hóa",
                "Xe đi Vinh qua Thanh Hóa nghỉ. | Thanh Hóa",
                "Xe đi Vinh Thanh Hóa nghỉ. | Thanh Hóa",
                "Xe đi Vinh. Thanh Hóa mưa to. | Thanh Hóa",
                "Xe đi Vinh,\\n\\nThanh Hóa mưa to. | Thanh Hóa",
                "Xe đi Vinh, đường Thanh Hóa nghỉ. | -",
                "Xe đi Vinh, Huế nghỉ. | Vinh, Huế",
                "Buses for Vinh, Hue leave. | Hue",
                "Xe đi Vinh, Hòa Bình nghỉ. | Hòa Bình",
            })
    void aDoubtfulNameCountsInAListBesideASurePlace(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Xe đi Vinh, Sông Công, Sông Cầu, Ngã Bảy, Hà Nội nghỉ. | Vinh, Sông Công, Sông Cầu, Ngã Bảy, Hà Nội",
                "Xe đi Hà Nội, Ngã Bảy, Sông Cầu, Sông Công, Vinh nghỉ. | Hà Nội, Ngã Bảy, Sông Cầu, Sông Công, Vinh",
                "Xe đi Vinh, Sông Công, Sông Cầu, Ngã Bảy, Ngã Năm, Hà Nội nghỉ. | "
                        + "Sông Công, Sông Cầu, Ngã Bảy, Ngã Năm, Hà Nội",
            })
    void theSurePlaceOfAListMayStandUpToFourNamesAway(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Xe từ Hà Nội, cao bằng tới. | Hà Nội, cao bằng",
                "Xe từ Hà Nội, ha giang tới. | Hà Nội",
                "Xe từ Hà Nội, an giang hồ tới. | Hà Nội",
            })
    void aListLetsANameHaveSmallLettersOnlyIfItIsSpelledLikeOne(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sở Giáo dục và Đào tạo Hồ Chí Minh công bố đề thi. | Hồ Chí Minh",
                "Cảng Hồ Chí Minh mở cửa. | Hồ Chí Minh",
                "Sở, Hồ Chí Minh mở cửa. | -",
                "Nhiều bạn trẻ của cả nước mến mộ Hồ Chí Minh. | -",
                "Hội thảo do Hồ Chí Minh University mở. | Hồ Chí Minh",
                "Vân Sơn (Hồ Chí Minh) mở cửa. | Hồ Chí Minh",
                "Vân Sơn (nay, Hồ Chí Minh) mở cửa. | -",
                "Vân Sơn (Hồ Chí Minh nay) mở cửa. | -",
            })
    void anOfficeOrBracketsTellThatAPlaceIsMeant(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hue said nothing. | -",
                "We met Hue Jackson there. | -",
                "We met Huế Jackson there. | Huế",
                "We met Hue there. | Hue",
                "They flew to Vietnam. Hue said nothing. | Hue",
                "They flew to Europe. Hue Festival is over. | Hue",
                "Hue, Da Nang and Hoi An wait. | Hue, Da Nang, Hoi An",
                "Planes to Da Nang leave. Hue has none. | Da Nang, Hue",
                "Hue Jackson spoke of Hoa Binh. | Hoa Binh",
            })
    void aFirstNameAbroadIsAPlaceWhereVietNamIsSpokenOf(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Trở Về Trạng Thái Bình Thường Sau Dịch | -",
                "Kỳ họp ở Thái Bình thường lệ. | Thái Bình",
                "Họ Đã Đấu Tranh Cho Hòa Bình Của Cả Thế Giới | -",
                "Họ Đã Đấu Tranh Ở Hòa Bình Với Cả Thế Giới | Hòa Bình",
                "Họ về Hòa Bình chơi. | Hòa Bình",
                "TRẠNG THÁI BÌNH MINH | -",
                "DU KHÁCH ĐẾN CAO BẰNG ĐÔNG | -",
                "DU KHÁCH Ở CAO BẰNG ĐÔNG | CAO BẰNG",
                "DU KHÁCH ĐẾN LẠNG SƠN ĐÔNG | LẠNG SƠN",
                "Thanh hóa mưa to. | Thanh hóa",
                "Hải dương mênh mông quá. | -",
                "Hà nội dung này mới. | -",
                "Ha noi mua to | -",
                "Ha noi: mua to | Ha noi",
                "Cong nhan di Ha noi mua sam | Ha noi",
            })
    void whatMayBeUsualWordsInALineOfCapitalsOrAtABeginningIsNoPlace(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Xe đi hà giang rất đông. | hà giang",
                "Người bạn cũ từ thái bình gọi điện. | -",
                "Người bạn cũ ở thái bình gọi điện. | thái bình",
                "Người bạn cũ ở hòa bình gọi điện. | -",
                "Ngôi nhà (thái bình) bị sập. | thái bình",
                "Ngôi nhà (thái bình bị sập). | -",
                "Ngày về quảng nam nữ cùng vui. | -",
                "three held in ha giang over fake medicine | ha giang",
                "Three held in ha giang over fake medicine | -",
                "three held over ha noi fake medicine | ha noi",
                "three held for ha giang fake medicine | -",
                "three held near nam dinh over fake medicine | nam dinh",
                "three held for nam dinh fake medicine | -",
            })
    void inSmallLettersItMustBeClearThatNoUsualWordIsMeant(String text, String places) {
        assertThat(Told.places(text)).isEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Lũ ngập Hải Dương. | Hải Dương name",
                "Lũ ngập Hưng Yên, Hải Dương. | 'Hưng Yên where, Hải Dương where'",
                "Lũ ngập Hải Dương, Hưng Yên. | 'Hải Dương where, Hưng Yên where'",
                "Lũ ngập Hải Dương, Hòa Bình. | 'Hải Dương name, Hòa Bình listed'",
            })
    void aNameOfPeopleIsAPlaceForSureBesideASurePlace(String text, String rules) {
        assertThat(Told.placesByRule(text)).isEqualTo(rules);
    }
}
