package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.wiretag.Wiretag;
import io.wiretag.access.ApiKeys;
import io.wiretag.delivery.http.DeliveryServer;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.ops.receipts.ReceiptArchive;
import io.wiretag.ops.receipts.ReceiptFile;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.testing.WholeTopic;
import io.wiretag.topics.Acknowledgement;
import io.wiretag.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has a kill, from the kill to the file that proves it, on a real broker with a real processor. */
@Tag("full")
class ReceiptsStoryTest {
    private static final String SECRET = "Không ai được đọc dòng này ở Hà Nội";

    @TempDir
    Path folder;

    @Test
    void aKillIsOpenUntilItIsPassedOrActedOnAndTheProofOutlivesWhoSawIt() throws Exception {
        String front = "front-" + System.nanoTime();
        String region = "region-" + System.nanoTime();
        ApiKeys.NewKey paper = ApiKeys.create("paper");
        Path keys = Files.writeString(folder.resolve("delivery-keys"), paper.line());
        Map<String, String> settings = Map.of(
                "ops.subscribers",
                front + "=tagged," + region + "=by-province",
                "delivery.port",
                "0",
                "delivery.keys.file",
                keys.toString());
        try (RunningOps ops = new RunningOps(folder, settings);
                DeliveryServer delivery = ops.wiretag.delivery()) {
            String cursor = await(
                    "delivery to begin",
                    () -> page(delivery, paper, "").path("next").asText(),
                    next -> !next.isEmpty());
            ops.publish(article("1", PubStatus.usable));
            ops.story("urn:receipts:1", "publish");
            commit(ops, front, ops.topics().tagged());
            commit(ops, region, ops.topics().byProvince());
            await(
                    "both are seen",
                    () -> ops.ask("/api/groups").toString(),
                    text -> text.contains(front) && text.contains(region));
            String first =
                    page(delivery, paper, "?cursor=" + cursor).path("next").asText();
            await(
                    "how far it has come is noted",
                    () -> records(ops).stream()
                            .anyMatch(each -> text(each).contains("\"subscriber\":\"paper\"")
                                    && !text(each).contains("\"given\":{}")));
            Instant killed = Instant.now();
            ops.publish(article("2", PubStatus.canceled));
            ops.story("urn:receipts:1", "kill");
            commit(ops, front, ops.topics().tagged());
            Instant read = Instant.now();

            JsonNode receipts = await(
                    "one has passed, one has it open",
                    () -> kill(ops),
                    kill -> kill.path("placed").asBoolean()
                            && state(kill, front).equals("passed")
                            && state(kill, region).equals("behind"));
            Instant passed = Instant.now();
            assertThat(receipts.get("open").asBoolean()).isTrue();
            receipts.get("places")
                    .forEach(place -> assertThat(place.get("offset").isNumber()).isTrue());
            assertThat(receipts.get("places").findValuesAsText("sink")).contains("tagged", "by-province", "current");
            assertThat(receipt(receipts, region).get("records").asLong()).isPositive();
            assertThat(ops.get("/metrics").body())
                    .containsPattern("wiretag_kill_open\\{[^}]*" + region + "[^}]*} 1.0")
                    .containsPattern("wiretag_kill_open\\{[^}]*" + front + "[^}]*} 0.0")
                    .contains("wiretag_kill_tolerance_seconds", "wiretag_kill_open_oldest_seconds{");
            JsonNode desk = ops.ask("/api/desk");
            assertThat(desk.get("receipts").get("open").asInt()).isEqualTo(1);
            assertThat(desk.get("kills")
                            .get("entries")
                            .get(0)
                            .get("receipts")
                            .get("passed")
                            .asInt())
                    .isEqualTo(1);
            assertThat(desk.get("kills").toString()).doesNotContain(SECRET);

            assertThat(acknowledge(ops, "{\"subscriber\":\"" + region + "\",\"uri\":\"urn:receipts:other\"}")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(acknowledge(ops, "{\"uri\":\"urn:receipts:1\"}").statusCode())
                    .isEqualTo(400);
            assertThat(ops.send(ops.request("/receipts").POST(HttpRequest.BodyPublishers.ofString("{}")))
                            .statusCode())
                    .as("without a key")
                    .isEqualTo(401);
            HttpResponse<String> elsewhere =
                    ops.send(acknowledging(ops, "{\"subscriber\":\"" + region + "\",\"uri\":\"urn:receipts:1\"}")
                            .header("Origin", "https://elsewhere.example"));
            assertThat(elsewhere.statusCode()).as("from a page of another site").isEqualTo(403);
            assertThat(receipt(kill(ops), region).path("acted").isNull()).isTrue();
            assertThat(acknowledge(ops, "{\"subscriber\":\"" + region + "\",\"uri\":\"urn:receipts:1\"}")
                            .statusCode())
                    .isEqualTo(202);
            assertThat(state(kill(ops), "paper")).as("it has not asked since").isEqualTo("behind");
            JsonNode told = await(
                    "the kill to be given out",
                    () -> page(delivery, paper, "?cursor=" + first),
                    page -> page.path("articles").toString().contains("\"kill\""));
            assertThat(receipt(kill(ops), "paper").path("acted").isNull())
                    .as("it may not have it yet")
                    .isTrue();
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    asking(delivery, paper, "")
                                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .as("who asks for the head begins nothing behind the kill")
                    .isEqualTo(200);
            page(delivery, paper, "?cursor=" + told.path("next").asText());
            Instant said = Instant.now();
            ops.wiretag.acknowledge(
                    new Acknowledgement("archive", "urn:receipts:1", "2", Instant.now(), Acknowledgement.Way.COMMAND));
            JsonNode closed = await(
                    "nothing is open",
                    () -> kill(ops),
                    kill -> !kill.get("open").asBoolean()
                            && !receipt(kill, "archive").isMissingNode());
            // the figures that docs/proof.md has
            System.out.printf(
                    "RECEIPTS kill-to-passed-ms=%d of-them-after-it-was-read-ms=%d word-to-acted-ms=%d%n",
                    Duration.between(killed, passed).toMillis(),
                    Duration.between(read, passed).toMillis(),
                    Duration.between(said, Instant.now()).toMillis());
            assertThat(receipt(closed, "paper").get("acted").get("by").asText()).isEqualTo("cursor");
            assertThat(receipt(closed, region).get("acted").get("by").asText()).isEqualTo("api");
            assertThat(state(closed, region)).as("it has not read it").isEqualTo("behind");
            assertThat(receipt(closed, front).get("acted").isNull()).isTrue();

            ReceiptFile file = await(
                    "the proof is written",
                    () -> file(ops.wiretag),
                    each -> each.text().contains("archive")
                            && each.text().contains("by api, said with the key night-desk"));
            assertThat(file.json()).contains("\"who\" : \"night-desk\"");
            assertThat(file.text())
                    .as("never the secret")
                    .doesNotContain(ops.key)
                    .contains("by-province, key VN-HN", front, region, "passed, after", "by command")
                    .doesNotContain(SECRET);

            ops.publish(article("urn:receipts:held", "1", PubStatus.usable));
            ops.publish(article("urn:receipts:held", "2", PubStatus.withheld));
            ops.publish(article("urn:receipts:held", "3", PubStatus.canceled));
            JsonNode held = await(
                    "who has the kill of a withheld text",
                    () -> kill(ops, "urn:receipts:held"),
                    kill -> !kill.path("lookedAt").isMissingNode()
                            && !kill.path("lookedAt").isNull());
            assertThat(held.get("version").asText()).isEqualTo("3");
            assertThat(held.get("places").findValuesAsText("sink"))
                    .as("where its text had been")
                    .contains("tagged", "by-province");
            held.get("places")
                    .forEach(place -> assertThat(place.get("offset").isNumber()).isTrue());
            assertThat(List.of(state(held, front), state(held, region))).containsOnly("behind");
        }
    }

    @Test
    void ofTwoServersOneWritesAndTheOtherGoesOnWhenItHasEnded() {
        String front = "front-" + System.nanoTime();
        try (RunningOps ops = new RunningOps(folder, Map.of("ops.subscribers", front + "=tagged"));
                Wiretag other = new Wiretag(ops.config);
                OpsServer beside = other.opsServer(ops.processor, ApiKeys.only(ApiKeys.create("beside")))) {
            ops.publish(article("1", PubStatus.usable));
            ops.story("urn:receipts:1", "publish");
            commit(ops, front, ops.topics().tagged());
            ops.publish(article("2", PubStatus.canceled));
            await("it is open", () -> kill(ops), kill -> state(kill, front).equals("behind"));
            long written = await(
                            "it is noted",
                            () -> ops.wiretag.receiptArchive((read, all) -> {}),
                            archive -> archive.known().kills().size() == 1
                                    && archive.known()
                                                    .receipts(archive.known()
                                                            .kills()
                                                            .get(0)
                                                            .id())
                                                    .size()
                                            == 1
                                    && archive.known().kills().get(0).lookedAt().isPresent())
                    .kept()
                    .size();
            assertThat(written)
                    .as("a kill, a receipt, and perhaps how far was looked")
                    .isBetween(2L, 3L);

            List<ConsumerRecord<byte[], byte[]>> records = records(ops);
            assertThat(records.stream().map(ReceiptsStoryTest::text))
                    .as("nothing is written twice")
                    .doesNotHaveDuplicates();
            assertThat(records)
                    .as("and one has seen for all who owes it")
                    .filteredOn(each -> text(each).contains("\"kind\":\"kill\""))
                    .filteredOn(each -> RunningOps.json(new String(each.value(), StandardCharsets.UTF_8))
                            .path("lookedAt")
                            .isTextual())
                    .hasSize(1);

            ops.server.close();
            commit(ops, front, ops.topics().tagged());

            await(
                    "the other has noted it",
                    () -> ops.wiretag.receiptArchive((read, all) -> {}),
                    archive -> archive.known().kills().stream()
                            .noneMatch(kill -> archive.known().isOpen(kill)));
            assertThat(beside.address()).isNotNull();
        }
    }

    private static ReceiptFile file(Wiretag wiretag) {
        ReceiptArchive archive = wiretag.receiptArchive((read, all) -> {});
        List<Kill> kills = archive.known().kills("urn:receipts:1");
        assertThat(kills).hasSize(1);
        return ReceiptFile.of(archive, "urn:receipts:1", "articles.receipts", Instant.now());
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(RunningOps ops) {
        return WholeTopic.committed(
                ops.topics().receipts().name(), Map.of("bootstrap.servers", ops.bootstrapServers()));
    }

    private static String text(ConsumerRecord<byte[], byte[]> each) {
        return new String(each.key(), StandardCharsets.UTF_8) + new String(each.value(), StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> acknowledge(RunningOps ops, String body) {
        return ops.send(acknowledging(ops, body));
    }

    private static HttpRequest.Builder acknowledging(RunningOps ops, String body) {
        return ops.request("/receipts").header("X-Ops-Key", ops.key).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder asking(DeliveryServer delivery, ApiKeys.NewKey key, String question) {
        return HttpRequest.newBuilder(URI.create(delivery.address() + "/articles" + question))
                .header("X-API-Key", key.key());
    }

    private static JsonNode page(DeliveryServer delivery, ApiKeys.NewKey key, String question) {
        try {
            return RunningOps.json(HttpClient.newHttpClient()
                    .send(asking(delivery, key, question).build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static JsonNode kill(RunningOps ops) {
        return kill(ops, "urn:receipts:1");
    }

    private static JsonNode kill(RunningOps ops, String uri) {
        return ops.ask("/api/kills?uri=" + uri).path("kills").path(0);
    }

    private static JsonNode receipt(JsonNode kill, String subscriber) {
        for (JsonNode each : kill.path("receipts")) {
            if (each.path("subscriber").asText().equals(subscriber)) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }

    private static String state(JsonNode kill, String subscriber) {
        return receipt(kill, subscriber).path("state").asText();
    }

    private static Article article(String version, PubStatus status) {
        return article("urn:receipts:1", version, status);
    }

    private static Article article(String uri, String version, PubStatus status) {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion(version)
                .setHeadline(SECRET)
                .setPubStatus(status)
                .build();
    }

    /** Has read all there is. */
    private static void commit(RunningOps ops, String group, Topic<?> topic) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers",
                ops.bootstrapServers(),
                "group.id",
                group,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                "false"));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.commitSync(partitions.stream()
                    .collect(Collectors.toMap(
                            Function.identity(), partition -> new OffsetAndMetadata(ends.get(partition)))));
        }
    }
}
