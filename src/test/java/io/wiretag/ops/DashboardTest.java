package io.wiretag.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.schema.BodyRole;
import io.wiretag.schema.BodyTag;
import io.wiretag.schema.Mention;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.Province;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The dashboard in a real browser, on a real server and broker; what is to be seen is written to the topics. */
@Needs(Tool.CHROMIUM)
class DashboardTest extends StagedPageTest {
    @BeforeEach
    void open() {
        browser.get(server.address());
        await("the map is drawn", () -> all(".place").size() == 63);
        await("the stories are listed", () -> all(".row").size() > 20);
        await("the page listens", DashboardTest::listens);
    }

    private static boolean listens() {
        return one("#pulse").getAttribute("data-state").equals("live");
    }

    /** The tests of a lost server and of a wrong key want them. */
    @Override
    List<String> wantedComplaints() {
        return Stream.concat(OUTAGE.stream(), Stream.of("status of 401", "status of 409"))
                .toList();
    }

    @Test
    void everyProvinceOfTheGazetteerIsOnTheMapUnderItsCodeAndIsNamed() {
        Map<String, String> names =
                Gazetteer.builtIn().provinces().stream().collect(Collectors.toMap(Province::code, Province::name));
        assertThat(all(".place").stream().map(place -> place.getAttribute("data-place")))
                .containsExactlyInAnyOrderElementsOf(names.keySet());
        one("#language").click();
        for (WebElement place : all(".place")) {
            String name = names.get(place.getAttribute("data-place"));
            String written = Map.of("Hồ Chí Minh", "TP Hồ Chí Minh", "Thừa Thiên Huế", "Huế")
                    .getOrDefault(name, name);
            assertThat(place.getAttribute("aria-label")).startsWith(written + ":");
        }
        assertThat(all(".inset-names text").stream().map(WebElement::getText))
                .containsExactlyInAnyOrder("Hoàng Sa", "Trường Sa");
        assertThat(one(".foot").getText()).contains("@svg-maps/vietnam", "Stephen Truong", "CC BY 4.0");
    }

    @Test
    void aClickOnAProvinceListsItsStoriesAndNoOthers() {
        one(".place[data-place='VN-44']").click();
        await(
                "only stories of An Giang are listed",
                () -> !all(".row").isEmpty()
                        && all(".row .row-tags").stream()
                                .allMatch(tags -> tags.getText().contains("An Giang")));
        assertThat(one("#filters").getText()).contains("An Giang");

        server.tell(server.tagged("urn:here", "1", "publish", "An Giang plants rice", "en", province("VN-44"), "VNA"));
        server.tell(server.tagged(
                "urn:elsewhere", "1", "publish", "Cao Bằng plants maize", "en", province("VN-04"), "VNA"));
        server.tell(server.tagged("urn:here-too", "1", "publish", "An Giang reaps", "en", province("VN-44"), "VNA"));
        pointElsewhere();
        await("the later story of An Giang has come", () -> headlines().contains("An Giang reaps"));
        assertThat(headlines()).contains("An Giang plants rice").doesNotContain("Cao Bằng plants maize");

        one("#filters button").click();
        await("all stories are back", () -> headlines().contains("Cao Bằng plants maize"));
    }

    @Test
    void theMapIsSteeredByKeyboard() {
        script("document.querySelector('.place[tabindex=\"0\"]').focus()");
        String first = focusedPlace();
        press(Keys.ARROW_DOWN);
        String second = focusedPlace();
        assertThat(second).isNotEqualTo(first);
        assertThat(all(".place[tabindex='0']")).as("places that Tab reaches").hasSize(1);
        press(Keys.END);
        String southernmost = focusedPlace();
        assertThat(southernmost).isEqualTo("VN-59");
        press(Keys.HOME);
        press(Keys.ARROW_UP);
        assertThat(focusedPlace()).as("nothing lies north of the northernmost").isEqualTo("VN-03");

        script("document.querySelector('.place[data-place=\"VN-HN\"]').focus()");
        press(Keys.ENTER);
        await("the stories of Hanoi are listed", () -> one("#filters").getText().contains("Hanoi"));
        assertThat(one(".place[data-place='VN-HN']").getAttribute("aria-pressed"))
                .isEqualTo("true");
    }

    @Test
    void provincesOfOneUnitAreShownTogetherSince2025() {
        one("#units [data-value='34']").click();
        await("34 units are drawn", () -> all(".place").size() == 34);
        WebElement unit = one(".place[data-place='unit-68']");
        assertThat(unit.findElements(By.cssSelector("path")))
                .as("outline of what was Lâm Đồng, Bình Thuận and Đắk Nông")
                .hasSize(1);
        assertThat(unit.getAttribute("aria-label")).startsWith("Lam Dong:");

        one("#map-view [data-value='table']").click();
        assertThat(all(".map-table tbody tr")).hasSize(34);
    }

    @OwnServer
    @Test
    void theTableHasTheNumbersOfTheMap() {
        one("#map-view [data-value='table']").click();
        assertThat(all(".map-table tbody tr")).hasSize(63);
        String first = one(".map-table tbody tr").getText();
        assertThat(first).startsWith("Hanoi").endsWith("10");
        one(".map-table tbody button").click();
        await("its stories are listed", () -> one("#filters").getText().contains("Hanoi"));
    }

    @Test
    void markupInAHeadlineIsText() {
        String headline =
                "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> in Hà Nội";
        TaggedArticle story =
                server.tagged("urn:<b>hostile</b>", "1", "publish", headline, "en", province("VN-HN"), "VNA");
        story.getArticle().put("body", headline);
        story.getArticle().put("by", headline);
        story.getArticle().put("captions", List.of(headline));
        story.getProvinces().forEach(tag -> tag.getMentions().forEach(mention -> mention.put("rule", headline)));
        story.getAgencies().forEach(tag -> tag.getMentions().forEach(mention -> mention.put("rule", headline)));
        pointElsewhere();
        server.tell(story);
        await("the story has come", () -> headlines().contains(headline));
        await("its province is marked", () -> marks("urn:<b>hostile</b>").size() == 1);
        assertThat(one(".row .headline mark").getDomProperty("textContent")).isEqualTo("Hà Nội");

        await(
                "the rows have come to rest",
                () -> script("return document.getAnimations().length").equals(0L));
        one(".row .row-open").click();
        await("the story is open", () -> all("#story .body").size() == 1);
        assertThat(one("#story .body").getText()).isEqualTo(headline);
        new Actions(browser).moveToElement(one("#story h2 mark")).perform();
        await("the reason is shown", () -> one("#why").getText().contains("<img src=x"));
        assertThat(browser.getTitle()).startsWith("Wiretag");
        assertThat(all("main img, main script, dialog img, dialog script, #why img"))
                .isEmpty();
    }

    @Test
    void aStoryShowsWhyEachWordWasTagged() {
        server.tell(server.tagged("urn:why", "1", "publish", "Hà Nội builds", "en", province("VN-HN"), "VNA"));
        pointElsewhere();
        await("the story has come", () -> headlines().contains("Hà Nội builds"));
        await("its province is marked", () -> marks("urn:why").size() == 1);
        one(".row .row-open").sendKeys(Keys.ENTER);
        await("the story is open", () -> all("#story .body mark").size() >= 2);
        assertThat(all("#story mark").stream().map(WebElement::getText)).contains("Hà Nội", "HÀ NỘI", "VNA");

        script("document.querySelector('#story h2 mark').focus()");
        await("the reason is shown on focus", () -> one("#why").isDisplayed());
        assertThat(one("#why").getText()).contains("Hanoi · VN-HN", "rule “name”", "entry “Hà Nội”", "97", "2026.11");
        press(Keys.ESCAPE);
        await("the first Escape puts the reason away", () -> !one("#why").isDisplayed());
        assertThat(one("#story").isDisplayed()).isTrue();
        press(Keys.ESCAPE);
        await("the second closes the story", () -> !one("#story").isDisplayed());
    }

    @Test
    void aStoryShowsItsPublicBodiesCommunesAndTheDayItWentBy() {
        String headline = "Bộ Công an: Hà Nội";
        TaggedArticle story = server.tagged("urn:bodies", "1", "publish", headline, "vi", province("VN-HN"), "VNA");
        story.getProvinces().get(0).put("byArrival", true);
        story.getProvinces().get(0).getMentions().get(0).put("place", "00004");
        Mention said = Mention.newBuilder()
                .setField("headline")
                .setStart(0)
                .setEnd("Bộ Công an".length())
                .setText("Bộ Công an")
                .setRule("speaks")
                .setEntry("Bộ Công an")
                .setConfidence(98)
                .build();
        story.put(
                "bodies",
                List.of(BodyTag.newBuilder()
                        .setCode("MPS")
                        .setName("Bộ Công an")
                        .setNameEn("Ministry of Public Security")
                        .setRole(BodyRole.speaker)
                        .setAbout(true)
                        .setConfidence(98)
                        .setMentions(List.of(said))
                        .build()));
        pointElsewhere();
        server.tell(story);
        await("the story has come", () -> headlines().contains(headline));
        await("both names are marked", () -> marks("urn:bodies").equals(List.of("Bộ Công an", "Hà Nội")));
        one(".row .row-open").sendKeys(Keys.ENTER);
        await("the story is open", () -> all("#story h2 mark[data-kind='body']").size() == 1);
        assertThat(one("#story h2 mark[data-kind='body']").getText()).isEqualTo("Bộ Công an");
        assertThat(one("#story .tag[data-kind='body']").getText())
                .contains("Ministry of Public Security", "MPS", "speaks", "in the headline", "98");
        assertThat(one("#story .tag[data-kind='province']").getText()).contains("by the day it came", "commune 00004");
    }

    @Test
    void aKillTakesTheTextFromEveryRowOfItsArticle() {
        server.tell(
                server.tagged("urn:bad", "1", "publish", "Hà Nội: something untrue", "en", province("VN-HN"), "VNA"));
        pointElsewhere();
        await("the story has come", () -> headlines().contains("Hà Nội: something untrue"));
        server.tell(server.tagged("urn:bad", "2", "kill", "", "en", province("VN-HN"), "VNA"));
        await(
                "the kill has come",
                () -> all(".row[data-operation='kill'][data-uri='urn:bad']").size() == 1);
        assertThat(one("body").getText()).doesNotContain("something untrue");
        assertThat(one(".row[data-operation='kill'] .operation").getDomProperty("textContent"))
                .isEqualTo("KILL");
        assertThat(one(".row[data-operation='publish'][data-uri='urn:bad']").getAttribute("data-gone"))
                .isEqualTo("kill");
    }

    @Test
    void aCorrectionIsMarkedAndTheEarlierVersionStruckOut() {
        server.tell(server.tagged("urn:c", "1", "publish", "Twelve boats in Hà Nội", "en", province("VN-HN"), "VNA"));
        server.tell(server.tagged("urn:c", "2", "correct", "Two boats in Hà Nội", "en", province("VN-HN"), "VNA"));
        pointElsewhere();
        await(
                "the correction has come",
                () -> all(".row[data-operation='correct'][data-uri='urn:c']").size() == 1);
        await(
                "its province is marked",
                () -> all(".row[data-operation='correct'][data-uri='urn:c'] mark")
                                .size()
                        == 1);
        assertThat(one(".row[data-operation='correct'][data-uri='urn:c'] .operation")
                        .getDomProperty("textContent"))
                .isEqualTo("Correction");
        assertThat(one(".row[data-operation='publish'][data-uri='urn:c']").getAttribute("data-replaced"))
                .isEqualTo("true");
    }

    /** As servers list stories that keep the evidence for the whole story. */
    @Test
    void aRowThatCameWithoutItsMarksFetchesThem() {
        TaggedArticle story = server.tagged("urn:m", "1", "publish", "Hà Nội builds", "en", province("VN-HN"), "VNA");
        TaggedArticle untitled = server.tagged("urn:u", "1", "publish", "", "vi", province("VN-44"), "VNS");
        pointElsewhere();
        server.tell(story);
        server.tell(untitled);
        await("the headline is marked", () -> marks("urn:m").equals(List.of("Hà Nội")));
        await(
                "the text stands for a headline that is missing",
                () -> marks("urn:u").equals(List.of("AN GIANG", "VNS", "An Giang")));
    }

    @OwnServer
    @Test
    void aHundredStoriesASecondMoveNoLayoutAndLeaveTheDocumentSmall() {
        pointElsewhere();
        script(
                "window.shifts = []; new PerformanceObserver(list => list.getEntries().forEach(e => shifts.push(e.value))).observe({type: 'layout-shift'});");
        ScheduledFuture<?> flow = server.flow(100);
        await("five hundred stories have gone by", () -> newest() >= 500);
        flow.cancel(false);
        assertThat(all(".row")).hasSizeLessThanOrEqualTo(60);
        assertThat(nodes()).isLessThan(2_500);
        assertThat(((Number) script("return shifts.reduce((sum, shift) => sum + shift, 0)")).doubleValue())
                .as("sum of layout shifts")
                .isLessThan(0.1);
    }

    @Test
    void theStoriesStandStillWhileOneReadsOrHasPausedThem() {
        pointElsewhere();
        one("#pause").click();
        server.tell(server.tagged("urn:p", "1", "publish", "While paused", "en", province("VN-HN"), "VNA"));
        await("one waits", () -> one("#stream-state").getText().contains("paused, 1 waiting"));
        assertThat(headlines()).doesNotContain("While paused");
        one("#pause").click();
        await("it comes", () -> headlines().contains("While paused"));

        new Actions(browser).moveToElement(one("#stream-scroller")).perform();
        server.tell(server.tagged("urn:r", "1", "publish", "While read", "en", province("VN-HN"), "VNA"));
        await("one waits", () -> one("#stream-state").getText().contains("held while you read, 1 waiting"));
        pointElsewhere();
        await("it comes", () -> headlines().contains("While read"));
    }

    @Test
    void arrowKeysGoThroughTheStories() {
        script("document.querySelector('.row-open[tabindex=\"0\"]').focus()");
        String first = script("return document.activeElement.closest('.row').dataset.uri")
                .toString();
        press(Keys.ARROW_DOWN);
        assertThat(script("return document.activeElement.closest('.row').dataset.uri"))
                .isNotEqualTo(first);
        assertThat(all(".row-open[tabindex='0']")).as("rows that Tab reaches").hasSize(1);
    }

    @Test
    void theLanguageIsSwitchedAndRemembered() {
        assertThat(one("#flow-title").getText()).isEqualTo("The flow");
        one("#language").click();
        assertThat(one("#flow-title").getText()).isEqualTo("Dòng tin");
        assertThat(script("return document.documentElement.lang")).isEqualTo("vi");
        assertThat(one(".branch .badge").getText()).isIn("theo kịp", "đã đọc hết", "chưa rõ", "chưa từng đến");
        browser.navigate().refresh();
        await(
                "the page speaks Vietnamese again",
                () -> one("#flow-title").getText().equals("Dòng tin"));
    }

    @Test
    void bothLanguagesHaveTheSameWords() {
        Object missing = browser.executeAsyncScript("""
                const done = arguments[0];
                Promise.all([import('/assets/words-en.js'), import('/assets/words-vi.js')]).then(([en, vi]) => {
                  const a = Object.keys(en.default), b = Object.keys(vi.default);
                  done([...a.filter(k => !b.includes(k)), ...b.filter(k => !a.includes(k)),
                    ...a.filter(k => typeof en.default[k] !== typeof vi.default[k])]);
                });""");
        assertThat(missing).isEqualTo(List.of());
    }

    @Test
    void theThemeIsSwitchedAndRemembered() {
        one("#theme").click();
        String dark =
                script("return getComputedStyle(document.body).backgroundColor").toString();
        one("#theme").click();
        String light =
                script("return getComputedStyle(document.body).backgroundColor").toString();
        assertThat(light).isNotEqualTo(dark);
        browser.navigate().refresh();
        await("the page is drawn", () -> all(".place").size() == 63);
        assertThat(script("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(light);
    }

    @OwnServer
    @Test
    void everyReaderThatStandsStillIsSaidAtTheTopWhateverItReads() throws Exception {
        assertThat(one("#verdict").getText()).doesNotContain("front-page");
        server.standsStill("front-page", server.topics().byProvince(), 1240, Duration.ofSeconds(412));
        await("the stop is said", () -> one("#verdict").getText().startsWith("front-page on by-province: stopped"));
        assertThat(one("#verdict").getAttribute("data-level")).isEqualTo("bad");
        assertThat(one("#flow").getText())
                .containsPattern("\\d min( \\d+ s)? behind")
                .contains("1,240 records");

        server.standsStill("desk", server.topics().rejected(), 7, Duration.ZERO);
        await(
                "a topic that ends the flow counts",
                () -> one("#verdict")
                        .getText()
                        .contains("desk on " + server.topics().rejected().name() + ": stopped"));
        assertThat(one(".elsewhere-branch").getText()).contains("desk", "7 records");
    }

    @OwnServer
    @Test
    void whatIsNotSeenIsSaidInPlaceOfAllIsWell() throws Exception {
        server.delete(server.topics().byAgency());
        String name = server.topics().byAgency().name();
        await("it is said", () -> one("#verdict").getText().contains("not seen: topic " + name));
        assertThat(one("#verdict").getAttribute("data-level")).isIn("warn", "bad");
        server.createTopics();
        await("all is seen again", () -> !one("#verdict").getText().contains("not seen"));
    }

    @Test
    void aStoryThatCouldNotBeFetchedIsFetchedLater() {
        pointElsewhere();
        server.tell(server.tagged("urn:late", "7", "publish", "Hà Nội waits", "en", province("VN-HN"), "VNA"));
        await("its province is marked", () -> marks("urn:late").size() == 1);
        block("*/api/story?*");
        one(".row[data-uri='urn:late'] .row-open").sendKeys(Keys.ENTER);
        await("it cannot be fetched", () -> one("#story").getText().contains("Could not be fetched. Trying again."));
        assertThat(one("#story").getText()).contains("Hà Nội waits", "version 7");

        block();
        await("it is fetched", () -> all("#story .body").size() == 1);
        press(Keys.ESCAPE);

        block("*/api/story?*");
        one(".row[data-uri='urn:late'] .row-open").sendKeys(Keys.ENTER);
        await("it cannot be fetched", () -> one("#story").getText().contains("Could not be fetched. Trying again."));
        server.hangUp();
        block();
        await(
                "it is fetched when the page is live again",
                () -> all("#story .body").size() == 1);
    }

    /** Of the same length, so that the marks stand where they stood. */
    @Test
    void whatWouldTurnTheDirectionOrCannotBeSeenIsShownAsSuch() {
        String headline = "\u202Egnp.exe \u2067x\u2069\u200F\u061C Hà Nội\u001B[31m\u0085\r!";
        String shown = "\uFFFDgnp.exe \uFFFDx\uFFFD\uFFFD\uFFFD Hà Nội\uFFFD[31m\uFFFD\uFFFD!";
        TaggedArticle story = server.tagged("urn:turned", "1", "publish", headline, "en", province("VN-HN"), "VNA");
        story.getArticle().put("body", headline + "\n\tsecond line");
        story.getArticle().put("by", headline);
        story.getArticle().put("captions", List.of(headline));
        pointElsewhere();
        server.tell(story);
        await("the story has come", () -> headlines().contains(shown));
        await("its province is marked", () -> marks("urn:turned").equals(List.of("Hà Nội")));
        one(".row[data-uri='urn:turned'] .row-open").sendKeys(Keys.ENTER);
        await("the story is open", () -> all("#story .body").size() == 1);
        assertThat(one("#story h2").getDomProperty("textContent")).isEqualTo(shown);
        assertThat(one("#story .body").getDomProperty("textContent")).isEqualTo(shown + "\n\tsecond line");
        assertThat(one("#story .captions p").getDomProperty("textContent")).isEqualTo(shown);
        assertThat(script("return document.body.textContent").toString())
                .doesNotContainPattern("[\\u202A-\\u202E\\u2066-\\u2069\\u200E\\u200F\\u061C\\u001B\\u0085]");
        for (String text : List.of("h2", ".body", ".captions p")) {
            assertThat(one("#story " + text).getAttribute("dir")).as(text).isEqualTo("auto");
        }
    }

    @Test
    void tagsThatDoNotFitAreCounted() {
        TaggedArticle story =
                server.tagged("urn:many", "1", "publish", "From north to south", "en", province("VN-HN"), "VNA");
        List<ProvinceTag> many = Gazetteer.builtIn().provinces().stream()
                .limit(9)
                .map(province -> server.tagged("urn:none", "1", "publish", "", "en", province, "VNA")
                        .getProvinces()
                        .get(0))
                .toList();
        story.put("provinces", many);
        pointElsewhere();
        server.tell(story);
        await("the story has come", () -> headlines().contains("From north to south"));
        for (int width : new int[] {360, 1440}) {
            atWidth(
                    width,
                    () -> await(
                            "all tags are shown or counted, at " + width,
                            () -> script("""
                            const tags = document.querySelector('.row[data-uri="urn:many"] .row-tags');
                            const chips = [...tags.children].filter(chip => chip.offsetWidth > 0);
                            const right = tags.getBoundingClientRect().right;
                            const provinces = chips.filter(chip => chip.matches('.province')).length;
                            const more = Number(chips.at(-1).textContent.replace('+', ''));
                            return provinces > 0 && provinces + more === 9
                              && chips.every(chip => chip.getBoundingClientRect().right <= right)""").equals(true)));
        }
    }

    @OwnServer
    @Test
    void theHeaderLeavesAPhoneItsScreenInAnOutage() {
        one("#language").click();
        server.close();
        await("the loss is said", () -> one("#verdict").getText().contains("không phản hồi"));
        atWidth(360, () -> {
            assertThat(((Number) script("return document.querySelector('.bar').offsetHeight")).intValue())
                    .as("height of the header on a screen of 800")
                    .isLessThan(800 / 8);
            assertThat(script("""
                            return new Set([...document.querySelectorAll('.bar-end button, .bar-end select')]
                              .map(each => Math.round(each.getBoundingClientRect().top / 8))).size""")).as("lines of buttons").isEqualTo(1L);
        });
    }

    @Test
    void whoWasDeclaredAndNeverCameIsSaidSoAndNotShownAsZero() {
        WebElement partners = all("#flow .reader").stream()
                .filter(reader -> reader.getText().contains("partners"))
                .findFirst()
                .orElseThrow();
        assertThat(partners.getText()).contains("never came", "declared").doesNotContain("0 s", "0 records");
        assertThat(one("#verdict").getText())
                .contains("The processor: not there", "partners on by-agency: never came")
                .doesNotContain("well");
    }

    @Test
    void aLostServerIsSaidAndComesBack() {
        server.hangUp();
        await("the loss is said or already mended", DashboardTest::listens);
        server.tell(server.tagged("urn:back", "1", "publish", "Back again", "en", province("VN-HN"), "VNA"));
        pointElsewhere();
        await("stories come again", () -> headlines().contains("Back again"));
    }

    @OwnServer
    @Test
    void aServerThatIsGoneIsSaidAtTheTopAndWhatIsShownLooksOld() {
        server.close();
        await("the loss is said", () -> one("#verdict").getText().contains("does not answer"));
        assertThat(one("#pulse").getText()).startsWith("no news since");
        assertThat(one("body").getAttribute("data-stale")).isEqualTo("true");
        assertThat(all(".row")).as("stories that were shown").isNotEmpty();
    }

    @OwnServer
    @Test
    void rejectedRecordsAreShownByReasonAndOpenIntoTheNewest() {
        server.reject("not-framed", 500);
        server.reject(
                "key-mismatch",
                "key is not the uri '<script>alert(1)</script>'",
                new byte[] {(byte) 0xff},
                new byte[3]);
        await("both reasons are told", () -> all(".reason").size() == 2);
        await("all are counted", () -> one(".reason").getText().contains("500 not replayed"));
        assertThat(one(".reason").getText()).contains("not in the wire format");
        assertThat(all(".reject"))
                .as("nothing is listed before it is asked for")
                .isEmpty();

        one(".reason summary").click();
        await("the newest are listed", () -> all(".reject").size() == 50);
        assertThat(one(".reason-records").getText()).contains("the newest 50 of 500", "record 499");
        assertThat(((Number) script("return document.querySelector('.reason-records').offsetHeight")).intValue())
                .as("height of what is scrolled inside")
                .isLessThan(500);
        one(".reason[data-reason='key-mismatch'] > summary").click();
        await(
                "markup in a message is text",
                () -> one(".reason[data-reason='key-mismatch'] .reject-message")
                        .getText()
                        .contains("<script>alert(1)</script>"));
    }

    /** More than anybody knows: the server has no room for the names of all. */
    @OwnServer
    @Test
    void recordsOfReasonsWithoutRoomOpenLikeTheOthers() {
        for (int i = 0; i < 45; i++) {
            server.reject("invented-" + i, 1);
        }
        await(
                "the others are one heap",
                () -> texts(".reason > summary").stream()
                        .anyMatch(text -> text.startsWith("other reasons") && text.contains("5 not replayed")));
        assertThat(texts(".reject-reason"))
                .hasSize(41)
                .endsWith("other reasons")
                .doesNotContain("no reason given");

        script("document.querySelector('.reason[data-reason=\"\"] > summary').click()");
        await(
                "they open",
                () -> texts(".reason[data-reason=''] .reject-message"),
                records -> records.size() == 5 && records.get(0).equals("invented-44: record 0"));
    }

    @OwnServer
    @Test
    void aReasonThatIsGoneWhileItIsOpenLeavesNothingOld() throws Exception {
        server.reject("not-framed", 3);
        await("it is told", () -> all(".reason").size() == 1);
        one(".reason summary").click();
        await("it is open", () -> all(".reject").size() == 3);

        server.forgetRejected();
        server.restart();
        await("it is gone", () -> one("#rejected").getText().contains("Nothing was rejected."));
        block("*/api/*");
        later(Duration.ofSeconds(30));
        await("what is asked for is old", () -> !all(".panel[data-old='true']").isEmpty());
        block();
        await(
                "all that is asked for is new again",
                () -> all(".panel[data-old='true']").isEmpty());
    }

    @OwnServer
    @Test
    void whyAReplayIsRefusedIsSaidInTheLanguageOfThePage() {
        Article elsewhere = Article.newBuilder()
                .setUri("urn:its-own")
                .setVersion("1")
                .setHeadline("Hà Nội")
                .build();
        server.reject("key-mismatch", "another key", "urn:another".getBytes(UTF_8), server.encoded(elsewhere));
        one("#language").click();
        await("it is told", () -> all(".reason").size() == 1);
        one(".reason summary").click();
        await("it is listed", () -> all(".reject").size() == 1);
        one(".reject summary").click();
        click(".reject [data-part='replay']");
        one("#ops-key").sendKeys(server.key(), Keys.ENTER);
        await(
                "why not",
                () -> one("#ask .complaint").getText(),
                text -> text.startsWith("Khóa khác uri của bài, urn:its-own, gửi lại sẽ lại bị từ chối."));
        assertThat(one(".reject .outcome").getDomProperty("textContent")).startsWith("Khóa khác uri của bài");
    }

    @OwnServer
    @Test
    void aReplayAsksFirstAndNeedsTheKeyWhichIsKeptNowhere() {
        Article mended = Article.newBuilder()
                .setUri("urn:mended")
                .setVersion("1")
                .setHeadline("Hà Nội!")
                .build();
        server.reject("tagging-failed", "a fault that is mended", "urn:mended".getBytes(UTF_8), server.encoded(mended));
        await("it is told", () -> all(".reason").size() == 1);
        one(".reason summary").click();
        await("it is listed", () -> all(".reject").size() == 1);
        one(".reject summary").click();
        await("its bytes are shown", () -> one(".reject .dump").getText().contains("Hà Nội"));
        one(".reject [data-part='replay']").click();
        assertThat(one("#ask").isDisplayed()).isTrue();
        one("#ask button[type='button']").click();

        one(".reject [data-part='replay']").click();
        one("#ops-key").sendKeys("a wrong key", Keys.ENTER);
        await("the wrong key is refused", () -> one("#ask .complaint").getText().contains("not accepted"));
        assertThat(one(".reason").getText()).as("replayed without the key").contains("1 not replayed");
        one("#ops-key").clear();
        one("#ops-key").sendKeys(server.key(), Keys.ENTER);
        await(
                "that it is replayed is said",
                () -> one(".reject .outcome").getText().equals("Replayed."));
        await("and counted", () -> one(".reason").getText().contains("none waits"));
        assertThat(script(
                                "return JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, document.documentElement.outerHTML])")
                        .toString())
                .doesNotContain(server.key());
    }

    @Test
    void nothingIsWiderThanAPhone() {
        for (int width : new int[] {360, 768, 1024, 1240, 1380, 1440, 1920}) {
            atWidth(width, () -> {
                assertThat(((Number) script("return document.documentElement.scrollWidth")).intValue())
                        .as("width of the page on a screen of %s; wider are %s", width, script("""
                                return [...document.querySelectorAll('body *:not(svg *)')]
                                  .filter(e => e.getBoundingClientRect().right > innerWidth)
                                  .map(e => e.className + ': ' + e.textContent)"""))
                        .isLessThanOrEqualTo(width);
                assertThat(script("""
                                return [...document.querySelectorAll('.pipe-facts, .pipe-more')].filter(e => {
                                  const box = e.parentElement.getBoundingClientRect();
                                  return [...e.children].some(c => c.getBoundingClientRect().right > box.right + 1);
                                }).map(e => e.textContent)"""))
                        .as("words that run out of their edge at " + width)
                        .isEqualTo(List.of());
            });
        }
    }

    private static Province province(String code) {
        return Gazetteer.builtIn().province(code).orElseThrow();
    }

    private static String focusedPlace() {
        return script("return document.activeElement.dataset.place").toString();
    }

    private static List<String> headlines() {
        return texts(".row .headline-text");
    }

    private static List<String> marks(String uri) {
        return texts(".row[data-uri='" + uri + "'] mark");
    }

    /** Number of the newest story of the flow that is shown. */
    private static int newest() {
        return ((Number)
                        script(
                                "return Math.max(-1, ...[...document.querySelectorAll('.row')].map(e => Number(e.dataset.uri.match(/^urn:flow:(\\d+)$/)?.[1] ?? -1)))"))
                .intValue();
    }
}
