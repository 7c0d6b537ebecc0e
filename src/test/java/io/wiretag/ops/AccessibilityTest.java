package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** The dashboard by the rules of WCAG 2.2, levels A and AA, as far as axe-core can tell; in a real browser. */
@Needs({Tool.CHROMIUM, Tool.NPM})
class AccessibilityTest extends StagedPageTest {
    @Override
    StagedOps staged() {
        StagedOps staged = super.staged();
        staged.reject(
                "unknown-schema", "schema 7 is not in the registry", new byte[] {1}, new byte[] {0, 0, 0, 0, 7, 65});
        staged.reject("not-an-article", 3);
        return staged;
    }

    @Override
    List<String> wantedComplaints() {
        return OUTAGE;
    }

    @OwnServer
    @ParameterizedTest
    @CsvSource({"light,en,1440", "dark,vi,1440", "light,vi,390", "dark,en,390"})
    void nothingOnThePageOrInItsDialogsKeepsAnybodyOut(String theme, String language, int width) throws Exception {
        open(theme, language, width);
        accessible("the page");

        one("#units [data-value='34']").click();
        one("#map-view [data-value='table']").click();
        script("document.querySelectorAll('.figures summary, .reason > summary').forEach(each => each.click())");
        await("the records", () -> all(".reject").size(), rows -> rows == 4);
        click(".reject summary");
        accessible("tables and the bytes of a record");

        script("document.querySelector('.reject [data-part=replay]').click()");
        accessible("the question before a replay");
        press(Keys.ESCAPE);

        script("document.querySelector('.row:has(mark) .row-open').focus()");
        press(Keys.ENTER);
        await("the story", () -> all("#story .body mark").size(), marks -> marks > 0);
        script("document.querySelector('#story mark').focus()");
        accessible("a story, and why a word of it was tagged");
        press(Keys.ESCAPE, Keys.ESCAPE);

        server.standsStill("front-page", server.topics().byProvince(), 40, Duration.ofSeconds(412));
        await("the stop", () -> one("#verdict").getText(), text -> text.startsWith("front-page"));
        accessible("a subscriber that has stopped");

        server.close();
        await("the outage", () -> one("body").getAttribute("data-stale"), "true"::equals);
        accessible("an outage");
    }

    @Test
    void axeWouldObject() {
        open("light", "en", 1440);
        script("document.getElementById('flow-title').style.setProperty('color', '#aaa');"
                + "document.getElementById('theme').removeAttribute('aria-label');"
                + "document.getElementById('theme').removeAttribute('title')");

        assertThat(Axe.objections(browser))
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
                    script(
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
        screen(width, 900, width < 700);
        browser.get(server.address());
        choose(theme, language);
        await("the map", () -> all(".place").size(), drawn -> drawn == 63);
        await("the stories", () -> all(".row mark").size(), marks -> marks > 3);
        await("the groups", () -> all(".lag-row").size(), rows -> rows > 0);
        await("the rejected", () -> all(".reject-reason").size(), rows -> rows == 2);
    }
}
