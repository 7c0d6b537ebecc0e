package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The dashboard in a real browser, on a real server, processor and broker; pictures of it are kept beside the build. */
@Needs(Tool.CHROMIUM)
class DashboardOnBrokerTest extends BrowserTest {
    @TempDir
    Path folder;

    private RunningOps ops;

    @BeforeEach
    void open() {
        ops = new RunningOps(folder);
        browser.get(ops.server.address().toString());
    }

    @Override
    void close() {
        ops.close();
    }

    @Override
    List<String> wantedComplaints() {
        return List.of("ERR_BLOCKED_BY_CLIENT");
    }

    @Test
    void whatIsPublishedIsSeenMarkedAndReplayed() {
        await("the map", () -> all(".place").size() == 63);
        ops.publish(article("urn:page:1", "Mưa lớn ở Huế <script>document.title='hostile'</script>"));

        seen("urn:page:1");

        assertThat(texts(".row[data-uri='urn:page:1'] .headline-text"))
                .containsExactly("Mưa lớn ở Huế <script>document.title='hostile'</script>");
        await(
                "the tagged word is marked",
                () -> texts(".row[data-uri='urn:page:1'] mark"),
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
        click(".reason summary");
        click(".reject summary");
        click(".reject [data-part='replay']");
        one("#ops-key").sendKeys(ops.key, Keys.ENTER);
        seen("urn:page:2");
        takePicture("on-broker");
    }

    /** What is not there, held up or old is said, each where it is; and only when nothing of that is so, that all is well. */
    @Test
    void allIsWellIsSaidOfWhatIsSeenAndWellAlone() {
        ops.publish(article("urn:sight:1", "Mưa lớn ở Huế"));
        says("#verdict", "All is well");

        String topic = ops.topics().byProvince().name();
        try (KafkaProducer<byte[], byte[]> producer = transactional(ops.bootstrapServers())) {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, new byte[] {0}));
            producer.flush();
            says("#verdict", "A transaction is open on by-province since");
            says("#flow", "transaction open for");
            producer.abortTransaction();
        }
        says("#verdict", "All is well");

        block("*/api/lag?*");
        says(".lag-panel", "as of ");
        assertThat(all(".panel[data-old='true']")).as("panels that look old").hasSize(1);
        block();

        ops.processor.close();
        says("#verdict", "processor");
        says(".station[data-kind='processor']", "not there");
    }

    private static void says(String css, String words) {
        await(css + " says " + words, () -> one(css).getText(), text -> text.contains(words));
    }

    private static KafkaProducer<byte[], byte[]> transactional(String brokers) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "transactional.id", "sight-" + System.nanoTime()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static void seen(String uri) {
        await(uri + " on the page", () -> !all(".row[data-uri='" + uri + "']").isEmpty());
    }

    private static Article article(String uri, String headline) {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion("1")
                .setHeadline(headline)
                .build();
    }
}
