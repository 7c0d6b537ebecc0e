package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.access.ApiKeys;
import io.wiretag.delivery.Cursor;
import io.wiretag.delivery.http.DeliveryServer;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.testing.CaughtUp;
import io.wiretag.testing.InstallationSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Articles go in by Kafka and come out over HTTP, to clients that know nothing of Kafka. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryStoryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EPOCH = "since=2000-01-01T00:00:00Z";
    private static final String HA_NOI = "Mưa lớn tại Hà Nội.";
    private static final String DA_NANG = "Lễ hội ở Đà Nẵng.";
    private static final String CAN_THO = "Mưa lớn tại Cần Thơ.";
    /** Names Cần Thơ in passing, behind a story of Đà Nẵng. */
    private static final String DA_NANG_AND_CAN_THO =
            "Lễ hội pháo hoa ở Đà Nẵng kéo dài ba ngày. Thành phố Đà Nẵng đón khách."
                    + " Khách đến Đà Nẵng rất đông.\n\nĐoàn xiếc từ Cần Thơ cũng đến.";

    @TempDir
    static Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final ApiKeys.NewKey all = ApiKeys.create("desk");
    private final ApiKeys.NewKey ofDaNang = ApiKeys.create("da-nang", Map.of("province", "VN-DN"));
    private final ApiKeys.NewKey withoutText = ApiKeys.create("counter", Map.of("text", "no"));
    private Path keys;
    private OwnInstallation own;
    private StreamsRunner processor;
    private ArticlePublisher publisher;
    private DeliveryServer server;

    @BeforeAll
    void start() throws IOException {
        keys = folder.resolve("keys");
        writeKeys(all, ofDaNang, withoutText);
        own = new OwnInstallation(
                "delivery", folder, Map.of("delivery.port", "0", "delivery.keys.file", keys.toString()));
        processor = own.wiretag().processor();
        processor.start(OwnInstallation.LIMIT);
        publisher = own.wiretag().publisher();
        server = own.wiretag().delivery();
        await("delivery is ready", () -> get("/health/ready", Optional.empty()).statusCode() == 200);
    }

    private void writeKeys(ApiKeys.NewKey... made) throws IOException {
        List<String> lines = new ArrayList<>();
        for (ApiKeys.NewKey key : made) {
            lines.add(key.line());
        }
        Files.write(keys, lines);
    }

    @AfterAll
    void stop() {
        server.close();
        publisher.close();
        processor.close();
        own.close();
    }

    @Test
    void aFilterIsAnsweredByLevel() throws Exception {
        String uri = "urn:delivery:level";
        try (EventClient client = events("/articles?province=VN-HN", all)) {
            await("a cursor", () -> !client.events().isEmpty());
            publish(uri, "1", HA_NOI);
            publish(uri, "2", HA_NOI + " Sáng nay.");
            publish(uri, "3", DA_NANG);
            kill(uri, "4");

            await("a kill", () -> client.said().contains("kill " + uri + " 4"));
            assertThat(client.said())
                    .containsExactly(
                            "publish " + uri + " 1",
                            "correct " + uri + " 2",
                            "retract " + uri + " 3",
                            "kill " + uri + " 4");
            assertThat(client.events().get(0).event()).isEqualTo("cursor");
            JsonNode retract = client.articles().get(2).data();
            assertThat(retract.toString()).doesNotContain("Đà Nẵng").doesNotContain("VN-DN");
            assertThat(client.articles().get(0).data().at("/bodies/0/value").asText())
                    .isEqualTo(HA_NOI);
        }
    }

    @Test
    void whoWantsStoriesAboutAProvinceIsToldWhenACorrectionIsNoLongerAboutIt() throws Exception {
        String uri = "urn:delivery:about";
        try (EventClient client = events("/articles?province=VN-CT&about=true", all)) {
            await("a cursor", () -> !client.events().isEmpty());
            publish(uri, "1", CAN_THO);
            publish(uri, "2", DA_NANG_AND_CAN_THO);

            await("both", () -> client.said().size() == 2);
            assertThat(client.said()).containsExactly("publish " + uri + " 1", "retract " + uri + " 2");
        }
    }

    @Test
    void aKeyOfOneProvinceNeverHearsOfAnother() throws Exception {
        String uri = "urn:delivery:scope";
        try (EventClient client = events("/articles", ofDaNang)) {
            await("a cursor", () -> !client.events().isEmpty());
            publish(uri + ":hn", "1", HA_NOI);
            kill(uri + ":hn", "2");
            publish(uri + ":dn", "1", DA_NANG);

            await("its own", () -> client.said().contains("publish " + uri + ":dn 1"));
            assertThat(client.said()).noneMatch(each -> each.contains(":hn"));
        }
        publish(uri + ":other", "1", HA_NOI);
        await(
                "it is known",
                () -> get(article(uri + ":other"), Optional.of(all)).statusCode() == 200);
        assertThat(get(article(uri + ":other"), Optional.of(ofDaNang)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aKeyWithoutTextGetsIdentityAndTags() throws Exception {
        String uri = "urn:delivery:no-text";
        publish(uri, "1", HA_NOI);
        await("it is known", () -> get(article(uri), Optional.of(withoutText)).statusCode() == 200);

        String body = get(article(uri), Optional.of(withoutText)).body();

        assertThat(body).doesNotContain("Mưa lớn").contains("VN-HN").contains(uri);
    }

    @Test
    void whoComesAgainWithHisLastIdGoesOnBehindIt() throws Exception {
        String uri = "urn:delivery:resume:";
        String lastId;
        try (EventClient client = events("/articles?province=VN-HN", all)) {
            await("a cursor", () -> !client.events().isEmpty());
            for (int i = 0; i < 20; i++) {
                publish(uri + i, "1", HA_NOI);
            }
            await("some", () -> client.said().size() >= 7);
            lastId = client.articles().get(6).id().orElseThrow();
        }
        List<String> first = page("/articles?province=VN-HN&limit=1000&" + EPOCH).stream()
                .filter(each -> each.contains(uri))
                .toList();
        await(
                "all twenty",
                () -> page("/articles?province=VN-HN&limit=1000&" + EPOCH).stream()
                                .filter(each -> each.contains(uri))
                                .count()
                        == 20);
        assertThat(first).isNotNull();
        try (EventClient again = new EventClient(
                http,
                server.address().resolve("/articles?province=VN-HN"),
                Optional.of(all.key()),
                Optional.of(lastId))) {
            await(
                    "the rest",
                    () -> again.said().stream()
                                    .filter(each -> each.contains(uri))
                                    .count()
                            >= 13);
            assertThat(again.said().stream().filter(each -> each.contains(uri)).distinct())
                    .hasSize(13);
        }
    }

    @Test
    void aSnapshotAndWhatFollowsAreWhatAReplayFromTheBeginningGives() throws Exception {
        String uri = "urn:delivery:snapshot:";
        for (int i = 0; i < 30; i++) {
            publish(uri + i, "1", i % 2 == 0 ? CAN_THO : DA_NANG);
            if (i % 5 == 0) {
                publish(uri + i, "2", DA_NANG_AND_CAN_THO);
            }
            if (i % 7 == 0) {
                kill(uri + i, "3");
            }
        }
        caughtUp();
        String filter = "province=VN-CT&about=true";
        Map<String, String> view = new TreeMap<>();
        String cursor = lines("/articles/current?" + filter, view);
        for (int i = 30; i < 40; i++) {
            publish(uri + i, "1", CAN_THO);
            kill(uri + (i - 20), "9");
        }
        caughtUp();
        lines("/articles?" + filter + "&cursor=" + cursor, view);
        Map<String, String> replayed = new TreeMap<>();
        lines("/articles?" + filter + "&" + EPOCH, replayed);

        assertThat(view).isEqualTo(replayed);
        assertThat(view.keySet().stream().filter(each -> each.startsWith(uri))).hasSizeGreaterThan(10);
    }

    @Test
    void aKilledArticleIsGoneFromWhatMayBeShown() throws Exception {
        String uri = "https://bao.example/tin?id=7/á";
        publish(uri, "1", HA_NOI);
        await("it may be shown", () -> get(article(uri), Optional.of(all)).statusCode() == 200);
        kill(uri, "2");

        await("it is gone", () -> get(article(uri), Optional.of(all)).statusCode() == 410);
        Map<String, String> view = new TreeMap<>();
        lines("/articles/current", view);
        assertThat(view).doesNotContainKey(uri);
        assertThat(get("/articles?limit=1000&" + EPOCH, Optional.of(all)).body())
                .contains("\"operation\":\"kill\"");
    }

    @Test
    void aCursorFromWhichOneCannotGoOnIsRefusedWithWhatToDo() throws Exception {
        publish("urn:delivery:cursor", "1", HA_NOI);
        caughtUp();
        Cursor cursor = Cursor.parse(json("/articles").path("next").asText());
        SortedMap<Integer, Long> beyond = new TreeMap<>(cursor.positions());
        beyond.replaceAll((partition, offset) -> offset + 1_000);

        requireProblem("garbled", 400, "given");
        requireProblem(cursor.toString().substring(1), 400, "given");
        requireProblem(
                new Cursor("elsewhere", cursor.topic(), cursor.positions(), Instant.now()), 409, "another cluster");
        requireProblem(
                new Cursor(cursor.cluster(), Uuid.randomUuid(), cursor.positions(), Instant.now()), 409, "made again");
        requireProblem(new Cursor(cursor.cluster(), cursor.topic(), beyond, Instant.now()), 400, "beyond the end");
        assertThat(get("/articles?since=2999-01-01T00:00:00Z", Optional.of(all)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void anExpiredCursorIsToldWithTheOldestThatCanBeHad() throws Exception {
        try (OwnInstallation other = new OwnInstallation(
                        "expired",
                        folder.resolve("expired"),
                        Map.of("delivery.port", "0", "delivery.keys.required", "false"));
                StreamsRunner stream = other.wiretag().processor();
                ArticlePublisher out = other.wiretag().publisher()) {
            stream.start(OwnInstallation.LIMIT);
            try (DeliveryServer delivery = other.wiretag().delivery()) {
                String beginning = JSON.readTree(plain(delivery, "/articles").body())
                        .path("next")
                        .asText();
                for (Article article : OwnInstallation.articles(0, 40)) {
                    out.publish(article).get();
                }
                CaughtUp.await(
                        other.wiretag(),
                        InstallationSettings.of(other.settings()).config());
                String topic = other.wiretag().topics().tagged().name();
                Map<TopicPartition, RecordsToDelete> deleted =
                        new TreeMap<>(java.util.Comparator.comparing(TopicPartition::partition));
                Cursor.parse(beginning)
                        .positions()
                        .forEach((partition, offset) ->
                                deleted.put(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(3)));
                other.admin().deleteRecords(deleted).all().get();

                HttpResponse<String> refused = plain(delivery, "/articles?cursor=" + beginning);

                assertThat(refused.statusCode()).isEqualTo(410);
                JsonNode problem = JSON.readTree(refused.body());
                assertThat(problem.path("detail").asText()).contains("/articles/current");
                HttpResponse<String> oldest = plain(
                        delivery, "/articles?cursor=" + problem.path("oldest").asText());
                assertThat(oldest.statusCode()).isEqualTo(200);
                assertThat(JSON.readTree(oldest.body()).path("articles")).isNotEmpty();
            }
        }
    }

    @Test
    void aKeyThatIsTakenOutEndsItsStreamsWithinFiveSeconds() throws Exception {
        ApiKeys.NewKey leaving = ApiKeys.create("leaving");
        writeKeys(all, ofDaNang, withoutText, leaving);
        try (EventClient client = events("/articles", leaving)) {
            await("a cursor", () -> !client.events().isEmpty());

            writeKeys(all, ofDaNang, withoutText);

            await("its end", Duration.ofSeconds(5), client::hasEnded);
        }
        assertThat(get("/articles", Optional.of(leaving)).statusCode()).isEqualTo(401);
        assertThat(get("/articles", Optional.empty()).statusCode()).isEqualTo(401);
    }

    @Test
    void whoWaitsForAPageGetsItAsSoonAsThereIsSomething() throws Exception {
        String next = json("/articles?agency=REUTERS").path("next").asText();
        String uri = "urn:delivery:wait";
        Thread later = new Thread(() -> {
            try {
                Thread.sleep(500);
                publisher
                        .publish(Article.newBuilder(article(uri, "1", HA_NOI))
                                .setBy("Reuters")
                                .build())
                        .get();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        later.start();

        JsonNode page = json("/articles?agency=REUTERS&wait=25s&cursor=" + next);

        later.join();
        assertThat(page.path("articles")).hasSize(1);
        assertThat(page.at("/articles/0/uri").asText()).isEqualTo(uri);
        assertThat(page.at("/articles/0/wiretag/cursor").asText()).isNotEmpty();
    }

    private void requireProblem(Cursor cursor, int status, String words) throws Exception {
        requireProblem(cursor.toString(), status, words);
    }

    private void requireProblem(String cursor, int status, String words) throws Exception {
        for (String accept : List.of("application/json", "text/event-stream", "application/x-ndjson")) {
            HttpResponse<String> response = http.send(
                    request("/articles?cursor=" + cursor, Optional.of(all))
                            .header("Accept", accept)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as("%s by %s", words, accept).isEqualTo(status);
            assertThat(JSON.readTree(response.body()).path("detail").asText()).contains(words);
        }
    }

    /** Applies lines to a view of uris and versions; gives the cursor of the last line. */
    private String lines(String path, Map<String, String> view) throws Exception {
        HttpResponse<String> response = http.send(
                request(path, Optional.of(all))
                        .header("Accept", "application/x-ndjson")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        String cursor = "";
        for (String line : response.body().split("\n")) {
            JsonNode each = JSON.readTree(line);
            switch (each.at("/wiretag/operation").asText()) {
                case "cursor" -> cursor = each.at("/wiretag/cursor").asText();
                case "publish", "correct" ->
                    view.put(each.path("uri").asText(), each.path("version").asText());
                default -> view.remove(each.path("uri").asText());
            }
        }
        return cursor;
    }

    private List<String> page(String path) throws Exception {
        List<String> uris = new ArrayList<>();
        json(path).path("articles").forEach(each -> uris.add(each.path("uri").asText()));
        return uris;
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> response = get(path, Optional.of(all));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private EventClient events(String path, ApiKeys.NewKey key) throws Exception {
        return new EventClient(http, server.address().resolve(path), Optional.of(key.key()), Optional.empty());
    }

    private static String article(String uri) {
        return "/articles/" + URLEncoder.encode(uri, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse<String> get(String path, Optional<ApiKeys.NewKey> key)
            throws IOException, InterruptedException {
        return http.send(request(path, key).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, Optional<ApiKeys.NewKey> key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path));
        key.ifPresent(each -> request.header("X-API-Key", each.key()));
        return request;
    }

    private HttpResponse<String> plain(DeliveryServer delivery, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(delivery.address() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void publish(String uri, String version, String body) throws Exception {
        publisher.publish(article(uri, version, body)).get();
    }

    private void kill(String uri, String version) throws Exception {
        publisher
                .publish(Article.newBuilder(article(uri, version, "Bị gỡ."))
                        .setPubStatus(PubStatus.canceled)
                        .build())
                .get();
    }

    private void caughtUp() {
        CaughtUp.await(own.wiretag(), InstallationSettings.of(own.settings()).config());
    }

    private static Article article(String uri, String version, String body) {
        return Article.newBuilder(Articles.flood(version))
                .setUri(uri)
                .setHeadline("Tin")
                .setBody(body)
                .build();
    }
}
