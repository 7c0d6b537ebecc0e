package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** The dashboard by the rules of WCAG 2.2, levels A and AA, as far as axe-core can tell; in a real browser. */
@Needs({Tool.CHROMIUM, Tool.NPM})
@Tag("full")
class AccessibilityTest {
    /** Answers with each objection: rule, element, and what would mend it. */
    private static final String RUN = """
            const done = arguments[0];
            axe.run(document, {
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
              resultTypes: ['violations'],
            }).then(found => done(found.violations.flatMap(rule => rule.nodes.map(node =>
              `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`))),
              fault => done([String(fault)]));""";

    @TempDir
    static Path folder;

    private static String axe;
    private static ChromeDriver browser;

    private StagedOps server;

    @BeforeAll
    static void start() throws Exception {
        axe = Files.readString(installed().resolve("node_modules/axe-core/axe.min.js"));
        browser = Chromium.start();
        browser.manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
    }

    private static Path installed() throws IOException, InterruptedException {
        Files.copy(Path.of("src/test/axe/package.json"), folder.resolve("package.json"));
        File said = folder.resolve("npm.log").toFile();
        int code = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said)
                .start()
                .waitFor();
        assertThat(code).as(Files.readString(said.toPath())).isZero();
        return folder;
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
    }

    @AfterEach
    void close() {
        browser.executeScript("localStorage.clear()");
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        browser.get("about:blank");
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"light,en,1440", "dark,vi,1440", "light,vi,390", "dark,en,390"})
    void nothingOnThePageOrInItsDialogsKeepsAnybodyOut(String theme, String language, int width) throws Exception {
        open(theme, language, width);
        good("the page");

        one("#units [data-value='34']").click();
        one("#map-view [data-value='table']").click();
        all(".figures summary").forEach(WebElement::click);
        all(".reason > summary").forEach(WebElement::click);
        await("the records", () -> all(".reject").size(), rows -> rows == 4);
        one(".reject summary").click();
        good("tables and the bytes of a record");

        browser.executeScript("document.querySelector('.reject [data-part=replay]').click()");
        good("the question before a replay");
        press(Keys.ESCAPE);

        browser.executeScript("document.querySelector('.row:has(mark) .row-open').focus()");
        press(Keys.ENTER);
        await("the story", () -> all("#story .body mark").size(), marks -> marks > 0);
        browser.executeScript("document.querySelector('#story mark').focus()");
        good("a story, and why a word of it was tagged");
        press(Keys.ESCAPE, Keys.ESCAPE);

        server.standsStill("front-page", server.topics().byProvince(), 40, Duration.ofSeconds(412));
        await("the stop", () -> one("#verdict").getText(), text -> text.startsWith("front-page"));
        good("a subscriber that has stopped");

        server.close();
        await("the outage", () -> one("body").getAttribute("data-stale"), "true"::equals);
        good("an outage");
    }

    @Test
    void axeWouldObject() {
        open("light", "en", 1440);
        browser.executeScript("document.getElementById('flow-title').style.setProperty('color', '#aaa');"
                + "document.getElementById('theme').removeAttribute('aria-label');"
                + "document.getElementById('theme').removeAttribute('title')");

        assertThat(objections())
                .anyMatch(objection -> objection.startsWith("color-contrast: #flow-title"))
                .anyMatch(objection -> objection.startsWith("button-name: #theme"));
    }

    /** Who cannot use a pointer gets by Tab to every part, and a story by Enter. */
    @Test
    void everyPartIsReachedByTab() {
        open("light", "en", 1440);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            press(Keys.TAB);
            String at = String.valueOf(
                    browser.executeScript(
                            "const e = document.activeElement; return e.closest('section')?.querySelector('h2')?.id ?? e.id ?? ''"));
            if (parts.isEmpty() || !parts.get(parts.size() - 1).equals(at)) {
                parts.add(at);
            }
        }

        assertThat(parts)
                .containsSubsequence(
                        "window",
                        "language",
                        "theme",
                        "map-title",
                        "stream-title",
                        "agencies-title",
                        "lag-title",
                        "rejected-title");
    }

    private void open(String theme, String language, int width) {
        server = new StagedOps(folder);
        server.reject(
                "unknown-schema", "schema 7 is not in the registry", new byte[] {1}, new byte[] {0, 0, 0, 0, 7, 65});
        server.reject("not-an-article", 3);
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 700));
        browser.get(server.address());
        browser.executeScript(
                "localStorage.setItem('wiretag.theme', arguments[0]); localStorage.setItem('wiretag.language', arguments[1])",
                theme,
                language);
        browser.navigate().refresh();
        await("the map", () -> all(".place").size(), drawn -> drawn == 63);
        await("the stories", () -> all(".row mark").size(), marks -> marks > 3);
        await("the groups", () -> all(".lag-row").size(), rows -> rows > 0);
        await("the rejected", () -> all(".reject-reason").size(), rows -> rows == 2);
    }

    private static void good(String what) {
        // an element that fades in has for a moment no contrast
        await("rest", () -> browser.executeScript("return document.getAnimations().length"), n -> n.equals(0L));
        assertThat(objections()).as(what).isEmpty();
    }

    private static List<?> raw() {
        // past the page's policy, which lets no script in that is not the server's
        browser.executeCdpCommand("Runtime.evaluate", Map.of("expression", "window.axe || (() => {" + axe + "})()"));
        return (List<?>) browser.executeAsyncScript(RUN);
    }

    private static List<String> objections() {
        return raw().stream().map(String::valueOf).toList();
    }

    private static void press(Keys... keys) {
        for (Keys key : keys) {
            new Actions(browser).sendKeys(key).perform();
        }
    }

    private static WebElement one(String css) {
        return browser.findElement(By.cssSelector(css));
    }

    private static List<WebElement> all(String css) {
        return browser.findElements(By.cssSelector(css));
    }
}
