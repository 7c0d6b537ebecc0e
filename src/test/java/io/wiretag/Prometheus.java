package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A running Prometheus, asked by its API.
 *
 * @param address where it is
 */
record Prometheus(URI address) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** One for all questions: each client keeps a connection, and Prometheus takes 512 and lets the others wait. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** How many alerts are defined. */
    int alerts() throws IOException, InterruptedException {
        return ask("/api/v1/rules?type=alert").findValuesAsText("query").size();
    }

    /** The last value of each instance that has one. */
    Map<String, Double> values(String query) throws IOException, InterruptedException {
        Map<String, Double> values = new TreeMap<>();
        for (JsonNode each : ask("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .at("/data/result")) {
            values.put(each.at("/metric/instance").asText(), each.at("/value/1").asDouble());
        }
        return values;
    }

    /** Waits until the last values are these. */
    void await(String query, Map<String, Double> expected, Duration limit) {
        Waiting.await(query + " in Prometheus to be " + expected, limit, () -> values(query), expected::equals);
    }

    private JsonNode ask(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
