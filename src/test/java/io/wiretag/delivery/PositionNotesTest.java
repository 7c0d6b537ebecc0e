package io.wiretag.delivery;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.topics.ClientPositions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
    private final Ahead clock = new Ahead();
    private final PositionNotes notes = new PositionNotes(() -> producer, "articles.receipts", "host:8091", clock);

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
    void ofTwoReadersWithOneKeyTheOneThatIsBehindTellsHowFarItHasCome() {
        notes.given("paper", cursor(30));
        notes.given("paper", cursor(20));
        is(20, 20);
        notes.given("paper", cursor(50));
        notes.given("paper", cursor(21));
        is(20, 21);

        notes.given("paper", cursor(42));
        is(20, 42);
    }

    @Test
    void aReaderThatIsNotHeardOfAnyMoreHoldsNoOtherBack() {
        notes.given("paper", cursor(30));
        notes.given("paper", cursor(20));
        is(20, 20);
        clock.ahead = Duration.ofMinutes(50);
        notes.given("paper", cursor(50));
        is(20, 20);

        clock.ahead = Duration.ofMinutes(61);
        is(30, 50);
        clock.ahead = Duration.ofMinutes(200);
        notes.given("paper", cursor(51));
        is(30, 51);
    }

    @Test
    void aBeginBesideAReaderTakesNothingFromItAndGivesItNothing() {
        notes.given("paper", cursor(30));
        notes.began("paper", cursor(90));
        is(30, 30);
        notes.given("paper", cursor(95));
        is(30, 30);

        notes.given("paper", cursor(42));
        is(30, 42);
    }

    @Test
    void whoBeginsAnewBehindAKillNeverSaysThatItHasIt() {
        notes.began("paper", cursor(30));
        notes.began("paper", cursor(90));
        notes.given("paper", cursor(95));

        is(90, 95);
    }

    @Test
    void itIsNotedUnderTheNameOfTheInstance() {
        notes.given("paper", cursor(30));

        notes.note(told);

        assertThat(noted().get(0).instance()).isEqualTo("host:8091");
    }

    private void is(long from, long given) {
        notes.note(told);
        ClientPositions last = noted().get(noted().size() - 1);
        assertThat(last.from()).isEqualTo(Map.of(0, from));
        assertThat(last.given()).isEqualTo(Map.of(0, given));
    }

    private static final class Ahead extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
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
