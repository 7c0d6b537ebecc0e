package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** An editor corrects a wrong tag on the page, in a real browser, with a real processor and broker behind it. */
@Needs({Tool.CHROMIUM, Tool.NPM})
class CorrectionPageTest extends BrowserTest {
    @TempDir
    static Path folder;

    private static RunningOps ops;

    @BeforeAll
    static void start() {
        ops = new RunningOps(folder);
    }

    @AfterAll
    static void stop() {
        ops.close();
    }

    @Override
    List<String> wantedComplaints() {
        return List.of("ERR_BLOCKED_BY_CLIENT", "status of 401", "status of 403", "status of 409", "status of 404");
    }

    /** From the wrong word to a correction that has arrived, and back, without a pointer. */
    @ParameterizedTest
    @CsvSource({"light,en,1400", "dark,vi,1400", "light,vi,390", "dark,en,390"})
    void aWrongTagIsCorrectedByKeyboardAndThatIsTakenBack(String theme, String language, int width) {
        String uri = "urn:page:keyboard:" + theme + language + width;
        open(uri, theme, language, width);
        fits();
        pictured("story", theme, language, width);

        script("document.querySelector('#story mark[data-kind=province]').focus()");
        press(Keys.ENTER);
        await("the menu", () -> all(".menu [role=menuitem]").size() >= 3);
        accessible("the menu");
        fits();
        pictured("menu", theme, language, width);
        press(Keys.ENTER);
        await("the panel", () -> one("#correct").isDisplayed());
        type(ops.anna, Keys.TAB);
        await("what will happen", () -> texts("#correct .diff [data-diff=gone]").size() == 1);
        assertThat(String.join(" ", texts("#correct .sends li"))).contains("by-province", "VN-CT", "VN-34");
        type("Tàu, không phải thành phố");
        accessible("the panel");
        fits();
        pictured("panel", theme, language, width);
        script("document.getElementById('correct-note').focus()");
        tabTo("#correct [type=submit]");
        press(Keys.ENTER);
        await("it has arrived", () -> all("#correct .outcome[data-ok=true]").size() == 1);
        accessible("what came of it");
        script("document.querySelector('#correct .rule summary').click()");
        assertThat(texts("#correct .rule pre"))
                .containsExactly("forbid: VN-CT | text: Tàu Cần Thơ", "wiretag retag --dry-run --gazetteer desk.txt");
        fits();
        pictured("arrived", theme, language, width);
        press(Keys.ESCAPE);

        await("the correction on the story", () -> all("#story .correction").size() == 1);
        assertThat(one("#story .correction").getText()).contains("anna", "Tàu, không phải thành phố");
        assertThat(texts("#story .tag[data-kind=province] code")).containsExactly("VN-34");
        accessible("a corrected story");
        fits();
        script("document.querySelector('#story .corrections').scrollIntoView()");
        pictured("corrected", theme, language, width);

        script("document.querySelector('#story .correction .tool').focus()");
        press(Keys.ENTER);
        await("what will happen", () -> texts("#correct .diff [data-diff=new]").size() == 1);
        type("Thử thôi");
        tabTo("#correct [type=submit]");
        press(Keys.ENTER);
        await("it is taken back", () -> all("#correct .outcome[data-ok=true]").size() == 1);
        press(Keys.ESCAPE);
        await(
                "the tags as before",
                () -> texts("#story .tag[data-kind=province] code").size() == 2);
        assertThat(all("#story .correction")).isEmpty();
    }

    @Test
    void threeClicksAndANoteCorrectATag() {
        open("urn:page:clicks", "light", "en", 1400);
        key(ops.anna);

        click("#story .body mark[data-kind=province]");
        click(".menu [role=menuitem]");
        await("what will happen", () -> !all("#correct .sends").isEmpty());
        type("a ship");
        click("#correct [type=submit]");

        await("it has arrived", () -> all("#correct .outcome[data-ok=true]").size() == 1);
    }

    @Test
    void anotherPlaceIsFoundByItsNameWithoutMarksAndATagIsAdded() {
        open("urn:page:another", "light", "en", 1400);
        script("document.querySelector('#story mark[data-kind=province]').focus()");
        press(Keys.ENTER, Keys.ARROW_DOWN, Keys.ENTER);
        await("the list", () -> all("#pick-list li").size() == 63);
        type("ninh thu");
        await("one fits", () -> all("#pick-list li").size() == 1);
        accessible("the list");
        press(Keys.ENTER);
        assertThat(texts("#correct .said-list li"))
                .containsExactly("“Cần Thơ” does not mean Can Tho (VN-CT)", "“Cần Thơ” means Ninh Thuan (VN-36)");
        press(Keys.ESCAPE);

        click("#story [data-part=add-province]");
        await("the list", () -> all("#pick-list li").size() == 63);
        type("VN-HN", Keys.ENTER);
        assertThat(texts("#correct .said-list li")).containsExactly("tagged Hanoi (VN-HN)", "about Hanoi (VN-HN)");
        click("#correct-about");
        assertThat(texts("#correct .said-list li")).containsExactly("tagged Hanoi (VN-HN)", "not about Hanoi (VN-HN)");
        script("document.getElementById('correct-key').focus()");
        type(ops.anna, Keys.TAB);
        await("what will happen", () -> texts("#correct .diff [data-diff=new]").size() == 1);
        type("the ministry is there");
        press(Keys.TAB, Keys.ESCAPE);
        await("the story again", () -> !one("#correct").isDisplayed());
    }

    @Test
    void aKeyWithoutTheRoleIsToldSoAndAskedForAgain() {
        open("urn:page:role", "light", "en", 1400);
        choosesNoPlace();
        type("wt_wrong", Keys.TAB);
        await("no such key", () -> complaint().equals("This key is not accepted."));
        type(ops.key, Keys.TAB);
        await("no editor", () -> complaint().contains("night-desk"));
        assertThat(one("#correct-key").isDisplayed()).isTrue();
        type(ops.anna, Keys.TAB);
        await("what will happen", () -> !all("#correct .sends").isEmpty());
        assertThat(one("#correct-key").isDisplayed()).isFalse();
        assertThat(script("return JSON.stringify([localStorage, sessionStorage]) + document.cookie")
                        .toString())
                .doesNotContain(ops.anna);
    }

    @Test
    void whileNobodyAnswersNothingIsDoneAndTheNoteIsKept() {
        open("urn:page:offline", "light", "en", 1400);
        key(ops.anna);
        choosesNoPlace();
        await("what will happen", () -> !all("#correct .sends").isEmpty());
        type("a ship");
        block("*/api/corrections*");
        click("#correct [type=submit]");
        await("nobody answers", () -> complaint().contains("Your note is kept"));
        press(Keys.ESCAPE);
        choosesNoPlace();
        await("offline", () -> complaint().startsWith("Offline"));
        assertThat(one("#correct-note").getDomProperty("value")).isEqualTo("a ship");

        block();
        click("#correct .effect button");
        await("what will happen", () -> !all("#correct .sends").isEmpty());
        click("#correct [type=submit]");
        await("it has arrived", () -> all("#correct .outcome[data-ok=true]").size() == 1);
    }

    @Test
    void theSecondOfTwoEditorsSeesWhatTheFirstHasDoneAndGoesOn() {
        String uri = "urn:page:two";
        open(uri, "light", "en", 1400);
        key(ops.anna);
        choosesNoPlace();
        await("what will happen", () -> !all("#correct .sends").isEmpty());
        type("a ship");
        ops.send(ops.request("/api/corrections")
                .header("X-Ops-Key", ops.binh)
                .POST(HttpRequest.BodyPublishers.ofString("{\"uri\":\"" + uri
                        + "\",\"seen\":\""
                        + ops.ask("/api/story?uri=" + uri).at("/seen").asText()
                        + "\",\"note\":\"at sea\",\"changes\":[{\"action\":\"notAbout\","
                        + "\"subject\":\"province\",\"code\":\"VN-34\"}]}")));

        click("#correct [type=submit]");
        await("who was faster", () -> one("#correct .changed").getText().contains("binh was faster: “at sea”"));
        accessible("what the other has done");
        assertThat(one("#correct-note").getDomProperty("value")).isEqualTo("a ship");
        press(Keys.ENTER);
        await("what will happen now", () -> !all("#correct .sends").isEmpty());
        click("#correct [type=submit]");
        await("it has arrived", () -> all("#correct .outcome[data-ok=true]").size() == 1);
        press(Keys.ESCAPE);
        await("both", () -> texts("#story .correction-by strong"), names -> names.equals(List.of("binh", "anna")));
    }

    @Test
    void aKillTakesEveryWordFromThePanel() {
        String uri = "urn:page:killed";
        open(uri, "light", "en", 1400);
        key(ops.anna);
        choosesNoPlace();
        await("what will happen", () -> !all("#correct .sends").isEmpty());
        ops.publish(Article.newBuilder(article(uri))
                .setVersion("2")
                .setPubStatus(PubStatus.canceled)
                .build());

        await("the end of it", () -> one("#correct .complaint").getText().contains("killed"));
        assertThat(one("#correct").getText()).doesNotContain("Cần Thơ", "Khánh Hòa");
    }

    private static void open(String uri, String theme, String language, int width) {
        ops.publish(article(uri));
        ops.story(uri, "publish");
        screen(width, 900, width < 700);
        browser.get(ops.server.address() + "/#story=" + uri);
        choose(theme, language);
        await(
                "the story can be corrected",
                () -> all("#story mark[role=button]").size() > 2);
    }

    private static Article article(String uri) {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion("1")
                .setLanguage("vi")
                .setHeadline("Tàu Cần Thơ cứu sáu ngư dân ngoài khơi Khánh Hòa")
                .setBody("(TTXVN) - Tàu Cần Thơ đưa sáu người vào cảng Cam Ranh, Khánh Hòa.")
                .build();
    }

    private static void choosesNoPlace() {
        await("the story alone", () -> all("#correct[open]").isEmpty());
        // a dialog that closes gives the focus back a moment later
        await(
                "the focus",
                () -> script("const mark = document.querySelector('#story mark[data-kind=province]'); mark?.focus();"
                                + " return mark !== null && document.activeElement === mark")
                        .equals(true));
        press(Keys.ENTER, Keys.ENTER);
        await("the panel", () -> all("#correct-note").size() == 1);
    }

    /** As once in this tab before. */
    private static void key(String key) {
        choosesNoPlace();
        type(key, Keys.TAB);
        await("what will happen", () -> !all("#correct .sends").isEmpty());
        press(Keys.ESCAPE);
        await("the story again", () -> !one("#correct").isDisplayed());
    }

    /** Where the focus is. */
    private static void type(CharSequence... keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    private static void tabTo(String css) {
        for (int i = 0; i < 30; i++) {
            if (Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0])", css))) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError(css + " is not reached by Tab");
    }

    private static String complaint() {
        return one("#correct .complaint").getText();
    }

    private static void fits() {
        assertThat(
                        number(
                                "return Math.max(document.documentElement.scrollWidth - innerWidth,"
                                        + " ...[...document.querySelectorAll('dialog[open], .menu')].map(d => d.scrollWidth - d.clientWidth))"))
                .as("what is wider than the screen")
                .isLessThanOrEqualTo(0);
    }

    private static void pictured(String what, String theme, String language, int width) {
        takePicture("correct-" + what + "-" + theme + "-" + language + "-" + width);
    }
}
