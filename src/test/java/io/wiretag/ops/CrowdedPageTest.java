package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.local.EmbeddedBroker;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two thousand groups, real ones on a broker of their own: the page is as small as with twenty, and nobody is lost in it. */
@Needs(Tool.CHROMIUM)
class CrowdedPageTest extends BrowserTest {
    private static final int GROUPS = 2_000;
    private static final int STANDING_STILL = 20;
    private static final int AT_A_TIME = 200;

    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private StagedOps ops;

    @BeforeEach
    void crowd() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        ops = new StagedOps(folder, broker.bootstrapServers());
        commit(ops);
    }

    @Override
    List<String> wantedComplaints() {
        return OUTAGE;
    }

    @Override
    void close() {
        ops.close();
        broker.close();
    }

    @Test
    void thePageShowsTheWorstCountsTheOthersAndFindsEach() throws Exception {
        browser.get(ops.address());
        await(
                "those that stand still are said at the top",
                () -> one("#verdict").getText(),
                text -> text.contains("group-0000 on tagged: stopped") && text.contains("and 18 more"));
        await("all are counted", () -> one("#flow .more").getText(), "and 1,988 more"::equals);
        await("the worst, which are asked for less often", () -> all(".lag-row").size(), rows -> rows == 12);
        assertThat(nodes()).as("elements of the page").isLessThan(2_500);
        assertThat(body(ops, "api/status").length())
                .as("bytes every two seconds")
                .isLessThan(32_000);
        assertThat(body(ops, "api/lag?limit=12").length())
                .as("bytes every ten seconds")
                .isLessThan(300_000);

        one("#flow .more").click();
        await("the list", () -> all("#groups tbody tr").size(), rows -> rows == 100);
        assertThat(nodes()).as("elements with the list").isLessThan(4_000);
        one("#groups-words").sendKeys("group-1234");
        await("the one that is searched for", () -> all("#groups tbody tr").size(), rows -> rows == 1);
        assertThat(one("#groups tbody").getText()).contains("group-1234", "nothing to read");
        takePicture("crowded");
        assertThat(all("#groups .as-of")).as("told of a list that is not old").isEmpty();

        block("*/api/groups*");
        later(Duration.ofSeconds(30));
        await("how old it is", () -> one("#groups .as-of").getText(), text -> text.startsWith("as of "));
        assertThat(one("#groups").getAttribute("data-old")).isEqualTo("true");
        block();
        await("it is asked for again", () -> all("#groups .as-of").isEmpty());
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
}
