package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import io.wiretag.topics.Acknowledgement;
import io.wiretag.topics.Topic;
import io.wiretag.topics.WiretagHeader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** The night desk by the rules of WCAG 2.2, levels A and AA, as far as axe-core can tell; on a real processor and broker. */
@Needs({Tool.CHROMIUM, Tool.NPM})
class DeskAccessibilityTest extends BrowserTest {
    private static final List<Look> LOOKS = List.of(
            new Look("light", "en", 1440),
            new Look("dark", "vi", 1440),
            new Look("light", "vi", 390),
            new Look("dark", "en", 390));

    @TempDir
    Path folder;

    private RunningOps ops;

    private record Look(String theme, String language, int width) {}

    @BeforeEach
    void open() {
        ops = new RunningOps(folder);
        browser.get(ops.server.address() + "/desk");
    }

    @Override
    void close() {
        ops.close();
    }

    @Override
    List<String> wantedComplaints() {
        return OUTAGE;
    }

    @Test
    void nothingOnTheDeskKeepsAnybodyOut() throws Exception {
        await("the desk", () -> one("#seen").isEnabled());
        for (Look look : LOOKS) {
            show(look);
            accessible("an empty desk, " + look);
        }

        fill();
        for (Look look : LOOKS) {
            show(look);
            await(
                    "the kill, who has it open and who has acted",
                    () -> all("#kills [data-receipt='open'], #kills [data-receipt='acted']")
                            .size(),
                    rows -> rows == 2);
            await("the embargoes", () -> all("#embargoes .log > li").size(), held -> held == 2);
            await("the changes", () -> all("#changes .log > li").size(), changes -> changes == 2);
            await("the reasons", () -> all("#rejections .lines > li").size(), reasons -> reasons == 2);
            await("who is silent", () -> all("#sources [data-silent='true']").size(), silent -> silent == 1);
            all("#sources summary").forEach(WebElement::click);
            accessible("a full desk, " + look);
            assertThat(number("return document.documentElement.scrollWidth"))
                    .as("width of the page, " + look)
                    .isLessThanOrEqualTo(look.width());
        }

        script("scrollTo(0, 0)");
        one("#seen").click();
        publish("urn:desk:later", "1", PubStatus.usable);
        publish("urn:desk:later", "2", PubStatus.canceled);
        await("what is new", () -> texts(".new").size(), marks -> marks == 1);
        accessible("a desk with something new");
        takePicture("night-desk-full");

        ops.processor.close();
        ops.server.close();
        await("the outage", () -> one("body").getAttribute("data-stale"), "true"::equals);
        accessible("an outage");
    }

    private static void show(Look look) {
        screen(look.width(), 900, look.width() < 700);
        choose(look.theme(), look.language());
        await("the desk", () -> one("#seen").isEnabled());
    }

    /** Of everything that the desk tells, something. */
    private void fill() throws Exception {
        group("archive", ops.topics().byProvince());
        publish("urn:desk:killed", "1", PubStatus.usable);
        publish("urn:desk:killed", "2", PubStatus.canceled);
        publish("urn:desk:mended", "1", PubStatus.usable);
        publish("urn:desk:mended", "2", PubStatus.usable);
        publish("urn:desk:back", "1", PubStatus.usable);
        publish("urn:desk:back", "2", PubStatus.withheld);
        ops.story("urn:desk:killed", "kill");
        group("front-page", ops.topics().tagged());
        ops.wiretag.acknowledge(
                new Acknowledgement("front-page", "urn:desk:killed", "2", Instant.now(), Acknowledgement.Way.WEBHOOK));
        for (int hours : new int[] {3, 30}) {
            ops.publish(Article.newBuilder()
                    .setUri("urn:desk:held:" + hours)
                    .setHeadline("Chưa ai được đọc")
                    .setEmbargoedUntil(Instant.now().plus(Duration.ofHours(hours)))
                    .build());
        }
        ops.produce(ops.topics().published().name(), "urn:desk:bytes", new byte[] {7, 7}, Map.of());
        ops.produce(ops.topics().published().name(), "urn:desk:schema", new byte[] {0, 0, 9, 9, 9, 7}, Map.of());
        Instant began = Instant.now().minus(Duration.ofMinutes(55));
        for (int i = 0; i < 12; i++) {
            Article article = article("urn:desk:source:" + i, "1", PubStatus.usable);
            ops.produce(
                    ops.topics().published().name(),
                    began.plus(Duration.ofMinutes(2L * i)),
                    article.getUri(),
                    ops.encoded(article),
                    Map.of(WiretagHeader.SOURCE.key(), "Đài truyền thanh huyện"));
        }
    }

    private void publish(String uri, String version, PubStatus status) {
        ops.publish(article(uri, version, status), "tòa soạn");
    }

    private static Article article(String uri, String version, PubStatus status) {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion(version)
                .setPubStatus(status)
                .setHeadline("Mưa lớn ở Huế, bản " + version)
                .build();
    }

    /** A subscriber that has read what there is now. */
    private void group(String name, Topic<?> topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ops.bootstrapServers()))) {
            for (int partition = 0; partition < 2; partition++) {
                TopicPartition each = new TopicPartition(topic.name(), partition);
                long end = admin.listOffsets(Map.of(each, OffsetSpec.latest()))
                        .all()
                        .get(60, TimeUnit.SECONDS)
                        .get(each)
                        .offset();
                admin.alterConsumerGroupOffsets(name + "-" + topic.name(), Map.of(each, new OffsetAndMetadata(end)))
                        .all()
                        .get(60, TimeUnit.SECONDS);
            }
        }
    }
}
