package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/** The dashboard in a real browser, on a real server, processor and broker; pictures of it are kept beside the build. */
@Needs(Tool.CHROMIUM)
@Tag("full")
class DashboardOnBrokerTest {
    private static final Path PICTURES = Path.of(System.getProperty("wiretag.build.dir", "target"), "dashboard");

    @TempDir
    Path folder;

    @Test
    void whatIsPublishedIsSeenMarkedAndReplayed() throws Exception {
        ChromeDriver browser = Chromium.start();
        try (RunningOps ops = new RunningOps(folder)) {
            browser.get(ops.server.address().toString());
            await("the map", () -> browser.findElements(By.cssSelector(".place")), each -> each.size() == 63);
            ops.publish(article("urn:page:1", "Mưa lớn ở Huế <script>document.title='hostile'</script>"));

            seen(browser, "urn:page:1");

            assertThat(texts(browser, ".row[data-uri='urn:page:1'] .headline-text"))
                    .containsExactly("Mưa lớn ở Huế <script>document.title='hostile'</script>");
            await(
                    "the tagged word is marked",
                    () -> texts(browser, ".row[data-uri='urn:page:1'] mark"),
                    marks -> marks.equals(List.of("Huế")));
            assertThat(browser.getTitle()).doesNotContain("hostile");

            Article fixed = article("urn:page:2", "Nắng ở Cần Thơ");
            ops.produce(
                    ops.topics().rejected().name(),
                    fixed.getUri(),
                    ops.encoded(fixed),
                    Map.of(
                            "wiretag.rejected.reason", "tagging-failed",
                            "wiretag.rejected.message", "a fault that is mended",
                            "wiretag.rejected.topic", ops.topics().published().name(),
                            "wiretag.rejected.partition", "0",
                            "wiretag.rejected.offset", "0",
                            "wiretag.rejected.at", Instant.now().toString()));
            await(
                            "the reason is listed",
                            () -> browser.findElements(By.cssSelector(".reason summary")),
                            each -> !each.isEmpty())
                    .get(0)
                    .click();
            await(
                            "the rejected record is listed",
                            () -> browser.findElements(By.cssSelector(".reject summary")),
                            each -> !each.isEmpty())
                    .get(0)
                    .click();
            browser.findElement(By.cssSelector(".reject [data-part='replay']")).click();
            browser.findElement(By.id("ops-key")).sendKeys(ops.key, Keys.ENTER);
            seen(browser, "urn:page:2");

            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve("on-broker.png"), browser.getScreenshotAs(OutputType.BYTES));
            assertThat(browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                            .filter(entry -> entry.getLevel().getName().equals("SEVERE")))
                    .as("what the browser complains of")
                    .isEmpty();
        } finally {
            browser.quit();
        }
    }

    /** What is not there, held up or old is said, each where it is; and only when nothing of that is so, that all is well. */
    @Test
    void allIsWellIsSaidOfWhatIsSeenAndWellAlone() throws Exception {
        ChromeDriver browser = Chromium.start();
        try (RunningOps ops = new RunningOps(folder)) {
            browser.get(ops.server.address().toString());
            ops.publish(article("urn:sight:1", "Mưa lớn ở Huế"));
            says(browser, "#verdict", "All is well");

            String topic = ops.topics().byProvince().name();
            try (KafkaProducer<byte[], byte[]> producer = transactional(ops.bootstrapServers())) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topic, new byte[] {0}));
                producer.flush();
                says(browser, "#verdict", "A transaction is open on by-province since");
                says(browser, "#flow", "transaction open for");
                producer.abortTransaction();
            }
            says(browser, "#verdict", "All is well");

            browser.executeCdpCommand("Network.enable", Map.of());
            browser.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of("*/api/lag?*")));
            says(browser, ".lag-panel", "as of ");
            assertThat(browser.findElements(By.cssSelector(".panel[data-old='true']")))
                    .as("panels that look old")
                    .hasSize(1);
            browser.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of()));

            ops.processor.close();
            says(browser, "#verdict", "processor");
            says(browser, ".station[data-kind='processor']", "not there");
        } finally {
            browser.quit();
        }
    }

    private static void says(ChromeDriver browser, String css, String words) {
        await(
                css + " says " + words,
                () -> browser.findElement(By.cssSelector(css)).getText(),
                text -> text.contains(words));
    }

    private static KafkaProducer<byte[], byte[]> transactional(String brokers) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "transactional.id", "sight-" + System.nanoTime()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static void seen(ChromeDriver browser, String uri) {
        await(
                uri + " on the page",
                () -> browser.findElements(By.cssSelector(".row[data-uri='" + uri + "']")),
                rows -> !rows.isEmpty());
    }

    private static List<String> texts(ChromeDriver browser, String selector) {
        return browser.findElements(By.cssSelector(selector)).stream()
                .map((WebElement each) -> each.getDomProperty("textContent"))
                .toList();
    }

    private static Article article(String uri, String headline) {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion("1")
                .setHeadline(headline)
                .build();
    }
}
