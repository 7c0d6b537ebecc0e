package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/** The page of the night desk in a real browser as wide as a phone, on a real server, processor and broker. */
@Needs(Tool.CHROMIUM)
@Tag("full")
class NightDeskPageTest {
    private static final Path PICTURES = Path.of(System.getProperty("wiretag.build.dir", "target"), "dashboard");
    private static final String SECRET = "Tin này không ai được đọc ở Cần Thơ";

    @TempDir
    Path folder;

    @Test
    void whatCameSinceTheDeskLastLookedIsMarkedInWords() throws Exception {
        ChromeDriver browser = Chromium.start();
        try (RunningOps ops = new RunningOps(folder)) {
            browser.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
            browser.get(ops.server.address() + "/desk");
            await(
                    "it says that nothing was killed",
                    () -> text(browser, "#kills .nothing").equals("No kill in this time."));
            await("the button", () -> browser.findElement(By.id("seen")).isEnabled());
            browser.findElement(By.id("seen")).click();

            ops.publish(article("urn:night:1", "1", PubStatus.usable));
            ops.publish(article("urn:night:1", "2", PubStatus.canceled));
            ops.publish(Article.newBuilder()
                    .setUri("urn:night:<b>held</b>")
                    .setHeadline(SECRET)
                    .setEmbargoedUntil(Instant.now().plus(Duration.ofHours(3)))
                    .build());

            await(
                    "the kill is marked as new",
                    () -> texts(browser, "#kills li[data-uri='urn:night:1'] .new")
                            .equals(List.of("new")));
            await(
                    "the embargo counts down",
                    () -> text(browser, "#embargoes .countdown").matches("in 2 h 59 min|in 3 h"));
            assertThat(texts(browser, "#embargoes .log-uri")).containsExactly("urn:night:<b>held</b>");
            assertThat(text(browser, "#since-words")).startsWith("New since ").contains("1 kill", "1 embargo");
            assertThat(browser.getTitle()).startsWith("(2) ");
            assertThat(text(browser, "main")).doesNotContain("Cần Thơ");
            assertThat(((Number) browser.executeScript("return document.documentElement.scrollWidth")).intValue())
                    .isLessThanOrEqualTo(390);

            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve("night-desk.png"), browser.getScreenshotAs(OutputType.BYTES));
            browser.findElement(By.id("seen")).click();
            browser.navigate().refresh();
            await(
                    "after a new load it is seen",
                    () -> texts(browser, "#kills li[data-uri='urn:night:1']").size() == 1);
            assertThat(texts(browser, ".new")).isEmpty();
            assertThat(text(browser, "#since-words")).startsWith("Nothing new since ");
            assertThat(browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                            .filter(entry -> entry.getLevel().getName().equals("SEVERE")))
                    .as("what the browser complains of")
                    .isEmpty();
        } finally {
            browser.quit();
        }
    }

    private static String text(ChromeDriver browser, String selector) {
        return String.join(" ", texts(browser, selector));
    }

    private static List<String> texts(ChromeDriver browser, String selector) {
        return browser.findElements(By.cssSelector(selector)).stream()
                .map((WebElement each) -> each.getDomProperty("textContent"))
                .toList();
    }

    private static Article article(String uri, String version, PubStatus status) {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion(version)
                .setPubStatus(status)
                .setHeadline(SECRET)
                .build();
    }
}
