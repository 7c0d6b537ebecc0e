package io.wiretag.delivery;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.topics.ClientPositions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PositionNotesTest {
    private static final Uuid TOPIC = Uuid.randomUuid();

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Map<String, Cursor> told = new ConcurrentHashMap<>();
    private final PositionNotes notes = new PositionNotes(() -> producer, "articles.receipts", "host:8091");

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void whatAClientGivesBackAndWhatItsStreamsWereToldIsNotedOnceForEachChange() {
        notes.start(() -> told);
        notes.given("paper", cursor(7));
        notes.given("paper", cursor(9));
        assertThat(await("the cursor", this::noted, all -> all.size() == 1)
                        .get(0)
                        .given())
                .as("the newest")
                .isEqualTo(Map.of(0, 9L));

        told.put("radio", cursor(12));
        ClientPositions radio =
                await("the stream", this::noted, all -> all.size() == 2).get(1);
        assertThat(radio.subscriber()).isEqualTo("radio");
        assertThat(radio.given()).as("it has given nothing back").isEmpty();
        assertThat(radio.told()).isEqualTo(Map.of(0, 12L));

        notes.given("radio", cursor(12));
        assertThat(await("its cursor", this::noted, all -> all.size() == 3)
                        .get(2)
                        .given())
                .isEqualTo(Map.of(0, 12L));
    }

    @Test
    void whoComesWithACursorHasGoneOnAndWhoBeginsWithoutOneKeepsNothingOfBefore() {
        notes.given("paper", cursor(30));
        notes.given("paper", cursor(42));
        is(true, 30, Map.of(0, 42L), Map.of());

        told.put("paper", cursor(95));
        notes.began("paper", cursor(90));
        is(false, 90, Map.of(), Map.of(0, 95L));
        told.clear();
        is(false, 90, Map.of(), Map.of());

        notes.given("paper", cursor(97));
        is(false, 90, Map.of(0, 97L), Map.of());
    }

    @Test
    void itIsNotedUnderTheNameOfTheInstance() {
        notes.given("paper", cursor(30));

        notes.note(told);

        assertThat(noted().get(0).instance()).isEqualTo("host:8091");
    }

    private void is(boolean resumed, long from, Map<Integer, Long> given, Map<Integer, Long> streams) {
        notes.note(told);
        ClientPositions last = noted().get(noted().size() - 1);
        assertThat(last.resumed()).isEqualTo(resumed);
        assertThat(last.from()).isEqualTo(Map.of(0, from));
        assertThat(last.given()).isEqualTo(given);
        assertThat(last.told()).isEqualTo(streams);
    }

    private List<ClientPositions> noted() {
        return producer.history().stream()
                .map(each -> ClientPositions.read(each.key(), each.value()).orElseThrow())
                .toList();
    }

    private static Cursor cursor(long offset) {
        return new Cursor("cluster", TOPIC, new TreeMap<>(Map.of(0, offset)), Instant.EPOCH);
    }
}
