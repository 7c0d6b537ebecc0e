package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.Province;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** Searching, going back, and links on the dashboard, in a real browser with five thousand stories in the real index. */
@Needs(Tool.CHROMIUM)
class StorySearchPageTest extends StagedPageTest {
    private static final int EARLIER = 5_000;

    @Override
    StagedOps staged() {
        return new StagedOps(folder, EARLIER);
    }

    @BeforeEach
    void open() {
        open("");
    }

    private void open(String link) {
        browser.get("about:blank");
        browser.get(server.address() + link);
        await("the stories are listed", () -> all(".row").size() == 60);
        await("the page listens", () -> one("#pulse").getAttribute("data-state").equals("live"));
    }

    /** The test of a link that leads nowhere wants it. */
    @Override
    List<String> wantedComplaints() {
        return List.of("status of 404");
    }

    @Test
    void wordsFindAStoryThatTheListDoesNotShow() {
        pointElsewhere();
        new Actions(browser).sendKeys("/").perform();
        assertThat(script("return document.activeElement.id")).isEqualTo("search");
        type("chuyen cu so 4321");

        await("it is found", () -> uris().equals(List.of("urn:earlier:4321")));
        assertThat(one("#search-state").getText()).contains("1 story found", "searches the newest 5,0", "since ");

        server.tell(server.tagged("urn:elsewhere", "1", "publish", "Else", "en", province("VN-HN"), "VNA"));
        server.tell(
                server.tagged("urn:late", "1", "publish", "Chuyện cũ số 4321 kể lại", "vi", province("VN-HN"), "VNA"));
        pointElsewhere();
        await("what fits comes", () -> uris().equals(List.of("urn:late", "urn:earlier:4321")));

        server.tell(server.tagged("urn:late", "2", "kill", "", "vi", province("VN-HN"), "VNA"));
        await("what is killed goes", () -> uris().equals(List.of("urn:earlier:4321")));

        one("#search").click();
        type("chuyện cu số 4321");
        await("words with marks are these alone", () -> uris().equals(List.of("urn:earlier:4321")));
        type("chuyển cu số 4321");
        await(
                "nothing fits",
                () -> all(".rows-empty").stream()
                        .anyMatch(each -> each.getText().contains("Nothing fits")));
        type("urn:earlier:77");
        await("a uri finds its story", () -> uris().equals(List.of("urn:earlier:77")));
        type("\" ( AND \\");
        await("whatever is typed is a search, here for the word", () -> uris().size() == 5);
        new Actions(browser).sendKeys(Keys.ESCAPE).perform();
        await("all stories are back", () -> uris().contains("urn:elsewhere"));
        assertThat(one("#search").getDomProperty("value")).isEmpty();
    }

    @Test
    void aUnitNarrowsTheSearch() {
        one("#units [data-value='34']").click();
        await("34 units are drawn", () -> all(".place").size() == 34);
        one(".place[data-place='unit-68']").click();
        await(
                "only stories of its three provinces are listed",
                () -> uris().size() == 60 && everyRowHasATag("Lam Dong|Binh Thuan|Dak Nong"));
        assertThat(everyRowHasATag("Dak Nong")).isFalse();
        one("#search").click();
        type("\"Đắk Nông\"");
        await("and of these those with the words", () -> uris().size() == 60 && everyRowHasATag("Dak Nong"));
    }

    private static boolean everyRowHasATag(String names) {
        return script("return [...document.querySelectorAll('.row-tags')].every(each => /" + names
                        + "/.test(each.textContent))")
                .equals(true);
    }

    @Test
    void olderStoriesFollowNoneTwiceAndThePageStaysSmall() {
        for (int pages = 2; pages <= 20; pages++) {
            int rows = pages * 60;
            script("document.querySelector('#older button').click()");
            await("older ones have come", () -> all(".row").size() == rows);
        }
        List<String> uris = uris();
        assertThat(uris).doesNotHaveDuplicates().hasSize(1_200);
        List<String> earlier =
                uris.stream().filter(uri -> uri.startsWith("urn:earlier:")).toList();
        for (int i = 0; i < earlier.size(); i++) {
            assertThat(earlier.get(i)).isEqualTo("urn:earlier:" + i);
        }
        assertThat(one("#older").getText()).contains("1,200 stories are shown");
        assertThat(nodes()).as("nodes of the page").isLessThan(25_000);

        script("scrollTo(0, 0)");
        one("#search").click();
        type("số 4999");
        await("the oldest is found", () -> uris().equals(List.of("urn:earlier:4999")));
        assertThat(one("#older").getText()).contains("Nothing older: the newest 5,0");
    }

    @Test
    void aStoryHasALinkThatOpensItAndTheBackButtonClosesIt() {
        one("#search").click();
        type("số 4000");
        await("it is found", () -> uris().equals(List.of("urn:earlier:4000")));
        String link = one(".row .row-open").getDomProperty("href");
        one(".row .row-open").sendKeys(Keys.ENTER);
        await("the story is open", () -> all("#story .body").size() == 1);
        assertThat(browser.getCurrentUrl()).isEqualTo(link).endsWith("#story=urn%3Aearlier%3A4000");
        browser.navigate().back();
        await("the story is closed", () -> !one("#story").isDisplayed());
        assertThat(one("#search").getDomProperty("value")).isEqualTo("số 4000");
        browser.navigate().forward();
        await("it is open again", () -> all("#story .body").size() == 1);
        new Actions(browser).sendKeys(Keys.ESCAPE).perform();
        await("closing goes back", () -> !browser.getCurrentUrl().contains("story"));

        open(link.substring(link.indexOf('#')));
        await("the link opens it", () -> all("#story .body").size() == 1);
        assertThat(one("#story h2").getText()).contains("Chuyện cũ số 4000");
        browser.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        one("#story .sheet-act a").click();
        await(
                "it is copied",
                () -> one("#story .sheet-act [role=status]").getText().equals("Copied"));
        assertThat(browser.executeAsyncScript("navigator.clipboard.readText().then(arguments[0])"))
                .isEqualTo(link);
        one("#story .sheet-close").click();
        await("the address is the page's own", () -> browser.getCurrentUrl().equals(server.address()));

        open("#story=urn%3Anobody");
        await("that it leads nowhere is said", () -> one("#story").getText().contains("wiretag history URI"));
        assertThat(one("#story").getText()).contains("urn:nobody");
    }

    @Test
    void rowsHaveNoHolesAndEveryTagIsShownOrCounted() {
        TaggedArticle story = server.tagged("urn:many", "1", "publish", "By many", "en", province("VN-HN"), "VNA");
        List<AgencyTag> agencies = Gazetteer.builtIn().agencies().stream()
                .limit(14)
                .map(agency -> AgencyTag.newBuilder(story.getAgencies().get(0))
                        .setCode(agency.code())
                        .build())
                .toList();
        story.put("agencies", agencies);
        pointElsewhere();
        server.tell(story);
        TaggedArticle bare = server.tagged("urn:bare", "1", "publish", "", "en", province("VN-HN"), "VNA");
        bare.put("agencies", List.of());
        bare.put("provinces", List.of());
        bare.getArticle().put("body", "");
        server.tell(bare);
        await("both have come", () -> uris().contains("urn:bare") && uris().contains("urn:many"));

        assertThat(one(".row[data-uri='urn:bare']").getText()).contains("Without a headline", "no province");
        for (int width : new int[] {360, 1440}) {
            atWidth(
                    width,
                    () -> await(
                            "all tags are shown or counted, at " + width,
                            () -> script("""
                        const tags = document.querySelector('.row[data-uri="urn:many"] .row-tags');
                        const chips = [...tags.children].filter(chip => chip.offsetWidth > 0);
                        const shown = chips.filter(chip => !chip.matches('.note')).length;
                        const more = Number(chips.at(-1).textContent.replace('+', ''));
                        return shown > 0 && shown + more === 15
                          && chips.every(chip => chip.getBoundingClientRect().right <= tags.getBoundingClientRect().right)""").equals(true)));
        }
        type("chuyện");
        await("earlier ones are listed", () -> uris().contains("urn:earlier:0"));
        assertThat(one(".row .row-side").getText()).doesNotContain("–").contains("\n");
    }

    private static void type(String words) {
        one("#search").clear();
        one("#search").sendKeys(words);
    }

    private static List<String> uris() {
        return ((List<?>) script("return [...document.querySelectorAll('.row')].map(e => e.dataset.uri)"))
                .stream().map(String::valueOf).toList();
    }

    private static Province province(String code) {
        return Gazetteer.builtIn().province(code).orElseThrow();
    }
}
