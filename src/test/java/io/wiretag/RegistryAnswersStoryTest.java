package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.codec.RegistryDoor;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.testing.InstallationSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor whose registry says other things than a registry should: nothing is rejected for it, and it goes on by itself. */
@Tag("full")
class RegistryAnswersStoryTest {
    private static final URI REGISTRY = SharedLocalStack.stack().registryUrl();
    private static final int UNKNOWN_ID = 77_777_777;

    /** The registry's own words. */
    private static final String DENIAL =
            "{\"status\":404,\"title\":\"No content with this id\",\"name\":\"ContentNotFoundException\"}";

    @TempDir
    Path folder;

    private OwnInstallation installation;
    private RegistryDoor door;
    private Wiretag wiretag;
    private StreamsRunner processor;

    @BeforeEach
    void open() throws Exception {
        installation = new OwnInstallation("answers", folder, Map.of());
        door = new RegistryDoor(REGISTRY);
        wiretag = new Wiretag(InstallationSettings.of(installation.settings())
                .registry(door.url())
                .config());
        processor = wiretag.processor();
    }

    @AfterEach
    void close() {
        processor.close();
        wiretag.close();
        door.close();
        installation.close();
    }

    @Test
    void aColdProcessorBehindAMaintenancePageRejectsNothingAndGoesOnByItself() throws Exception {
        installation.publish(OwnInstallation.articles(0, 20));
        door.answer(200, "text/html", "<html><body>Under maintenance</body></html>");
        processor.start();
        awaitReason("what answers there is no registry");
        door.answer(200, "application/json", "{\"status\":\"maintenance\"}");
        await(
                "the stream to say what comes now",
                () -> processor
                        .whyNotReady()
                        .filter(why -> why.contains("is no registry") && !why.contains("text/html"))
                        .isPresent());
        assertThat(processor.counts().rejected()).isZero();

        door.letThrough();

        installation.awaitAllRead();
        assertThat(processor.counts().rejected()).isZero();
        assertThat(installation.tagged()).containsExactlyInAnyOrderElementsOf(OwnInstallation.uris(0, 20));
    }

    @Test
    void aRefusedSchemaIsToldAndWaitedForUntilSomebodyMendsIt() throws Exception {
        String subject = wiretag.topics().tagged().name() + "-value";
        ask("POST", "/subjects/" + subject + "/versions", "{\"schema\":\"\\\"string\\\"\"}");
        ask("PUT", "/config/" + subject, "{\"compatibility\":\"BACKWARD\"}");
        installation.publish(OwnInstallation.articles(0, 5));
        processor.start();
        awaitReason("refuses the schema of " + subject);
        assertThat(processor.counts().rejected()).isZero();

        ask("PUT", "/config/" + subject, "{\"compatibility\":\"NONE\"}");

        installation.awaitAllRead();
        assertThat(processor.counts().rejected()).isZero();
        assertThat(installation.tagged()).containsExactlyInAnyOrderElementsOf(OwnInstallation.uris(0, 5));
    }

    @Test
    void aFloodOfOneUnknownIdDoesNotAskForEach() throws Exception {
        processor.start();
        installation.publish(OwnInstallation.articles(0, 5));
        installation.awaitAllRead();
        int asked = door.questions();

        publishUnknown(3_000);
        installation.publish(OwnInstallation.articles(5, 10));
        installation.awaitAllRead();

        assertThat(processor.counts().rejected()).isEqualTo(3_000);
        assertThat(door.questions() - asked).isLessThan(100);
        assertThat(installation.tagged()).containsExactlyInAnyOrderElementsOf(OwnInstallation.uris(0, 10));
    }

    @Test
    void aRegistryThatHasLostItsSchemasStopsTheStreamUntilTheyAreBack() throws Exception {
        processor.start();
        installation.publish(OwnInstallation.articles(0, 5));
        installation.awaitAllRead();
        door.answer(404, "application/json", DENIAL);
        publishUnknown(1);
        awaitReason("has lost schemas that it had");
        assertThat(processor.counts().rejected()).isZero();

        door.letThrough();
        installation.publish(OwnInstallation.articles(5, 10));

        installation.awaitAllRead();
        assertThat(processor.counts().rejected()).as("an id of nobody").isEqualTo(1);
        assertThat(installation.tagged()).containsExactlyInAnyOrderElementsOf(OwnInstallation.uris(0, 10));
    }

    private void awaitReason(String part) {
        await(
                "the stream to say: " + part,
                () -> processor.whyNotReady().filter(why -> why.contains(part)).isPresent());
    }

    private void publishUnknown(int records) throws Exception {
        byte[] value = ByteBuffer.allocate(9).put((byte) 0).putInt(UNKNOWN_ID).array();
        String topic = wiretag.topics().published().name();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedLocalStack.stack().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (int record = 0; record < records; record++) {
                byte[] key = ("urn:unknown:" + record).getBytes(StandardCharsets.UTF_8);
                sent.add(producer.send(new ProducerRecord<>(topic, key, value)));
            }
            for (Future<?> each : sent) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private static void ask(String method, String path, String body) throws Exception {
        int status = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(REGISTRY.resolve("/apis/ccompat/v7" + path))
                                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
        assertThat(status).as("%s %s", method, path).isEqualTo(200);
    }
}
