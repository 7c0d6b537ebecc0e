package io.wiretag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A client of delivery in a process of its own, to be killed: it writes down what it is told, and goes on from there when it is
 * started again. Ends with who started it; an answer that no client can go on from ends it with code 1.
 */
final class JournalClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EPOCH = "since=2000-01-01T00:00:00Z";
    private static final int UNAVAILABLE = 503;
    private static final long PAUSE_MS = 100;

    /** How it gets articles. */
    enum Way {
        EVENTS,
        PAGES,
        /** A snapshot to begin with, then events. */
        SNAPSHOT
    }

    private final Way way;
    private final String articles;
    private final String filter;
    private final EventJournal journal;

    private JournalClient(Way way, String server, String filter, EventJournal journal) {
        this.way = way;
        this.articles = server + "/articles";
        this.filter = filter;
        this.journal = journal;
    }

    /** Starts one. */
    static Process start(Way way, URI server, String filter, Path journal, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalClient.class.getName(),
                        way.name(),
                        server.toString(),
                        filter,
                        journal.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** @param arguments way, address, filter, file of the journal */
    public static void main(String[] arguments) throws Exception {
        Thread parent = new Thread(JournalClient::endWithInput, "parent");
        parent.setDaemon(true);
        parent.start();
        try (EventJournal journal = new EventJournal(Path.of(arguments[3]))) {
            new JournalClient(Way.valueOf(arguments[0]), arguments[1], arguments[2], journal).run();
        }
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever said to us but the end
            }
        } catch (IOException e) {
            // it is the end as well
        }
        Runtime.getRuntime().halt(0);
    }

    private void run() throws InterruptedException {
        while (true) {
            try {
                turn();
            } catch (IOException e) {
                // the server is not there now
                Thread.sleep(PAUSE_MS);
            }
        }
    }

    private void turn() throws IOException {
        if (way == Way.PAGES) {
            page();
        } else if (way == Way.SNAPSHOT && journal.cursor().isEmpty()) {
            snapshot();
        } else {
            events();
        }
    }

    private String from() {
        return journal.cursor().map(cursor -> "cursor=" + cursor).orElse(EPOCH);
    }

    private void page() throws IOException {
        String text =
                String.join("", lines(articles + "?limit=50&wait=5s&" + filter + "&" + from(), "application/json"));
        JsonNode page = JSON.readTree(text);
        for (JsonNode each : page.path("articles")) {
            add(each, Optional.of(each.at("/wiretag/cursor").asText()));
        }
        journal.add(EventJournal.Entry.of(page.path("next").asText()));
    }

    private void snapshot() throws IOException {
        journal.clear();
        List<String> lines = lines(articles + "/current?" + filter, "application/x-ndjson");
        JsonNode last = JSON.readTree(lines.isEmpty() ? "{}" : lines.remove(lines.size() - 1));
        if (!last.at("/wiretag/operation").asText().equals("cursor")) {
            throw new IOException("half a snapshot");
        }
        for (String line : lines) {
            add(JSON.readTree(line), Optional.empty());
        }
        journal.add(EventJournal.Entry.of(last.at("/wiretag/cursor").asText()));
    }

    private void events() throws IOException {
        String id = "";
        String data = "";
        try (BufferedReader lines = open(articles + "?" + filter + "&" + from(), "text/event-stream")) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !data.isEmpty()) {
                    take(id, JSON.readTree(data));
                    id = "";
                    data = "";
                }
            }
        }
        throw new IOException("the stream has ended");
    }

    /** An article, a cursor, or the end, which has no id. */
    private void take(String id, JsonNode data) throws IOException {
        if (data.has("uri")) {
            add(data, Optional.of(id));
        } else if (!id.isEmpty()) {
            journal.add(EventJournal.Entry.of(id));
        }
    }

    private void add(JsonNode article, Optional<String> cursor) throws IOException {
        journal.add(new EventJournal.Entry(
                article.at("/wiretag/id").asText(),
                article.at("/wiretag/operation").asText(),
                article.path("uri").asText(),
                article.path("version").asText(),
                cursor));
    }

    private static List<String> lines(String address, String accept) throws IOException {
        List<String> all = new ArrayList<>();
        try (BufferedReader lines = open(address, accept)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.add(line);
            }
        }
        return all;
    }

    private static BufferedReader open(String address, String accept) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setRequestProperty("Accept", accept);
        int status = connection.getResponseCode();
        if (status == UNAVAILABLE) {
            throw new IOException("come again");
        }
        if (status != HttpURLConnection.HTTP_OK) {
            System.out.println(status + " to " + address + ": "
                    + new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            Runtime.getRuntime().halt(1);
        }
        return new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }
}
