package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.access.ApiKeys;
import io.wiretag.delivery.Cursor;
import io.wiretag.delivery.http.DeliveryServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What delivery says while there is no article: to questions that are wrong, and to those who want headers alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ApiKeys.NewKey all = ApiKeys.create("desk");
    private final ApiKeys.NewKey ofDaNang = ApiKeys.create("da-nang", Map.of("province", "VN-DN"));
    private OwnInstallation own;
    private DeliveryServer server;

    @BeforeAll
    void start() throws IOException {
        Path keys = folder.resolve("keys");
        Files.write(keys, List.of(all.line(), ofDaNang.line()));
        own = new OwnInstallation(
                "answers", folder, Map.of("delivery.port", "0", "delivery.keys.file", keys.toString()));
        server = own.wiretag().delivery();
        await("delivery is ready", () -> get("/health/ready").statusCode() == 200);
    }

    @AfterAll
    void stop() {
        server.close();
        own.close();
    }

    @ParameterizedTest
    @CsvSource({
        "province=VN-99, mend-question",
        "cursors=AAAA, mend-question",
        "limit=0, mend-question",
        "since=2999-01-01T00:00:00Z, mend-question",
        "cursor=AAAA, mend-cursor"
    })
    void aProgramIsToldByAWordWhatToDoWithAQuestionThatIsRefused(String query, String remedy) throws Exception {
        assertRemedy("/articles?" + query, 400, remedy);
    }

    @Test
    void aProgramIsToldByTheSameWordWhateverMakesACursorUselessThatWasGoodOnce() throws Exception {
        Cursor cursor =
                Cursor.parse(JSON.readTree(get("/articles").body()).path("next").asText());
        SortedMap<Integer, Long> beyond = new TreeMap<>(cursor.positions());
        beyond.replaceAll((partition, offset) -> offset + 1_000);
        Instant now = Instant.now();

        assertRemedy(new Cursor(cursor.cluster(), cursor.topic(), beyond, now), 400);
        assertRemedy(new Cursor("elsewhere", cursor.topic(), cursor.positions(), now), 409);
        assertRemedy(new Cursor(cursor.cluster(), Uuid.randomUuid(), cursor.positions(), now), 409);
    }

    private void assertRemedy(Cursor cursor, int status) throws Exception {
        assertRemedy("/articles?cursor=" + cursor, status, "begin-with-snapshot");
    }

    private void assertRemedy(String path, int status, String remedy) throws Exception {
        HttpResponse<String> refused = get(path);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        JsonNode problem = JSON.readTree(refused.body());
        assertThat(problem.path("remedy").asText()).as(refused.body()).isEqualTo(remedy);
    }

    @Test
    void anAgencyThatTheGazetteerDoesNotKnowIsRefusedByItsNameInWhateverFormItIsAskedFor() throws Exception {
        for (String path : List.of("/articles", "/articles/current", "/articles/urn:a")) {
            for (String accept : List.of("application/json", "text/event-stream", "application/x-ndjson")) {
                HttpResponse<String> refused = send("GET", path + "?agency=VNA,VNX:credit", Optional.of(all), accept);

                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
                assertThat(refused.body()).contains("no agency 'VNX'").contains("VNA");
            }
        }
        assertThat(get("/articles?agency=VNA,REUTERS:credit,MOH").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/articles", "/articles/current", "/articles/urn:a", "/metrics"})
    void whoAsksForHeadersAloneNeedsAKeyAsWell(String path) throws Exception {
        HttpResponse<String> refused = send("HEAD", path, Optional.empty(), "*/*");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "/articles, application/json",
        "/articles?limit=5, application/json",
        "/articles, application/atom+xml",
        "/articles, text/event-stream",
        "/articles?since=2020-01-01T00:00:00Z, application/x-ndjson",
        "/articles, image/png",
        "/articles?cursor=AAAA, text/event-stream",
        "/articles?province=VN-99, application/x-ndjson",
        "/articles/current, */*",
        "/articles/current?province=VN-99, */*",
        "/articles/urn:a, */*",
        "/openapi.json, */*",
        "/health/live, */*",
        "/health/ready, */*",
        "/metrics, */*"
    })
    void whoAsksForHeadersAloneGetsThoseOfTheAnswer(String path, String accept) throws Exception {
        HttpResponse<String> head = send("HEAD", path, Optional.of(all), accept);
        HttpResponse<InputStream> whole =
                http.send(request("GET", path, Optional.of(all), accept), HttpResponse.BodyHandlers.ofInputStream());
        // events would never end
        whole.body().close();

        assertThat(head.statusCode()).isEqualTo(whole.statusCode());
        assertThat(head.headers().firstValue("Content-Type"))
                .isEqualTo(whole.headers().firstValue("Content-Type"));
        assertThat(head.body()).isEmpty();
    }

    @Test
    void whatIsForOperatorsIsForThemAloneByHeadAsWell() throws Exception {
        assertThat(send("HEAD", "/metrics", Optional.of(ofDaNang), "*/*").statusCode())
                .isEqualTo(403);
    }

    @Test
    void everyMetricOfDeliveryThatTheDashboardOfGrafanaOrAnAlertRuleAsksForIsThere() throws Exception {
        try (EventClient client = new EventClient(
                http, server.address().resolve("/articles"), Optional.of(all.key()), Optional.empty())) {
            await("a cursor", () -> !client.events().isEmpty());

            String metrics = get("/metrics").body();

            assertThat(metrics)
                    .contains("wiretag_delivery_ready 1.0", "wiretag_delivery_catching_up{key=\"desk\"} 0.0");
            for (Path file : List.of(
                    Path.of("ops", "grafana", "wiretag.json"), Path.of("ops", "prometheus", "wiretag-alerts.yml"))) {
                assertThat(Pattern.compile("wiretag_delivery_[a-z_]+")
                                .matcher(Files.readString(file))
                                .results()
                                .map(MatchResult::group))
                        .isNotEmpty()
                        .allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "[ {]"));
            }
        }
    }

    /** As a cursor of 1,500 partitions may be: in the question, and so in the address of the next page. */
    @Test
    void aLongQuestionIsReadAndGivenBackInTheAddressOfTheNextPage() throws Exception {
        String languages = "vi,".repeat(3_700) + "en";

        HttpResponse<String> page = get("/articles?language=" + languages);

        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.headers().firstValue("Link").orElseThrow()).hasSizeGreaterThan(11_000);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, Optional.of(all), "application/json");
    }

    private HttpResponse<String> send(String method, String path, Optional<ApiKeys.NewKey> key, String accept)
            throws IOException, InterruptedException {
        return http.send(request(method, path, key, accept), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, Optional<ApiKeys.NewKey> key, String accept) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Accept", accept);
        key.ifPresent(each -> request.header("X-API-Key", each.key()));
        return request.build();
    }
}
