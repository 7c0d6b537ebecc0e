package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** What the page says in the language of who reads it, in a real browser. */
@Needs(Tool.CHROMIUM)
@Tag("full")
class PageLanguageTest {
    @TempDir
    static Path folder;

    private static ChromeDriver browser;
    private static RunningOps ops;

    @BeforeAll
    static void start() throws IOException {
        browser = Chromium.start();
        ops = new RunningOps(Files.createDirectory(folder.resolve("ops")));
        PageStories.publishTo(ops);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (ops != null) {
            ops.close();
        }
    }

    @BeforeEach
    void open() {
        browser.get(ops.server.address().toString());
        await("the map", () -> all(".place").size(), drawn -> drawn == 63);
    }

    @AfterEach
    void close() {
        browser.executeScript("localStorage.clear()");
        browser.get("about:blank");
    }

    @Test
    void placesAndAgenciesHaveTheNamesThatThePressOfEachLanguageGivesThem() {
        for (String[] names : new String[][] {
            {"Ho Chi Minh City", "Hanoi", "Dak Nong", "Vietnam News Agency"},
            {"TP Hồ Chí Minh", "Hà Nội", "Đắk Nông", "Thông tấn xã Việt Nam"}
        }) {
            await("the agencies", () -> all(".bar-row[data-agency='VNA']").size(), bars -> bars == 1);
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
        new Actions(browser).sendKeys(Keys.ENTER).perform();
        assertThat(one("#filters").getText()).contains("Lam Dong");
        one("#language").click();
        assertThat(one("#filters").getText()).contains("Lâm Đồng");
    }

    @Test
    void theEvidenceOfATagIsToldWithoutAWordOfEnglish() {
        one("#language").click();
        await("the story", () -> all(".row[data-uri='urn:page:hanoi']").size(), found -> found == 1);
        one(".row[data-uri='urn:page:hanoi'] .row-open").sendKeys(Keys.ENTER);
        await("its evidence", () -> all("#story .why-list li").size(), found -> found >= 4);

        assertThat(one("#story .evidence").getText())
                .contains("tiêu đề", "thân bài", "nơi đưa tin", "chú thích ảnh 1", "quy tắc “", "/100", "hãng phát tin")
                .doesNotContain("headline", "body", "located", "captions", "dateline", "photo", "name", "where");
        assertThat(one("#story .facts").getText()).containsPattern("(giây|phút) trước");
    }

    /** One topic of an installation of its own is deleted: by that its processor fails, and a part of it is unseen. */
    @Test
    void whatTheServerComplainsOfIsSaidInTheLanguageOfThePage() throws Exception {
        try (RunningOps broken = new RunningOps(Files.createDirectory(folder.resolve("broken")));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broken.bootstrapServers()))) {
            browser.get(broken.server.address().toString());
            one("#language").click();
            String topic = broken.topics().byAgency().name();
            admin.deleteTopics(List.of(topic)).all().get();
            await(
                    "the complaint",
                    () -> one("#verdict").getText(),
                    text -> text.startsWith("Chưa sẵn sàng: bộ xử lý đã hỏng, phải khởi động lại"));

            JsonNode status = broken.ask("/api/status");
            assertThat(status.at("/ready/complaints/0/part").asText()).isEqualTo("processor");
            assertThat(status.at("/ready/complaints/0/code").asText()).isEqualTo("failed");
            assertThat(status.at("/ready/why").asText()).contains(topic);
            JsonNode unseen = await(
                    "the blind spot", () -> broken.ask("/api/status").at("/unseen/0"), spot -> !spot.isMissingNode());
            assertThat(unseen.get("kind").asText()).isEqualTo("topic");
            assertThat(unseen.at("/names/0").asText()).isEqualTo(topic);
        }
    }

    @Test
    void aComplaintHasItsValuesAndIsItselfWhereThePageDoesNotKnowIt() {
        one("#language").click();
        assertThat(
                        told(
                                "unreadyWords({complaints: [{part: 'processor', code: 'state', values: {state: 'REBALANCING'}}]})"))
                .isEqualTo("bộ xử lý đang ở trạng thái REBALANCING");
        assertThat(
                        told(
                                "unreadyWords({complaints: [{part: 'processor', code: 'registry', values: {since: '2026-11-30T08:00:00Z'}}]})"))
                .matches("bộ xử lý chờ kho lược đồ từ \\d\\d:00:00");
        assertThat(told("unreadyWords({complaints: [{part: 'processor', code: 'of-tomorrow', why: 'has hiccups'}]})"))
                .isEqualTo("processor: has hiccups");
        assertThat(told("unseenWords({kind: 'partition', names: ['articles.tagged', '1']})"))
                .isEqualTo("phân vùng 1 của topic articles.tagged");
        assertThat(told("unseenWords({kind: 'groups', names: ['a', 'b', 'c'], more: 9})"))
                .isEqualTo("các nhóm a, b, c và 9 nhóm nữa");
        assertThat(told("unseenWords({kind: 'other', unseen: 'something'})")).isEqualTo("something");
    }

    @Test
    void aUnitIsOneOutlineWithTheFiguresAndTheRankOfToday() {
        one("#language").click();
        one("#units [data-value='34']").click();
        await("34 units", () -> all(".place").size(), drawn -> drawn == 34);
        for (WebElement place : all(".place")) {
            assertThat(place.findElements(By.cssSelector("path")))
                    .as(place.getAttribute("aria-label"))
                    .hasSize(1);
        }

        new Actions(browser).moveToElement(one(".place[data-place='unit-75']")).perform();
        assertThat(one(".map-readout").getText())
                .contains("Đồng Nai", "không có tin", "thành phố từ 30/4/2026", "Bình Phước");
        browser.executeScript("document.querySelector('.place[data-place=\"unit-68\"]').focus()");
        assertThat(one(".map-readout").getText()).contains("Lâm Đồng", "tỉnh", "Đắk Nông", "1 tin");

        one("#map-view [data-value='table']").click();
        assertThat(all(".map-table tbody tr").stream().map(WebElement::getText))
                .hasSize(34)
                .anyMatch(row -> row.startsWith("Đồng Nai thành phố từ 30/4/2026"))
                .anyMatch(row -> row.startsWith("Lâm Đồng tỉnh") && row.contains("Bình Thuận") && row.endsWith(" 1"));
    }

    @Test
    void thePicturesHaveTablesOfTheirFigures() {
        await("the agencies", () -> all(".agencies .bar-row").size(), found -> found > 2);
        await("the groups", () -> all(".lag-row").size(), found -> found > 0);
        one(".agencies .figures summary").click();
        one(".lag .figures summary").click();

        List<WebElement> stories = all(".agencies .figures td:nth-child(2)");
        assertThat(stories).hasSizeBetween(12, 13);
        assertThat(stories.stream()
                        .mapToInt(cell -> Integer.parseInt(cell.getText()))
                        .sum())
                .as("the same as the bar of that agency")
                .isEqualTo(Integer.parseInt(one(".agencies .bar-row .number").getText()));
        assertThat(one(".lag .figures tbody").getText())
                .contains(ops.topics().published().name());
        one("#language").click();
        assertThat(one(".lag .figures thead").getText()).contains("Trễ lúc này");
    }

    private static String told(String call) {
        return (String) browser.executeAsyncScript(
                "const done = arguments[0]; import('/assets/names.js').then(names => done(names." + call
                        + "), fault => done(String(fault)))");
    }

    private static String label(String place) {
        return one(".place[data-place='" + place + "']").getAttribute("aria-label");
    }

    private static WebElement one(String css) {
        return browser.findElement(By.cssSelector(css));
    }

    private static List<WebElement> all(String css) {
        return browser.findElements(By.cssSelector(css));
    }
}
