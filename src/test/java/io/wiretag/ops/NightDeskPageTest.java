package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the night desk in a real browser as wide as a phone, on a real server, processor and broker. */
@Needs(Tool.CHROMIUM)
class NightDeskPageTest extends BrowserTest {
    private static final String SECRET = "Tin này không ai được đọc ở Cần Thơ";

    @TempDir
    Path folder;

    private RunningOps ops;

    @BeforeEach
    void open() {
        ops = new RunningOps(folder);
        screen(390, 844, true);
        browser.get(ops.server.address() + "/desk");
    }

    @Override
    void close() {
        ops.close();
    }

    @Test
    void whatCameSinceTheDeskLastLookedIsMarkedInWords() {
        await("it says that nothing was killed", () -> text("#kills .nothing").equals("No kill in this time."));
        await("the button", () -> one("#seen").isEnabled());
        one("#seen").click();

        ops.publish(article("urn:night:1", "1", PubStatus.usable));
        ops.publish(article("urn:night:1", "2", PubStatus.canceled));
        ops.publish(Article.newBuilder()
                .setUri("urn:night:<b>held</b>")
                .setHeadline(SECRET)
                .setEmbargoedUntil(Instant.now().plus(Duration.ofHours(3)))
                .build());

        await(
                "the kill is marked as new",
                () -> texts("#kills li[data-uri='urn:night:1'] .new").equals(List.of("new")));
        await("the embargo counts down", () -> text("#embargoes .countdown").matches("in 2 h 59 min|in 3 h"));
        assertThat(texts("#embargoes .log-uri")).containsExactly("urn:night:<b>held</b>");
        assertThat(text("#since-words")).startsWith("New since ").contains("1 kill", "1 embargo");
        assertThat(browser.getTitle()).startsWith("(2) ");
        assertThat(text("main")).doesNotContain("Cần Thơ");
        assertThat(number("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);

        takePicture("night-desk");
        one("#seen").click();
        browser.navigate().refresh();
        await(
                "after a new load it is seen",
                () -> texts("#kills li[data-uri='urn:night:1']").size() == 1);
        assertThat(texts(".new")).isEmpty();
        assertThat(text("#since-words")).startsWith("Nothing new since ");
    }

    @Test
    void allThatIsNewIsCountedAlsoWhereItIsNotListed() {
        await("the button", () -> one("#seen").isEnabled());
        one("#seen").click();

        for (int i = 0; i < 60; i++) {
            ops.send(article("urn:many:" + i, "1", PubStatus.usable));
            ops.send(article("urn:many:" + i, "2", PubStatus.canceled));
        }

        await("all are counted", () -> text("#since-words"), text -> text.endsWith(": 60 kills"));
        await("the newest are listed", () -> all("#kills .log > li").size(), kills -> kills == 50);
        one("#seen").click();
        await("all are seen", () -> text("#since-words"), text -> text.startsWith("Nothing new since "));
    }

    private static String text(String css) {
        return String.join(" ", texts(css));
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
