package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgencyRulesTest {
    private static final String FOUR_PARAGRAPHS =
            "Rain fell in the north.\\n\\nWind blew hard.\\n\\nThe sun came out.\\n\\nSnow fell at night.\\n\\n";
    private static final String THREE_PARAGRAPHS =
            FOUR_PARAGRAPHS.substring(0, FOUR_PARAGRAPHS.indexOf("Snow fell at night."));

    @Test
    void anAgencyInASitesNavigationHasNoPartInTheStory() {
        String menu = "An Giang | Bắc Giang | Bắc Kạn | Bạc Liêu | Bắc Ninh | Bến Tre | Bình Định | Cà Mau | Cần Thơ"
                + " | Cao Bằng | Reuters | Hà Nội\\nTin trong nước";

        assertThat(Told.agencies(menu)).isEqualTo("Reuters none");
        assertThat(Told.explanation(menu).rejected()).extracting(r -> r.rule()).containsOnly("navigation");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mayor Michael Bloomberg opened the park. Bloomberg paid for it. | Bloomberg none",
                "Michael Bloomberg sold his share. Bloomberg reported the price. | Bloomberg mention",
            })
    void whereAManHasTheAgencysNameOnlyAWordOfQuotingMeansTheAgency(String text, String agencies) {
        assertThat(Told.agencies(text)).isEqualTo(agencies);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VGP - The Prime Minister met investors. | 99",
                "Reuters - Giá dầu tăng ngày thứ ba liên tiếp. | 90",
            })
    void aDatelineOfTheUsualFormIsSurerThanAnAgencyBeforeADash(String text, int confidence) {
        assertThat(Told.explanation(text).tags().agencies())
                .singleElement()
                .satisfies(tag -> assertThat(tag.mentions().get(0).rule()).isEqualTo("dateline"))
                .satisfies(tag -> assertThat(tag.confidence()).isEqualTo(confidence));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cầu thông xe trước Tết.\\n\\nTheo TTXVN | sign-off | 97",
                "Cầu thông xe trước Tết (theo TTXVN) | closing line | 85",
            })
    void aSignOffOfTheUsualFormIsSurerThanAnotherClosingLine(String text, String rule, int confidence) {
        assertThat(Told.explanation(text).tags().agencies())
                .singleElement()
                .satisfies(tag -> assertThat(tag.mentions().get(0).rule()).isEqualTo(rule))
                .satisfies(tag -> assertThat(tag.confidence()).isEqualTo(confidence));
    }

    @Test
    void aHyphenBehindAnAgencyOpensNoStory() {
        assertThat(Told.agencies("Reuters-Ipsos poll finds that most people want rain."))
                .isEqualTo("Reuters mention");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Reuters - Oil prices rose again.", "MOSCOW, February 2. /Reuters/. Oil prices rose again."})
    void whoOpensAParagraphIsTheOriginInTheFirstFourOfThemAlone(String paragraph) {
        assertThat(Told.agencies(THREE_PARAGRAPHS + paragraph)).isEqualTo("Reuters origin");
        assertThat(Told.agencies(FOUR_PARAGRAPHS + paragraph)).isEqualTo("Reuters mention");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Budget passed\\n\\nMOSCOW, February 2. /TASS/. The house passed the budget. | TASS origin",
                "The house on the bank of the river passed the budget, said the agency /TASS/ on Monday. | TASS mention",
            })
    void aSourceBetweenSlashesStandsNearTheBeginningOfItsParagraph(String text, String agencies) {
        assertThat(Told.agencies(text)).isEqualTo(agencies);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ông đọc báo Nhân dân mỗi sáng. | báo Nhân dân mention",
                "Ông đọc báo nhân dân mỗi sáng. | báo nhân dân none",
            })
    void oneCapitalIsEnoughForAName(String text, String agencies) {
        assertThat(Told.agencies(text)).isEqualTo(agencies);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Andhra Pradesh (AP) reported rain. | AP none",
                "In Delhi, Andhra Pradesh (AP) reported rain. | AP none",
                "Anna Pham, AP correspondent, saw the smoke. | AP mention",
                "The Associated Press (AP) said the road was closed. | Associated Press mention, AP mention",
            })
    void bracketsExplainTheInitialsOfTheWordsBeforeThem(String text, String agencies) {
        assertThat(Told.agencies(text)).isEqualTo(agencies);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Senator Carl Tass will not run again. | Tass none",
                "Senator John Fitzgerald Carl Tass will not run again. | Tass none",
                "Mayor And Senator Tass Will Not Run Again | Tass mention",
            })
    void upToThreeNamesMayStandBetweenATitleAndASurname(String text, String agencies) {
        assertThat(Told.agencies(text)).isEqualTo(agencies);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Theo AP, giá dầu giảm. | AP mention",
                "AP in Bangkok said the road was closed. | AP mention",
                "Lớp AP của trường có năm người, theo hiệu trưởng. | AP none",
            })
    void aShortFormIsAMentionWithAWordOfQuotingNearby(String text, String agencies) {
        assertThat(Told.agencies(text)).isEqualTo(agencies);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hình ảnh được mua của Reuters, AP và AFP từ năm ngoái. | Reuters mention, AP mention, AFP mention",
                "AP và AFP mở văn phòng mới. | AP mention, AFP mention",
                "The Associated Press (AP) opened an office. | Associated Press mention, AP mention",
                "Giá bản tin của AP, dpa khác nhau. | AP none, dpa none",
                "Reuters mở văn phòng mới. Lớp AP bắt đầu vào tháng 9. | Reuters mention, AP none",
                "Học sinh đọc Reuters (AP là tên lớp). | Reuters mention, AP none",
            })
    void aShortFormIsAMentionRightBesideAnUnmistakableAgency(String text, String agencies) {
        assertThat(Told.agencies(text)).isEqualTo(agencies);
    }
}
