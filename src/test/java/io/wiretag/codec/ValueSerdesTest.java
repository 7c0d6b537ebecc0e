package io.wiretag.codec;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wiretag.codec.UnreadableValueException.Reason;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.testing.WholeTopic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ValueSerdesTest {

    private static final Headers NO_HEADERS = new RecordHeaders();

    /** Long enough for an answer that comes at all, short enough to wait for one that does not. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final URI registry = SharedLocalStack.stack().registryUrl();
    private final String topic = "articles-" + UUID.randomUUID();
    private final Article article;

    ValueSerdesTest() {
        TrustedSchemaClasses.trust();
        article = Article.newBuilder()
                .setUri("urn:wiretag:1")
                .setVersion("2")
                .setHeadline("Hà Nội đón khách")
                .setBody("HÀ NỘI — Một ngày. ./. VNA")
                .setVersionCreated(Instant.parse("2026-11-20T01:02:03.004Z"))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadAgain(Family family) {
        try (ValueSerdes serdes = family.serdes(registry)) {
            byte[] bytes = serdes.encode(topic, article);

            assertThat(serdes.decode(topic, NO_HEADERS, bytes, Article.class)).isEqualTo(article);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aValueForAnotherTopicIsEncodedOnce(Family family) {
        try (ValueSerdes serdes = family.serdes(registry)) {
            String other = topic + "-other";
            byte[] bytes = serdes.encode(topic, article);

            assertThat(serdes.encodeAgain(other, article, bytes))
                    .as("its schema is not registered there yet")
                    .isEqualTo(bytes)
                    .isNotSameAs(bytes);
            assertThat(serdes.encodeAgain(other, article, bytes)).isSameAs(bytes);
            assertThat(serdes.decode(other, NO_HEADERS, bytes, Article.class)).isEqualTo(article);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONFLUENT, use.latest.version, true",
        "APICURIO, apicurio.registry.headers.enabled, false",
        "APICURIO, apicurio.registry.id-handler, io.apicurio.registry.serde.Default4ByteIdHandler"
    })
    void whereTopicsMayDifferInMoreAValueIsEncodedForEach(Family family, String key, String value) {
        try (ValueSerdes serdes = family.serdes(registry, Map.of(key, value))) {
            byte[] bytes = serdes.encode(topic, article);

            assertThat(serdes.encodeAgain(topic, article, bytes))
                    .isEqualTo(bytes)
                    .isNotSameAs(bytes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTopicHasOneSubjectWithTheWholeSchema(Family family) throws Exception {
        try (ValueSerdes serdes = family.serdes(registry)) {
            byte[] bytes = serdes.encode(topic, article);

            String versions = "/apis/ccompat/v7/subjects/" + topic + "-value/versions";
            assertThat(answer(versions)).isEqualTo("[1]");
            int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
            assertThat(answer(versions + "/1")).contains("\"id\":" + id + ",").contains("\"references\":[]");
            assertThat(answer("/apis/ccompat/v7/subjects"))
                    .contains(topic + "-value")
                    .doesNotContain("PubStatus");
        }
    }

    @ParameterizedTest
    @EnumSource
    void badBytesAreUnreadableForAReasonAndNeverAnOutage(Family family) {
        try (ValueSerdes serdes = family.serdes(registry)) {
            byte[] good = serdes.encode(topic, article);
            Map<String, byte[]> bad = new LinkedHashMap<>();
            bad.put("EMPTY tombstone", null);
            bad.put("EMPTY no bytes", new byte[0]);
            bad.put("NOT_FRAMED text", "<?xml version=\"1.0\"?>".getBytes(StandardCharsets.UTF_8));
            bad.put("NOT_FRAMED too short for an id", new byte[] {0, 0, 0, 1});
            bad.put("UNKNOWN_SCHEMA id of nobody", new byte[] {0, 0, 1, 77, 77, 2, 3});
            bad.put("UNKNOWN_SCHEMA negative id", new byte[] {0, -1, 0, 77, 77, 2, 3});
            bad.put("NOT_AVRO frame and nothing else", Arrays.copyOf(good, 5));
            bad.put("NOT_AVRO cut off in the first field", Arrays.copyOf(good, 12));
            bad.put("NOT_AVRO cut off before the last byte", Arrays.copyOf(good, good.length - 1));
            bad.put("NOT_AVRO string of 1.8 GB", patched(good, 0xfe, 0xff, 0xff, 0xff, 0x0d));
            bad.put("NOT_AVRO string of negative length", patched(good, 0x01));
            bad.put("NOT_AVRO number that never ends", patched(good, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
            bad.put("WRONG_TYPE record of somebody else", foreign(family, "vn.newsroom.Photo"));
            bad.put("WRONG_TYPE no record at all", plain(family, "just a text"));
            bad.put("WRONG_TYPE our name, but no field of ours", foreign(family, "io.wiretag.schema.Article"));
            bad.put("WRONG_TYPE another record of ours", serdes.encode("other-" + topic, tagged()));

            bad.forEach((what, bytes) -> {
                UnreadableValueException failure = catchThrowableOfType(
                        UnreadableValueException.class, () -> serdes.decode(topic, NO_HEADERS, bytes, Article.class));
                assertThat(failure).as(what).isNotNull();
                assertThat(failure.reason())
                        .as("%s: %s", what, failure.getMessage())
                        .isEqualTo(Reason.valueOf(what.split(" ")[0]));
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRegistryThatAnswersWrongIsAnOutageAndNoBadArticle(Family family) throws IOException {
        byte[] good = written(family);
        List<Integer> statuses = List.of(400, 401, 403, 404, 407, 429, 500, 502, 503, 504);
        for (int status : statuses) {
            try (RegistryDoor door = new RegistryDoor(registry)) {
                door.answer(status, "");
                assertOutage(family, door.url(), good, "HTTP " + status);
                door.answer(status, "<html>somebody else's page</html>");
                assertOutage(family, door.url(), good, "HTTP " + status + " with a page");
            }
        }
        try (RegistryDoor door = new RegistryDoor(registry)) {
            door.answer(200, "<html>please log in</html>");
            assertOutage(family, door.url(), good, "a page where a schema was asked for");
        }
        assertOutage(family, registry.resolve("/wrong/path/"), good, "a path that the registry does not serve");
    }

    @ParameterizedTest
    @EnumSource
    void aRegistryThatCannotBeReachedIsAnOutage(Family family) throws IOException {
        byte[] good = written(family);
        assertOutage(family, URI.create("http://127.0.0.1:" + freePort()), good, "refused");
        assertOutage(family, URI.create("http://no-such-host.invalid:8081"), good, "unknown host");
        try (ServerSocket mute = listening()) {
            assertOutage(family, url(mute), good, "accepts and never answers");
        }
        try (ServerSocket rude = listening()) {
            Thread resetting = new Thread(() -> resetAll(rude), "resetting-registry");
            resetting.setDaemon(true);
            resetting.start();
            assertOutage(family, url(rude), good, "resets each connection");
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterAnOutageTheSameBytesAreReadAndTheSameValueIsWritten(Family family) throws IOException {
        byte[] good = written(family);
        try (RegistryDoor door = new RegistryDoor(registry);
                ValueSerdes serdes = family.serdes(door.url())) {
            door.answer(503, "");
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> serdes.decode(topic, NO_HEADERS, good, Article.class))
                    .withMessageContaining(door.url().toString())
                    .withMessageContaining("503");
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> serdes.encode(topic, article));

            door.letThrough();

            assertThat(serdes.decode(topic, NO_HEADERS, good, Article.class)).isEqualTo(article);
            assertThat(serdes.encode(topic, article)).isEqualTo(good);
        }
    }

    /** A client has a few connections; questions that are never answered must not use them up. */
    @ParameterizedTest
    @Tag("full")
    @EnumSource
    void aRegistryThatWasMuteForLongIsAskedAgain(Family family) throws IOException {
        byte[] good = written(family);
        try (RegistryDoor door = new RegistryDoor(registry);
                ValueSerdes serdes = family.serdes(door.url(), Map.of(), Duration.ofSeconds(1))) {
            door.beMute();
            for (int question = 0; question < 12; question++) {
                assertThatExceptionOfType(RegistryUnavailableException.class)
                        .isThrownBy(() -> serdes.decode(topic, NO_HEADERS, good, Article.class));
            }

            door.letThrough();

            // an answer may take longer than a second where much else is going on; one that never came would not come
            // later
            Optional<Article> answer =
                    await("the registry to answer", () -> decoded(serdes, good), Optional::isPresent);
            assertThat(answer).contains(article);
        }
    }

    private Optional<Article> decoded(ValueSerdes serdes, byte[] bytes) {
        try {
            return Optional.of(serdes.decode(topic, NO_HEADERS, bytes, Article.class));
        } catch (RegistryUnavailableException e) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaLookedUpOnceNeedsNoRegistryAnyMore(Family family) throws IOException {
        try (RegistryDoor door = new RegistryDoor(registry);
                ValueSerdes serdes = family.serdes(door.url())) {
            byte[] bytes = serdes.encode(topic, article);
            serdes.decode(topic, NO_HEADERS, bytes, Article.class);

            door.answer(503, "");

            assertThat(serdes.decode(topic, NO_HEADERS, bytes, Article.class)).isEqualTo(article);
            assertThat(serdes.encode(topic, article)).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void olderAndNewerSchemasAreReadSideBySide(Family family) {
        byte[] older = plain(family, versioned(false));
        byte[] newer = plain(family, versioned(true));
        try (ValueSerdes serdes = family.serdes(registry)) {
            byte[] ours = serdes.encode(topic, article);

            Article fromOlder = serdes.decode(topic, NO_HEADERS, older, Article.class);
            Article fromOurs = serdes.decode(topic, NO_HEADERS, ours, Article.class);
            Article fromNewer = serdes.decode(topic, NO_HEADERS, newer, Article.class);

            assertThat(fromOlder.getUri()).isEqualTo("urn:versioned:old");
            assertThat(fromOlder.getPubStatus()).isEqualTo(PubStatus.usable);
            assertThat(fromOurs).isEqualTo(article);
            assertThat(fromNewer.getUri()).isEqualTo("urn:versioned:new");
        }
    }

    @ParameterizedTest
    @EnumSource
    void genericRecordsBecomeTheClassAskedFor(Family family) {
        byte[] bytes = written(family);
        try (ValueSerdes serdes = family.serdes(registry, family.genericReader, Duration.ofSeconds(15))) {
            assertThat(serdes.decode(topic, NO_HEADERS, bytes, Article.class)).isEqualTo(article);
            byte[] foreign = foreign(family, "vn.newsroom.Photo");
            assertThatExceptionOfType(UnreadableValueException.class)
                    .isThrownBy(() -> serdes.decode(topic, NO_HEADERS, foreign, Article.class))
                    .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.WRONG_TYPE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aValueWithoutARequiredFieldIsNotWritable(Family family) {
        try (ValueSerdes serdes = family.serdes(registry)) {
            assertThatExceptionOfType(ValueNotWritableException.class)
                    .isThrownBy(() -> serdes.encode(topic, new Article()))
                    .withMessageContaining("Article")
                    .withMessageContaining(topic);
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyThreadsMayShareOne(Family family) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (ValueSerdes serdes = family.serdes(registry)) {
            List<Future<Boolean>> same = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                Article mine = Article.newBuilder(article)
                        .setUri("urn:thread:" + thread)
                        .build();
                same.add(threads.submit(() -> {
                    for (int round = 0; round < 500; round++) {
                        byte[] bytes = serdes.encode(topic, mine);
                        if (!serdes.decode(topic, NO_HEADERS, bytes, Article.class)
                                .equals(mine)) {
                            return false;
                        }
                    }
                    return true;
                }));
            }
            for (Future<Boolean> one : same) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void plainClientsWriteAndReadThroughThem(Family family) throws Exception {
        String servers = SharedLocalStack.stack().bootstrapServers();
        Map<String, Object> client = Map.of("bootstrap.servers", servers, "max.block.ms", "20000");
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(60, TimeUnit.SECONDS);
        }
        try (ValueSerdes serdes = family.serdes(registry);
                KafkaProducer<String, Article> producer =
                        new KafkaProducer<>(client, new StringSerializer(), serdes.<Article>serializer())) {
            producer.send(new ProducerRecord<>(topic, article.getUri(), article))
                    .get(60, TimeUnit.SECONDS);
            producer.send(new ProducerRecord<>(topic, article.getUri(), null)).get(60, TimeUnit.SECONDS);

            List<ConsumerRecord<String, Article>> read =
                    WholeTopic.read(topic, client, new StringDeserializer(), serdes.deserializer(Article.class));
            assertThat(read).extracting(ConsumerRecord::value).containsExactly(article, null);
        }
    }

    @Test
    void aDeserializerWeDoNotKnowIsBelievedWhenItRefuses() {
        try (ValueSerdes serdes = new ValueSerdes(new ValueSerdes.Settings(
                LongSerializer.class.getName(), LongDeserializer.class.getName(), registry, Map.of()))) {
            assertReason(serdes, new byte[3], Reason.REFUSED);
            assertReason(serdes, new byte[8], Reason.WRONG_TYPE);
        }
    }

    @Test
    void aClassThatIsNotThereIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ValueSerdes(new ValueSerdes.Settings(
                        ConfluentClasses.SERIALIZER, ApicurioClasses.DESERIALIZER, registry, Map.of())))
                .withMessageContaining(ConfluentClasses.SERIALIZER)
                .withMessageContaining("class path");
    }

    @Test
    void settingsShowNoSecrets() {
        ValueSerdes.Settings settings = new ValueSerdes.Settings(
                ApicurioClasses.SERIALIZER,
                ApicurioClasses.DESERIALIZER,
                URI.create("http://desk:hunter2@registry:8081"),
                Map.of(
                        "basic.auth.user.info", "desk:hunter2",
                        "schema.registry.ssl.keystore.password", "hunter2",
                        "schema.registry.url", "https://desk:hunter2@registry:8081",
                        "auto.register.schemas", "false"));

        assertThat(settings.toString())
                .doesNotContain("hunter2")
                .contains("registry:8081", "auto.register.schemas=false");
    }

    private byte[] written(Family family) {
        try (ValueSerdes serdes = family.serdes(registry)) {
            return serdes.encode(topic, article);
        }
    }

    private void assertOutage(Family family, URI url, byte[] good, String what) {
        try (ValueSerdes serdes = family.serdes(url, Map.of(), SHORT)) {
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .as("reading, %s", what)
                    .isThrownBy(() -> serdes.decode(topic, NO_HEADERS, good, Article.class));
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .as("writing, %s", what)
                    .isThrownBy(() -> serdes.encode(topic, article));
        }
    }

    private void assertReason(ValueSerdes serdes, byte[] bytes, Reason reason) {
        assertThatExceptionOfType(UnreadableValueException.class)
                .isThrownBy(() -> serdes.decode(topic, NO_HEADERS, bytes, Article.class))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    private byte[] foreign(Family family, String fullName) {
        Schema schema =
                SchemaBuilder.record(fullName).fields().requiredInt("width").endRecord();
        return plain(family, new GenericRecordBuilder(schema).set("width", 640).build());
    }

    /** As written by a newsroom that has our schema of yesterday, or of tomorrow. */
    private static GenericRecord versioned(boolean tomorrow) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : Article.getClassSchema().getFields()) {
            if (tomorrow || !field.name().equals("pubStatus") && !field.name().equals("language")) {
                fields.add(new Schema.Field(field, field.schema()));
            }
        }
        if (tomorrow) {
            fields.add(new Schema.Field("mood", Schema.create(Schema.Type.STRING), "a field of tomorrow", "calm"));
        }
        Schema schema = Schema.createRecord("Article", null, "io.wiretag.schema", false, fields);
        GenericRecordBuilder record = new GenericRecordBuilder(schema);
        return record.set("uri", tomorrow ? "urn:versioned:new" : "urn:versioned:old")
                .set("headline", "x")
                .set("body", "y")
                .build();
    }

    private byte[] plain(Family family, Object value) {
        return family.plain(registry).serializer().serialize("plain-" + UUID.randomUUID(), value);
    }

    private TaggedArticle tagged() {
        return TaggedArticle.newBuilder()
                .setArticle(article)
                .setProvinces(List.of())
                .setAgencies(List.of())
                .setGazetteerVersion("1")
                .setContentHash("")
                .setTaggedAt(Instant.EPOCH)
                .build();
    }

    private String answer(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(registry.resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }

    private static byte[] patched(byte[] good, int... bytes) {
        byte[] patched = Arrays.copyOf(good, 5 + bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            patched[5 + i] = (byte) bytes[i];
        }
        return patched;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = listening()) {
            return socket.getLocalPort();
        }
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    private static URI url(ServerSocket socket) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    private static void resetAll(ServerSocket server) {
        try {
            while (!server.isClosed()) {
                try (Socket connection = server.accept()) {
                    connection.setSoLinger(true, 0);
                }
            }
        } catch (IOException e) {
            // closed by the test
        }
    }
}
