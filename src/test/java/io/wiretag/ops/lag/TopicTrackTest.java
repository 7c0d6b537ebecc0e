package io.wiretag.ops.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicTrackTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T18:00:00Z");

    private final TopicTrack track = new TopicTrack();

    @Test
    void aTopicFlowsAsFastAsRecordsCameInTheLastMinute() {
        for (int second = 0; second <= 120; second += 5) {
            rate(second, 10L * second);
        }
        for (int second = 125; second < 150; second += 5) {
            rate(second, 1200);
        }

        assertThat(rate(150, 1200)).isEqualTo(5);
        assertThat(rate(175, 1200)).isPositive();
        assertThat(rate(180, 1200)).isZero();
    }

    @Test
    void twoLooksThatAreFartherApartThanAMinuteGiveARate() {
        rate(0, 0);

        assertThat(rate(120, 1200)).isEqualTo(10);
    }

    @Test
    void aTopicThatWasMadeAnewHasNoRateUntilTheNextLook() {
        rate(0, 1000);

        assertThat(rate(5, 10)).isNaN();
        assertThat(rate(10, 60)).isEqualTo(10);
    }

    @Test
    void aPartitionThatCameToItIsNoBurst() {
        rate(0, 1000);

        assertThat(rate(5, 1000, 5000)).isNaN();
        assertThat(rate(10, 1000, 5050)).isEqualTo(10);
    }

    @Test
    void aClockThatIsSetBackOrStandsTellsNoRate() {
        rate(5, 1000);

        assertThat(rate(0, 1010)).isNaN();
        assertThat(rate(0, 1020)).isNaN();
        assertThat(rate(5, 1070)).isEqualTo(10);
    }

    /** Records per second, after a look at which the partitions end there. */
    private double rate(int second, long... ends) {
        Map<Integer, OffsetsSnapshot.Offsets> partitions = new HashMap<>();
        for (int i = 0; i < ends.length; i++) {
            partitions.put(i, new OffsetsSnapshot.Offsets(0, ends[i], ends[i]));
        }
        return track.add(
                        BEGIN.plusSeconds(second),
                        new OffsetsSnapshot.Log("t", partitions, Retention.UNKNOWN, Map.of()))
                .recordsPerSecond();
    }
}
