package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.local.EmbeddedBroker;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;

/** Two thousand groups, real ones on a broker of their own: the page is as small as with twenty, and nobody is lost in it. */
@Needs(Tool.CHROMIUM)
@Tag("full")
class CrowdedPageTest {
    private static final Path PICTURES = Path.of(System.getProperty("wiretag.build.dir", "target"), "dashboard");
    private static final int GROUPS = 2_000;
    private static final int STANDING_STILL = 20;
    private static final int AT_A_TIME = 200;

    @TempDir
    Path folder;

    @Test
    void thePageShowsTheWorstCountsTheOthersAndFindsEach() throws Exception {
        ChromeDriver browser = Chromium.start();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                StagedOps ops = new StagedOps(folder, broker.bootstrapServers())) {
            commit(ops);
            browser.get(ops.address());
            await(
                    "those that stand still are said at the top",
                    () -> text(browser, "#verdict"),
                    text -> text.contains("group-0000 on tagged: stopped") && text.contains("and 18 more"));
            await("all are counted", () -> text(browser, "#flow .more"), "and 1,988 more"::equals);
            await(
                    "the worst, which are asked for less often",
                    () -> browser.findElements(By.cssSelector(".lag-row")).size(),
                    rows -> rows == 12);
            assertThat(nodes(browser)).as("elements of the page").isLessThan(2_500);
            assertThat(body(ops, "api/status").length())
                    .as("bytes every two seconds")
                    .isLessThan(32_000);
            assertThat(body(ops, "api/lag?limit=12").length())
                    .as("bytes every ten seconds")
                    .isLessThan(300_000);

            browser.findElement(By.cssSelector("#flow .more")).click();
            await("the list", () -> rows(browser), rows -> rows == 100);
            assertThat(nodes(browser)).as("elements with the list").isLessThan(4_000);
            browser.findElement(By.id("groups-words")).sendKeys("group-1234");
            await("the one that is searched for", () -> rows(browser), rows -> rows == 1);
            assertThat(text(browser, "#groups tbody")).contains("group-1234", "nothing to read");
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve("crowded.png"), browser.getScreenshotAs(OutputType.BYTES));
        } finally {
            browser.quit();
        }
    }

    /** Most have read all there is. */
    private static void commit(StagedOps ops) throws Exception {
        TopicPartition tagged = new TopicPartition(ops.topics().tagged().name(), 0);
        long end = ops.admin()
                .listOffsets(Map.of(tagged, OffsetSpec.latest()))
                .all()
                .get(60, TimeUnit.SECONDS)
                .get(tagged)
                .offset();
        for (int begin = 0; begin < GROUPS; begin += AT_A_TIME) {
            List<KafkaFuture<Void>> answers = new ArrayList<>();
            for (int i = begin; i < begin + AT_A_TIME; i++) {
                long position = i < STANDING_STILL ? 0 : end;
                answers.add(ops.admin()
                        .alterConsumerGroupOffsets(
                                "group-%04d".formatted(i), Map.of(tagged, new OffsetAndMetadata(position)))
                        .all());
            }
            KafkaFuture.allOf(answers.toArray(KafkaFuture[]::new)).get(60, TimeUnit.SECONDS);
        }
    }

    private static String body(StagedOps ops, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(ops.address() + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String text(ChromeDriver browser, String css) {
        return browser.findElement(By.cssSelector(css)).getText();
    }

    private static int rows(ChromeDriver browser) {
        return browser.findElements(By.cssSelector("#groups tbody tr")).size();
    }

    private static int nodes(ChromeDriver browser) {
        return ((Number) browser.executeScript("return document.querySelectorAll('*').length")).intValue();
    }
}
