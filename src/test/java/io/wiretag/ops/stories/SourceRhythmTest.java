package io.wiretag.ops.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SourceRhythmTest {
    private static final Instant MORNING = Instant.parse("2026-03-02T06:00:00Z");
    private static final Instant DAWN = Instant.parse("2026-03-02T05:30:00Z");

    private final SourceRhythm rhythm = new SourceRhythm();

    @Test
    void aSourceThatWasHardlySeenIsUnknown() {
        Instant last = send(MORNING, Duration.ofMinutes(5), 8);

        assertThat(rhythm.usualGap()).isEmpty();
        assertThat(rhythm.isSilent(last.plus(Duration.ofDays(1)))).isEmpty();
        assertThat(rhythm.silence(last.plusSeconds(7))).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void silenceIsMoreThanThreeTimesTheUsualGap() {
        Instant last = send(MORNING, Duration.ofMinutes(5), 20);

        assertThat(rhythm.usualGap()).contains(Duration.ofMinutes(5));
        assertThat(rhythm.isSilent(last.plus(Duration.ofMinutes(15)))).contains(false);
        assertThat(rhythm.isSilent(last.plus(Duration.ofMinutes(16)))).contains(true);
    }

    @Test
    void aBusySourceIsNotSilentBeforeTenMinutes() {
        Instant last = send(MORNING, Duration.ofSeconds(1), 100);

        assertThat(rhythm.isSilent(last.plus(Duration.ofMinutes(10)))).contains(false);
        assertThat(rhythm.isSilent(last.plus(Duration.ofMinutes(11)))).contains(true);
    }

    @Test
    void twentyStoriesAtOnceEveryHourAreARhythmOfAnHour() {
        Instant last = MORNING;
        for (int hour = 0; hour < 6; hour++) {
            last = send(MORNING.plus(Duration.ofHours(hour)), Duration.ofSeconds(1), 20);
        }

        assertThat(rhythm.isSilent(last.plus(Duration.ofHours(2)))).contains(false);
        assertThat(rhythm.isSilent(last.plus(Duration.ofHours(4)))).contains(true);
    }

    @Test
    void oneOutageDoesNotMakeItDeaf() {
        Instant last = send(MORNING, Duration.ofMinutes(5), 20);
        last = send(last.plus(Duration.ofMinutes(40)), Duration.ofMinutes(5), 20);

        assertThat(rhythm.usualGap()).contains(Duration.ofMinutes(5));
    }

    @Test
    void aNewsroomThatSleepsAtNightIsNotSilentThenButIsInTheMorning() {
        Instant last = MORNING;
        for (int day = 0; day < 4; day++) {
            // from six to ten in the evening, every ten minutes
            last = send(MORNING.plus(Duration.ofDays(day)), Duration.ofMinutes(10), 6 * 16);
        }

        assertThat(rhythm.isSilent(last.plus(Duration.ofHours(8)))).contains(false);
        Instant next = send(MORNING.plus(Duration.ofDays(4)), Duration.ofMinutes(10), 12);
        assertThat(rhythm.isSilent(next.plus(Duration.ofMinutes(31)))).contains(true);
    }

    @Test
    void aBusyNewsroomThatSleepsAtNightIsNotSilentThenButIsAtNoon() {
        Duration gap = Duration.ofSeconds(12);
        Instant last = MORNING;
        for (int day = 0; day < 3; day++) {
            // 300 an hour, from half past five to eleven in the evening
            last = send(DAWN.plus(Duration.ofDays(day)), gap, 300 * 35 / 2);
        }

        assertThat(rhythm.isSilent(last.plus(Duration.ofMinutes(390)))).contains(false);
        Instant noon = send(DAWN.plus(Duration.ofDays(3)), gap, 300 * 13 / 2);
        assertThat(rhythm.usualGap()).contains(gap);
        assertThat(rhythm.isSilent(noon.plus(Duration.ofMinutes(40)))).contains(true);
    }

    @Test
    void manyStoriesAtOnceEveryThreeHoursAreARhythmOfThreeHours() {
        Instant last = MORNING;
        for (int burst = 0; burst < 3 * 8; burst++) {
            last = send(MORNING.plus(Duration.ofHours(3L * burst)), Duration.ofMillis(300), 200);
        }

        assertThat(rhythm.isSilent(last.plus(Duration.ofHours(8)))).contains(false);
        assertThat(rhythm.isSilent(last.plus(Duration.ofHours(10)))).contains(true);
    }

    @Test
    void aNewHabitIsLearntWithinAWeek() {
        Instant last = send(MORNING, Duration.ofMinutes(10), 30 * 24 * 6);
        assertThat(rhythm.isSilent(last.plus(Duration.ofHours(8)))).contains(true);

        for (int day = 31; day < 38; day++) {
            last = send(MORNING.plus(Duration.ofDays(day)), Duration.ofMinutes(10), 6 * 16);
        }

        assertThat(rhythm.isSilent(last.plus(Duration.ofHours(8))))
                .as("at night")
                .contains(false);
        Instant next = send(MORNING.plus(Duration.ofDays(38)), Duration.ofMinutes(10), 12);
        assertThat(rhythm.isSilent(next.plus(Duration.ofMinutes(31))))
                .as("by day")
                .contains(true);
    }

    @Test
    void oneStoryADayIsKnownAfterNineDays() {
        Instant last = send(MORNING, Duration.ofDays(1), 9);
        assertThat(rhythm.usualGap()).isEmpty();

        last = send(last.plus(Duration.ofDays(1)), Duration.ofDays(1), 1);

        assertThat(rhythm.usualGap()).contains(Duration.ofDays(1));
        assertThat(rhythm.isSilent(last.plus(Duration.ofDays(2)))).contains(false);
        assertThat(rhythm.isSilent(last.plus(Duration.ofDays(4)))).contains(true);
    }

    @Test
    void anHourOfWhichOnlyOldHabitsAndOneNewGapAreKnownSaysNothing() {
        send(MORNING, Duration.ofMinutes(1), 100);
        Instant later = MORNING.plus(Duration.ofDays(60));
        rhythm.sent(later);
        rhythm.sent(later.plus(Duration.ofHours(1)));

        assertThat(rhythm.usualGap()).isEmpty();
    }

    @Test
    void whatIsToldLateChangesNothing() {
        Instant last = send(MORNING, Duration.ofMinutes(5), 20);

        send(MORNING.minus(Duration.ofDays(400)), Duration.ofSeconds(1), 20);

        assertThat(rhythm.last()).isEqualTo(last);
        assertThat(rhythm.usualGap()).contains(Duration.ofMinutes(5));
    }

    @Test
    void aGapOfAMomentAndOneOfAYearAreTaken() {
        Instant last = send(MORNING, Duration.ofMillis(1), 20);
        rhythm.sent(last.plus(Duration.ofDays(365)));

        assertThat(rhythm.silence(last.plus(Duration.ofDays(366)))).isEqualTo(Duration.ofDays(1));
    }

    /** @return when the last was sent */
    private Instant send(Instant first, Duration gap, int times) {
        Instant at = first;
        for (int i = 0; i < times; i++) {
            at = first.plus(gap.multipliedBy(i));
            rhythm.sent(at);
        }
        return at;
    }
}
