package io.wiretag.codec;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wiretag.Articles;
import io.wiretag.codec.UnreadableValueException.Reason;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.SubjectAdmin;
import io.wiretag.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said under the registry's address, and by whom: as long as it is not the registry's own word, it is an outage. */
class RegistryAnswersTest {
    private static final Headers NO_HEADERS = new RecordHeaders();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(500);

    private static final String HTML = "text/html";
    private static final String JSON = RegistryDoor.JSON;

    private record Wrong(int status, String contentType, String body) {}

    /** No answer at all. */
    private static final Wrong MUTE = new Wrong(0, "", "");

    /** Each has been seen between a client and its registry, or differs from such a one in one point. */
    private static final List<Wrong> WRONG = List.of(
            new Wrong(200, HTML, "<html><body>Under maintenance</body></html>"),
            new Wrong(200, JSON, "<html><body>Under maintenance</body></html>"),
            new Wrong(200, "text/plain", "Under maintenance"),
            new Wrong(200, JSON, ""),
            new Wrong(200, JSON, " "),
            new Wrong(200, JSON, "null"),
            new Wrong(200, JSON, "[]"),
            new Wrong(200, JSON, "{}"),
            new Wrong(200, JSON, "true"),
            new Wrong(200, JSON, "\"maintenance\""),
            new Wrong(200, JSON, "{\"status\":\"maintenance\"}"),
            new Wrong(200, JSON, "{\"error_code\":40403,\"message\":\"Schema not found\"}"),
            new Wrong(200, JSON, "{\"type\":\"error\",\"message\":\"try again later\"}"),
            new Wrong(200, JSON, "{\"schema\":\"garbage\"}"),
            new Wrong(200, JSON, "{\"schema\":null}"),
            new Wrong(200, JSON, "{\"schema\":\"[]\"}"),
            new Wrong(200, JSON, "{\"schema\":\"\"}"),
            new Wrong(200, JSON, "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Art"),
            new Wrong(200, JSON, "{\"type\":\"record\",\"name\":\"Art"),
            new Wrong(200, JSON, "{\"id\":0,\"version\":{}}"),
            new Wrong(200, JSON, "{\"id\":-1}"),
            new Wrong(204, JSON, ""),
            new Wrong(302, HTML, ""),
            new Wrong(404, HTML, "<html>404 Not Found</html>"),
            new Wrong(404, JSON, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}"),
            new Wrong(404, JSON, "{\"status\":404,\"title\":\"Not Found\"}"),
            new Wrong(410, JSON, "{\"status\":410,\"title\":\"Gone\"}"),
            new Wrong(418, JSON, "{}"));

    /** The registry's own words, of both kinds. */
    private static final String DENIAL = "{\"error_code\":40403,\"message\":\"Schema not found\",\"status\":404,"
            + "\"title\":\"No content with this id\",\"name\":\"ContentNotFoundException\"}";

    private static final String REFUSAL =
            "{\"error_code\":%d,\"message\":\"no\",\"status\":%d,\"title\":\"no\",\"name\":\"AccessDenied\"}";

    /** A frame with the id of nobody. */
    private static final byte[] UNKNOWN = {0, 0, 1, 77, 77, 2, 3};

    private final URI registry = SharedLocalStack.stack().registryUrl();
    private final String topic = "articles-" + UUID.randomUUID();
    private final Article article = Articles.quiet();

    @ParameterizedTest
    @EnumSource
    void noWrongAnswerRejectsAnArticleAndAllGoesOnAfterIt(Family family) throws IOException {
        byte[] good = written(family);
        for (Wrong wrong : WRONG) {
            try (RegistryDoor door = new RegistryDoor(registry);
                    ValueSerdes serdes = family.serdes(door.url(), Map.of(), LIMIT)) {
                door.answer(wrong.status(), wrong.contentType(), wrong.body());

                assertThatThrownBy(() -> serdes.decode(topic, NO_HEADERS, good, Article.class))
                        .as("reading, %s", wrong)
                        .isInstanceOf(RegistryUnavailableException.class);
                assertThatThrownBy(() -> serdes.encode(topic, article))
                        .as("writing, %s", wrong)
                        .isInstanceOf(RegistryUnavailableException.class);

                door.letThrough();
                assertThat(serdes.decode(topic, NO_HEADERS, good, Article.class))
                        .as("after %s", wrong)
                        .isEqualTo(article);
                assertThat(serdes.encode(topic, article)).as("after %s", wrong).isEqualTo(good);
            }
        }
    }

    /** What stumbles over such an answer are clients, in words that help nobody. */
    @Tag("full")
    @ParameterizedTest
    @EnumSource
    void aWrongAnswerIsToldInWordsWithItsRemedy(Family family) throws IOException {
        byte[] good = written(family);
        Topics topics = Topics.of(topic + ".", 1, (short) 1, Map.of());
        for (Wrong wrong : WRONG) {
            try (RegistryDoor door = new RegistryDoor(registry);
                    ValueSerdes serdes = family.serdes(door.url(), Map.of(), LIMIT);
                    SubjectAdmin subjects = subjects(family, topics, door.url())) {
                door.answer(wrong.status(), wrong.contentType(), wrong.body());
                assertToldInWords("reading, " + wrong, () -> serdes.decode(topic, NO_HEADERS, good, Article.class));
                assertToldInWords("writing, " + wrong, () -> serdes.encode(topic, article));
                assertToldInWords("topics create, " + wrong, subjects::create);
                if (!wrong.body().contains("\"error_code\":404")) {
                    assertToldInWords("topics check, " + wrong, subjects::check);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoServerOfHttpIsToldInWordsWithItsRemedy(Family family) throws IOException {
        byte[] good = written(family);
        Topics topics = Topics.of(topic + ".", 1, (short) 1, Map.of());
        for (String greeting : List.of("", "220 mail.example.org ESMTP\r\n", "\0\1\2\3\4\5garbage\n\n\n")) {
            try (ServerSocket server = greeter(greeting);
                    ValueSerdes serdes = family.serdes(address(server), Map.of(), LIMIT);
                    SubjectAdmin subjects = subjects(family, topics, address(server))) {
                assertToldInWords("reading " + greeting, () -> serdes.decode(topic, NO_HEADERS, good, Article.class));
                assertToldInWords("writing " + greeting, () -> serdes.encode(topic, article));
                assertToldInWords("topics create " + greeting, subjects::create);
                assertToldInWords("topics check " + greeting, subjects::check);
            }
        }
    }

    private static SubjectAdmin subjects(Family family, Topics topics, URI url) {
        return family.onClassPath(() -> new SubjectAdmin(topics, family.settings(url, Map.of())));
    }

    private static URI address(ServerSocket server) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Greets whoever comes, and hangs up. */
    private static ServerSocket greeter(String greeting) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket caller = server.accept()) {
                    caller.getInputStream().read();
                    caller.getOutputStream().write(greeting.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    // it is over, or the caller has gone
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void assertToldInWords(String how, ThrowingCallable question) {
        assertThat(catchThrowable(question))
                .as(how)
                .isInstanceOf(RegistryUnavailableException.class)
                .satisfies(failure -> assertThat(failure.getMessage())
                        .as(how)
                        .startsWith("Schema registry http://127.0.0.1:")
                        .doesNotContain("Exception", "null", "Cannot ", "java.", "com.", "io.")
                        .satisfiesAnyOf(
                                said -> assertThat(said).contains("(registry.url)"),
                                said -> assertThat(said).contains("HTTP ")));
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedRecordIsToldFromAWrongAnswerAtItsFirstSight(Family family) {
        byte[] cut = Arrays.copyOf(written(family), 12);
        try (ValueSerdes serdes = family.serdes(registry)) {
            assertThat(reason(serdes, cut)).isEqualTo(Reason.NOT_AVRO);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaOfAnotherKindIsTheRegistrysOwnAnswerAndIsAskedForOnce(Family family) throws Exception {
        byte[] photo = ofAnotherKind();
        try (RegistryDoor door = new RegistryDoor(registry);
                ValueSerdes serdes = family.serdes(door.url())) {
            assertThatThrownBy(() -> serdes.decode(topic, NO_HEADERS, photo, Article.class))
                    .isInstanceOf(UnreadableValueException.class)
                    .hasMessageContaining("a schema of type PROTOBUF, not Avro");
            int asked = door.questions();

            for (int record = 0; record < 3_000; record++) {
                assertThat(reason(serdes, photo)).isEqualTo(Reason.WRONG_TYPE);
            }
            assertThat(door.questions()).isEqualTo(asked);

            serdes.askAnew();
            assertThat(reason(serdes, photo)).isEqualTo(Reason.WRONG_TYPE);
            assertThat(door.questions()).isGreaterThan(asked);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdOfAnotherKindRejectsNothingWhileTheRegistryHasLostWhatItHad(Family family) throws Exception {
        byte[] good = written(family);
        byte[] photo = ofAnotherKind();
        try (RegistryDoor door = new RegistryDoor(registry);
                ValueSerdes serdes = family.serdes(door.url())) {
            serdes.decode(topic, NO_HEADERS, good, Article.class);
            door.denyOnly(id(good), DENIAL);

            assertThatThrownBy(() -> serdes.decode(topic, NO_HEADERS, photo, Article.class))
                    .isInstanceOf(RegistryRefusedException.class)
                    .hasMessageContaining("has lost schemas");

            door.letThrough();
            assertThat(reason(serdes, photo)).isEqualTo(Reason.WRONG_TYPE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsKnownIsReadAndWrittenWhateverWasSaidWhenSomethingElseWasAskedFor(Family family) throws IOException {
        byte[] good = written(family);
        TaggedArticle tagged = tagged();
        for (Wrong wrong : List.of(
                new Wrong(200, JSON, "{}"),
                new Wrong(200, JSON, "{\"id\":0,\"version\":{}}"),
                new Wrong(200, HTML, "<html><body>Under maintenance</body></html>"),
                MUTE)) {
            try (RegistryDoor door = new RegistryDoor(registry);
                    ValueSerdes serdes = family.serdes(door.url(), Map.of(), wrong == MUTE ? SHORT : LIMIT)) {
                warm(serdes, good);
                if (wrong == MUTE) {
                    door.beMute();
                } else {
                    door.answer(wrong.status(), wrong.contentType(), wrong.body());
                }

                for (int again = 0; again < 2; again++) {
                    assertThatThrownBy(() -> serdes.decode(topic, NO_HEADERS, UNKNOWN, Article.class))
                            .as("%s", wrong)
                            .isInstanceOf(RegistryUnavailableException.class);
                    assertThatThrownBy(() -> serdes.encode(topic + "-new", tagged))
                            .as("%s", wrong)
                            .isInstanceOf(RegistryUnavailableException.class);
                    assertThat(serdes.decode(topic, NO_HEADERS, good, Article.class))
                            .as("%s", wrong)
                            .isEqualTo(article);
                    assertThat(serdes.encode(topic, article)).as("%s", wrong).isEqualTo(good);
                }
            }
        }
    }

    /** Confluent's kind of them needs a registry of Confluent's own. */
    @Test
    void whatIsKnownByHeadersIsReadWhileTheRegistryIsMute() throws IOException {
        Map<String, String> inHeaders = Map.of("apicurio.registry.headers.enabled", "true");
        Headers headers = new RecordHeaders();
        byte[] good = ConfiguredSerdes.of(
                        Family.APICURIO.settings(registry, inHeaders),
                        Thread.currentThread().getContextClassLoader())
                .serializer()
                .serialize(topic, headers, article);
        Headers unknown = new RecordHeaders()
                .add(
                        "apicurio.value.contentId",
                        ByteBuffer.allocate(8).putLong(77_777_777).array());
        try (RegistryDoor door = new RegistryDoor(registry);
                ValueSerdes serdes = Family.APICURIO.serdes(door.url(), inHeaders, Duration.ofSeconds(3))) {
            assertThat(serdes.decode(topic, headers, good, Article.class)).isEqualTo(article);
            door.beMute();

            assertThatThrownBy(() -> serdes.decode(topic, unknown, good, Article.class))
                    .isInstanceOf(RegistryUnavailableException.class);

            assertThat(serdes.decode(topic, headers, good, Article.class)).isEqualTo(article);
        }
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

    /** A look-up may take longer than {@link #SHORT} where much else is going on. */
    private void warm(ValueSerdes serdes, byte[] good) {
        await("the registry to answer", () -> {
            try {
                serdes.decode(topic, NO_HEADERS, good, Article.class);
                serdes.encode(topic, article);
                return true;
            } catch (RegistryUnavailableException e) {
                return false; // asked again
            }
        });
    }

    private byte[] ofAnotherKind() throws Exception {
        String registered = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(registry.resolve("/apis/ccompat/v7/subjects/" + topic + "/versions"))
                                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                                .POST(BodyPublishers.ofString("{\"schemaType\":\"PROTOBUF\",\"schema\":"
                                        + "\"syntax = \\\"proto3\\\"; message Photo { int32 width = 1; }\"}"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        int id = Integer.parseInt(registered.replaceAll("[^0-9]", ""));
        return ByteBuffer.allocate(9).put((byte) 0).putInt(id).array();
    }

    @ParameterizedTest
    @EnumSource
    void aDeniedIdIsAskedForOnceUntilSomebodyAsksAnew(Family family) throws IOException {
        try (RegistryDoor door = new RegistryDoor(registry);
                ValueSerdes serdes = family.serdes(door.url())) {
            assertThat(reason(serdes, UNKNOWN)).isEqualTo(Reason.UNKNOWN_SCHEMA);
            int asked = door.questions();

            for (int record = 0; record < 3_000; record++) {
                assertThat(reason(serdes, UNKNOWN)).isEqualTo(Reason.UNKNOWN_SCHEMA);
            }
            assertThat(door.questions()).isEqualTo(asked);

            serdes.askAnew();
            assertThat(reason(serdes, UNKNOWN)).isEqualTo(Reason.UNKNOWN_SCHEMA);
            assertThat(door.questions()).isGreaterThan(asked);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRegistryThatHasLostWhatItHadIsNoReasonToReject(Family family) throws IOException {
        byte[] good = written(family);
        try (RegistryDoor door = new RegistryDoor(registry);
                ValueSerdes serdes = family.serdes(door.url())) {
            serdes.decode(topic, NO_HEADERS, good, Article.class);
            door.answer(404, DENIAL);

            assertThatThrownBy(() -> serdes.decode(topic, NO_HEADERS, UNKNOWN, Article.class))
                    .isInstanceOf(RegistryRefusedException.class)
                    .hasMessageContaining("has lost schemas")
                    .hasMessageContaining("id " + id(good) + ", learnt at 20")
                    .hasMessageContaining("is gone")
                    .hasMessageContaining("Restore its storage");
            assertThat(serdes.decode(topic, NO_HEADERS, good, Article.class)).isEqualTo(article);

            door.letThrough();
            assertThat(reason(serdes, UNKNOWN)).isEqualTo(Reason.UNKNOWN_SCHEMA);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdThatMeansAnotherSchemaNowIsNoReasonToReject(Family family) throws IOException {
        byte[] good = written(family);
        byte[] ofTheNewSchema = Arrays.copyOf(good, 7);
        try (RegistryDoor door = new RegistryDoor(registry);
                ValueSerdes serdes = family.serdes(door.url())) {
            serdes.decode(topic, NO_HEADERS, good, Article.class);
            door.answer(200, shown(family, "{\"type\":\"record\",\"name\":\"Photo\",\"fields\":[]}"));
            door.answerLists("[]");

            assertThatThrownBy(() -> serdes.decode(topic, NO_HEADERS, ofTheNewSchema, Article.class))
                    .isInstanceOf(RegistryRefusedException.class)
                    .hasMessageContaining("is another schema now");

            door.letThrough();
            assertThat(reason(serdes, ofTheNewSchema)).isEqualTo(Reason.NOT_AVRO);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedRecordOfAKnownSchemaIsRejectedWithoutTheRegistry(Family family) throws IOException {
        byte[] good = written(family);
        try (RegistryDoor door = new RegistryDoor(registry);
                ValueSerdes serdes = family.serdes(door.url())) {
            serdes.decode(topic, NO_HEADERS, good, Article.class);
            door.answer(503, "");

            assertThat(reason(serdes, Arrays.copyOf(good, 12))).isEqualTo(Reason.NOT_AVRO);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoeverComesToAnEmptyRegistryRejectsNothing(Family family) throws IOException {
        try (RegistryDoor door = new RegistryDoor(registry);
                ValueSerdes serdes = family.serdes(door.url())) {
            door.answer(404, DENIAL);
            door.answerLists(family == Family.APICURIO ? "{\"count\":0,\"versions\":[]}" : "[]");

            assertThatThrownBy(() -> serdes.decode(topic, NO_HEADERS, UNKNOWN, Article.class))
                    .isInstanceOf(RegistryRefusedException.class)
                    .hasMessageContaining("is empty");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalToWriteIsToldInWordsWithItsRemedy(Family family) throws IOException {
        Map<Integer, String> remedies = Map.of(
                401, "credentials", 403, "right to register", 409, "delete what is no schema", 422, "registry's log");
        remedies.forEach((status, remedy) -> {
            try (RegistryDoor door = new RegistryDoor(registry);
                    ValueSerdes serdes = family.serdes(door.url())) {
                door.answerWriters(status, JSON, REFUSAL.formatted(status, status));

                assertThatThrownBy(() -> serdes.encode(topic, article))
                        .as("%d", status)
                        .isInstanceOf(RegistryRefusedException.class)
                        .hasMessageContaining("refuses the schema of " + topic + "-value")
                        .hasMessageContaining("HTTP " + status)
                        .hasMessageContaining(remedy);

                door.letThrough();
                assertThat(serdes.encode(topic, article)).isNotEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void aMaintenancePageForWritersAloneIsAnOutageToo(Family family) throws IOException {
        byte[] good = written(family);
        try (RegistryDoor door = new RegistryDoor(registry);
                ValueSerdes serdes = family.serdes(door.url())) {
            door.answerWriters(200, HTML, "<html>Under maintenance</html>");

            assertThat(serdes.decode(topic, NO_HEADERS, good, Article.class)).isEqualTo(article);
            assertThatThrownBy(() -> serdes.encode(topic + "-new", article))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("is no registry");

            door.letThrough();
            assertThat(serdes.encode(topic + "-new", article)).isEqualTo(good);
        }
    }

    private static String shown(Family family, String schema) {
        return family == Family.APICURIO ? schema : "{\"schema\":\"" + schema.replace("\"", "\\\"") + "\"}";
    }

    private Reason reason(ValueSerdes serdes, byte[] bytes) {
        return catchThrowableOfType(
                        UnreadableValueException.class, () -> serdes.decode(topic, NO_HEADERS, bytes, Article.class))
                .reason();
    }

    private static int id(byte[] framed) {
        return ByteBuffer.wrap(framed, 1, 4).getInt();
    }

    private byte[] written(Family family) {
        try (ValueSerdes serdes = family.serdes(registry)) {
            return serdes.encode(topic, article);
        }
    }
}
