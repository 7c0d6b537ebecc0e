package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** What the page says in the language of who reads it, in a real browser. */
@Needs(Tool.CHROMIUM)
class PageLanguageTest extends StagedPageTest {
    @BeforeEach
    void open() {
        browser.get(server.address());
        await("the map", () -> all(".place").size(), drawn -> drawn == 63);
    }

    @Test
    void placesAndAgenciesHaveTheNamesThatThePressOfEachLanguageGivesThem() {
        for (String[] names : new String[][] {
            {"Ho Chi Minh City", "Hanoi", "Dak Nong", "Vietnam News Agency"},
            {"TP Hồ Chí Minh", "Hà Nội", "Đắk Nông", "Thông tấn xã Việt Nam"}
        }) {
            assertThat(label("VN-SG")).startsWith(names[0] + ":");
            assertThat(label("VN-HN")).startsWith(names[1] + ":");
            assertThat(label("VN-72")).startsWith(names[2] + ":");
            assertThat(one(".bar-row[data-agency='VNA']").getText()).contains(names[3]);
            one("#language").click();
        }
    }

    /** What was chosen keeps its marks, whichever language it was chosen in. */
    @Test
    void aFilterIsNamedAnewInTheOtherLanguage() {
        browser.executeScript("document.querySelector('.place[data-place=\"VN-35\"]').focus()");
        press(Keys.ENTER);
        assertThat(one("#filters").getText()).contains("Lam Dong");
        one("#language").click();
        assertThat(one("#filters").getText()).contains("Lâm Đồng");
    }

    @Test
    void theEvidenceOfATagIsToldWithoutAWordOfEnglish() {
        one("#language").click();
        server.tell(server.tagged(
                "urn:why",
                "1",
                "publish",
                "Hà Nội mở hội",
                "vi",
                Gazetteer.builtIn().province("VN-HN").orElseThrow(),
                "VNA"));
        pointElsewhere();
        await("the story", () -> all(".row[data-uri='urn:why']").size(), found -> found == 1);
        one(".row[data-uri='urn:why'] .row-open").sendKeys(Keys.ENTER);
        await("its evidence", () -> all("#story .why-list li").size(), found -> found >= 4);

        assertThat(one("#story .evidence").getText())
                .contains("tiêu đề", "thân bài", "nơi đưa tin", "quy tắc “đúng tên”", "97/100", "hãng phát tin")
                .doesNotContain("headline", "body", "located", "dateline", "name");
        assertThat(one("#story .facts").getText()).contains("giây trước");
    }

    @Test
    void whatTheServerComplainsOfIsSaidInTheLanguageOfThePage() {
        Map<String, ?> state = complaint("state", Map.of("state", "REBALANCING"), "the stream is in state REBALANCING");
        assertThat(words("unreadyWords", state)).isEqualTo("the processor is in state REBALANCING");
        one("#language").click();
        assertThat(words("unreadyWords", state)).isEqualTo("bộ xử lý đang ở trạng thái REBALANCING");
        assertThat(words(
                        "unreadyWords",
                        complaint("registry", Map.of("since", "2026-11-30T08:00:00Z"), "waiting for the registry")))
                .matches("bộ xử lý chờ kho lược đồ từ \\d\\d:\\d\\d:\\d\\d");
        assertThat(words("unreadyWords", complaint("new-in-a-later-version", Map.of(), "the stream has hiccups")))
                .isEqualTo("processor: the stream has hiccups");
    }

    @OwnServer
    @Test
    void whatIsNotSeenIsNamedInTheLanguageOfThePage() throws Exception {
        one("#language").click();
        server.delete(server.topics().byUnit());
        await(
                "the words at the top",
                () -> one("#verdict").getText(),
                text -> text.contains("topic " + server.topics().byUnit().name()));
        assertThat(words("unseenWords", Map.of("kind", "partition", "names", List.of("articles.tagged", "1"))))
                .isEqualTo("phân vùng 1 của topic articles.tagged");
        assertThat(words("unseenWords", Map.of("kind", "groups", "names", List.of("a", "b", "c"), "more", 9)))
                .isEqualTo("các nhóm a, b, c và 9 nhóm nữa");
    }

    private static Map<String, ?> complaint(String code, Map<String, ?> values, String why) {
        return Map.of("complaints", List.of(Map.of("part", "processor", "code", code, "values", values, "why", why)));
    }

    /** What the page's own module for names makes of an answer of the server. */
    private static String words(String function, Map<String, ?> answer) {
        return (String) browser.executeAsyncScript(
                "const done = arguments[2]; import('/assets/names.js').then(names => done(names[arguments[0]](arguments[1])))",
                function,
                answer);
    }

    @Test
    void aUnitIsOneOutlineWithTheFiguresAndTheRankOfToday() {
        one("#language").click();
        one("#units [data-value='34']").click();
        await("34 units", () -> all(".place").size(), drawn -> drawn == 34);
        assertThat(browser.executeScript("return [...document.querySelectorAll('.place')]"
                        + ".filter(each => each.querySelectorAll('path').length !== 1).map(each => each.ariaLabel)"))
                .as("places that are not one outline")
                .isEqualTo(List.of());

        new Actions(browser).moveToElement(one(".place[data-place='unit-75']")).perform();
        assertThat(one(".map-readout").getText())
                .contains("Đồng Nai", "không có tin", "thành phố từ 30/4/2026", "Bình Phước");
        browser.executeScript("document.querySelector('.place[data-place=\"unit-68\"]').focus()");
        assertThat(one(".map-readout").getText()).contains("Lâm Đồng", "tỉnh", "Đắk Nông", "5 tin");

        one("#map-view [data-value='table']").click();
        assertThat(all(".map-table tbody tr").stream().map(WebElement::getText))
                .hasSize(34)
                .anyMatch(row -> row.startsWith("Đồng Nai thành phố từ 30/4/2026"))
                .anyMatch(row -> row.startsWith("Lâm Đồng tỉnh") && row.contains("Bình Thuận") && row.endsWith(" 5"));
    }

    @Test
    void thePicturesHaveTablesOfTheirFigures() {
        await("the agencies", () -> all(".agencies .bar-row").size(), found -> found > 3);
        await("the groups", () -> all(".lag-row").size(), found -> found > 0);
        browser.executeScript(
                "document.querySelectorAll('.agencies .figures summary, .lag .figures summary').forEach(e => e.click())");

        List<WebElement> stories = all(".agencies .figures td:nth-child(2)");
        assertThat(stories).hasSizeBetween(12, 13);
        assertThat(stories.stream()
                        .mapToInt(cell -> Integer.parseInt(cell.getText()))
                        .sum())
                .as("the same as the bar of that agency")
                .isEqualTo(Integer.parseInt(one(".agencies .bar-row .number").getText()));
        assertThat(one(".lag .figures tbody").getText())
                .contains("partners " + server.topics().byAgency().name() + " never came 0 s 0 s 0");
        one("#language").click();
        assertThat(one(".lag .figures thead").getText()).contains("Trễ lúc này");
    }

    private static String label(String place) {
        return one(".place[data-place='" + place + "']").getAttribute("aria-label");
    }
}
