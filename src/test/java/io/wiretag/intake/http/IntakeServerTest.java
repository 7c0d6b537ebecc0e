package io.wiretag.intake.http;

import static io.wiretag.testing.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.access.ApiKeys;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.schema.Article;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import io.wiretag.topics.WiretagHeader;
import io.wiretag.web.HalfOpen;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeServerTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path shared;

    /** For the tests that need no bounds of their own and leave the file of keys alone. */
    private static RunningIntake plain;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        plain = new RunningIntake(shared);
    }

    @AfterAll
    static void stop() {
        plain.close();
    }

    @Test
    void whatIsAnsweredWith202LiesOnTheTopicWithTheNameOfItsKey() throws Exception {
        try (RunningIntake intake = new RunningIntake(folder)) {
            HttpResponse<String> answer = intake.post(
                    "application/x-ndjson",
                    "{\"uri\": \"urn:a\", \"version\": \"2\", \"headline\": \"Bão số 6\"}\n{\"uri\": \"urn:b\"}\n");

            assertThat(answer.statusCode()).isEqualTo(202);
            JsonNode body = RunningIntake.json(answer);
            assertThat(body.get("topic").asText()).isEqualTo(intake.topic());
            assertThat(body.get("articles")).hasSize(2);
            for (JsonNode told : body.get("articles")) {
                ConsumerRecord<String, Article> lies = intake.published().stream()
                        .filter(record -> record.key().equals(told.get("uri").asText()))
                        .findFirst()
                        .orElseThrow();
                assertThat(lies.partition()).isEqualTo(told.get("partition").asInt());
                assertThat(lies.offset()).isEqualTo(told.get("offset").asLong());
                assertThat(lies.headers().lastHeader(WiretagHeader.SOURCE.key()).value())
                        .isEqualTo("desk".getBytes(UTF_8));
            }
            assertThat(body.at("/articles/0/version").asText()).isEqualTo("2");
            assertThat(body.at("/articles/1").has("version")).isFalse();
        }
    }

    @Test
    void theTraceOfARequestGoesOnWithEachOfItsArticlesUnlessItIsMalformed() throws Exception {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        try (RunningIntake intake = new RunningIntake(folder)) {
            intake.send(intake.posting("application/x-ndjson", "{\"uri\": \"urn:a\"}\n{\"uri\": \"urn:b\"}\n")
                    .header("traceparent", parent)
                    .header("tracestate", "vendor=1"));
            intake.send(intake.posting("application/json", "{\"uri\": \"urn:c\"}")
                    .header("traceparent", parent.toUpperCase(Locale.ROOT)));
            intake.send(intake.posting("application/json", "{\"uri\": \"urn:d\"}")
                    .header("traceparent", parent)
                    .header("traceparent", parent));

            assertThat(intake.published())
                    .extracting(record -> record.key() + " " + text(record.headers(), "traceparent") + " "
                            + text(record.headers(), "tracestate"))
                    .containsExactlyInAnyOrder(
                            "urn:a " + parent + " vendor=1",
                            "urn:b " + parent + " vendor=1",
                            "urn:c null null",
                            "urn:d null null");
        }
    }

    private static String text(Headers headers, String key) {
        Header header = headers.lastHeader(key);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    @Test
    void aMessageInNewsMLIsTakenItemByItem() throws Exception {
        String item = "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:%s' version='3'>"
                + "<itemMeta><itemClass qcode='ninat:text'/><pubStatus qcode='stat:%s'/></itemMeta>"
                + "<contentMeta><headline>Mưa ở Huế</headline></contentMeta></newsItem>";
        String message = "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>"
                + item.formatted("g2-a", "usable") + item.formatted("g2-b", "canceled") + "</itemSet></newsMessage>";
        try (RunningIntake intake = new RunningIntake(folder)) {
            HttpResponse<String> answer = intake.post("application/vnd.iptc.g2.newsmessage+xml", message);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            assertThat(intake.published())
                    .extracting(record -> record.key() + " " + record.value().getVersion() + " "
                            + record.value().getPubStatus())
                    .containsExactlyInAnyOrder("urn:g2-a 3 usable", "urn:g2-b 3 canceled");
        }
    }

    @Test
    void aFeedIsNoNewsML() throws Exception {
        HttpResponse<String> answer = plain.post(
                "application/xml",
                "<rss version='2.0'><channel><title>t</title><item><guid>urn:a</guid></item></channel></rss>");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("rss");
    }

    @Test
    void aQueryIsRefusedForNothingIsReadFromIt() throws Exception {
        for (String query : List.of("uri=urn:q&token=s3cret", "s3cret", "%41=s3cret")) {
            HttpResponse<String> answer = plain.send(plain.request("/articles?" + query)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"uri\": \"urn:q\"}")));

            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(answer.body())
                    .as(query)
                    .contains("POST /articles knows no parameters")
                    .doesNotContain("s3cret");
        }
        assertThat(plain.publishedUris()).doesNotContain("urn:q");
    }

    @Test
    void anIdentityThatTheProcessorWouldRejectIsRefusedAtTheDoor() throws Exception {
        HttpResponse<String> uri = plain.post("application/json", "{\"uri\": \"" + "u".repeat(100_000) + "\"}");
        HttpResponse<String> version =
                plain.post("application/json", "{\"uri\": \"urn:v\", \"version\": \"" + "1".repeat(257) + "\"}");

        assertThat(uri.statusCode()).isEqualTo(400);
        assertThat(RunningIntake.json(uri).at("/errors/0/reason").asText())
                .contains("the uri has 100000 bytes, the longest is 4096: give it a shorter one")
                .hasSizeLessThan(300);
        assertThat(version.statusCode()).isEqualTo(400);
        assertThat(version.body()).contains("the version has 257 characters, the longest is 256");
    }

    @Test
    void aTimeThatCannotBeReadIsAWarningOfTheAnswer() throws Exception {
        HttpResponse<String> answer =
                plain.post("application/json", "{\"uri\": \"urn:w\", \"versionCreated\": \"gestern\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(RunningIntake.json(answer).at("/warnings/0/reason").asText())
                .startsWith("versionCreated of \"urn:w\" is \"gestern\"");
    }

    @Test
    void sendingAgainIsAcknowledgedAgain() throws Exception {
        assertThat(plain.post("application/json", "{\"uri\": \"urn:a\"}").statusCode())
                .isEqualTo(202);
        assertThat(plain.post("application/json", "{\"uri\": \"urn:a\"}").statusCode())
                .isEqualTo(202);
    }

    @Test
    @Needs(Tool.CURL)
    void curlIsAllThatIsNeeded() throws Exception {
        // larger than curl sends without asking first ("Expect: 100-continue")
        Path wire = Files.writeString(
                folder.resolve("wire.json"), "{\"uri\": \"urn:curl\", \"headline\": \"" + "x".repeat(200_000) + "\"}");
        assertThat(RunningIntake.SMALL.maxBodyBytes()).isGreaterThan(200_000);
        Process curl = new ProcessBuilder(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--max-time",
                        "30",
                        "--write-out",
                        "%{http_code}",
                        "--header",
                        "X-API-Key: " + plain.key,
                        "--json",
                        "@" + wire,
                        plain.server.address() + "/articles")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(curl.getInputStream().readAllBytes(), UTF_8))
                .contains("urn:curl")
                .endsWith("202");
        assertThat(plain.publishedUris()).contains("urn:curl");
    }

    @Test
    void oneArticleThatCannotBeReadKeepsAllBackAndEveryFaultIsTold() throws Exception {
        try (RunningIntake intake = new RunningIntake(folder)) {
            HttpResponse<String> answer = intake.post(
                    "application/x-ndjson",
                    "{\"uri\": \"urn:a\"}\n{\"uri\": \"urn:b\"}\n{\"uri\": oops}\n{\"headline\": 5}\n");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            JsonNode problem = RunningIntake.json(answer);
            assertThat(problem.get("title").asText()).isEqualTo("Bad Request");
            assertThat(problem.get("detail").asText()).contains("nothing was published");
            assertThat(problem.at("/errors/0/source").asText()).isEqualTo("request");
            assertThat(problem.at("/errors/0/line").asInt()).isEqualTo(3);
            assertThat(problem.at("/errors/0/reason").asText()).contains("oops");
            assertThat(problem.at("/errors/1/line").asInt()).isEqualTo(4);
            assertThat(problem.at("/errors/1/reason").asText()).contains("uri");
            assertThat(problem.at("/errors/2/line").asInt()).isEqualTo(4);
            assertThat(problem.at("/errors/2/reason").asText()).contains("/headline is the number 5");
            assertThat(intake.published()).isEmpty();
        }
    }

    @Test
    void bytesThatAreNotUtf8AreToldWithTheirLine() throws Exception {
        byte[] body = "{\"uri\": \"urn:a\",\n \"headline\": \"Hu?\"}".getBytes(UTF_8);
        body[body.length - 3] = (byte) 0xEA;

        HttpResponse<String> answer = plain.send(plain.request("/articles")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RunningIntake.json(answer).at("/errors/0/line").asInt()).isEqualTo(2);
        assertThat(answer.body()).contains("0xEA").contains("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "[]", "hello", "{\"uri\": \"urn:none\"} and more"})
    void aBodyWithoutAnArticleIsABadRequest(String body) throws Exception {
        HttpResponse<String> answer = plain.post("application/json", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RunningIntake.json(answer).get("errors")).isNotEmpty();
        assertThat(plain.publishedUris()).doesNotContain("urn:none");
    }

    @Test
    void onlyAKeyOfTheFileOpens() throws Exception {
        try (RunningIntake intake = new RunningIntake(folder)) {
            HttpRequest.Builder none = intake.keyless("/articles")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"uri\": \"urn:a\"}"));
            for (HttpRequest.Builder request : List.of(
                    none.copy(),
                    none.copy().header("Authorization", "Bearer " + intake.key + "x"),
                    none.copy().header("Authorization", "Basic " + intake.key),
                    none.copy().header("X-API-Key", ""),
                    none.copy().header("X-API-Key", "wt_" + "A".repeat(2_000)))) {
                HttpResponse<String> answer = intake.send(request);
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"wiretag\"");
                assertThat(answer.body()).doesNotContain(intake.key);
            }
            assertThat(intake.published()).isEmpty();

            assertThat(intake.send(none.copy().header("X-API-Key", intake.key)).statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void aKeyThatIsTakenOutOfTheFileOpensNoLongerAndABrokenFileChangesNothing() throws Exception {
        try (RunningIntake intake = new RunningIntake(folder)) {
            Files.writeString(intake.keysFile, "a broken line\n", StandardOpenOption.APPEND);
            assertThat(intake.post("application/json", "{\"uri\": \"urn:a\"}").statusCode())
                    .isEqualTo(202);

            Files.writeString(intake.keysFile, ApiKeys.create("another").line());

            assertThat(intake.post("application/json", "{\"uri\": \"urn:a\"}").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void withoutKeysNoOtherMachineMayReachIt() {
        RunningIntake.Plan plan = new RunningIntake.Plan();
        IntakeServer.Settings open = new IntakeServer.Settings("0.0.0.0", 0, 1024, 1024, 1, 1);

        assertThatThrownBy(() -> IntakeServer.start(open, Optional.empty(), publisher(plan), "articles", () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0.0.0")
                .hasMessageContaining("intake.keys.file");
    }

    @Test
    void anAddressThatIsNotOfThisMachineIsNamed() throws Exception {
        Path file =
                Files.writeString(folder.resolve("keys"), ApiKeys.create("desk").line());
        // an address of documentation (RFC 5737), which no machine has
        IntakeServer.Settings elsewhere = new IntakeServer.Settings("192.0.2.1", 0, 1024, 1024, 1, 1);

        assertThatThrownBy(() -> IntakeServer.start(
                        elsewhere,
                        Optional.of(ApiKeys.of(file)),
                        publisher(new RunningIntake.Plan()),
                        "articles",
                        () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("192.0.2.1");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        int taken = plain.server.address().getPort();
        IntakeServer.Settings same = new IntakeServer.Settings("127.0.0.1", taken, 1024, 1024, 1, 1);

        assertThatThrownBy(() -> IntakeServer.start(
                        same, Optional.empty(), publisher(new RunningIntake.Plan()), "articles", () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("intake.port " + taken);
    }

    private static ArticlePublisher publisher(RunningIntake.Plan plan) {
        return new ArticlePublisher(
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", plan.bootstrapServers, "acks", "all"),
                        new StringSerializer(),
                        (topic, article) -> new byte[0]),
                "articles");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain||Accept",
                "application/jsonx||Accept",
                "application/json; charset=windows-1258||Accept",
                "application/vnd.iptc.g2.newsitem||Accept",
                "application/json|gzip|Accept-Encoding"
            })
    void whatIsNotTakenIsRefusedWithWhatIs(String type, String encoding, String header) throws Exception {
        HttpRequest.Builder request = plain.posting(type, "{\"uri\": \"urn:a\"}");
        if (encoding != null) {
            request.header("Content-Encoding", encoding);
        }

        HttpResponse<String> answer = plain.send(request);

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.headers().firstValue(header)).isPresent();
    }

    @Test
    void aBodyThatIsCalledXmlAndIsNoneIsABadRequest() throws Exception {
        HttpResponse<String> answer =
                plain.post("application/vnd.iptc.g2.newsitem+xml", "{\"uri\": \"urn:a\", \"version\": \"1\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("begins with '{'");
    }

    @Test
    void whatIsNotThereIs404AndAWrongMethodIs405WithTheRightOnes() throws Exception {
        assertThat(plain.get("/nothing").statusCode()).isEqualTo(404);
        HttpResponse<String> get = plain.get("/articles");
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).contains("POST");
        assertThat(RunningIntake.json(get).get("status").asInt()).isEqualTo(405);
        HttpResponse<String> delete = plain.send(plain.keyless("/health/live").DELETE());
        assertThat(delete.statusCode()).isEqualTo(405);
        assertThat(delete.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void everyAnswerIsKeptFromCachesAndTellsNothingOfTheServer() throws Exception {
        List<HttpResponse<String>> answers = new ArrayList<>();
        answers.add(plain.get("/health/live"));
        answers.add(plain.get("/nothing"));
        answers.add(plain.post("application/json", "{\"uri\": \"urn:a\"}"));
        answers.add(plain.post("text/plain", "x"));
        answers.add(plain.send(plain.keyless("/health/live").header("X-Long", "x".repeat(20_000))));

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 404, 202, 415, 431);
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Server")).isEmpty();
            assertThat(answer.body()).startsWith("{").doesNotContainIgnoringCase("jetty");
        });
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsRefusedBeforeAByteOfItIsSent() throws Exception {
        try (Socket socket = plain.socket()) {
            socket.getOutputStream()
                    .write((plain.head() + "Expect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n")
                            .getBytes(UTF_8));

            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 413").contains("262144 bytes");
        }
    }

    @Test
    void aBodyOfUnknownLengthIsCutOffWhereItBecomesTooLarge() throws Exception {
        try (Socket socket = plain.socket()) {
            socket.getOutputStream().write((plain.head() + "Transfer-Encoding: chunked\r\n\r\n").getBytes(UTF_8));
            // one byte more than is taken, and no end
            socket.getOutputStream().write(("40001\r\n" + " ".repeat(0x40001)).getBytes(UTF_8));

            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 413").contains("262144 bytes");
        }
    }

    @Test
    void aBodyOfUnknownLengthWithinTheLimitIsTaken() throws Exception {
        byte[] body = ("{\"uri\": \"urn:chunked\"}" + " ".repeat(0x40000 - 22)).getBytes(UTF_8);

        HttpResponse<String> answer = plain.send(plain.request("/articles")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

        assertThat(body).hasSize(0x40000);
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void aBodyThatStopsComingIsGivenUp() throws Exception {
        RunningIntake.Plan plan = new RunningIntake.Plan();
        plan.patience = new IntakeServer.Patience(Duration.ofMillis(300), LIMIT, LIMIT);
        try (RunningIntake intake = new RunningIntake(folder, plan);
                Socket socket = intake.socket()) {
            socket.getOutputStream().write((intake.head() + "Content-Length: 100\r\n\r\n{").getBytes(UTF_8));

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void aBodyThatComesByteByByteIsGivenUp() throws Exception {
        RunningIntake.Plan plan = new RunningIntake.Plan();
        plan.patience = new IntakeServer.Patience(LIMIT, Duration.ofMillis(300), LIMIT);
        try (RunningIntake intake = new RunningIntake(folder, plan);
                Socket socket = intake.socket()) {
            socket.getOutputStream().write((intake.head() + "Content-Length: 100000\r\n\r\n").getBytes(UTF_8));
            await("the server to give up", () -> {
                if (socket.getInputStream().available() > 0) {
                    return true;
                }
                socket.getOutputStream().write(' ');
                return false;
            });

            assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void headersThatDribbleInAreGivenUpThoughTheConnectionIsNeverIdle() throws Exception {
        RunningIntake.Plan plan = new RunningIntake.Plan();
        plan.patience = new IntakeServer.Patience(Duration.ofSeconds(1), LIMIT, LIMIT);
        try (RunningIntake intake = new RunningIntake(folder, plan);
                HalfOpen stranger = new HalfOpen(intake.server.address(), 1)) {

            assertThat(stranger.dribblesUntilClosed(LIMIT)).isTrue();
        }
    }

    @Test
    @Tag("full")
    void howeverManyConnectionsNeverEndTheirHeadersHealthAnswersAndArticlesAreTaken() throws Exception {
        try (RunningIntake intake = new RunningIntake(folder);
                HalfOpen strangers = new HalfOpen(intake.server.address(), 1_100)) {
            strangers.dribble();

            assertThat(intake.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(intake.post("application/json", "{\"uri\": \"urn:through\"}")
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void anAnswerThatTakesLongerThanAConnectionMayBeIdleStillComes() throws Exception {
        RunningIntake.Plan plan = new RunningIntake.Plan();
        plan.patience = new IntakeServer.Patience(Duration.ofMillis(300), LIMIT, LIMIT);
        plan.producer.put("linger.ms", "1500");
        try (RunningIntake intake = new RunningIntake(folder, plan)) {
            assertThat(intake.post("application/json", "{\"uri\": \"urn:a\"}").statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void aKeyThatSendsTooManyRequestsWaitsAndAnotherDoesNot() throws Exception {
        RunningIntake.Plan plan = new RunningIntake.Plan();
        plan.settings = new IntakeServer.Settings("127.0.0.1", 0, 1024, 1 << 20, 1, 2);
        try (RunningIntake intake = new RunningIntake(folder, plan)) {
            ApiKeys.NewKey other = ApiKeys.create("other");
            Files.writeString(intake.keysFile, other.line() + "\n", StandardOpenOption.APPEND);
            HttpResponse<String> answer = null;
            for (int i = 0; i < 50 && (answer == null || answer.statusCode() == 202); i++) {
                answer = intake.post("application/json", "{\"uri\": \"urn:a\"}");
            }

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isBetween(1L, 2L);
            assertThat(intake.send(intake.keyless("/articles")
                                    .header("Authorization", "bearer " + other.key())
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"uri\": \"urn:b\"}")))
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void withoutKafkaItAnswers503AndIsNotReadyAndLives() throws Exception {
        RunningIntake.Plan plan = new RunningIntake.Plan();
        // port 9 (discard): nobody answers there
        plan.bootstrapServers = "127.0.0.1:9";
        plan.producer.put("max.block.ms", "300");
        try (RunningIntake intake = new RunningIntake(folder, plan)) {
            assertThat(intake.get("/health/ready").statusCode()).isEqualTo(200);

            HttpResponse<String> answer =
                    intake.post("application/json", "[{\"uri\": \"urn:a\", \"version\": \"1\"}, {\"uri\": \"urn:b\"}]");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("5");
            JsonNode problem = RunningIntake.json(answer);
            assertThat(problem.get("detail").asText()).contains("0 of 2 articles");
            assertThat(problem.get("articles")).isEmpty();
            assertThat(problem.at("/failed/0/uri").asText()).isEqualTo("urn:a");
            assertThat(problem.at("/failed/0/reason").asText()).contains("not acknowledged in time");
            assertThat(problem.at("/failed/1/reason").asText()).contains("not tried");
            HttpResponse<String> ready = intake.get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("Kafka does not acknowledge");
            assertThat(intake.get("/health/live").statusCode()).isEqualTo(200);
            // turned away at once: the body is not even read
            HttpResponse<String> next = intake.post("application/json", "no JSON");
            assertThat(next.statusCode()).isEqualTo(503);
        }
    }

    @Test
    @Tag("full")
    void aBrokerThatTheProbeDoesNotFindIsKnownBeforeAnybodyPublishes() throws Exception {
        RunningIntake.Plan plan = new RunningIntake.Plan();
        AtomicBoolean away = new AtomicBoolean(true);
        plan.probe = () -> {
            if (away.get()) {
                throw new IllegalStateException("away");
            }
        };
        try (RunningIntake intake = new RunningIntake(folder, plan)) {
            awaitReadiness(intake, 503);
            away.set(false);
            awaitReadiness(intake, 200);
        }
    }

    private static void awaitReadiness(RunningIntake intake, int status) {
        await("readiness " + status, () -> intake.get("/health/ready").statusCode(), code -> code == status);
    }

    @Test
    void aRegistryThatIsAwayIs503() throws Exception {
        RunningIntake.Plan plan = new RunningIntake.Plan();
        plan.registry = URI.create("http://127.0.0.1:1");
        try (RunningIntake intake = new RunningIntake(folder, plan)) {
            HttpResponse<String> answer = intake.post("application/json", "{\"uri\": \"urn:a\"}");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body())
                    .contains("the schema registry does not answer")
                    .doesNotContain("127.0.0.1");
        }
    }

    @Test
    void anArticleTooLargeForTheTopicIs413AndTheOthersAreToldToHaveArrived() throws Exception {
        RunningIntake.Plan plan = new RunningIntake.Plan();
        plan.producer.put("max.request.size", "50000");
        try (RunningIntake intake = new RunningIntake(folder, plan)) {
            HttpResponse<String> answer = intake.post(
                    "application/json",
                    "[{\"uri\": \"urn:a\"}, {\"uri\": \"urn:b\", \"headline\": \"" + "x".repeat(60_000)
                            + "\"}, {\"uri\": \"urn:c\"}]");

            assertThat(answer.statusCode()).isEqualTo(413);
            JsonNode problem = RunningIntake.json(answer);
            assertThat(problem.get("articles"))
                    .extracting(row -> row.get("uri").asText())
                    .containsExactly("urn:a", "urn:c");
            assertThat(problem.at("/failed/0/uri").asText()).isEqualTo("urn:b");
            assertThat(intake.publishedUris()).containsExactly("urn:a", "urn:c");
            assertThat(intake.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aRequestOnItsWayIsAnsweredWhenTheServerStopsAndNoneComesIn() throws Exception {
        try (RunningIntake intake = new RunningIntake(folder);
                Socket early = intake.socket()) {
            String body = "{\"uri\": \"urn:early\"}";
            early.getOutputStream()
                    .write((intake.head() + "Content-Length: " + body.length() + "\r\n\r\n{").getBytes(UTF_8));
            // answered behind the first one, so that this one has been taken up, too
            assertThat(intake.post("application/json", "{\"uri\": \"urn:a\"}").statusCode())
                    .isEqualTo(202);

            CompletableFuture<Void> closing = CompletableFuture.runAsync(intake.server::close);
            awaitRefusal(intake);
            early.getOutputStream().write(body.substring(1).getBytes(UTF_8));

            assertThat(new String(early.getInputStream().readAllBytes(), UTF_8)).startsWith("HTTP/1.1 202");
            assertThat(closing).succeedsWithin(LIMIT);
            assertThat(intake.publishedUris()).containsExactly("urn:a", "urn:early");
            intake.server.awaitEnd();
        }
    }

    private static void awaitRefusal(RunningIntake intake) {
        await("the server to stop listening", () -> {
            try {
                return intake.get("/health/ready").statusCode() == 503;
            } catch (IOException e) {
                return true;
            }
        });
    }

    @Test
    void aFloodIsTakenInPartAndTurnedAwayInPartAndNothingAcknowledgedIsLost() throws Exception {
        RunningIntake.Plan plan = new RunningIntake.Plan();
        plan.settings = new IntakeServer.Settings("127.0.0.1", 0, 2 << 20, 8 << 20, 150, 150);
        ExecutorService senders = Executors.newFixedThreadPool(200);
        try (RunningIntake intake = new RunningIntake(folder, plan)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String name = "urn:flood:" + i;
                answers.add(senders.submit(() -> postOneMebibyte(intake, name)));
            }
            List<String> acknowledged = new ArrayList<>();
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String answer = answers.get(i).get(120, TimeUnit.SECONDS);
                int status = Integer.parseInt(answer.substring(9, 12));
                statuses.add(status);
                if (status == 202) {
                    acknowledged.add("urn:flood:" + i + "a");
                    acknowledged.add("urn:flood:" + i + "b");
                }
            }
            assertThat(statuses).isSubsetOf(202, 429, 503).contains(202).containsAnyOf(429, 503);
            assertThat(intake.publishedUris()).containsAll(acknowledged);
            awaitStatus(202, () -> postOneMebibyte(intake, "urn:after"));
        } finally {
            senders.shutdownNow();
        }
    }

    /** As clients do that send much: they ask first. Two articles, for a topic takes none of this size. */
    private static String postOneMebibyte(RunningIntake intake, String name) throws IOException {
        String text = ", \"headline\": \"" + "x".repeat((1 << 19) - 50) + "\"}";
        byte[] body =
                ("[{\"uri\": \"" + name + "a\"" + text + ", {\"uri\": \"" + name + "b\"" + text + "]").getBytes(UTF_8);
        try (Socket socket = intake.socket()) {
            String head = intake.head() + "Connection: close\r\nExpect: 100-continue\r\nContent-Length: " + body.length;
            socket.getOutputStream().write((head + "\r\n\r\n").getBytes(UTF_8));
            String first = new String(socket.getInputStream().readNBytes(25), UTF_8);
            if (!first.equals("HTTP/1.1 100 Continue\r\n\r\n")) {
                return first;
            }
            socket.getOutputStream().write(body);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static void awaitStatus(int status, Callable<String> request) {
        await("the bound to give way to " + status, request, answer -> answer.startsWith("HTTP/1.1 " + status));
    }
}
