package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.TopicFlow;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.web.HalfOpen;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpsServerTest {
    private static final String HOSTILE = "<script>alert(1)</script> \u2028 \"Hà Nội\" & <img src=x onerror=alert(2)>";

    /** Those of delivery are of another server. */
    private static final Pattern METRIC =
            Pattern.compile("(wiretag(?!_delivery_|_webhook_)|kafka_consumergroup)_[a-z_]+");
    /** As they stand in the text that is scraped. */
    private static final Pattern SERIES = Pattern.compile("(?m)^(wiretag|kafka_consumergroup)_[a-z_]+");

    @TempDir
    static Path folder;

    private static RunningOps ops;

    @BeforeAll
    static void start() {
        ops = new RunningOps(folder);
    }

    @AfterAll
    static void stop() {
        ops.close();
    }

    @Test
    void aStoryIsShownWithItsTagsAndTheirEvidenceAndItsHeadlineStaysData() {
        ops.publish(Article.newBuilder(article("urn:ops:flood"))
                .setHeadline(HOSTILE)
                .setBody("HUẾ — The flood in Quảng Nam has receded. — VNS")
                .build());

        JsonNode listed = ops.story("urn:ops:flood", "publish");
        assertThat(listed.get("headline").asText()).isEqualTo(HOSTILE);
        assertThat(listed.get("seconds").asDouble()).isBetween(0.0, 60.0);
        assertThat(Instant.parse(listed.get("publishedAt").asText())).isBefore(Instant.now());
        assertThat(listed.get("agencies").get(0).get("code").asText()).isEqualTo("VNS");

        JsonNode whole = ops.ask("/api/story?uri=urn:ops:flood");
        assertThat(whole.get("body").asText()).contains("receded");
        assertThat(texts(whole.get("provinces"), "code")).contains("VN-HN", "VN-27");
        JsonNode mention = StreamSupport.stream(whole.get("mentions").spliterator(), false)
                .filter(each -> each.get("code").asText().equals("VN-27"))
                .findFirst()
                .orElseThrow();
        assertThat(mention.get("field").asText()).isEqualTo("body");
        assertThat(whole.get("body")
                        .asText()
                        .substring(
                                mention.get("start").asInt(), mention.get("end").asInt()))
                .isEqualTo("Quảng Nam");
        assertThat(mention.get("rule").asText()).isNotBlank();

        HttpResponse<String> answer = ops.get("/api/stories");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void ofAKilledStoryNoWordIsLeft() {
        Article article = article("urn:ops:killed");
        ops.publish(article);
        ops.story("urn:ops:killed", "publish");

        ops.publish(Article.newBuilder(article)
                .setVersion("2")
                .setPubStatus(PubStatus.canceled)
                .build());

        assertThat(ops.story("urn:ops:killed", "kill").get("headline").isNull()).isTrue();
        JsonNode whole = ops.ask("/api/story?uri=urn:ops:killed");
        assertThat(whole.get("operation").asText()).isEqualTo("kill");
        assertThat(whole.get("body").isNull()).isTrue();
        assertThat(whole.get("headline").isNull()).isTrue();
        assertThat(whole.get("mentions")).isEmpty();
        assertThat(whole.get("captions")).isEmpty();
        assertThat(ops.get("/metrics").body())
                .containsPattern("wiretag_kill_propagation_seconds_count\\{sink=\"tagged\"\\} [1-9]");
    }

    @Test
    void allProvincesAreCountedAndChosenByTheirCode() {
        ops.publish(Article.newBuilder(article("urn:ops:an-giang"))
                .setBody("Rice fields in An Giang are green again. — VNS")
                .build());
        ops.story("urn:ops:an-giang", "publish");

        JsonNode units = ops.ask("/api/provinces?minutes=60").get("units");
        assertThat(units).hasSize(63);
        JsonNode anGiang = StreamSupport.stream(units.spliterator(), false)
                .filter(unit -> unit.get("code").asText().equals("VN-44"))
                .findFirst()
                .orElseThrow();
        assertThat(anGiang.get("name").asText()).isEqualTo("An Giang");
        assertThat(anGiang.get("unitSince2025Code").asText()).hasSize(2);
        assertThat(anGiang.get("stories").asInt()).isPositive();
        assertThat(texts(ops.ask("/api/stories?province=VN-44&agency=VNS").get("stories"), "uri"))
                .contains("urn:ops:an-giang");
        assertThat(ops.ask("/api/stories?province=VN-44&agency=AFP").get("stories"))
                .isEmpty();
        JsonNode agencies = ops.ask("/api/agencies?minutes=60");
        assertThat(texts(agencies.get("agencies"), "code")).contains("VNS");
        assertThat(agencies.get("buckets")).hasSize(60);
    }

    @Test
    void theStatusTellsTheWholeWay() {
        ops.publish(article("urn:ops:status"));
        ops.story("urn:ops:status", "publish");

        JsonNode status = ops.ask("/api/status");

        assertThat(status.at("/ready/ok").asBoolean()).isTrue();
        assertThat(status.get("readOnly").asBoolean()).isFalse();
        assertThat(status.get("gazetteer").asText()).isNotBlank();
        JsonNode flow = status.get("flow");
        assertThat(flow.at("/published/topic").asText())
                .isEqualTo(ops.topics().published().name());
        assertThat(texts(flow.get("sinks"), "role"))
                .containsExactly("tagged", "by-province", "by-unit", "by-agency", "current");
        assertThat(flow.at("/sinks/0/freshness/p50").asDouble(-1)).isBetween(0.0, 60.0);
        assertThat(flow.at("/processor/group").asText()).endsWith("wiretag");
        assertThat(flow.at("/rejected/depth").isNumber()).isTrue();
    }

    @Test
    void aHundredStoriesASecondComeThroughTheStream() throws Exception {
        int all = 300;
        try (EventReader reader = ops.stream()) {
            assertThat(reader.next("status").data().get("flow").isObject()).isTrue();
            long began = System.nanoTime();
            for (int i = 0; i < all; i++) {
                ops.send(article("urn:ops:flow:" + i));
                long due = began + TimeUnit.MILLISECONDS.toNanos(10L * (i + 1));
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            }

            Set<String> seen = new HashSet<>();
            while (seen.size() < all) {
                EventReader.Event event = reader.next();
                assertThat(event.name()).isIn("story", "status");
                String uri = event.data().path("uri").asText();
                if (uri.startsWith("urn:ops:flow:")) {
                    seen.add(uri);
                }
            }
        }
    }

    @Test
    void whatIsRejectedIsShownCountedAndNotReplayedWhereThatCannotHelp() {
        ops.produce(
                ops.topics().published().name(),
                "urn:ops:junk",
                "<b>junk</b>".getBytes(StandardCharsets.UTF_8),
                Map.of());

        JsonNode junk = await(
                        "the junk is rejected",
                        () -> ops.ask("/api/rejected?reason=not-framed").get("records"),
                        records -> !records.isEmpty())
                .get(0);
        assertThat(junk.get("reason").asText()).isEqualTo("not-framed");
        assertThat(junk.get("key").asText()).isEqualTo("urn:ops:junk");
        assertThat(junk.get("text").asText()).isEqualTo("<b>junk</b>");
        assertThat(junk.get("hex").asText()).startsWith("3c623e");
        assertThat(junk.get("bytes").asInt()).isEqualTo(11);
        assertThat(junk.get("sourceTopic").asText())
                .isEqualTo(ops.topics().published().name());
        await(
                "it is counted",
                () -> ops.get("/metrics").body(),
                metrics -> metrics.contains("wiretag_rejected_records_total{reason=\"not-framed\"} 1.0"));

        HttpResponse<String> refused = replay(
                "{\"partition\": %d, \"offset\": %d}"
                        .formatted(
                                junk.get("partition").asInt(),
                                junk.get("offset").asLong()),
                ops.key);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(RunningOps.json(refused).get("detail").asText()).isNotBlank();
        assertThat(replay("{\"partition\": 0, \"offset\": 99999}", ops.key).statusCode())
                .isEqualTo(409);
    }

    @Test
    void aReplayedRecordComesOutAndWaitsNoMore() {
        Article article = article("urn:ops:replayed");
        ops.produce(
                ops.topics().rejected().name(),
                article.getUri(),
                ops.encoded(article),
                Map.of(
                        "wiretag.rejected.reason", "tagging-failed",
                        "wiretag.rejected.message", "a fault that is mended",
                        "wiretag.rejected.topic", ops.topics().published().name(),
                        "wiretag.rejected.partition", "0",
                        "wiretag.rejected.offset", "0",
                        "wiretag.rejected.at", Instant.now().toString()));
        JsonNode waiting = await(
                        "it is listed",
                        () -> ops.ask("/api/rejected?reason=tagging-failed").get("records"),
                        records -> !records.isEmpty())
                .get(0);
        long depth = await(
                        "it waits", () -> ops.ask("/api/status").at("/flow/rejected/depth"), each -> each.asLong() > 0)
                .asLong();

        HttpResponse<String> answer =
                replay("{\"partition\": 0, \"offset\": " + waiting.get("offset").asLong() + "}", ops.key);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(RunningOps.json(answer).get("replayed").asBoolean()).isTrue();
        ops.story("urn:ops:replayed", "publish");
        await(
                "it waits no more",
                () -> ops.ask("/api/status").at("/flow/rejected/depth"),
                each -> each.asLong() < depth);
    }

    @Test
    void whatWasRejectedBeforeAStartIsNotCountedAsNewWhetherItIsStillThereOrNot() throws Exception {
        reject("urn:ops:long-ago", "refused");
        reject("urn:ops:not-so-long-ago", "refused");
        awaitMetric(ops.server, "wiretag_rejected_records_total{reason=\"refused\"} 2.0");

        try (OpsServer restarted = ops.wiretag.opsServer()) {
            String metrics = awaitMetric(restarted, "wiretag_rejected_unreplayed ");
            assertThat(metrics).contains("wiretag_rejected_records_total{reason=\"refused\"} 0.0");

            deleteRejected();
            reject("urn:ops:now", "refused");

            awaitMetric(restarted, "wiretag_rejected_records_total{reason=\"refused\"} 1.0");
            awaitMetric(ops.server, "wiretag_rejected_records_total{reason=\"refused\"} 3.0");
        }
        try (OpsServer restarted = ops.wiretag.opsServer()) {
            String metrics = awaitMetric(restarted, "wiretag_rejected_unreplayed ");
            assertThat(metrics).contains("wiretag_rejected_records_total{reason=\"refused\"} 0.0");
        }
    }

    /** As if the processor had rejected it. */
    private static void reject(String recordKey, String reason) {
        ops.produce(
                ops.topics().rejected().name(),
                recordKey,
                new byte[] {7},
                Map.of(
                        "wiretag.rejected.reason",
                        reason,
                        "wiretag.rejected.at",
                        Instant.now().toString()));
    }

    /** As retention does, at once. */
    private static void deleteRejected() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ops.bootstrapServers()))) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(ops.topics().rejected().name(), 0), RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static String awaitMetric(OpsServer server, String text) {
        return await("there is " + text, () -> metrics(server), metrics -> metrics.contains(text));
    }

    private static String metrics(OpsServer server) {
        return ops.send(HttpRequest.newBuilder(URI.create(server.address() + "/metrics")))
                .body();
    }

    @Test
    void nobodyReplaysWithoutAKeyThatIsKnown() {
        String body = "{\"partition\": 0, \"offset\": 0}";

        assertThat(ops.send(post(body)).statusCode()).isEqualTo(401);
        assertThat(replay(body, "wt_wrong").statusCode()).isEqualTo(401);
        // what a browser sends by itself is not enough
        assertThat(ops.send(post(body).header("Authorization", "Bearer " + ops.key))
                        .statusCode())
                .isEqualTo(401);
        assertThat(ops.get("/api/rejected/replay").statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, http://127.0.0.1:1",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void noOtherSiteReplaysEvenWithTheKey(String header, String value) {
        HttpResponse<String> answer = ops.send(post("{\"partition\": 0, \"offset\": 0}")
                .header("X-Ops-Key", ops.key)
                .header(header, value));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void theOwnPageMayAskForAReplay() {
        HttpResponse<String> answer = ops.send(post("{\"partition\": 0, \"offset\": 99999}")
                .header("X-Ops-Key", ops.key)
                .header("Sec-Fetch-Site", "same-origin")
                .header("Origin", ops.server.address().toString()));

        assertThat(answer.statusCode()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "10.0.0.1"})
    void aNameOfTheWebThatPointsHereGetsNothing(String host) throws Exception {
        assertThat(statusLine("GET /api/stories HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .contains(" 403 ");
        assertThat(statusLine("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .contains(" 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8090", "127.0.0.1:1", "[::1]:8090"})
    void namesOfThisMachineGetAnAnswerAlsoThroughATunnel(String host) throws Exception {
        assertThat(statusLine("GET /api/stories HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .contains(" 200 ");
    }

    private static String statusLine(String request) throws Exception {
        try (Socket socket = RunningOps.socket(ops.server.address())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/stories?minutes=0, 400",
        "/api/stories?minutes=many, 400",
        "/api/stories?limit=501, 400",
        "/api/story, 400",
        "/api/story?uri=urn:nobody, 404",
        "/api/nothing, 404",
        "/assets/../secret.txt, 404",
        "/assets/none.js, 404"
    })
    void whatIsAskedWronglyIsAProblemWithASentence(String path, int status) {
        HttpResponse<String> answer = ops.get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(RunningOps.json(answer).get("detail").asText()).isNotBlank();
        assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    @Test
    void theSourceOfAnArticleIsWatched() {
        ops.publish(article("urn:ops:source"), "vna-desk");
        ops.story("urn:ops:source", "publish");

        String metrics = ops.get("/metrics").body();

        assertThat(metrics).contains("wiretag_source_silence_seconds{source=\"vna-desk\"}");
        // one article tells nothing of a rhythm: unknown has no series
        assertThat(metrics).doesNotContain("wiretag_source_usual_gap_seconds{source=\"vna-desk\"}");
    }

    @Test
    void metricsTellOfTheFeedAndOfTheProcessor() {
        ops.publish(article("urn:ops:metrics"));
        ops.story("urn:ops:metrics", "publish");

        String metrics = ops.get("/metrics").body();

        assertThat(metrics)
                .contains(
                        "wiretag_end_to_end_seconds_bucket{sink=\"tagged\",le=\"1.0\"}",
                        "wiretag_rejected_records_total{reason=\"key-mismatch\"} 0.0",
                        "wiretag_rejected_unreplayed",
                        "wiretag_rejected_oldest_seconds",
                        "wiretag_articles_total{event=\"sent\"}",
                        "wiretag_state_articles",
                        "wiretag_state_held",
                        "wiretag_state_bytes",
                        "wiretag_processor_ready 1.0",
                        "wiretag_rules_version_info{version=\"");
        assertThat(metrics).doesNotContain("NaN");
    }

    @Test
    void everyMetricThatTheDashboardOfGrafanaOrAnAlertRuleAsksForIsThere() throws Exception {
        for (int i = 0; i < 30; i++) {
            ops.publish(article("urn:ops:gap:" + i), "gap-desk");
        }
        String feed = await(
                "the rhythm of a source is known",
                () -> ops.get("/metrics").body(),
                metrics -> metrics.contains("wiretag_source_usual_gap_seconds{source=\"gap-desk\"}"));
        OpsMetrics lag = new OpsMetrics();
        GroupLag group = OpsMetricsTest.group("g", Optional.of(Duration.ZERO), OptionalLong.of(0));
        GroupLag tolerated =
                new GroupLag("g", "Classic", "Stable", 1, group.topics(), Optional.of(Duration.ofMinutes(5)));
        LagReport view = new LagReport(
                Instant.now(),
                List.of(tolerated),
                List.of(new TopicFlow("t", 1, Optional.empty())),
                List.of(),
                Duration.ZERO);
        lag.watch(() -> view, "c");
        Set<String> there = names(SERIES, feed + lag.scrape());
        // only while a subscriber has a kill open: ReceiptsStoryTest
        there.add("wiretag_kill_open_oldest_seconds");
        lag.close();

        JsonNode dashboard = RunningOps.json(Files.readString(Path.of("ops", "grafana", "wiretag.json")));
        String queries = String.join("\n", dashboard.findValuesAsText("expr"));
        assertThat(dashboard.get("panels")).hasSizeGreaterThan(10);
        assertThat(there).containsAll(names(METRIC, queries));
        assertThat(there)
                .containsAll(names(METRIC, Files.readString(Path.of("ops", "prometheus", "wiretag-alerts.yml"))));
    }

    private static Set<String> names(Pattern pattern, String text) {
        Set<String> names =
                pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
        assertThat(names).isNotEmpty();
        return names;
    }

    @Test
    void aProcessorAloneShowsItselfAndIsNotReadyFromTheMomentItIsToldToStop() throws Exception {
        try (OpsServer own = ops.wiretag.opsServer(ops.processor).orElseThrow()) {
            assertThat(get(own, "/metrics").body())
                    .contains(
                            "wiretag_articles_total{event=\"sent\"}",
                            "wiretag_processor_ready 1.0",
                            "wiretag_processor_rules_current 1.0")
                    .doesNotContain("wiretag_end_to_end_seconds", "kafka_consumergroup");
            assertThat(get(own, "/").statusCode()).isEqualTo(404);
            assertThat(get(own, "/api/status").statusCode()).isEqualTo(404);
            assertThat(RunningOps.json(get(own, "/health/ready"))
                            .get("gazetteer")
                            .asText())
                    .isEqualTo(ops.processor.rules().version());

            own.stopping();

            HttpResponse<String> ready = get(own, "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(RunningOps.json(ready).at("/parts/0/part").asText()).isEqualTo("process");
            assertThat(RunningOps.json(ready).at("/parts/0/why").asText()).isEqualTo("is stopping");
            assertThat(get(own, "/health/live").statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> get(OpsServer server, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.address() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void howeverManyConnectionsNeverEndTheirHeadersHealthAndPagesAnswer() throws Exception {
        try (HalfOpen strangers = new HalfOpen(ops.server.address(), 300)) {
            strangers.dribble();

            assertThat(ops.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(ops.get("/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatOtherMachinesReachNeedsKeys() {
        OpsMetrics metrics = new OpsMetrics();

        assertThatThrownBy(() -> OpsServer.start(
                        new OpsServer.Settings("ops", "0.0.0.0", 0), Optional.empty(), metrics, new Health(List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ops.keys.file");
    }

    private static HttpRequest.Builder post(String body) {
        return ops.request("/api/rejected/replay").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> replay(String body, String key) {
        return ops.send(post(body).header("X-Ops-Key", key));
    }

    private static List<String> texts(JsonNode items, String field) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.get(field).asText())
                .toList();
    }

    private static Article article(String uri) {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion("1")
                .setLanguage("en")
                .setHeadline("Rain in Cà Mau")
                .setBody("CÀ MAU — It rains in Cà Mau. — VNS")
                .build();
    }
}
