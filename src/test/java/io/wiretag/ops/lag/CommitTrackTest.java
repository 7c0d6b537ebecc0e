package io.wiretag.ops.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitTrackTest {
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration GRACE = CommitTrack.Settings.DEFAULT.grace();
    private static final Duration WINDOW = CommitTrack.Settings.DEFAULT.window();

    private final CommitTrack track = new CommitTrack(CommitTrack.Settings.DEFAULT, false);
    private final WatchedPartition partition = new WatchedPartition();

    /**
     * One look after the other, five seconds apart: {@code position/end}, {@code -/end} without a position, {@code !} in front:
     * nobody reads. The status is that at the last look.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "never committed, something is there     | -/3                                      | UNKNOWN",
                "never committed, nothing is there       | -/0                                      | IDLE",
                "never committed, nobody is there        | !-/3 !-/3 !-/3 !-/3 !-/3 !-/3 !-/3 !-/3 !-/3 | UNKNOWN",
                "all is read, nothing comes              | 7/7 7/7 7/7                              | IDLE",
                "all is read as it comes                 | 7/7 8/8 9/9                              | OK",
                "something has just come                 | 7/7 7/8                                  | OK",
                "unread, and not moving, for 30 s        | 7/7 7/8 7/8 7/8 7/8 7/8 7/8 7/8           | OK",
                "unread, and not moving, for 35 s        | 7/7 7/8 7/8 7/8 7/8 7/8 7/8 7/8 7/8       | STALL",
                "the same, and nobody is there           | 7/7 !7/8 !7/8 !7/8 !7/8 !7/8 !7/8 !7/8 !7/8 | STOP",
                "it comes back after all                 | 7/7 7/8 7/8 7/8 7/8 7/8 7/8 7/8 7/8 8/8   | OK",
                "unread for long, but it moves           | 1/90 2/90 3/90 4/90 5/90 6/90 7/90 8/90 9/90 | OK",
                "it went back                            | 7/9 8/9 3/9                              | REWIND",
                "it went back, and is on its way         | 7/9 8/9 3/9 6/9                          | REWIND",
                "it went back, and is where it was       | 7/9 8/9 3/9 8/9                          | OK",
                "it went back, and has read everything   | 7/9 8/9 3/9 9/9                          | IDLE",
                "it went back, and does not move         | 8/9 3/9 3/9 3/9 3/9 3/9 3/9 3/9 3/9        | STALL",
                "it went back, and nobody is there       | 8/9 !3/9 !3/9 !3/9 !3/9 !3/9 !3/9 !3/9 !3/9 | STOP",
                "the topic was made anew                 | 8/9 8/2 0/2                              | OK",
                "a position beyond the end of the topic  | 8/9 8/2                                  | BEYOND",
            })
    void aListOfLooksGivesAStatus(String what, String looks, LagStatus expected) {
        LagStatus status = LagStatus.UNKNOWN;
        for (String look : looks.strip().split(" +")) {
            String[] parts = look.replace("!", "").split("/");
            long end = Long.parseLong(parts[1]);
            if (end < partition.end()) {
                partition.makeAnew();
            }
            partition.arrive(end - partition.end()).attended(!look.startsWith("!"));
            if (!parts[0].equals("-")) {
                partition.commit(Long.parseLong(parts[0]));
            }
            status = look();
        }

        assertThat(status).as(what).isEqualTo(expected);
    }

    @Test
    void theProcessorIsWedgedWhereASubscriberStalls() {
        CommitTrack processor = new CommitTrack(CommitTrack.Settings.DEFAULT, true);
        partition.commitAll().arrive(1);

        List<LagStatus> statuses = IntStream.range(0, 10)
                .mapToObj(i -> processor.add(partition.pass(STEP).now(), partition.seen()))
                .toList();

        assertThat(statuses).startsWith(LagStatus.OK).endsWith(LagStatus.WEDGED);
        assertThat(processor.add(partition.pass(STEP).attended(false).now(), partition.seen()))
                .isEqualTo(LagStatus.STOP);
    }

    @Test
    void aProcessorThatNeverMovesIsWedgedToo() {
        CommitTrack processor = new CommitTrack(CommitTrack.Settings.DEFAULT, true);
        partition.arrive(1);

        List<LagStatus> statuses = IntStream.range(0, 8)
                .mapToObj(i -> processor.add(partition.pass(STEP).now(), partition.seen()))
                .toList();

        assertThat(statuses).startsWith(LagStatus.UNKNOWN).endsWith(LagStatus.WEDGED);
        partition.attended(false);
        assertThat(processor.add(partition.pass(STEP).now(), partition.seen()))
                .as("it may never have been started")
                .isEqualTo(LagStatus.UNKNOWN);
    }

    @Test
    void aProcessorMayBeWithoutAPositionForAsLongAsTheGraceAndNotAMillisecondLonger() {
        CommitTrack processor = new CommitTrack(CommitTrack.Settings.DEFAULT, true);
        partition.arrive(1);
        processor.add(partition.now(), partition.seen());

        assertThat(processor.add(partition.pass(GRACE).now(), partition.seen())).isEqualTo(LagStatus.UNKNOWN);
        assertThat(processor.add(partition.pass(Duration.ofMillis(1)).now(), partition.seen()))
                .isEqualTo(LagStatus.WEDGED);
    }

    @Test
    void whatWasUnreadBeforeItsLagWasUnknownForAMomentDoesNotCount() {
        partition.commitAll().arrive(1);
        look();
        OffsetsSnapshot.Partition silent = OffsetsSnapshot.partition(
                "articles.tagged",
                0,
                OptionalLong.of(0),
                OffsetsSnapshot.Offsets.UNKNOWN,
                Optional.empty(),
                Optional.empty());

        assertThat(track.add(partition.pass(STEP).now(), silent)).isEqualTo(LagStatus.UNKNOWN);
        assertThat(look(GRACE)).isEqualTo(LagStatus.OK);
        assertThat(look(GRACE.plusMillis(1))).isEqualTo(LagStatus.STALL);
    }

    @ParameterizedTest
    @CsvSource({"PT10M, STALL", "PT10M0.001S, OK"})
    void whatWasSeenBeforeAPauseIsForgottenIfThePauseIsLongerThanTheWindow(Duration pause, LagStatus expected) {
        partition.commitAll().arrive(1);
        look();

        assertThat(look(pause)).isEqualTo(expected);
    }

    @Test
    void aNightWithoutArticlesIsIdleAndNeverAlarms() {
        partition.arrive(100).commitAll();
        Set<LagStatus> evening = EnumSet.noneOf(LagStatus.class);
        for (int minute = 0; minute < 30; minute++) {
            partition.arrive(3).commitAll();
            evening.add(look(Duration.ofMinutes(1)));
        }
        assertThat(evening).isSubsetOf(LagStatus.OK, LagStatus.IDLE).contains(LagStatus.OK);

        look(Duration.ofMinutes(15));
        Set<LagStatus> night = EnumSet.noneOf(LagStatus.class);
        for (int look = 0; look < 24 * 60 * 12; look++) {
            night.add(look());
        }

        assertThat(night).containsExactly(LagStatus.IDLE);
    }

    @Test
    void oneArticleAnHourReadAtOnceNeverAlarms() {
        partition.commitAll();
        Set<LagStatus> day = EnumSet.noneOf(LagStatus.class);
        for (int look = 0; look < 24 * 60 * 12; look++) {
            if (look % 720 == 0) {
                partition.arrive(1);
            } else if (look % 720 == 1) {
                partition.commitAll();
            }
            day.add(look());
        }

        assertThat(day).containsExactlyInAnyOrder(LagStatus.OK, LagStatus.IDLE);
    }

    @Test
    void theNightDoesNotCountForTheFirstArticleOfTheMorning() {
        partition.arrive(10).commitAll();
        IntStream.range(0, 8 * 60 * 12).forEach(i -> look());

        partition.arrive(1);

        assertThat(look()).isEqualTo(LagStatus.OK);
    }

    @Test
    void whoIsFirstSeenWithoutAReaderHasWaitedAsLongAsItsNextRecord() {
        partition.arrive(2).commit(0).attended(false).pass(Duration.ofMinutes(2));
        assertThat(look()).isEqualTo(LagStatus.STOP);

        WatchedPartition young = new WatchedPartition();
        young.arrive(2).commit(0).attended(false).pass(Duration.ofSeconds(20));
        assertThat(new CommitTrack(CommitTrack.Settings.DEFAULT, false).add(young.now(), young.seen()))
                .isEqualTo(LagStatus.OK);
    }

    @Test
    void aSubscriberThatCommitsEveryTwoMinutesIsNotStalledOnceItsHabitIsKnown() {
        partition.commitAll();
        Set<LagStatus> known = EnumSet.noneOf(LagStatus.class);
        for (int look = 0; look < 12 * 60; look++) {
            partition.arrive(1);
            if (look % 24 == 0) {
                partition.commit(partition.end() - 1);
            }
            LagStatus status = look();
            if (look > 12 * 10) {
                known.add(status);
            }
        }
        assertThat(known).doesNotContain(LagStatus.STALL, LagStatus.STOP);

        Set<LagStatus> stopped = EnumSet.noneOf(LagStatus.class);
        IntStream.range(0, 12 * 8).forEach(i -> stopped.add(look()));
        assertThat(stopped).contains(LagStatus.STALL);
    }

    /** It stands for two minutes after so many gaps of two minutes and then so many of ten seconds. */
    @ParameterizedTest
    @CsvSource({"2, 0, STALL", "3, 0, OK", "5, 5, OK", "5, 6, STALL"})
    void aHabitIsKnownAfterThreeGapsAndIsTheMedianOfTheLastTen(int longGaps, int shortGaps, LagStatus expected) {
        partition.arrive(100).commit(0);
        look();
        IntStream.range(0, longGaps).forEach(i -> moveAfter(Duration.ofMinutes(2)));
        IntStream.range(0, shortGaps).forEach(i -> moveAfter(Duration.ofSeconds(10)));

        assertThat(look(Duration.ofMinutes(2))).isEqualTo(expected);
    }

    @Test
    void articlesThatAreReadBetweenTwoLooksSayNothingOfTheHabit() {
        partition.arrive(100).commit(0);
        look();
        IntStream.range(0, 5).forEach(i -> moveAfter(Duration.ofMinutes(2)));
        for (int i = 0; i < 10; i++) {
            partition.arrive(1).commitAll();
            look();
        }
        partition.arrive(1);
        look();

        assertThat(look(Duration.ofMinutes(2))).isEqualTo(LagStatus.OK);
    }

    @Test
    void oneLongStopIsNotLearntAsAHabit() {
        partition.commitAll();
        for (int i = 0; i < 20; i++) {
            partition.arrive(2);
            look();
            partition.commit(partition.end() - 1);
            look();
        }
        IntStream.range(0, 12 * 60).forEach(i -> look());
        partition.commitAll();
        look();
        partition.arrive(1);

        List<LagStatus> again = IntStream.range(0, 10).mapToObj(i -> look()).toList();

        assertThat(again).endsWith(LagStatus.STALL);
    }

    @Test
    void aGroupThatMovesAndNeverGetsCloserIsWarnedOfAfterAWholeWindow() {
        partition.arrive(10).commit(0);
        List<LagStatus> statuses = IntStream.range(0, 121)
                .mapToObj(i -> {
                    partition.arrive(5).commit(partition.committed() + 3);
                    return look();
                })
                .toList();

        assertThat(statuses.subList(0, 100)).containsOnly(LagStatus.OK);
        assertThat(statuses).endsWith(LagStatus.WARN);
    }

    @Test
    void aWindowIsWholeOnceFifteenSixteenthsOfItAreSeen() {
        CommitTrack minutes =
                new CommitTrack(new CommitTrack.Settings(Duration.ofMinutes(16), GRACE, Duration.ofSeconds(10)), false);
        partition.arrive(10).commit(0);
        List<LagStatus> statuses = IntStream.range(0, 16)
                .mapToObj(minute -> {
                    partition.arrive(5).commit(partition.committed() + 3).pass(Duration.ofMinutes(1));
                    return minutes.add(partition.now(), partition.seen());
                })
                .toList();

        assertThat(statuses.subList(0, 15)).containsOnly(LagStatus.OK);
        assertThat(statuses).endsWith(LagStatus.WARN);
    }

    @Test
    void aGroupThatKeepsItsDistanceIsWarnedOfIfItsNextRecordIsOlderThanTheTolerance() {
        Duration age = STEP.multipliedBy(2);
        CommitTrack tolerant = new CommitTrack(new CommitTrack.Settings(WINDOW, GRACE, age), false);
        CommitTrack strict = new CommitTrack(new CommitTrack.Settings(WINDOW, GRACE, age.minusMillis(1)), false);
        partition.arrive(3).commit(0).pass(STEP);
        Set<LagStatus> tolerated = EnumSet.noneOf(LagStatus.class);
        LagStatus last = LagStatus.OK;
        for (int look = 0; look <= 120; look++) {
            partition.arrive(3).commit(look * 3L).pass(STEP);
            assertThat(partition.seen().behind(partition.now())).contains(age);
            tolerated.add(tolerant.add(partition.now(), partition.seen()));
            last = strict.add(partition.now(), partition.seen());
        }

        assertThat(tolerated).containsExactly(LagStatus.OK);
        assertThat(last).isEqualTo(LagStatus.WARN);
    }

    @Test
    void aGroupThatHasNotMovedWithinTheWindowMayBeStalledButIsNotWarnedOf() {
        partition.arrive(100).commit(0);
        look();
        IntStream.range(0, 3).forEach(i -> moveAfter(Duration.ofMinutes(5)));
        IntStream.rangeClosed(1, 9).forEach(minute -> lookAfterOneMore());

        List<LagStatus> statuses = IntStream.rangeClosed(10, 16)
                .mapToObj(minute -> lookAfterOneMore())
                .toList();

        assertThat(statuses.subList(0, 6)).as("as long as usual").containsOnly(LagStatus.OK);
        assertThat(statuses).endsWith(LagStatus.STALL);
    }

    @Test
    void aGroupThatCatchesUpIsNotWarnedOf() {
        partition.arrive(10_000).commit(0);

        Set<LagStatus> statuses = EnumSet.noneOf(LagStatus.class);
        for (int i = 0; i < 300; i++) {
            partition.arrive(5).commit(partition.committed() + 10);
            statuses.add(look());
        }

        assertThat(statuses).containsExactly(LagStatus.OK);
    }

    @Test
    void aGroupThatIsAlwaysALittleBehindAFastStreamIsNotWarnedOf() {
        partition.arrive(50).commit(0);

        Set<LagStatus> statuses = EnumSet.noneOf(LagStatus.class);
        for (int i = 0; i < 300; i++) {
            partition.arrive(500).commit(partition.end() - 20);
            statuses.add(look());
        }

        assertThat(statuses).containsExactly(LagStatus.OK);
    }

    @Test
    void aRewindIsForgottenWhenItHasLeftTheWindow() {
        partition.arrive(1000).commit(900);
        look();
        partition.commit(10);

        List<LagStatus> statuses = IntStream.range(0, 130)
                .mapToObj(i -> {
                    partition.commit(partition.committed() + 1);
                    return look();
                })
                .toList();

        assertThat(statuses).startsWith(LagStatus.REWIND).endsWith(LagStatus.OK);
    }

    @Test
    void aReplayThatSomebodyAskedForIsARewindAndNoFaultHoweverLongItTakes() {
        partition.arrive(1000).commitAll();
        look();
        partition.commit(0);

        Set<LagStatus> statuses = EnumSet.noneOf(LagStatus.class);
        for (int look = 0; look < 400; look++) {
            statuses.add(look());
            partition.commit(Math.min(partition.end(), partition.committed() + 3));
        }

        assertThat(statuses).contains(LagStatus.REWIND).noneMatch(LagStatus::isBad);
    }

    /** What the alert WiretagSubscriberGoesBack counts. */
    @Test
    void aGroupThatAlwaysFailsAtTheSameArticleIsARewindMostOfTheTime() {
        partition.arrive(1000).commit(0);

        List<LagStatus> statuses = IntStream.range(0, 12 * 30)
                .mapToObj(i -> {
                    partition.commit(i % 12 * 10);
                    return look();
                })
                .toList();

        assertThat(statuses).filteredOn(LagStatus.REWIND::equals).hasSizeGreaterThan(12 * 25);
    }

    @Property(tries = 300)
    void whereNothingIsUnreadNothingAlarms(@ForAll @Size(max = 60) List<@IntRange(max = 4) Integer> arrivals) {
        WatchedPartition read = new WatchedPartition().commitAll();
        CommitTrack own = new CommitTrack(CommitTrack.Settings.DEFAULT, false);
        for (int records : arrivals) {
            read.arrive(records).commitAll().pass(STEP).attended(records % 2 == 0);
            assertThat(own.add(read.now(), read.seen())).isIn(LagStatus.OK, LagStatus.IDLE);
        }
    }

    /** Whatever comes and whatever is committed: only a lag is bad, and one that neither moves nor ends always becomes so. */
    @Property(tries = 300)
    void onlyALagIsBadAndOneThatStaysAlwaysIs(
            @ForAll @Size(max = 60) List<@IntRange(min = -3, max = 6) Integer> steps, @ForAll boolean reader) {
        WatchedPartition any = new WatchedPartition().arrive(5).commit(3).attended(reader);
        CommitTrack own = new CommitTrack(CommitTrack.Settings.DEFAULT, false);
        for (int step : steps) {
            any.arrive(Math.max(0, step - 3));
            any.commit(Math.max(0, Math.min(any.end(), any.committed() + step)));
            LagStatus status = own.add(any.pass(STEP).now(), any.seen());
            boolean unread = any.committed() < any.end();
            assertThat(status.isBad() && !unread).isFalse();
            assertThat(status == LagStatus.IDLE && unread).isFalse();
        }
        any.commit(Math.min(any.committed(), any.end() - 1));

        LagStatus last = LagStatus.OK;
        for (int i = 0; i < 12 * 60; i++) {
            last = own.add(any.pass(STEP).now(), any.seen());
        }

        assertThat(last).isEqualTo(reader ? LagStatus.STALL : LagStatus.STOP);
    }

    private void moveAfter(Duration gap) {
        partition.commit(partition.committed() + 1);
        look(gap);
    }

    private LagStatus lookAfterOneMore() {
        partition.arrive(1);
        return look(Duration.ofMinutes(1));
    }

    private LagStatus look() {
        return look(STEP);
    }

    private LagStatus look(Duration after) {
        return track.add(partition.pass(after).now(), partition.seen());
    }
}
