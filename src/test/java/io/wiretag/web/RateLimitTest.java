package io.wiretag.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final RateLimit limit = new RateLimit(2, 3, now::get);

    @Test
    void aBurstIsTakenAndThenOneForEachHalfSecond() {
        for (int i = 0; i < 3; i++) {
            assertThat(limit.take("a")).isZero();
        }
        assertThat(limit.take("a")).isEqualTo(Duration.ofMillis(500));
        pass(Duration.ofMillis(400));
        assertThat(limit.take("a")).isBetween(Duration.ofMillis(99), Duration.ofMillis(101));
        pass(Duration.ofMillis(101));
        assertThat(limit.take("a")).isZero();
        assertThat(limit.take("a")).isPositive();
    }

    @Test
    void oneKeyCostsAnotherNothing() {
        while (limit.take("a").isZero()) {}

        assertThat(limit.take("b")).isZero();
    }

    @Test
    void aLongRestSavesUpOneBurstAndNoMore() {
        limit.take("a");
        pass(Duration.ofDays(1));
        int taken = 0;
        while (limit.take("a").isZero()) {
            taken++;
        }
        assertThat(taken).isEqualTo(3);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
