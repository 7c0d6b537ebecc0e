package io.wiretag.ops.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private static final Instant NOW = Instant.parse("2026-03-02T06:00:00Z");

    private final Freshness freshness = new Freshness(Duration.ofMinutes(5));

    @Test
    void nothingSeenIsUnknown() {
        assertThat(freshness.quantiles(NOW)).isEmpty();
    }

    @Test
    void quantilesAreValuesThatWereMeasured() {
        for (int i = 100; i >= 1; i--) {
            freshness.add(NOW, i);
        }

        assertThat(freshness.quantiles(NOW)).contains(new Freshness.Quantiles(50, 95, 99));
    }

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        freshness.add(NOW, 90);
        freshness.add(NOW.plusSeconds(200), 1);

        assertThat(freshness.quantiles(NOW.plusSeconds(301))).contains(new Freshness.Quantiles(1, 1, 1));
        assertThat(freshness.quantiles(NOW.plusSeconds(501))).isEmpty();
    }

    @Test
    void aFloodCostsNoMoreThanItsNewest() {
        for (int i = 0; i < 100_000; i++) {
            freshness.add(NOW, i < 90_000 ? 100 : 2);
        }

        assertThat(freshness.quantiles(NOW)).contains(new Freshness.Quantiles(2, 2, 2));
    }
}
