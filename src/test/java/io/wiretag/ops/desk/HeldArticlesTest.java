package io.wiretag.ops.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.ops.desk.HeldArticles.Embargo;
import io.wiretag.processor.HeldChangelog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class HeldArticlesTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private final HeldArticles held =
            new HeldArticles(key -> HeldChangelog.of(key).map(each -> new Embargo(each.uri(), each.until())));

    @Test
    void thoseThatEndFirstComeFirstAndWhatHasComeOutIsGone() {
        hold("urn:later", NOON.plusSeconds(60));
        hold("urn:sooner", NOON);
        hold("urn:out", NOON.minusSeconds(60));
        take("urn:out", NOON.minusSeconds(60), null);

        assertThat(held.list(10, Map.of()).first())
                .extracting(each -> each.embargo().uri())
                .containsExactly("urn:sooner", "urn:later");
        assertThat(held.due(NOON.minusSeconds(1))).isZero();
        assertThat(held.due(NOON.plusSeconds(1))).isEqualTo(1);
    }

    @Test
    void anotherTimeTakesThePlaceOfTheFormer() {
        hold("urn:1", NOON);
        take("urn:1", NOON, null);
        hold("urn:1", NOON.plusSeconds(60));

        assertThat(held.list(10, Map.of()).first())
                .extracting(HeldArticles.Held::embargo)
                .containsExactly(new Embargo("urn:1", NOON.plusSeconds(60)));
    }

    @Test
    void theMarkOfAPartitionIsNoArticle() {
        held.take(new ConsumerRecord<>("held", 0, 0, new byte[0], new byte[] {1}));

        assertThat(held.list(10, Map.of()).total()).isZero();
    }

    @Test
    void ofTooManyThoseThatEndLastAreCountedOnly() {
        for (int i = 0; i < HeldArticles.MOST + 10; i++) {
            hold("urn:" + i, NOON.plusSeconds(i));
        }
        take("urn:" + (HeldArticles.MOST + 9), NOON.plusSeconds(HeldArticles.MOST + 9), null);

        assertThat(held.list(1, Map.of()).total()).isEqualTo(HeldArticles.MOST + 9);
        assertThat(held.list(1, Map.of()).first().get(0).embargo().uri()).isEqualTo("urn:0");
    }

    @Test
    void whatIsHeldSinceSomebodyLookedIsCountedAlsoWhereItIsNotListed() {
        for (int i = 0; i < 100; i++) {
            hold("urn:" + i, NOON.plusSeconds(i));
        }

        assertThat(held.list(5, Map.of()).first()).hasSize(5);
        assertThat(held.list(5, Map.of()).later()).isEqualTo(100);
        assertThat(held.list(5, Map.of(0, 1L)).later()).as("all stand at 0").isZero();
    }

    private void hold(String uri, Instant until) {
        take(uri, until, new byte[] {1});
    }

    private void take(String uri, Instant until, byte[] value) {
        byte[] name = uri.getBytes(StandardCharsets.UTF_8);
        byte[] key = ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(until.toEpochMilli())
                .put(name)
                .array();
        held.take(new ConsumerRecord<>("held", 0, 0, key, value));
    }
}
