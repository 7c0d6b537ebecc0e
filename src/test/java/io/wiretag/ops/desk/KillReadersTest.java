package io.wiretag.ops.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.ops.desk.KillReaders.Reader;
import io.wiretag.ops.desk.KillReaders.Stand;
import io.wiretag.ops.desk.KillReaders.Why;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.OffsetsSnapshot.Offsets;
import io.wiretag.ops.lag.PartitionLag;
import io.wiretag.ops.lag.TopicLag;
import io.wiretag.schema.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KillReadersTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final DeskEntry KILL =
            new DeskEntry("urn:1", Optional.of("2"), Operation.kill, NOON, NOON, 1, 41, NOON);

    private final KillReaders readers = new KillReaders(
            "articles.tagged", Map.of("articles.tagged", "tagged", "articles.by-province", "by-province"), "wiretag");

    @Test
    void whoseNextRecordStandsBehindTheKillHasReadIt() {
        assertThat(onTagged(partition(1, 42, 50, 8))).isEqualTo(new Told(Stand.READ));
        assertThat(onTagged(partition(1, 41, 50, 9))).isEqualTo(new Told(Stand.NOT_YET));
        assertThat(onTagged(partition(0, 900, 900, 0))).isEqualTo(new Told(Why.NO_POSITION));
    }

    @Test
    void whoHasNoPositionIsUnknownAndSoIsWhoMissedSomething() {
        assertThat(onTagged(at(1, OptionalLong.empty(), 50, OptionalLong.empty(), 0)))
                .isEqualTo(new Told(Why.NO_POSITION));
        assertThat(onTagged(at(1, OptionalLong.of(50), 50, OptionalLong.of(0), 3)))
                .isEqualTo(new Told(Why.DELETED_UNREAD));
    }

    @Test
    void anotherSinkIsReadWhenAllIsReadThatWasThereWithTheKill() {
        assertThat(onSink(partition(0, 10, 12, 1), partition(1, 7, 7, 0))).isEqualTo(new Told(Stand.READ));
        assertThat(onSink(partition(0, 9, 12, 3), partition(1, 7, 7, 0))).isEqualTo(new Told(Stand.NOT_YET));
        assertThat(onSink(partition(1, 7, 7, 0))).isEqualTo(new Told(Why.NO_POSITION));
    }

    @Test
    void aMarkerBehindTheLastRecordKeepsNobodyFromHavingReadAll() {
        // it commits the place behind its last record, and the marker of the transaction stands there
        assertThat(onSink(partition(0, 9, 10, 0), partition(1, 7, 7, 0))).isEqualTo(new Told(Stand.READ));
    }

    @Test
    void whereTheKillStandsIsNotKnownAtOnce() {
        assertThat(told(SinkEnds.NONE, topic("articles.by-province", partition(0, 10, 10, 0)), NOON))
                .isEqualTo(new Told(Why.NO_END));
    }

    @Test
    void oldPositionsSayWhoHasReadAndNotWhoHasNot() {
        Instant later = NOON.plus(Duration.ofMinutes(5));

        assertThat(told(SinkEnds.NONE, topic("articles.tagged", partition(1, 41, 50, 9)), later))
                .isEqualTo(new Told(Why.OLD));
        assertThat(told(SinkEnds.NONE, topic("articles.tagged", partition(1, 42, 50, 8)), later))
                .isEqualTo(new Told(Stand.READ));
    }

    @Test
    void theProcessorIsNoReader() {
        LagReport report = report("wiretag", topic("articles.tagged", partition(1, 41, 50, 9)));

        assertThat(readers.of(KILL, SinkEnds.NONE, report, NOON, 10)).isEmpty();
    }

    @Test
    void theEndsOfASinkOfWhichAPartIsUnseenAreNotKnown() {
        Set<String> sinks = Set.of("articles.by-province");
        PartitionLag unseen = new PartitionLag(
                1,
                OptionalLong.of(3),
                new Offsets(-1, -1, -1),
                OptionalLong.empty(),
                false,
                0,
                Optional.empty(),
                LagStatus.UNKNOWN);

        assertThat(SinkEnds.of(report("a", topic("articles.by-province", partition(0, 9, 10, 1))), sinks)
                        .ends())
                .isEqualTo(Map.of("articles.by-province", Map.of(0, 10L)));
        assertThat(SinkEnds.of(report("a", topic("articles.by-province", partition(0, 9, 10, 1), unseen)), sinks)
                        .ends())
                .isEmpty();
    }

    private record Told(Stand stand, Optional<Why> why) {
        Told(Stand stand) {
            this(stand, Optional.empty());
        }

        Told(Why why) {
            this(Stand.UNKNOWN, Optional.of(why));
        }
    }

    private Told onTagged(PartitionLag... partitions) {
        return told(SinkEnds.NONE, topic("articles.tagged", partitions), NOON);
    }

    /** Where two partitions ended at 10 and 7 when they had the kill. */
    private Told onSink(PartitionLag... partitions) {
        SinkEnds ends = new SinkEnds(Map.of("articles.by-province", Map.of(0, 10L, 1, 7L)));
        return told(ends, topic("articles.by-province", partitions), NOON);
    }

    private Told told(SinkEnds ends, TopicLag topic, Instant now) {
        List<Reader> told = readers.of(KILL, ends, report("front-page", topic), now, 10);
        assertThat(told).hasSize(1);
        return new Told(told.get(0).stand(), told.get(0).why());
    }

    private static LagReport report(String group, TopicLag topic) {
        return new LagReport(
                NOON,
                List.of(new GroupLag(group, "Classic", "Stable", 1, List.of(topic))),
                List.of(),
                List.of(),
                Duration.ZERO);
    }

    private static TopicLag topic(String name, PartitionLag... partitions) {
        return new TopicLag(
                name,
                OptionalLong.empty(),
                true,
                Optional.empty(),
                LagStatus.OK,
                false,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(partitions),
                List.of());
    }

    private static PartitionLag partition(int number, long committed, long end, long records) {
        return at(number, OptionalLong.of(committed), end, OptionalLong.of(records), 0);
    }

    private static PartitionLag at(int number, OptionalLong committed, long end, OptionalLong records, long expired) {
        return new PartitionLag(
                number, committed, new Offsets(0, end, end), records, true, expired, Optional.empty(), LagStatus.OK);
    }
}
