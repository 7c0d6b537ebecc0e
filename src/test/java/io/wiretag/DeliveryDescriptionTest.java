package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.access.ApiKeys;
import io.wiretag.delivery.Cursor;
import io.wiretag.delivery.http.DeliveryServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What {@code wiretag deliver} says of itself is what it does. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryDescriptionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FORMS =
            List.of("application/json", "text/event-stream", "application/x-ndjson", "application/atom+xml");
    /** What is said of a parameter that nobody knows. */
    private static final Pattern KNOWN = Pattern.compile("there are ([a-z, ]+)");

    @TempDir
    static Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ApiKeys.NewKey all = ApiKeys.create("desk");
    private final ApiKeys.NewKey single = single("single");
    /** A connection that has gone counts until there is something to tell it: each is used once. */
    private final List<ApiKeys.NewKey> busy = List.of(single("busy-1"), single("busy-2"), single("busy-3"));

    private OwnInstallation own;
    private DeliveryServer server;
    private JsonNode description;

    private static ApiKeys.NewKey single(String name) {
        return ApiKeys.create(name, Map.of("connections", "1", "province", "VN-DN"));
    }

    @BeforeAll
    void start() throws Exception {
        List<String> lines = new ArrayList<>(List.of(all.line(), single.line()));
        busy.forEach(key -> lines.add(key.line()));
        Path keys = Files.write(folder.resolve("keys"), lines);
        own = new OwnInstallation(
                "described", folder, Map.of("delivery.port", "0", "delivery.keys.file", keys.toString()));
        server = own.wiretag().delivery();
        await("delivery is ready", () -> send("/health/ready", all).statusCode() == 200);
        description = JSON.readTree(send("/openapi.json", all).body());
    }

    @AfterAll
    void stop() {
        server.close();
        own.close();
    }

    @Test
    void theParametersThatAreDescribedAreThoseThatItReads() throws Exception {
        for (String path : List.of("/articles", "/articles/current", "/articles/{uri}")) {
            Set<String> read = new TreeSet<>();
            for (String form : FORMS) {
                String refusal = send(path.replace("{uri}", "urn:x") + "?no-such=1", all, "Accept", form)
                        .body();
                Matcher known =
                        KNOWN.matcher(JSON.readTree(refusal).path("detail").asText());
                assertThat(known.find()).as(refusal).isTrue();
                read.addAll(List.of(known.group(1).split(", ")));
            }
            Set<String> described = new TreeSet<>();
            for (JsonNode each : description.at(pointer(path) + "/get/parameters")) {
                JsonNode parameter = resolved(each);
                if (parameter.path("in").asText().equals("query")) {
                    described.add(parameter.path("name").asText());
                }
            }

            assertThat(described).as(path).isEqualTo(read);
        }
    }

    @Test
    void everyAnswerIsOneThatIsDescribed() throws Exception {
        Cursor cursor = Cursor.parse(
                JSON.readTree(send("/articles", all).body()).path("next").asText());
        Cursor before = new Cursor(cursor.cluster(), Uuid.randomUuid(), cursor.positions(), Instant.now());

        for (String form : FORMS) {
            requireDescribed("/articles", 200, send("/articles", all, "Accept", form));
        }
        String etag = send("/articles", all, "Accept", "application/atom+xml")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        requireDescribed(
                "/articles", 304, send("/articles", all, "Accept", "application/atom+xml", "If-None-Match", etag));
        requireDescribed("/articles", 400, send("/articles?cursor=garbled", all));
        requireDescribed("/articles", 406, send("/articles", all, "Accept", "text/html"));
        requireDescribed("/articles", 409, send("/articles?cursor=" + before, all));
        requireDescribed("/articles", 429, whileConnected("/articles", busy.get(0)));
        requireDescribed("/articles/current", 200, send("/articles/current", all));
        requireDescribed("/articles/current", 400, send("/articles/current?unit=no", all));
        requireDescribed("/articles/current", 429, whileConnected("/articles/current", busy.get(1)));
        requireDescribed("/articles/{uri}", 400, send("/articles/urn:x?about=perhaps", all));
        requireDescribed("/articles/{uri}", 404, send("/articles/urn:x", all));
        requireDescribed("/articles/{uri}", 429, whileConnected("/articles/urn:x", busy.get(2)));
        requireDescribed("/metrics", 200, send("/metrics", all));
        requireDescribed("/metrics", 403, send("/metrics", single));
        for (String path : List.of("/health/live", "/health/ready", "/openapi.json")) {
            requireDescribed(path, 200, send(path, all));
        }
        for (String path : List.of("/articles", "/articles/current", "/articles/{uri}", "/metrics")) {
            requireDescribed(path, 401, send(path.replace("{uri}", "urn:x"), ApiKeys.create("unknown")));
        }
    }

    @Test
    void aServerWithoutKeysDescribesWhomItTurnsAway() throws Exception {
        try (OwnInstallation keyless = new OwnInstallation(
                        "keyless",
                        folder.resolve("keyless"),
                        Map.of("delivery.port", "0", "delivery.keys.required", "false"));
                DeliveryServer open = keyless.wiretag().delivery()) {
            for (String path : List.of("/articles", "/articles/current", "/articles/{uri}", "/metrics")) {
                String answer = askedAs("page.example", open, path.replace("{uri}", "urn:x"));

                assertThat(answer).as(path).startsWith("HTTP/1.1 403");
                assertThat(response(path, 403).isMissingNode()).as(path).isFalse();
            }
        }
    }

    @Test
    void everyRouteOfTheServerIsDescribed() throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/wiretag/delivery/http/DeliveryServer.java"));

        assertThat(description.path("paths")).hasSize(source.split("\\sgive\\(config, ").length - 1);
    }

    /** The answer to a second connection of a key that may have one. */
    private HttpResponse<String> whileConnected(String path, ApiKeys.NewKey key) throws Exception {
        HttpRequest events =
                request("/articles", key).header("Accept", "text/event-stream").build();
        try (InputStream first =
                http.send(events, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            assertThat(first.read()).isPositive();
            return send(path, key);
        }
    }

    private void requireDescribed(String path, int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(status);
        JsonNode described = response(path, status);
        assertThat(described.isMissingNode()).as("%s %s", path, status).isFalse();
        answer.headers()
                .firstValue("Content-Type")
                // which stands for the content that is not sent anew
                .filter(type -> status != 304)
                .map(type -> type.split(";")[0])
                .ifPresent(type -> assertThat(described.path("content").has(type))
                        .as("%s %s %s", path, status, type)
                        .isTrue());
        Map<String, List<String>> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sent.putAll(answer.headers().map());
        if (status != 200) {
            described
                    .path("headers")
                    .fieldNames()
                    .forEachRemaining(
                            name -> assertThat(sent).as("%s %s", path, status).containsKey(name));
        }
    }

    private JsonNode response(String path, int status) {
        return resolved(description.at(pointer(path) + "/get/responses/" + status));
    }

    private static String pointer(String path) {
        return "/paths/" + path.replace("/", "~1");
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? description.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** Without the body of an event stream, which never ends. */
    private HttpResponse<String> send(String path, ApiKeys.NewKey key, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path, key);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(
                request.build(),
                info -> info.headers()
                                .firstValue("Content-Type")
                                .filter(type -> type.startsWith("text/event-stream"))
                                .isPresent()
                        ? new NoBody()
                        : HttpResponse.BodySubscribers.ofString(UTF_8));
    }

    private static final class NoBody implements HttpResponse.BodySubscriber<String> {
        @Override
        public CompletionStage<String> getBody() {
            return CompletableFuture.completedFuture("");
        }

        @Override
        public void onSubscribe(Flow.Subscription body) {
            body.cancel();
        }

        @Override
        public void onNext(List<ByteBuffer> item) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    /** By hand: Java's own client does not let a request name another host. */
    private static String askedAs(String name, DeliveryServer open, String path) throws IOException {
        try (Socket socket = new Socket(open.address().getHost(), open.address().getPort())) {
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(path, name)
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private HttpRequest.Builder request(String path, ApiKeys.NewKey key) {
        return HttpRequest.newBuilder(URI.create(server.address().toString().replaceFirst("/$", "") + path))
                .header("X-API-Key", key.key());
    }
}
