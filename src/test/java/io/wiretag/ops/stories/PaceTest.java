package io.wiretag.ops.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant START = Instant.parse("2026-08-03T03:00:00Z");

    @Test
    void itIsThatOfTheLastMinute() {
        Pace pace = new Pace(START);
        for (int second = 0; second < 120; second++) {
            pace.add(START.plusSeconds(second));
            pace.add(START.plusSeconds(second));
        }

        assertThat(pace.perSecond(START.plusSeconds(119))).isEqualTo(2.0);
        assertThat(pace.perSecond(START.plusSeconds(149))).isEqualTo(1.0);
        assertThat(pace.perSecond(START.plusSeconds(1000))).isZero();
    }

    @Test
    void aWatchThatHasJustBegunIsNotSlow() {
        Pace pace = new Pace(START);
        for (int i = 0; i < 10; i++) {
            pace.add(START.plusMillis(100L * i));
        }

        assertThat(pace.perSecond(START.plusMillis(900))).isEqualTo(10.0);
    }

    @Test
    void aClockThatGoesBackCountsInTheNewestSecond() {
        Pace pace = new Pace(START);
        pace.add(START.plusSeconds(30));
        pace.add(START);

        assertThat(pace.perSecond(START.plusSeconds(59))).isEqualTo(2.0 / 60);
    }
}
