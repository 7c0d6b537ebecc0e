package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.life.PublishedRecord;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbargoStoreTest {
    private static final Instant NOON = Instant.parse("2026-08-03T12:00:00Z");

    @TempDir
    private Path state;

    private StreamOnTestDriver stream;
    private KeyValueStore<Bytes, byte[]> bytes;
    private EmbargoStore held;

    @BeforeEach
    void open() {
        stream = new StreamOnTestDriver(state);
        bytes = stream.driver.getKeyValueStore(EmbargoStore.STORE);
        held = new EmbargoStore(bytes);
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void theOneThatEndsFirstComesFirstAndNoneBeforeItsTime() {
        held.put("urn:b", NOON.plusMillis(1), record("b"));
        held.put("urn:later", NOON.plusMillis(3), record("later"));
        held.put("urn:a", NOON, record("a"));

        assertThat(due(NOON.plusMillis(2))).containsExactly("urn:a", "urn:b");
        assertThat(due(NOON.plusMillis(2))).isEmpty();
        assertThat(due(NOON.plusMillis(3))).containsExactly("urn:later");
    }

    @Test
    void whatIsPutBeforeWhatWasTakenOutIsFound() {
        held.put("urn:a", NOON, record("a"));
        assertThat(due(NOON.plusSeconds(60))).containsExactly("urn:a");

        // the clock was set back meanwhile
        held.put("urn:b", NOON.minusSeconds(60), record("b"));

        assertThat(due(NOON.minusSeconds(30))).containsExactly("urn:b");
    }

    @Test
    void aClockThatIsSetBackFindsNothingAndIsNoError() {
        held.put("urn:a", NOON, record("a"));
        due(NOON);

        assertThat(due(NOON.minusSeconds(60))).isEmpty();
    }

    @Test
    void aLookThatFindsNothingIsTheBeginOfTheNext() {
        List<Object> begins = new ArrayList<>();
        EmbargoStore another = new EmbargoStore(watched(begins));
        another.due(NOON).close();
        another.due(NOON.plusSeconds(1)).close();
        another.put("urn:a", NOON.minusSeconds(1), record("a"));

        try (EmbargoStore.Walk due = another.due(NOON.plusSeconds(2))) {
            assertThat(due.next().uri()).isEqualTo("urn:a");
        }

        assertThat(begins)
                .as("else each would walk through all tombstones since 1970")
                .containsExactly(
                        begin("", Instant.EPOCH), begin("", NOON.plusMillis(1)), begin("urn:a", NOON.minusSeconds(1)));
    }

    /** The real store, and where looks into it begin. */
    @SuppressWarnings("unchecked")
    private KeyValueStore<Bytes, byte[]> watched(List<Object> begins) {
        return (KeyValueStore<Bytes, byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {KeyValueStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("range")) {
                        begins.add(arguments[0]);
                    }
                    return method.invoke(bytes, arguments);
                });
    }

    @Test
    void theyAreCountedInStepsAndNotDecoded() {
        for (int i = 0; i < 2500; i++) {
            bytes.put(key(i), new byte[] {'n', 'o', ' ', 'r', 'e', 'c', 'o', 'r', 'd'});
        }
        EmbargoStore another = new EmbargoStore(bytes);

        another.count();
        assertThat(another.size()).isEqualTo(1000);
        another.remove("urn:" + 1000, NOON);
        another.remove("urn:" + 3499, NOON);
        another.put("urn:0", NOON, record("counted"));
        another.put("urn:9", NOON, record("still to be counted"));
        assertThat(another.size()).isEqualTo(1000);
        another.count();
        another.count();

        assertThat(another.size()).isEqualTo(2500);
        another.count();
        another.put("urn:1", NOON, record("one more"));
        assertThat(another.size()).isEqualTo(2501);
    }

    @Test
    void aStepOfCountingReadsFewLargeOnes() {
        for (int i = 0; i < 20; i++) {
            bytes.put(key(i), new byte[1 << 20]);
        }
        EmbargoStore another = new EmbargoStore(bytes);

        another.count();

        assertThat(another.size()).isLessThan(10);
    }

    private List<String> due(Instant now) {
        List<String> uris = new ArrayList<>();
        try (EmbargoStore.Walk walk = held.due(now)) {
            while (walk.hasNext()) {
                EmbargoStore.Due due = walk.next();
                assertThat("urn:" + new String(due.record().value(), StandardCharsets.UTF_8))
                        .isEqualTo(due.uri());
                uris.add(due.uri());
                held.remove(due.uri(), due.until());
            }
        }
        return uris;
    }

    private static PublishedRecord record(String value) {
        return new PublishedRecord(
                "articles.published",
                0,
                1,
                2,
                new RecordHeaders(),
                "key".getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
    }

    /** Like the store's own: the time, then the uri. */
    private static Bytes key(int number) {
        return begin("urn:" + (1000 + number), NOON);
    }

    private static Bytes begin(String name, Instant until) {
        byte[] uri = name.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(java.nio.ByteBuffer.allocate(Long.BYTES + uri.length)
                .putLong(until.toEpochMilli())
                .put(uri)
                .array());
    }
}
