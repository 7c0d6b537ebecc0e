package io.wiretag.ops.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LagHistoryTest {
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final LagHistory.TopicOf DESK = new LagHistory.TopicOf("desk", "t");

    private final LagHistory history = new LagHistory(
            CommitTrack.Settings.DEFAULT,
            Duration.ofHours(1),
            "processor",
            Map.of("processor", Set.of(), "wire", Set.of()),
            Map.of("slow", Duration.ofMinutes(4)));
    private final WatchedPartition quick = new WatchedPartition();
    private final WatchedPartition slow = new WatchedPartition();
    private Retention retention = kept(Optional.of(Duration.ofDays(7)));

    @Test
    void aTopicIsAsFarBehindAsItsOldestPartitionAndAsBadAsItsWorst() {
        quick.arrive(5).commitAll();
        slow.arrive(3).commit(1);
        pass(Duration.ofSeconds(4));

        TopicLag topic = look();

        assertThat(topic.records()).hasValue(2);
        assertThat(topic.exact()).isTrue();
        assertThat(topic.behind()).contains(Duration.ofSeconds(4));
        for (int i = 0; i < 10; i++) {
            pass(STEP);
            topic = look();
        }
        assertThat(topic.status()).isEqualTo(LagStatus.STALL);
        assertThat(topic.partitions())
                .extracting(PartitionLag::status)
                .containsExactly(LagStatus.IDLE, LagStatus.STALL);
    }

    @Test
    void whatIsUnknownOfOnePartitionIsUnknownOfTheTopic() {
        quick.arrive(5).commitAll();
        slow.arrive(3);

        TopicLag topic = look();

        assertThat(topic.records()).isEmpty();
        assertThat(topic.behind()).isEmpty();
        assertThat(topic.headroom()).isEmpty();
        assertThat(topic.status()).isEqualTo(LagStatus.UNKNOWN);
    }

    @Test
    void whoHasNeitherAReaderNorAPositionIsMissingOnceThereIsSomethingToRead() {
        quick.attended(false);
        slow.attended(false);
        assertThat(look().missing()).as("nothing is there to read").isFalse();

        quick.arrive(5);
        assertThat(look().missing()).isTrue();
        assertThat(look().status()).as("what it would read is not known").isEqualTo(LagStatus.UNKNOWN);

        slow.attended(true);
        assertThat(look().missing()).as("a reader is there, and may begin").isFalse();
        slow.attended(false).commit(0);
        assertThat(look().missing()).as("it has been there").isFalse();
    }

    @Test
    void headroomIsTheTimeUntilTheOldestUnreadRecordMayBeDeleted() {
        quick.arrive(5).commit(2);
        slow.arrive(3).commit(1);
        pass(Duration.ofDays(6));
        quick.arrive(1).commit(5);

        assertThat(look().headroom()).contains(new Headroom(Duration.ofDays(1), 1.0 / 7));
        slow.commitAll();
        assertThat(look().headroom()).contains(new Headroom(Duration.ofDays(7), 1));
        quick.commitAll();
        assertThat(look().headroom()).as("nothing is unread").isEmpty();
        retention = kept(Optional.empty());
        quick.commit(2);
        assertThat(look().headroom()).as("kept for ever, or compacted").isEmpty();
    }

    @Test
    void aRecordFromAClockThatIsAheadIsKeptNoLongerThanOneOfNow() {
        quick.arrive(1).commitAll();
        pass(Duration.ofDays(3000));
        slow.arrive(1).commit(0);
        pass(Duration.ofDays(-3000));

        assertThat(look().headroom()).contains(new Headroom(Duration.ofDays(7), 1));
    }

    @Test
    void whatWasDeletedUnreadStaysToldWhenTheGroupHasMovedOn() {
        slow.arrive(1).commitAll();
        quick.arrive(10).commit(2).deleteBefore(6);
        assertThat(look().partitions().get(0).expired()).isEqualTo(4);
        assertThat(look().partitions().get(0).expired()).as("each offset once").isEqualTo(4);

        quick.deleteBefore(7);
        assertThat(look().partitions().get(0).expired()).isEqualTo(5);
        quick.commitAll();

        assertThat(look().records()).hasValue(0);
        assertThat(look().partitions().get(0).expired()).isEqualTo(5);
    }

    @Test
    void whoHasLeftATopicLosesNothingThereAndHasNoTimeLeft() {
        quick.arrive(10).commit(2).deleteBefore(6).attended(false);
        slow.attended(false);

        TopicLag topic = look();

        assertThat(topic.status()).isEqualTo(LagStatus.LEFT);
        assertThat(topic.partitions().get(0).expired()).isZero();
        assertThat(topic.headroom()).isEmpty();
        quick.attended(true);
        assertThat(look().partitions().get(0).expired()).as("it is back").isEqualTo(4);
    }

    @Test
    void whoHasLostSomethingAndGoesBackIsToldToGoBack() {
        slow.arrive(1).commitAll();
        quick.arrive(20).commit(2).deleteBefore(6);
        assertThat(look().status()).isEqualTo(LagStatus.LOST);
        pass(STEP);
        quick.commitAll();
        assertThat(look().status()).isEqualTo(LagStatus.LOST);
        pass(STEP);
        quick.commit(8);

        GroupLag group = history.add(report()).groups().get(0);

        assertThat(group.status()).isEqualTo(LagStatus.REWIND);
        assertThat(group.isBad()).as("the loss is told beside it").isTrue();
    }

    @Test
    void aMarkerBehindTheLastRecordIsNoLoss() {
        slow.arrive(1).commitAll();
        quick.arrive(9).marker().commit(9);
        assertThat(look().records()).hasValue(0);

        quick.deleteBefore(10);
        assertThat(look().partitions().get(0).expired()).isZero();
        quick.arrive(5).deleteBefore(13);
        assertThat(look().partitions().get(0).expired())
                .as("three that came later")
                .isEqualTo(3);
    }

    @Test
    void whatATopicThatWasMadeAnewLosesIsToldAsWell() {
        slow.arrive(1).commitAll();
        quick.arrive(10).commit(2).deleteBefore(8);
        assertThat(look().partitions().get(0).expired()).isEqualTo(6);

        quick.makeAnew().arrive(5).commit(1).deleteBefore(3);

        assertThat(look().partitions().get(0).expired())
                .as("six of the one before, two of this one")
                .isEqualTo(8);
    }

    @Test
    void whoDoesNotAnswerIsNotForgotten() {
        slow.arrive(1).commitAll();
        quick.arrive(10).commit(2).deleteBefore(6);
        look();
        quick.commitAll();
        for (OffsetsSnapshot.Unanswered silence : List.of(
                new OffsetsSnapshot.Unanswered(false, Set.of("desk"), Set.of()),
                new OffsetsSnapshot.Unanswered(true, Set.of(), Set.of()),
                new OffsetsSnapshot.Unanswered(false, Set.of(), Set.of("t")))) {
            pass(STEP);
            history.add(nothing(silence));
            pass(STEP);
            assertThat(look().status()).as(silence.toString()).isEqualTo(LagStatus.LOST);
        }

        history.add(nothing(new OffsetsSnapshot.Unanswered(false, Set.of("other"), Set.of("other"))));
        assertThat(look().status()).as("it was gone").isEqualTo(LagStatus.IDLE);
    }

    @Test
    void whatIsAcknowledgedDoesNotComeBackAfterASilence() {
        slow.arrive(1).commitAll();
        quick.arrive(10).commit(2).deleteBefore(6);
        look();
        history.acknowledge(DESK, Map.of(0, 6L));

        history.add(nothing(new OffsetsSnapshot.Unanswered(false, Set.of("desk"), Set.of())));

        assertThat(look().partitions().get(0).expired()).isZero();
    }

    @Test
    void onlyWhatWasToldIsAcknowledged() {
        slow.arrive(3).commit(0).deleteBefore(1);
        quick.arrive(10).commit(2).deleteBefore(6);
        look();
        quick.deleteBefore(7);
        look();

        history.acknowledge(DESK, Map.of(0, 6L, 1, 1L));

        TopicLag topic = look();
        assertThat(topic.partitions()).extracting(PartitionLag::expired).containsExactly(1L, 0L);
        assertThat(topic.status()).isEqualTo(LagStatus.LOST);
        history.acknowledge(DESK, Map.of(0, 6L));
        assertThat(look().partitions().get(0).expired()).as("said twice").isEqualTo(1);
    }

    @Test
    void whatWasFoundBeforeThisHistoryIsToldUntilItIsAcknowledged() {
        slow.arrive(1).commitAll();
        quick.arrive(10).deleteBefore(6).commitAll();
        history.find(DESK, Map.of(0, new LagHistory.Loss(4, 6)));

        assertThat(look().status()).isEqualTo(LagStatus.LOST);
        assertThat(look().partitions().get(0).expired()).isEqualTo(4);
        assertThat(look().partitions().get(0).expiredBefore()).isEqualTo(6);

        history.find(DESK, Map.of(0, new LagHistory.Loss(4, 6)));
        history.acknowledge(DESK, Map.of(0, 6L));
        assertThat(look().status()).isEqualTo(LagStatus.IDLE);
    }

    @Test
    void whatIsAcknowledgedBeforeItIsSeenIsNotTold() {
        slow.arrive(1).commitAll();
        quick.arrive(10).commit(2).deleteBefore(6);
        history.know(DESK, Map.of(0, 6L));

        assertThat(look().partitions().get(0).expired()).isZero();

        quick.deleteBefore(8);
        assertThat(look().partitions().get(0).expired()).as("lost since").isEqualTo(2);
    }

    @Test
    void aHabitThatWasLearntBeforeIsTakenForUsual() {
        slow.arrive(1).commitAll();
        quick.arrive(3).commit(1);
        history.learn(DESK, Duration.ofMinutes(4));
        TopicLag topic = look();
        for (int i = 0; i < 24; i++) {
            pass(STEP);
            topic = look();
        }

        assertThat(topic.status()).as("after two minutes").isEqualTo(LagStatus.OK);
        assertThat(history.habits())
                .as("what it has not seen itself it does not tell")
                .isEmpty();
    }

    @Test
    void aLossOfATopicThatWasMadeAnewCanBeAcknowledged() {
        slow.arrive(1).commitAll();
        quick.arrive(10).commit(2).deleteBefore(6);
        look();
        history.remade("t");
        history.know(DESK, Map.of(0, 6L));
        history.remade("t");
        TopicLag topic = look();
        assertThat(topic.partitions().get(0).expired()).isPositive();

        history.acknowledge(DESK, Map.of(0, topic.partitions().get(0).expiredBefore()));

        assertThat(look().partitions().get(0).expired()).isZero();
    }

    @Test
    void whatCannotBeSoIsNotTakenForALoss() {
        slow.arrive(1).commitAll();
        quick.arrive(10).commitAll();
        for (LagHistory.Loss wrong : List.of(
                new LagHistory.Loss(4, 11),
                new LagHistory.Loss(Long.MAX_VALUE, 5),
                new LagHistory.Loss(-1, 5),
                new LagHistory.Loss(7, 6))) {
            history.find(DESK, Map.of(0, wrong));
            assertThat(look().partitions().get(0).expired())
                    .as(wrong.toString())
                    .isZero();
        }
    }

    @Test
    void whatIsAcknowledgedDoesNotComeBackByAnOlderNote() {
        slow.arrive(1).commitAll();
        quick.arrive(10).commit(2).deleteBefore(6);
        look();
        history.acknowledge(DESK, Map.of(0, 6L));
        look();
        history.find(DESK, Map.of(0, new LagHistory.Loss(4, 6)));
        history.know(DESK, Map.of(0, 5L));

        assertThat(look().partitions().get(0).expired()).isZero();
        assertThat(history.acknowledged()).containsEntry(DESK, Map.of(0, 6L));
    }

    private OffsetsSnapshot nothing(OffsetsSnapshot.Unanswered unanswered) {
        return new OffsetsSnapshot(quick.now(), List.of(), List.of(), List.of(), unanswered, Duration.ZERO);
    }

    @Test
    void thePastIsBoundedEvenlySpreadAndEndsWithNow() {
        quick.arrive(1).commitAll();
        slow.arrive(1).commitAll();
        TopicLag topic = look();
        for (int i = 0; i < 3 * 720; i++) {
            pass(STEP);
            topic = look();
        }

        List<LagSample> past = topic.history();
        assertThat(past).hasSizeBetween(230, 243);
        assertThat(past.get(past.size() - 1).at()).isEqualTo(quick.now());
        assertThat(past.get(0).at()).isAfterOrEqualTo(quick.now().minus(Duration.ofHours(1)));
        assertThat(IntStream.range(1, past.size() - 1)
                        .mapToObj(i -> Duration.between(
                                past.get(i - 1).at(), past.get(i).at())))
                .containsOnly(Duration.ofSeconds(15));
    }

    @Test
    void aTopicFlowsAsFastAsItsRecordsCome() {
        LagReport view = LagReport.NONE;
        for (int i = 0; i < 30; i++) {
            quick.arrive(20).commitAll();
            slow.arrive(5).commitAll();
            view = history.add(report());
            pass(STEP);
        }

        assertThat(view.topics()).singleElement().satisfies(flow -> {
            assertThat(flow.recordsPerSecond()).isEqualTo(5);
            assertThat(flow.oldestOpenTransaction()).isEmpty();
        });
    }

    @Test
    void atTheFirstLookNoRateIsKnown() {
        assertThat(history.add(report()).topics().get(0).recordsPerSecond()).isNaN();
    }

    @Test
    void anOpenTransactionIsAsOldAsTheLastStableOffsetStandsStill() {
        Instant at = Instant.parse("2026-03-01T18:00:00Z");
        TopicTrack track = new TopicTrack();

        assertThat(open(track, at, 10, 10)).isEmpty();
        assertThat(open(track, at.plusSeconds(5), 12, 15)).contains(Duration.ZERO);
        assertThat(open(track, at.plusSeconds(10), 14, 19))
                .as("another one: readers got on")
                .contains(Duration.ZERO);
        assertThat(open(track, at.plusSeconds(70), 14, 90)).contains(Duration.ofSeconds(60));
        assertThat(open(track, at.plusSeconds(75), 91, 91)).isEmpty();
    }

    private static Optional<Duration> open(TopicTrack track, Instant at, long lastStable, long end) {
        return track.add(
                        at,
                        new OffsetsSnapshot.Log(
                                "t",
                                Map.of(0, new OffsetsSnapshot.Offsets(0, lastStable, end)),
                                kept(Optional.empty()),
                                Map.of()))
                .oldestOpenTransaction();
    }

    @Test
    void theProcessorComesFirstThenWhoIsExpectedThenWhoIsBad() {
        quick.arrive(2).commit(1);
        List<OffsetsSnapshot.Group> groups = Stream.of("abc", "bad", "processor", "wire", "zap")
                .map(id -> group(id, id.equals("bad") ? quick.attended(false) : quick.attended(true)))
                .toList();
        history.add(new OffsetsSnapshot(quick.now(), groups, List.of(), List.of(), Duration.ZERO));
        quick.pass(Duration.ofMinutes(1));
        groups = Stream.of("abc", "bad", "processor", "wire", "zap")
                .map(id -> group(id, id.equals("bad") ? quick.commit(1) : quick.commit(2)))
                .toList();

        assertThat(history.add(new OffsetsSnapshot(quick.now(), groups, List.of(), List.of(), Duration.ZERO))
                        .groups())
                .extracting(GroupLag::id)
                .containsExactly("processor", "wire", "bad", "abc", "zap");
    }

    @Test
    void whoIsDeclaredToTakeItsTimeHasStoppedAfterThreeTimesThatFromTheFirstLookOn() {
        quick.arrive(2).commit(1).attended(false);
        OffsetsSnapshot.Group declared = null;
        GroupLag told = null;
        for (int i = 0; i < 140; i++) {
            quick.pass(STEP);
            declared = nobody("slow", quick);
            told = history.add(new OffsetsSnapshot(
                            quick.now(),
                            List.of(declared, nobody("other", quick)),
                            List.of(),
                            List.of(),
                            Duration.ZERO))
                    .groups()
                    .get(0);
        }
        assertThat(told.id()).as("who is bad comes first").isEqualTo("other");
        assertThat(told.status()).isEqualTo(LagStatus.STOP);
        LagReport view = LagReport.NONE;
        for (int i = 0; i < 3; i++) {
            view = history.add(
                    new OffsetsSnapshot(quick.now(), List.of(declared), List.of(), List.of(), Duration.ZERO));
        }
        assertThat(view.groups().get(0).status()).as("after 11 min 40 s").isEqualTo(LagStatus.OK);
        assertThat(view.groups().get(0).tolerance()).contains(Duration.ofMinutes(12));

        quick.pass(Duration.ofMinutes(1));
        view = history.add(
                new OffsetsSnapshot(quick.now(), List.of(nobody("slow", quick)), List.of(), List.of(), Duration.ZERO));
        assertThat(view.groups().get(0).status()).isEqualTo(LagStatus.STOP);
    }

    @Test
    void aTopicThatIsNotSeenIsUnknownInTheGroupThatIsExpectedToReadIt() {
        OffsetsSnapshot.Group blind =
                new OffsetsSnapshot.Group("wire", "none", "unknown", 0, List.of(), Set.of("not-there"));

        GroupLag told = history.add(
                        new OffsetsSnapshot(quick.now(), List.of(blind), List.of(), List.of(), Duration.ZERO))
                .groups()
                .get(0);

        assertThat(told.status()).isEqualTo(LagStatus.UNKNOWN);
        assertThat(told.topics()).singleElement().satisfies(topic -> {
            assertThat(topic.topic()).isEqualTo("not-there");
            assertThat(topic.records()).isEmpty();
            assertThat(topic.missing()).as("nobody knows").isFalse();
        });
    }

    private static Retention kept(Optional<Duration> time) {
        return new Retention(time, OptionalLong.empty(), Map.of());
    }

    @Test
    void whatIsKeptBySizeGoesAtThePaceAtWhichTheTopicGrows() {
        quick.arrive(100).commitAll();
        slow.arrive(100).commit(40);
        // 10 bytes each; 600 of 1,000 are unread
        retention = new Retention(Optional.of(Duration.ofDays(7)), OptionalLong.of(1000), Map.of(0, 1000L, 1, 1000L));
        assertThat(look().headroom())
                .as("no pace is known yet")
                .hasValueSatisfying(headroom -> assertThat(headroom.left()).isEqualTo(Duration.ofDays(7)));
        pass(Duration.ofSeconds(10));
        slow.arrive(20);
        quick.arrive(20).commitAll();
        retention = new Retention(Optional.of(Duration.ofDays(7)), OptionalLong.of(1000), Map.of(0, 1200L, 1, 1200L));

        // 800 of 1,000 bytes lie behind it, and each partition grows by 20 bytes a second
        assertThat(look().headroom()).contains(new Headroom(Duration.ofSeconds(10), 0.2));
    }

    @Test
    void aTopicThatKeepsLittleIsNoAlarmByItself() {
        assertThat(Headroom.byTime(Duration.ZERO, Duration.ofHours(1)).isShort())
                .isFalse();
        assertThat(Headroom.byTime(Duration.ofMinutes(40), Duration.ofHours(1)).isShort())
                .isTrue();
        assertThat(Headroom.byTime(Duration.ofDays(5), Duration.ofDays(7)).isShort())
                .as("two days are left")
                .isFalse();
    }

    private static OffsetsSnapshot.Group nobody(String id, WatchedPartition partition) {
        return new OffsetsSnapshot.Group(id, "Classic", "Empty", 0, List.of(partition.seen("t", 0)), Set.of());
    }

    private static OffsetsSnapshot.Group group(String id, WatchedPartition partition) {
        return new OffsetsSnapshot.Group(id, "Classic", "Stable", 1, List.of(partition.seen("t", 0)), Set.of());
    }

    private void pass(Duration time) {
        quick.pass(time);
        slow.pass(time);
    }

    private TopicLag look() {
        return history.add(report()).groups().get(0).topics().get(0);
    }

    private OffsetsSnapshot report() {
        return new OffsetsSnapshot(
                quick.now(),
                List.of(new OffsetsSnapshot.Group(
                        "desk", "Classic", "Stable", 1, List.of(quick.seen("t", 0), slow.seen("t", 1)), Set.of())),
                List.of(new OffsetsSnapshot.Log(
                        "t", Map.of(0, quick.offsets(), 1, slow.offsets()), retention, Map.of())),
                List.of(),
                Duration.ZERO);
    }
}
