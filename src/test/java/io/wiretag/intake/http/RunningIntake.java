package io.wiretag.intake.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.Wiretag;
import io.wiretag.access.ApiKeys;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.schema.Article;
import io.wiretag.testing.WholeTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An intake of its own topics on the shared broker, with one key, and what a test asks it. */
final class RunningIntake implements AutoCloseable {

    static final IntakeServer.Settings SMALL =
            new IntakeServer.Settings("127.0.0.1", 0, 256 * 1024, 1 << 20, 1_000, 1_000);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    final String key;
    final Path keysFile;
    final IntakeServer server;
    private final Wiretag wiretag;
    private final ValueSerdes serdes;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What differs from one test to the next. */
    static final class Plan {
        IntakeServer.Settings settings = SMALL;
        IntakeServer.Patience patience = IntakeServer.Patience.DEFAULT;
        String bootstrapServers = SharedLocalStack.stack().bootstrapServers();
        URI registry = SharedLocalStack.stack().registryUrl();
        Runnable probe = () -> {};
        final Map<String, String> producer = new HashMap<>();
    }

    RunningIntake(Path folder) {
        this(folder, new Plan());
    }

    RunningIntake(Path folder, Plan plan) {
        wiretag = new Wiretag(SharedLocalStack.config("http", 2));
        wiretag.topicAdmin().create();
        serdes = new ValueSerdes(
                new ValueSerdes.Settings(BuildSerdes.SERIALIZER, BuildSerdes.DESERIALIZER, plan.registry, Map.of()));
        ApiKeys.NewKey made = ApiKeys.create("desk");
        key = made.key();
        keysFile = folder.resolve("keys.txt");
        try {
            Files.writeString(keysFile, "# keys\n" + made.line() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = IntakeServer.start(
                plan.settings, Optional.of(ApiKeys.of(keysFile)), publisher(plan), topic(), plan.probe, plan.patience);
    }

    private ArticlePublisher publisher(Plan plan) {
        Map<String, Object> settings = new HashMap<>(ArticlePublisher.requiredSettings());
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, plan.bootstrapServers);
        settings.putAll(plan.producer);
        return new ArticlePublisher(
                new KafkaProducer<>(settings, new StringSerializer(), serdes.<Article>serializer()), topic());
    }

    String topic() {
        return wiretag.topics().published().name();
    }

    /** A request to a path, with the key. */
    HttpRequest.Builder request(String path) {
        return keyless(path).header("Authorization", "Bearer " + key);
    }

    HttpRequest.Builder keyless(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path)).timeout(LIMIT);
    }

    HttpRequest.Builder posting(String contentType, String body) {
        return request("/articles").header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> post(String contentType, String body) throws Exception {
        return send(posting(contentType, body));
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(keyless(path).GET());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpClient client() {
        return client;
    }

    /** A connection of which the test writes every byte itself. */
    Socket socket() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.address().getPort());
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    /** The beginning of a request to post ninjs, up to the headers that say how long it is. */
    String head() {
        return "POST /articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-API-Key: " + key
                + "\r\n";
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    /** Everything that lies on the topic now, in the order of each partition. */
    List<ConsumerRecord<String, Article>> published() {
        return WholeTopic.read(
                topic(),
                Map.of("bootstrap.servers", SharedLocalStack.stack().bootstrapServers()),
                new StringDeserializer(),
                serdes.deserializer(Article.class));
    }

    List<String> publishedUris() {
        return published().stream().map(ConsumerRecord::key).sorted().toList();
    }

    @Override
    public void close() {
        try {
            server.close();
        } finally {
            serdes.close();
            wiretag.close();
        }
    }
}
