package io.wiretag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads server-sent events as a program does: one that follows the standard and knows nothing of us. */
final class EventClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InputStream body;
    private final Thread thread = new Thread(this::read, "event-client");
    private final List<Received> events = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    /** One event. */
    record Received(String event, Optional<String> id, JsonNode data) {
        /** What the article does, and which version of it: {@code publish urn:x 1}. */
        String said() {
            return data.path("wiretag").path("operation").asText() + " "
                    + data.path("uri").asText() + " " + data.path("version").asText();
        }
    }

    EventClient(HttpClient http, URI address, Optional<String> key, Optional<String> lastId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Accept", "text/event-stream");
        key.ifPresent(each -> request.header("Authorization", "Bearer " + each));
        lastId.ifPresent(id -> request.header("Last-Event-ID", id));
        HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(
                    response.statusCode() + " " + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        this.body = response.body();
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        String event = "message";
        Optional<String> id = Optional.empty();
        StringBuilder data = new StringBuilder();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = Optional.of(line.substring(4));
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                } else if (line.isEmpty() && data.length() > 0) {
                    events.add(new Received(event, id, JSON.readTree(data.toString())));
                    event = "message";
                    id = Optional.empty();
                    data.setLength(0);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // closed, by us or by the server
        } finally {
            ended = true;
        }
    }

    List<Received> events() {
        return events;
    }

    List<Received> articles() {
        return events.stream().filter(each -> each.event().equals("article")).toList();
    }

    List<String> said() {
        return articles().stream().map(Received::said).toList();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Breaks the connection off, as one that is killed does. */
    @Override
    public void close() throws IOException {
        body.close();
    }
}
