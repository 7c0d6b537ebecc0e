package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReleasePaceTest {
    private static final Instant START = Instant.parse("2026-08-03T03:00:00Z");

    private final ReleasePace pace = new ReleasePace();

    @Test
    void nothingIsReleasedForAsLongAsTheLastReleaseTook() {
        assertThat(pace.isTurnOf("a", START)).isTrue();
        pace.took(START, START.plusMillis(200));

        assertThat(pace.isTurnOf("a", START.plusMillis(399))).isFalse();
        assertThat(pace.isTurnOf("a", START.plusMillis(400))).isTrue();
    }

    @Test
    void theTasksOfAThreadTakeTurnsAndNoneGetsMoreThanItsShare() {
        Instant now = START;
        StringBuilder turns = new StringBuilder();
        for (int look = 0; look < 60; look++) {
            for (String task : new String[] {"a", "b", "c"}) {
                if (pace.isTurnOf(task, now)) {
                    turns.append(task);
                    pace.took(now, now.plusMillis(150));
                    now = now.plusMillis(150);
                }
            }
            now = now.plusMillis(100);
        }

        assertThat(turns.toString()).startsWith("abcabcabc");
    }

    @Test
    void aTaskThatHasNothingToReleaseHoldsUpNobody() {
        pace.took(START, START.plusMillis(200));
        assertThat(pace.isTurnOf("a", START.plusMillis(300))).isFalse();
        assertThat(pace.isTurnOf("b", START.plusMillis(300))).isFalse();

        pace.leave("a");

        assertThat(pace.isTurnOf("b", START.plusMillis(400))).isTrue();
    }

    @Test
    void aClockThatIsSetBackStopsNoReleases() {
        pace.took(START, START.plusMillis(200));

        assertThat(pace.isTurnOf("a", START.minus(Duration.ofHours(1)))).isTrue();
    }

    @Test
    void oneReleaseThatTookVeryLongDoesNotStopTheOthersForAsLong() {
        pace.took(START, START.plusSeconds(4));

        assertThat(pace.isTurnOf("a", START.plusSeconds(4).plus(ReleasePace.LONGEST_BATCH)))
                .isTrue();
    }
}
