package io.wiretag;

import static io.wiretag.testing.Waiting.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.access.ApiKeys;
import io.wiretag.delivery.http.DeliveryServer;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The samples for subscribers, each a view of one province, before a real installation: killed in the middle and started again they
 * hold what the articles are in the end, and begin with a snapshot where they cannot go on.
 */
@Tag("full")
class ClientsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CLIENTS = Path.of("clients").toAbsolutePath();
    /** Quảng Nam. */
    private static final String PROVINCE = "VN-27";

    private static final String ELSEWHERE = "HÀ NỘI — Nothing is known of any other place. — VNS";
    private static final int ROUNDS = 4;
    private static final int STORIES = 24;

    @TempDir
    Path folder;

    private final Map<String, String> expected = new TreeMap<>();
    private String key;
    private Path view;
    private OwnInstallation installation;

    @BeforeEach
    void createTopics() throws IOException {
        ApiKeys.NewKey made = ApiKeys.create("clients", Map.of("province", PROVINCE));
        key = made.key();
        Files.writeString(folder.resolve("keys"), made.line() + "\n");
        view = folder.resolve("view");
        installation = installation("clients");
    }

    private OwnInstallation installation(String name) {
        return new OwnInstallation(
                name,
                folder.resolve(name),
                Map.of(
                        "delivery.port",
                        "0",
                        "delivery.keys.file",
                        folder.resolve("keys").toString()));
    }

    @AfterEach
    void close() {
        installation.close();
    }

    @Test
    @Needs(Tool.PYTHON)
    void theViewInPythonIsWhatTheArticlesAreHoweverOftenItIsKilled() throws Exception {
        story(overHttp("python3", "python/sse_view.py"), this::readSqlite);
    }

    @Test
    @Needs(Tool.CONFLUENT_KAFKA)
    void theViewFromKafkaInPythonIsWhatTheArticlesAreHoweverOftenItIsKilled() throws Exception {
        story(
                fromKafka(List.of(
                        "python3", CLIENTS.resolve("python/kafka_view.py").toString())),
                this::readSqlite);
    }

    private Map<String, String> readSqlite() throws Exception {
        String read = "import json, sqlite3, sys; print(json.dumps(dict("
                + "sqlite3.connect(sys.argv[1]).execute('SELECT uri, version FROM article'))))";
        Process reader = new ProcessBuilder("python3", "-c", read, view.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String json = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // there is no table yet
        return reader.waitFor() == 0 ? texts(JSON.readTree(json)) : Map.of();
    }

    @Test
    @Needs(Tool.NODE)
    void theViewInNodeIsWhatTheArticlesAreHoweverOftenItIsKilled() throws Exception {
        story(
                overHttp("node", "node/sse-view.mjs"),
                () -> Files.exists(view)
                        ? versions(JSON.readTree(Files.readString(view)).get("articles"))
                        : Map.of());
    }

    @Test
    @Needs(Tool.CURL)
    void theViewOfTheShellIsWhatTheArticlesAreHoweverOftenItIsKilled() throws Exception {
        story(overHttp("sh", "shell/follow.sh"), () -> {
            List<JsonNode> articles = new ArrayList<>();
            for (String line : Files.exists(view) ? Files.readAllLines(view) : List.<String>of()) {
                articles.add(JSON.readTree(line));
            }
            return versions(articles);
        });
    }

    @Test
    void theViewFromKafkaIsWhatTheArticlesAreHoweverOftenItIsKilled() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> sample = List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CLIENTS.resolve("java/KafkaView.java").toString());
        story(fromKafka(sample), () -> {
            Properties kept = new Properties();
            if (Files.exists(view)) {
                try (Reader in = Files.newBufferedReader(view)) {
                    kept.load(in);
                }
            }
            Map<String, String> versions = new HashMap<>();
            for (String name : kept.stringPropertyNames()) {
                if (name.startsWith("article ")) {
                    versions.put(name.substring("article ".length()), kept.getProperty(name));
                }
            }
            return versions;
        });
    }

    /** The command line of a sample, but for province and file. */
    private interface Client {
        List<String> command(OwnInstallation of, DeliveryServer server);
    }

    private static Client overHttp(String interpreter, String sample) {
        return (of, server) -> List.of(
                interpreter,
                CLIENTS.resolve(sample).toString(),
                server.address().toString().replaceFirst("/$", ""));
    }

    private static Client fromKafka(List<String> sample) {
        return (of, server) -> {
            List<String> command = new ArrayList<>(sample);
            command.add(of.settings().get("kafka.bootstrap.servers"));
            command.add(of.settings().get("registry.url"));
            command.add(of.wiretag().topics().byProvince().name());
            return command;
        };
    }

    /** Versions by the uris of articles that the view holds. */
    private interface View {
        Map<String, String> read() throws Exception;
    }

    private void story(Client client, View view) throws Exception {
        try (StreamsRunner processor = installation.wiretag().processor();
                DeliveryServer server = installation.wiretag().delivery()) {
            processor.start(OwnInstallation.LIMIT);
            publish(0);
            Process running = start(client.command(installation, server));
            try {
                for (int round = 1; round < ROUNDS; round++) {
                    String first = uri(round, 0);
                    publish(round);
                    await(
                            "the view to have the first story of round " + round,
                            () -> view.read().containsKey(first));
                    running.destroyForcibly().waitFor();
                    running = start(client.command(installation, server));
                }
                await("the view to be what the articles are", view::read, expected::equals);
            } finally {
                running.destroyForcibly().waitFor();
            }
        }
        anotherTopicIsAnotherView(client, view);
    }

    /** A cursor of one topic says nothing about another: 409, and what is in the view may be anything. */
    private void anotherTopicIsAnotherView(Client client, View view) throws Exception {
        try (OwnInstallation other = installation("others");
                DeliveryServer server = other.wiretag().delivery()) {
            Process running = start(client.command(other, server));
            try {
                await("the view to be another", view::read, Map::isEmpty);
            } finally {
                running.destroyForcibly().waitFor();
            }
        }
    }

    private Process start(List<String> client) throws IOException {
        List<String> command = new ArrayList<>(client);
        command.addAll(List.of(PROVINCE, view.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("WIRETAG_KEY", key);
        builder.environment().put("NO_PROXY", "127.0.0.1");
        return builder.start();
    }

    private static String uri(int round, int story) {
        return "urn:clients:" + round + "/\"" + story + "\"";
    }

    /** Every story, and then what becomes of it: of four one stays, one is corrected, one goes elsewhere, one is killed. */
    private void publish(int round) throws Exception {
        List<Article> articles = new ArrayList<>();
        for (int story = 0; story < STORIES; story++) {
            articles.add(article(round, story, "1").build());
        }
        for (int story = 0; story < STORIES; story++) {
            switch (story % 4) {
                case 0 -> expected.put(uri(round, story), "1");
                case 1 -> {
                    articles.add(corrected(round, story, "2"));
                    expected.put(uri(round, story), "2");
                }
                case 2 -> {
                    articles.add(elsewhere(round, story, "2"));
                    if (story % 8 == 2) {
                        articles.add(corrected(round, story, "3"));
                        expected.put(uri(round, story), "3");
                    }
                }
                default ->
                    articles.add(article(round, story, "2")
                            .setPubStatus(PubStatus.canceled)
                            .build());
            }
        }
        installation.publish(articles);
    }

    private static Article.Builder article(int round, int story, String version) {
        return Article.newBuilder(Articles.flood(version)).setUri(uri(round, story));
    }

    private static Article corrected(int round, int story, String version) {
        return article(round, story, version)
                .setBody(Articles.floodRevised(version).getBody())
                .build();
    }

    private static Article elsewhere(int round, int story, String version) {
        return article(round, story, version)
                .setHeadline("A flood recedes")
                .setBody(ELSEWHERE)
                .build();
    }

    private static Map<String, String> versions(Iterable<JsonNode> articles) {
        Map<String, String> versions = new HashMap<>();
        for (JsonNode article : articles) {
            if (article.has("uri")) {
                versions.put(article.get("uri").asText(), article.get("version").asText());
            }
        }
        return versions;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties()
                .forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
        return texts;
    }
}
