package io.wiretag.ops.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Operation;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeskLogTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant LONG_AGO = NOON.minus(Duration.ofDays(1));

    private final DeskLog log = new DeskLog(Duration.ofHours(12));

    @Test
    void killsAreKeptWithoutAWordOfTheArticle() {
        log.take(record(0, 7, "kill", "urn:1", NOON), true, NOON.plusSeconds(2));

        assertThat(log.list(Operation.kill, LONG_AGO, 10, Map.of()).newest())
                .containsExactly(new DeskEntry(
                        "urn:1",
                        Optional.of("2"),
                        Operation.kill,
                        NOON.plusSeconds(2),
                        NOON,
                        0,
                        7,
                        NOON.plusSeconds(2)));
    }

    @Test
    void thousandsAreCountedAndTheNewestListed() {
        for (int i = 0; i < 5000; i++) {
            log.take(record(0, i, "kill", "urn:" + i, NOON.plusSeconds(i)), true, NOON.plusSeconds(i));
        }

        DeskLog.Listing kills = log.list(Operation.kill, NOON, 10_000, Map.of());

        assertThat(kills.total()).isEqualTo(5000);
        assertThat(kills.newest()).hasSize(DeskLog.MOST);
        assertThat(kills.newest().get(0).uri()).isEqualTo("urn:4999");
    }

    @Test
    void anArchiveThatIsRetaggedDoesNotPushOutWhatEditorsCorrected() {
        ConsumerRecord<byte[], byte[]> retagged = record(0, 1, "correct", "urn:old", NOON);
        WiretagHeader.REASON.put(retagged.headers(), "retag");
        ConsumerRecord<byte[], byte[]> corrected = record(0, 2, "correct", "urn:new", NOON);
        WiretagHeader.REASON.put(corrected.headers(), "correction");

        log.take(retagged, true, NOON);
        log.take(corrected, true, NOON);

        assertThat(log.list(Operation.correct, LONG_AGO, 10, Map.of()).newest())
                .extracting(DeskEntry::uri)
                .containsExactly("urn:new");
    }

    @Test
    void whatCameAfterTwelveHoursOfOldTimesIsNotForgotten() {
        // a newsroom that was cut off for a day: its article has the time of yesterday, and was killed now
        log.take(record(0, 1, "kill", "urn:late", NOON.minus(Duration.ofHours(20))), true, NOON);
        // and one that came out before somebody looked stands behind newer ones
        log.take(record(1, 1, "publish", "urn:any", NOON.minusSeconds(60)), false, NOON);
        log.take(record(1, 2, "kill", "urn:behind", NOON.minus(Duration.ofHours(20))), false, NOON);

        log.expire(NOON.plus(Duration.ofHours(11)));

        assertThat(log.list(Operation.kill, NOON.minusSeconds(60), 10, Map.of()).newest())
                .extracting(DeskEntry::uri)
                .containsExactly("urn:late", "urn:behind");
    }

    @Test
    void afterTwelveHoursItIsGone() {
        log.take(record(0, 1, "kill", "urn:1", NOON), true, NOON);

        log.expire(NOON.plus(Duration.ofHours(13)));

        assertThat(log.list(Operation.kill, LONG_AGO, 10, Map.of()))
                .isEqualTo(new DeskLog.Listing(java.util.List.of(), 0, 0, false));
    }

    @Test
    void aCorrectionIsTakenBackByAKillBehindItAndByNoneBeforeIt() {
        log.take(record(0, 1, "kill", "urn:1", NOON), true, NOON);
        log.take(record(0, 2, "correct", "urn:1", NOON), true, NOON);
        DeskEntry correction =
                log.list(Operation.correct, LONG_AGO, 10, Map.of()).newest().get(0);

        assertThat(log.isTakenBack(correction)).isFalse();
        log.take(record(0, 3, "retract", "urn:1", NOON), true, NOON);
        assertThat(log.isTakenBack(correction)).isTrue();
    }

    @Test
    void whatCameSinceSomebodyLookedIsCountedAlsoWhereItIsNotListed() {
        for (int i = 0; i < 300; i++) {
            log.take(record(i % 2, i / 2, "kill", "urn:" + i, NOON.plusSeconds(i)), true, NOON.plusSeconds(i));
        }

        DeskLog.Listing kills = log.list(Operation.kill, NOON, 50, Map.of(0, 100L, 1, 140L));

        assertThat(kills.newest()).hasSize(50);
        assertThat(kills.later()).as("50 and 10").isEqualTo(60);
        assertThat(kills.laterAtLeast()).isFalse();
        assertThat(log.list(Operation.kill, NOON.plusSeconds(290), 50, Map.of()).later())
                .as("of the time that was asked for alone")
                .isEqualTo(10);
    }

    @Test
    void ofMoreThanAreKeptThereIsALeastNumber() {
        for (int i = 0; i < DeskLog.MOST + 100; i++) {
            log.take(record(0, i, "kill", "urn:" + i, NOON.plusSeconds(i)), true, NOON.plusSeconds(i));
        }

        DeskLog.Listing all = log.list(Operation.kill, NOON, 50, Map.of(0, 10L));
        DeskLog.Listing some = log.list(Operation.kill, NOON, 50, Map.of(0, DeskLog.MOST + 90L));

        assertThat(all.later()).isEqualTo(DeskLog.MOST);
        assertThat(all.laterAtLeast()).isTrue();
        assertThat(some.later()).isEqualTo(10);
        assertThat(some.laterAtLeast()).isFalse();
    }

    private static ConsumerRecord<byte[], byte[]> record(
            int partition, long offset, String operation, String uri, Instant at) {
        RecordHeaders headers = new RecordHeaders();
        WiretagHeader.OPERATION.put(headers, operation);
        WiretagHeader.URI.put(headers, uri);
        WiretagHeader.VERSION.put(headers, "2");
        return new ConsumerRecord<>(
                "articles.tagged",
                partition,
                offset,
                at.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                uri.getBytes(StandardCharsets.UTF_8),
                new byte[] {1},
                headers,
                Optional.empty());
    }
}
