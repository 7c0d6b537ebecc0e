package io.wiretag.intake.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the server says what the server does, and no more. */
class OpenApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Map<String, Set<String>> seen = new TreeMap<>();
    private JsonNode description;

    @Test
    void everyAnswerThatIsDescribedCanBeHadAndLooksAsDescribed() throws Exception {
        RunningIntake.Plan plan = new RunningIntake.Plan();
        plan.settings = new IntakeServer.Settings("127.0.0.1", 0, 1024, 1 << 20, 1, 6);
        plan.patience = new IntakeServer.Patience(Duration.ofMillis(500), LIMIT, LIMIT);
        try (RunningIntake intake = new RunningIntake(folder, plan)) {
            HttpResponse<String> served = intake.get("/openapi.json");
            description = JSON.readTree(served.body());
            see("get", "/openapi.json", served);
            see("get", "/health/live", intake.get("/health/live"));
            see("get", "/health/ready", intake.get("/health/ready"));
            see("post", "/articles", intake.post("application/json", "{\"uri\": \"urn:a\", \"version\": \"1\"}"));
            see("post", "/articles", intake.post("application/json", "{\"uri\": 1}\n{}"));
            see(
                    "post",
                    "/articles",
                    intake.post("application/json", "{\"uri\": \"urn:b\", \"versionCreated\": \"gestern\"}"));
            see("post", "/articles", intake.post("text/plain", "x"));
            see("post", "/articles", intake.post("application/json", " ".repeat(2000)));
            see(
                    "post",
                    "/articles",
                    intake.send(intake.keyless("/articles").POST(HttpRequest.BodyPublishers.noBody())));
            see("post", "/articles", "408", JSON.readTree(silent(intake)));
            HttpResponse<String> tooMany = intake.post("application/json", "{}");
            for (int i = 0; i < 100 && tooMany.statusCode() != 429; i++) {
                tooMany = intake.post("application/json", "{}");
            }
            see("post", "/articles", tooMany);
        }
        RunningIntake.Plan away = new RunningIntake.Plan();
        away.bootstrapServers = "127.0.0.1:9";
        away.producer.put("max.block.ms", "300");
        try (RunningIntake intake = new RunningIntake(folder, away)) {
            see("post", "/articles", intake.post("application/json", "{\"uri\": \"urn:a\"}"));
            see("get", "/health/ready", intake.get("/health/ready"));
        }

        Map<String, Set<String>> described = new TreeMap<>();
        operations().forEach((operation, node) -> {
            Set<String> statuses = new TreeSet<>();
            node.get("responses").fieldNames().forEachRemaining(statuses::add);
            // stands for whatever nobody thought of
            statuses.remove("default");
            described.put(operation, statuses);
        });
        assertThat(seen).isEqualTo(described);
    }

    @Test
    void theDescriptionHoldsTogether() throws Exception {
        try (RunningIntake intake = new RunningIntake(folder)) {
            description = JSON.readTree(intake.get("/openapi.json").body());
        }

        assertThat(description.get("openapi").asText()).startsWith("3.1.");
        assertThat(description.at("/info/title").isTextual()).isTrue();
        assertThat(description.at("/info/version").isTextual()).isTrue();
        assertThat(description.findValues("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(resolved(reference).isMissingNode())
                        .as(reference.asText())
                        .isFalse());
        List<String> ids = new ArrayList<>();
        operations().forEach((operation, node) -> {
            ids.add(node.get("operationId").asText());
            node.get("responses")
                    .forEach(response -> assertThat(response.path("description").asText())
                            .as(operation)
                            .isNotEmpty());
            node.path("security")
                    .forEach(way -> way.fieldNames()
                            .forEachRemaining(scheme -> assertThat(description
                                            .at("/components/securitySchemes")
                                            .has(scheme))
                                    .as(scheme)
                                    .isTrue()));
        });
        assertThat(ids).doesNotHaveDuplicates();
    }

    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        description
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.put(method.getKey() + " " + path.getKey(), method.getValue())));
        return operations;
    }

    private void see(String method, String path, HttpResponse<String> response) throws Exception {
        String status = String.valueOf(response.statusCode());
        JsonNode described = operations().get(method + " " + path).at("/responses/" + status);
        String type = response.headers().firstValue("Content-Type").orElse("none");
        assertThat(described.path("content").has(type))
                .as("%s %s: %s", path, status, type)
                .isTrue();
        described
                .path("headers")
                .fieldNames()
                // of two ways to be refused, each has one of the headers
                .forEachRemaining(header -> assertThat(
                                response.headers().firstValue(header).isPresent()
                                        || status.equals("415") && header.equals("Accept-Encoding"))
                        .as("%s %s: %s", path, status, header)
                        .isTrue());
        see(method, path, status, JSON.readTree(response.body()));
    }

    private void see(String method, String path, String status, JsonNode body) {
        String operation = method + " " + path;
        seen.computeIfAbsent(operation, any -> new TreeSet<>()).add(status);
        JsonNode content = operations().get(operation).at("/responses/" + status + "/content");
        assertThat(content).as("%s %s is described", operation, status).hasSize(1);
        assertMatches(content.elements().next().get("schema"), body, operation + " " + status);
    }

    private JsonNode resolved(JsonNode reference) {
        return description.at(reference.asText().substring(1));
    }

    /** As much of JSON Schema as our description uses. */
    private void assertMatches(JsonNode schema, JsonNode value, String where) {
        if (schema.has("$ref")) {
            assertMatches(resolved(schema.get("$ref")), value, where);
            return;
        }
        String type = schema.path("type").asText();
        if (!type.isEmpty()) {
            assertThat(type)
                    .as(where)
                    .isEqualTo(
                            value.isObject()
                                    ? "object"
                                    : value.isArray() ? "array" : value.isInt() ? "integer" : "string");
        }
        if (schema.has("enum")) {
            assertThat(schema.get("enum")).as(where).contains(value);
        }
        if (schema.has("const")) {
            assertThat(value).as(where).isEqualTo(schema.get("const"));
        }
        if (schema.has("minimum")) {
            assertThat(value.asLong())
                    .as(where)
                    .isGreaterThanOrEqualTo(schema.get("minimum").asLong());
        }
        schema.path("required")
                .forEach(name -> assertThat(value.has(name.asText()))
                        .as("%s has %s", where, name)
                        .isTrue());
        value.properties().forEach(member -> {
            JsonNode known = schema.path("properties").path(member.getKey());
            boolean open = schema.path("additionalProperties").asBoolean(true);
            assertThat(open || !known.isMissingNode())
                    .as("%s has %s", where, member.getKey())
                    .isTrue();
            if (!known.isMissingNode()) {
                assertMatches(known, member.getValue(), where + "/" + member.getKey());
            }
        });
        if (value.isArray()) {
            value.forEach(item -> assertMatches(schema.get("items"), item, where + "[]"));
        }
    }

    /** The body of the answer to one who says that something comes, and sends nothing. */
    private static String silent(RunningIntake intake) throws Exception {
        try (Socket socket = intake.socket()) {
            socket.getOutputStream().write((intake.head() + "Content-Length: 10\r\n\r\n").getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 408");
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }
}
