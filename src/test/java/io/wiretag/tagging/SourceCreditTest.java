package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends of paragraphs in the midst of a story, where no sign-off is looked for. */
class SourceCreditTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Giá dầu tăng trở lại (theo Reuters). | Reuters origin",
                "Giá dầu tăng trở lại (Reuters) | Reuters origin",
                "Không ai bị thương trong vụ cháy. (Reuters). | Reuters origin",
                "Ông làm cho một tờ báo ở đó, nay là tờ lớn (Reuters). | Reuters mention",
            })
    void bracketsAtAnEndHoldTheSourceUnlessTheyBelongToASentence(String text, String agencies) {
        assertThat(Told.agencies(Told.inStory(text))).isEqualTo(agencies);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A witness called the Associated Press (AP) | Associated Press mention, AP mention",
                "Phóng viên làm việc cho hãng tin Pháp (AFP). | AFP mention",
                "Giá dầu giảm theo tin của Reuters (AFP) | Reuters mention, AFP origin",
            })
    void bracketsThatExplainTheAgencyBeforeThemAreNoSource(String text, String agencies) {
        assertThat(Told.agencies(Told.inStory(text))).isEqualTo(agencies);
    }

    @Test
    void allAgenciesOfAListAreTheSource() {
        assertThat(Told.agencies(Told.inStory("Giá dầu giảm (Reuters, AFP, AP, Xinhua, Kyodo, Yonhap)")))
                .isEqualTo("Reuters origin, AFP origin, AP origin, Xinhua origin, Kyodo origin, Yonhap origin");
        assertThat(Told.agencies(Told.inStory("Giá dầu giảm (theo Reuters và AFP)")))
                .isEqualTo("Reuters origin, AFP origin");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ông trả lời câu hỏi của Reuters. AFP | Reuters mention, AFP origin",
                "Reuters mở văn phòng mới. Khách rất đông trong sáng nay, có cả AFP (theo AP) | "
                        + "Reuters mention, AFP mention, AP origin",
                "Học sinh so sánh Reuters gửi AFP | Reuters mention, AFP mention",
            })
    void agenciesThatNothingJoinsAreNoList(String text, String agencies) {
        assertThat(Told.agencies(text)).isEqualTo(agencies);
    }

    @Test
    void aNameAloneIsNoLineOfAStory() {
        assertThat(Told.agencies("Reuters")).isEqualTo("Reuters mention");
        assertThat(Told.agencies("Reuters\\n\\nTOKYO — Prices rose again, shops said."))
                .isEqualTo("Reuters origin");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Tàu đã cập cảng, bài của Yonhap 23/8/2009 | Yonhap origin",
                "Tàu đã cập cảng, bài của Yonhap 20:07, 23/8/2009. | Yonhap origin",
                "Tàu đã cập cảng sáng nay, Yonhap 23/8/2009. | Yonhap origin",
                "Tàu đã cập cảng, bài của Yonhap 23/8/2009. | Yonhap mention",
                "Tàu đã cập cảng theo Yonhap 23/8/2009 | Yonhap mention",
                "Tàu đã cập cảng, bài của Yonhap tháng 8/2009 | Yonhap mention",
            })
    void anAgencyWithADateBehindItIsAReferenceUnlessASentenceEndsThere(String text, String agencies) {
        assertThat(Told.agencies(Told.inStory(text))).isEqualTo(agencies);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Tàu đã cập cảng sáng nay, VnExpress 18/9/2006 Yonhap News | VnExpress mention, Yonhap origin",
                "Tàu đã cập cảng sáng nay - Viet Nam News | Viet Nam News origin",
                "Tàu đã cập cảng sáng nay cùng Yonhap News | Yonhap mention",
            })
    void anAgencyBehindADateOrADashClosesATitle(String text, String agencies) {
        assertThat(Told.agencies(Told.inStory(text))).isEqualTo(agencies);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Minh Châu, Reuters | Reuters origin",
                "Trần Nguyễn Thị Minh Châu, Reuters | Reuters origin",
                "Fifty dead in Kabul, Reuters | Reuters mention",
                "Fifty Dead In The Fire Of Kabul, Reuters | Reuters mention",
                "Trump Sues Reuters | Reuters mention",
            })
    void aNameAndACommaBeforeTheAgencyAreABylineAboveTheStory(String line, String agencies) {
        assertThat(Told.agencies(line + "\\n\\n12 người bị thương trong vụ cháy."))
                .isEqualTo(agencies);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REUTERS/Minh Châu | REUTERS credit",
                "The street is flooded. REUTERS/Minh Châu | REUTERS credit",
                "The street is flooded. REUTERS/Nguyễn Thị Minh Châu | REUTERS credit",
                "The picture was sent by REUTERS/Minh Châu | REUTERS mention",
                "The street is flooded. Reuters Connect | Reuters mention",
                "Most people want a new road. Reuters/Ipsos poll of Monday | Reuters mention",
            })
    void aPhotographerBehindTheAgencyMakesItACredit(String text, String agencies) {
        assertThat(Told.agencies(Told.inStory(text))).isEqualTo(agencies);
    }

    @Test
    void anEndMarkBehindTheAgencyIsNoPhotographer() {
        assertThat(Told.agencies(Told.inStory("Cầu thông xe trước Tết. TTXVN ./.")))
                .doesNotContain("credit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The street is flooded (John Smith/Reuters) | Reuters credit",
                "The street is flooded (Nguyễn Thị Minh Châu/Reuters) | Reuters credit",
                "The street is flooded (AFP, tư liệu) | AFP credit",
            })
    void aPhotographerOrAnArchiveInBracketsMakesTheAgencyACredit(String text, String agencies) {
        assertThat(Told.agencies(Told.inStory(text))).isEqualTo(agencies);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Giá dầu giảm trong sáng nay (Nikkei/Reuters)",
                "Giá dầu giảm trong sáng nay (Washington Post, Reuters)",
                "Giá dầu giảm trong sáng nay (theo hãng/Reuters)",
            })
    void whatIsNoNameOfAPersonBeforeASlashIsNoPhotographer(String text) {
        assertThat(Told.agencies(Told.inStory(text))).doesNotContain("credit");
    }

    @Test
    void aWriterWithHisAgencyAtTheVeryEndOfAStorySignsIt() {
        String caption = "A man walks past a mural in the old town on this wet Friday morning (John Smith/Reuters)";

        assertThat(Told.agencies(caption)).isEqualTo("Reuters credit");
        assertThat(Told.agencies("The talks ended on Friday.\\n\\n" + caption)).isEqualTo("Reuters origin");
    }
}
