package io.wiretag.ops.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SourceRhythmTest {
    private static final Instant MORNING = Instant.parse("2026-03-02T06:00:00Z");

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
