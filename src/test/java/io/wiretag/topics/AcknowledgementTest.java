package io.wiretag.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.topics.Acknowledgement.Way;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {
    private static final Acknowledgement GIVEN = new Acknowledgement(
            "bộ-ngoại-giao", "urn:vna:1\"\\", "3", Instant.parse("2026-01-31T22:15:00Z"), Way.WEBHOOK);

    @Test
    void whatIsWrittenIsReadAgain() {
        assertThat(Acknowledgement.read(GIVEN.key(), GIVEN.value())).contains(GIVEN);
        assertThat(GIVEN.value()).asString(UTF_8).isEqualTo("{\"at\":\"2026-01-31T22:15:00Z\",\"by\":\"webhook\"}");
    }

    @Test
    void whoSaysSoForASubscriberIsNamed() {
        Acknowledgement said =
                new Acknowledgement("archive", "urn:1", "3", GIVEN.at(), Way.API, Optional.of("trực đêm"));

        assertThat(said.value())
                .asString(UTF_8)
                .isEqualTo("{\"at\":\"2026-01-31T22:15:00Z\",\"by\":\"api\",\"who\":\"trực đêm\"}");
        assertThat(Acknowledgement.read(said.key(), said.value())).contains(said);
    }

    @Test
    void whatIsNoneIsNotTakenForOne() {
        String key = new String(GIVEN.key(), UTF_8);
        assertThat(read(key, null)).isFalse();
        assertThat(read(null, "{}")).isFalse();
        assertThat(read(key, "{")).isFalse();
        assertThat(read(key, "{\"at\":\"yesterday\",\"by\":\"api\"}")).isFalse();
        assertThat(read(key, "{\"at\":\"2026-01-31T22:15:00Z\",\"by\":\"pigeon\"}"))
                .isFalse();
        // other bytes are another key to Kafka
        assertThat(read(key.replace(":\"acted\"", ": \"acted\""), new String(GIVEN.value(), UTF_8)))
                .isFalse();
        assertThat(read(key.replace("acted", "passed"), new String(GIVEN.value(), UTF_8)))
                .isFalse();
    }

    private static boolean read(String key, String value) {
        return Acknowledgement.read(
                        key == null ? null : key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8))
                .isPresent();
    }
}
