package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.Wiretag;
import io.wiretag.local.EmbeddedBroker;
import io.wiretag.local.SecondBroker;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** What the server shows while one of two brokers is away, and with it every second partition of topics with one replica. */
@Needs(Tool.CHROMIUM)
@Tag("full")
class LeaderlessPartitionTest {
    private static final String GROUP = "front-page";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path data;

    @TempDir
    Path more;

    private EmbeddedBroker first;
    private EmbeddedBroker second;
    private Admin admin;
    private Wiretag wiretag;
    private String tagged;
    private String rejected;

    @BeforeEach
    void start() throws Exception {
        first = EmbeddedBroker.start(data, 0);
        admin = Admin.create(Map.of("bootstrap.servers", first.bootstrapServers()));
        wiretag = new Wiretag(InstallationSettings.of(
                        first.bootstrapServers(), SharedLocalStack.stack().registryUrl())
                .partitions(2)
                .with("ops.port", "0")
                .with("ops.subscribers", GROUP + "=tagged")
                .config());
        Topics topics = wiretag.topics();
        tagged = topics.tagged().name();
        rejected = topics.rejected().name();
        create(new NewTopic(topics.published().name(), 2, (short) 1));
        // where positions and transactions are kept stays there
        commit("wakes-the-coordinator", topics.published().name());
        second = SecondBroker.start(data, more);
        for (Topic<?> sink : topics.sinks()) {
            boolean spread = sink == topics.tagged() || sink == topics.rejected();
            create(new NewTopic(sink.name(), Map.of(0, List.of(1), 1, List.of(spread ? SecondBroker.ID : 1))));
        }
        Stream.of(0, 1).forEach(partition -> send(tagged, partition));
        commit(GROUP, tagged);
    }

    @AfterEach
    void close() {
        wiretag.close();
        admin.close();
        second.close();
        first.close();
    }

    @Test
    void aPartitionThatLosesItsLeaderIsNamedAndNothingGreenIsShownOfIt() throws Exception {
        ChromeDriver browser = Chromium.shared();
        try (OpsServer server = wiretag.opsServer()) {
            await(
                    "both partitions to be seen",
                    () -> metrics(server),
                    all -> of(all, 1, "kafka_consumergroup_group_lag").count() == 1
                            && all.stream().anyMatch(line -> line.matches("wiretag_lag_blind_spots\\{.*} 0.0")));

            second.close();

            await(
                    "the blind spots to be counted",
                    () -> metrics(server),
                    all -> all.stream().anyMatch(line -> line.matches("wiretag_lag_blind_spots\\{.*} 2.0")));
            // a look may end within a scrape: all lines of the next one are of that look or a later one
            List<String> metrics = metrics(server);
            assertThat(of(metrics, 0, "kafka_consumergroup_group_lag"))
                    .singleElement()
                    .asString()
                    .endsWith(" 1.0");
            assertThat(of(metrics, 1, "kafka_consumergroup_group_lag")).isEmpty();
            assertThat(of(metrics, 1, "kafka_consumergroup_group_lag_seconds")).isEmpty();
            showsTheRest(server);

            browser.get(server.address().toString());
            await(
                    "the page to name it",
                    () -> browser.findElement(By.id("verdict")).getText(),
                    text -> text.contains("not seen: partition 1 of topic " + tagged));
            await(
                    "the page to draw its readers",
                    () -> levels(browser, ".branch:first-child .reader [data-level]"),
                    levels -> !levels.isEmpty() && levels.stream().noneMatch("ok"::equals));
            await(
                    "the page to say it at the topic",
                    () -> browser.findElement(By.cssSelector(".branch:first-child .station[data-kind='topic']"))
                            .getText(),
                    text -> text.contains("cannot be seen"));
        } finally {
            browser.get("about:blank");
        }
    }

    @Test
    void aServerThatStartsMeanwhileShowsTheRest() throws Exception {
        second.close();
        await(
                "the partition to be without a leader",
                () -> admin.describeTopics(List.of(tagged))
                                .allTopicNames()
                                .get(30, TimeUnit.SECONDS)
                                .get(tagged)
                                .partitions()
                                .get(1)
                                .leader()
                        == null);
        try (OpsServer server = wiretag.opsServer()) {
            await(
                    "the blind spots to be counted",
                    () -> metrics(server),
                    all -> all.stream().anyMatch(line -> line.matches("wiretag_lag_blind_spots\\{.*} 2.0")));
            showsTheRest(server);
        }
    }

    private void showsTheRest(OpsServer server) throws Exception {
        JsonNode status = JSON.readTree(get(server, "/api/status"));
        assertThat(status.at("/lag/why").isNull()).as(status.toPrettyString()).isTrue();
        assertThat(status.get("unseen"))
                .extracting(spot -> spot.get("unseen").asText())
                .containsExactlyInAnyOrder("partition 1 of topic " + tagged, "partition 1 of topic " + rejected);
        JsonNode group = status.at("/flow/sinks/0/groups/0");
        assertThat(group.get("group").asText()).isEqualTo(GROUP);
        assertThat(group.get("records").isNull()).isTrue();
        assertThat(group.get("recordsAtLeast").asLong()).isEqualTo(1);
        assertThat(group.get("status").asText()).isIn("UNKNOWN", "STOP");
        await(
                "the watch on the feed to have read what can be read",
                () -> get(server, "/health/ready"),
                answer -> !answer.contains("feed"));
        kill();
        JsonNode desk = await(
                "the desk to tell of the kill, and what it does not see",
                () -> JSON.readTree(get(server, "/api/desk")),
                told -> told.at("/kills/total").asInt() > 0
                        && told.at("/sent/why").asText().contains("no leader"));
        assertThat(desk.at("/sent/why").asText()).isEqualTo("no leader of " + tagged + ", partition 1");
    }

    private static Stream<String> of(List<String> metrics, int partition, String name) {
        return metrics.stream()
                .filter(line -> line.startsWith(name + "{"))
                .filter(line -> line.contains("group=\"" + GROUP + "\""))
                .filter(line -> line.contains("partition=\"" + partition + "\""));
    }

    private List<String> metrics(OpsServer server) throws Exception {
        return get(server, "/metrics").lines().toList();
    }

    private String get(OpsServer server, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.address() + path)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static List<String> levels(ChromeDriver browser, String selector) {
        return browser.findElements(By.cssSelector(selector)).stream()
                .map((WebElement each) -> each.getDomAttribute("data-level"))
                .toList();
    }

    private void create(NewTopic topic) throws Exception {
        admin.createTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
    }

    private void send(String topic, int partition) {
        send(new ProducerRecord<>(topic, partition, null, new byte[] {1}));
    }

    private void kill() {
        ProducerRecord<byte[], byte[]> kill = new ProducerRecord<>(tagged, 0, new byte[] {'u'}, new byte[] {1});
        WiretagHeader.OPERATION.put(kill.headers(), "kill");
        send(kill);
    }

    private void send(ProducerRecord<byte[], byte[]> each) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", first.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(each).get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("not acknowledged", e);
        }
    }

    private void commit(String group, String topic) throws Exception {
        admin.alterConsumerGroupOffsets(
                        group,
                        Map.of(
                                new TopicPartition(topic, 0), new OffsetAndMetadata(0),
                                new TopicPartition(topic, 1), new OffsetAndMetadata(0)))
                .all()
                .get(30, TimeUnit.SECONDS);
    }
}
