package io.wiretag.ops.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LagTrendTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T18:00:00Z");

    @Test
    void afterAFewLooksThereIsNoTrendYet() {
        assertThat(trend(5, i -> 100L * i).velocity()).isEmpty();
    }

    @Test
    void sixLooksAreATrend() {
        assertThat(trend(6, i -> 100L * i).velocity().orElseThrow()).isCloseTo(20, within(0.01));
    }

    /** Values that are not evenly spread: those beside the middle ones would give another pace. */
    @Test
    void thePaceIsThatFromTheMedianOfTheFirstThirdToThatOfTheLast() {
        long[] six = {0, 20, 100, 200, 300, 340};
        long[] nine = {0, 30, 40, 130, 220, 310, 400, 410, 500};

        assertThat(trend(6, i -> six[i]).velocity()).hasValue((320 - 10) / 20.0);
        assertThat(trend(9, i -> nine[i]).velocity()).hasValue((410 - 30) / 30.0);
    }

    @Test
    void whatIsOlderThanAMinuteIsNoPartOfTheTrend() {
        assertThat(trend(40, i -> 100L * Math.min(i, 27)).velocity()).hasValue(0);
    }

    @Test
    void aLagThatShrinksSaysWhenItWillBeGone() {
        LagTrend trend = trend(25, i -> 1000 - 25L * i);

        assertThat(trend.velocity().orElseThrow()).isCloseTo(-5, within(0.01));
        assertThat(trend.catchUp())
                .hasValueSatisfying(left -> assertThat(left).isCloseTo(Duration.ofSeconds(80), Duration.ofSeconds(1)));
    }

    @Test
    void aLagThatGrowsOrStandsIsNeverCaughtUp() {
        assertThat(trend(25, i -> 25L * i).velocity().orElseThrow()).isCloseTo(5, within(0.01));
        assertThat(trend(25, i -> 25L * i).catchUp()).isEmpty();
        assertThat(trend(25, i -> 300).velocity()).hasValue(0);
        assertThat(trend(25, i -> 300).catchUp()).isEmpty();
    }

    @Test
    void aRestThatTakesThirtyDaysIsTooFarToTell() {
        long thirtyDays = Duration.ofDays(30).toSeconds();

        assertThat(trend(25, i -> thirtyDays + 5L * (24 - i)).catchUp()).isEmpty();
        assertThat(trend(25, i -> thirtyDays - 1 + 5L * (24 - i)).catchUp())
                .contains(Duration.ofSeconds(thirtyDays - 1));
    }

    @Test
    void whoHasReadEverythingHasNothingToCatchUpWith() {
        LagTrend trend = trend(25, i -> 25L * (24 - i));

        assertThat(trend.velocity().orElseThrow()).isNegative();
        assertThat(trend.catchUp()).isEmpty();
    }

    @Test
    void restlessnessIsNoTrend() {
        long fooled = IntStream.range(0, 1000)
                .mapToObj(Random::new)
                .map(random -> trend(25, i -> 500 + random.nextInt(80)))
                .filter(trend -> trend.velocity().orElseThrow() != 0)
                .count();

        assertThat(fooled).as("of 1000 lags that jump about, taken for a trend").isLessThan(40);
    }

    @Test
    void restlessnessDoesNotHideATrend() {
        Random random = new Random(7);
        LagTrend trend = trend(25, i -> 500 + 25L * i + random.nextInt(80));

        assertThat(trend.velocity().orElseThrow()).isCloseTo(5, within(2.0));
    }

    @Test
    void oneRecordMoreOrLessIsNoTrend() {
        assertThat(trend(25, i -> i < 20 ? 3 : 2).velocity()).hasValue(0);
    }

    @Test
    void aSingleBurstIsNoTrend() {
        assertThat(trend(25, i -> i == 23 ? 5000 : 40).velocity()).hasValue(0);
    }

    @Test
    void anUnknownLagBeginsANewTrend() {
        LagTrend trend = trend(25, i -> 1000 - 25L * i);

        trend.add(BEGIN.plusSeconds(1000), OptionalLong.empty());

        assertThat(trend.velocity()).isEmpty();
        assertThat(trend.catchUp()).isEmpty();
    }

    @Test
    void oneLookThatKnowsNoLagBeginsANewTrendAtOnce() {
        LagTrend trend = trend(25, i -> 1000 - 25L * i);

        trend.add(BEGIN.plusSeconds(125), OptionalLong.empty());

        assertThat(trend.velocity()).isEmpty();
    }

    @Test
    void aClockThatIsSetBackBeginsANewTrend() {
        LagTrend trend = trend(25, i -> 1000 - 25L * i);

        trend.add(BEGIN.plusSeconds(120), OptionalLong.of(400));

        assertThat(trend.velocity()).isEmpty();
    }

    @Property(tries = 300)
    void timeToCatchUpIsToldOfShrinkingLagsOnly(
            @ForAll @Size(min = 1, max = 50) List<@LongRange(max = 10_000) Long> lags) {
        LagTrend trend = trend(lags.size(), lags::get);

        assertThat(trend.catchUp().isPresent())
                .isNotEqualTo(trend.velocity().orElse(0) >= 0 || lags.get(lags.size() - 1) == 0);
    }

    @Property(tries = 200)
    void aSteadyPaceIsMeasuredAsItIs(@ForAll @IntRange(min = -200, max = 200) int perLook) {
        LagTrend trend = trend(25, i -> 5000 + (long) perLook * i);

        assertThat(trend.velocity().orElseThrow()).isCloseTo(perLook / 5.0, within(0.01));
    }

    private static LagTrend trend(int looks, IntToLongFunction lag) {
        LagTrend trend = new LagTrend();
        IntStream.range(0, looks)
                .forEach(i -> trend.add(BEGIN.plusSeconds(5L * i), OptionalLong.of(lag.applyAsLong(i))));
        return trend;
    }
}
