package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.Wiretag;
import io.wiretag.access.ApiKeys;
import io.wiretag.config.Config;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import io.wiretag.testing.WholeTopic;
import io.wiretag.topics.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
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
import org.openqa.selenium.chrome.ChromeDriver;

/** What a server for operations has learnt, in the next one and in one beside it. */
@Needs(Tool.CHROMIUM)
@Tag("full")
class OutlivingOpsTest {
    private static final String BROKERS = SharedLocalStack.stack().bootstrapServers();
    /** Other tests share the broker. */
    private static final String GROUP = "outliving-" + System.nanoTime();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final ApiKeys.NewKey key = ApiKeys.create("night-desk");

    @TempDir
    Path folder;

    private Admin admin;
    private Wiretag wiretag;
    private Topics topics;
    private TopicPartition log;

    @BeforeEach
    void start() throws Exception {
        Path keys = Files.writeString(folder.resolve("keys.txt"), key.line());
        Config config = InstallationSettings.shared()
                .prefix("outliving" + System.nanoTime() + ".")
                .partitions(1)
                .with("ops.port", "0")
                .with("ops.keys.file", keys.toString())
                .config();
        wiretag = new Wiretag(config);
        topics = wiretag.topics();
        log = new TopicPartition(topics.byAgency().name(), 0);
        admin = Admin.create(Map.of("bootstrap.servers", BROKERS));
        wiretag.topicAdmin().create();
        send(10);
        stands(2);
        admin.deleteRecords(Map.of(log, RecordsToDelete.beforeOffset(5))).all().get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        admin.close();
        wiretag.close();
    }

    @Test
    void lossesAndWhoKnowsOfThemAreToldByEveryServerAndTheNext() throws Exception {
        try (OpsServer one = wiretag.opsServer()) {
            await("the loss to be told", () -> lost(one), lost -> lost == 3);
            await("the loss to be noted", this::noted, notes -> notes.contains("\"losses\""));
        }
        // it has read on: nobody who looks now can see that it has lost something
        stands(10);
        try (OpsServer one = wiretag.opsServer();
                OpsServer other = wiretag.opsServer()) {
            for (OpsServer each : List.of(one, other)) {
                await("the loss to be told again", () -> lost(each), lost -> lost == 3);
                assertThat(status(each).get("notes").isNull()).isTrue();
            }

            acknowledge(one);

            for (OpsServer each : List.of(one, other)) {
                await("the loss to be known", () -> lost(each), lost -> lost == 0);
            }
        }
        stands(2); // it reads anew: what lies before offset 5 is gone, and known to be
        try (OpsServer next = wiretag.opsServer()) {
            await("a look", () -> lost(next), lost -> lost >= 0);
            assertThat(lost(next)).isZero();
        }
    }

    @Test
    void withoutTheTopicAServerForgetsAndSaysSo() throws Exception {
        admin.deleteTopics(List.of(topics.operations().name())).all().get(60, TimeUnit.SECONDS);
        try (OpsServer server = wiretag.opsServer()) {
            await("the loss to be told", () -> lost(server), lost -> lost == 3);
            JsonNode why = await(
                    "it to say that it forgets",
                    () -> status(server).get("notes"),
                    said -> said.path("code").asText().equals("missing"));
            assertThat(why.get("topic").asText()).isEqualTo(topics.operations().name());
            assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);
            says(server, "The topic " + topics.operations().name() + " is not there");
            acknowledge(server);
            await("the loss to be known", () -> lost(server), lost -> lost == 0);

            wiretag.topicAdmin().create();

            await("what it knows to be noted", this::noted, notes -> notes.contains("\"acknowledged\""));
            await("it to be silent", () -> status(server).get("notes"), JsonNode::isNull);
        }
    }

    private static void says(OpsServer server, String words) {
        ChromeDriver browser = Chromium.shared();
        try {
            browser.get(server.address().toString());
            await(
                    "the page to say it",
                    () -> browser.findElement(By.id("notes")).getText(),
                    text -> text.contains(words));
        } finally {
            browser.get("about:blank");
        }
    }

    private String noted() {
        StringBuilder keys = new StringBuilder();
        WholeTopic.committed(topics.operations().name(), Map.of("bootstrap.servers", BROKERS))
                .forEach(each -> keys.append(new String(each.key(), StandardCharsets.UTF_8)));
        return keys.toString();
    }

    /** Offsets that the group has lost, as the metrics tell; -1: nothing is told. */
    private double lost(OpsServer server) throws Exception {
        return get(server, "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("wiretag_lag_deleted_unread{") && line.contains(log.topic()))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(-1);
    }

    private JsonNode status(OpsServer server) throws Exception {
        return JSON.readTree(get(server, "/api/status").body());
    }

    private HttpResponse<String> get(OpsServer server, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("Authorization", "Bearer " + key.key())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void acknowledge(OpsServer server) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "/api/lag/acknowledge"))
                .header("X-Ops-Key", key.key())
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"group\": \"" + GROUP + "\", \"topic\": \"" + log.topic() + "\"}"))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(202);
    }

    private void send(int records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKERS), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(log.topic(), 0, null, new byte[] {0}))
                        .get(60, TimeUnit.SECONDS);
            }
        }
    }

    private void stands(long position) throws Exception {
        admin.alterConsumerGroupOffsets(GROUP, Map.of(log, new OffsetAndMetadata(position)))
                .all()
                .get(60, TimeUnit.SECONDS);
    }
}
