package io.wiretag.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientPositionsTest {
    private static final ClientPositions PAPER = new ClientPositions(
            "báo \"1\"",
            "host:8091",
            Instant.parse("2026-11-30T12:00:00Z"),
            "id",
            true,
            Map.of(0, 3L),
            Map.of(0, 42L, 1, 7L),
            Map.of(0, 45L));

    @Test
    void itIsReadAsItIsWritten() {
        assertThat(ClientPositions.read(PAPER.key(), PAPER.value())).contains(PAPER);
        assertThat(new String(PAPER.value(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"at\":\"2026-11-30T12:00:00Z\",\"topicId\":\"id\",\"resumed\":true,\"from\":{\"0\":3},\"given\":{\"0\":42,\"1\":7},\"told\":{\"0\":45}}");
    }

    @Test
    void whatIsWrittenOtherwiseIsNone() {
        byte[] key = ClientPositions.key("a", "b");
        for (String value : new String[] {
            "", "[]", "{}", "{\"at\":\"noon\"}", "{\"at\":\"2026-11-30T12:00:00Z\",\"given\":{\"x\":1}}"
        }) {
            assertThat(ClientPositions.read(key, value.getBytes(StandardCharsets.UTF_8)))
                    .as(value)
                    .isEmpty();
        }
        assertThat(ClientPositions.read(
                        "{\"kind\":\"client\",\"instance\":\"b\",\"subscriber\":\"a\"}"
                                .getBytes(StandardCharsets.UTF_8),
                        PAPER.value()))
                .isEmpty();
        assertThat(ClientPositions.read(key, null)).isEmpty();
    }
}
