package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.wiretag.Wiretag;
import io.wiretag.access.ApiKeys;
import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.config.Config;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.topics.Topics;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A processor and a server for operations, with topics of their own on the shared broker, and what a test asks them. */
final class RunningOps implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        TrustedSchemaClasses.trust();
    }

    final String key;
    /** Of three editors, who may correct as well. */
    final String anna;

    final String binh;
    final String chi;
    final OpsServer server;
    final StreamsRunner processor;
    final Wiretag wiretag;
    final Config config;
    private final ArticlePublisher publisher;
    private final KafkaProducer<byte[], byte[]> bytes;
    private final ValueSerdes serdes;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningOps(Path folder) {
        this(folder, Map.of());
    }

    /** @param settings keys of the configuration that are to differ */
    RunningOps(Path folder, Map<String, String> settings) {
        ApiKeys.NewKey made = ApiKeys.create("night-desk");
        key = made.key();
        ApiKeys.NewKey first = ApiKeys.create("anna", OpsKeys.ofRole("editor"));
        ApiKeys.NewKey second = ApiKeys.create("binh", OpsKeys.ofRole("editor"));
        ApiKeys.NewKey third = ApiKeys.create("chi", OpsKeys.ofRole("editor"));
        anna = first.key();
        binh = second.key();
        chi = third.key();
        Path keys = folder.resolve("keys.txt");
        try {
            Files.write(keys, List.of(made.line(), first.line(), second.line(), third.line()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        config = InstallationSettings.shared()
                .prefix("ops" + System.nanoTime() + ".")
                .partitions(2)
                .state(folder.resolve("state"))
                .with("ops.port", "0")
                .with("ops.keys.file", keys.toString())
                .with(settings)
                .config();
        wiretag = new Wiretag(config);
        wiretag.topicAdmin().create();
        processor = wiretag.processor();
        processor.start(LIMIT);
        publisher = wiretag.publisher();
        serdes = new ValueSerdes(new ValueSerdes.Settings(
                BuildSerdes.SERIALIZER,
                BuildSerdes.DESERIALIZER,
                SharedLocalStack.stack().registryUrl(),
                Map.of()));
        bytes = new KafkaProducer<>(
                new HashMap<>(config.kafka()), new ByteArraySerializer(), new ByteArraySerializer());
        server = wiretag.opsServer(processor, ApiKeys.only(ApiKeys.create("nobody")));
        await("the server is ready", () -> get("/health/ready"), answer -> answer.statusCode() == 200);
    }

    Topics topics() {
        return wiretag.topics();
    }

    String bootstrapServers() {
        return config.bootstrapServers();
    }

    void publish(Article article) {
        publisher.publish(article).join();
    }

    void publish(Article article, String source) {
        publisher.publish(article, Optional.of(source)).join();
    }

    /** Sends without waiting. */
    void send(Article article) {
        publisher.publish(article);
    }

    /** Bytes that need not be an article. */
    void produce(String topic, String recordKey, byte[] value, Map<String, String> headers) {
        produce(topic, Instant.now(), recordKey, value, headers);
    }

    /** @param at time of the record */
    void produce(String topic, Instant at, String recordKey, byte[] value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> entry =
                new ProducerRecord<>(topic, 0, at.toEpochMilli(), recordKey.getBytes(StandardCharsets.UTF_8), value);
        headers.forEach(
                (name, text) -> entry.headers().add(new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8))));
        try {
            bytes.send(entry).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("not acknowledged", e);
        }
    }

    byte[] encoded(Article article) {
        return serdes.encode(topics().published().name(), article);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path)).timeout(LIMIT);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    JsonNode ask(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return json(answer);
    }

    static JsonNode json(HttpResponse<String> answer) {
        return json(answer.body());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of the stream of events, as they come. */
    EventReader stream() {
        return new EventReader(socket(server.address()), server.address());
    }

    static Socket socket(URI address) {
        try {
            Socket socket = new Socket("127.0.0.1", address.getPort());
            socket.setSoTimeout((int) LIMIT.toMillis());
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The list entry of a story, as soon as its newest version is of that operation. */
    JsonNode story(String uri, String operation) {
        return await(
                uri + " has come out as " + operation,
                () -> List.copyOf(stories()).stream()
                        .filter(story -> story.get("uri").asText().equals(uri))
                        .filter(story -> story.get("operation").asText().equals(operation))
                        .findFirst()
                        .orElse(NullNode.instance),
                story -> !story.isNull());
    }

    private List<JsonNode> stories() {
        List<JsonNode> stories = new ArrayList<>();
        ask("/api/stories?limit=500").get("stories").forEach(stories::add);
        return stories;
    }

    @Override
    public void close() {
        server.close();
        processor.close();
        publisher.close();
        bytes.close();
        serdes.close();
        wiretag.close();
    }
}
