package io.wiretag.processor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.processor.watch.StallWatch.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StallWatchTest {
    private static final TopicPartition FIRST = new TopicPartition("published", 0);
    private static final TopicPartition SECOND = new TopicPartition("published", 1);

    private long now;
    private final StallWatch watch = new StallWatch(Duration.ofMinutes(10), () -> now);

    @Test
    void aPartitionThatStandsStillWithSomethingToReadIsToldAfterTheLimit() {
        look(0, Map.of(FIRST, new Progress(5, 9), SECOND, new Progress(5, 9)));
        assertThat(look(10, Map.of(FIRST, new Progress(5, 9), SECOND, new Progress(6, 9))))
                .isEmpty();

        assertThat(look(11, Map.of(FIRST, new Progress(5, 12), SECOND, new Progress(7, 12))))
                .contains("partition 0 of published has not moved from offset 5 for 660 s, 7 behind the end");
        assertThat(look(12, Map.of(FIRST, new Progress(6, 12), SECOND, new Progress(8, 12))))
                .isEmpty();
    }

    @Test
    void timeInWhichThereWasNothingToReadDoesNotCount() {
        look(0, Map.of(FIRST, new Progress(9, 9)));

        assertThat(look(60, Map.of(FIRST, new Progress(9, 10)))).isEmpty();
        assertThat(look(70, Map.of(FIRST, new Progress(9, 10)))).isEmpty();
        assertThat(look(71, Map.of(FIRST, new Progress(9, 10)))).isPresent();
    }

    @Test
    void timeInWhichSomebodyElseWasWaitedForDoesNotCount() {
        look(0, Map.of(FIRST, new Progress(5, 9)));
        now = Duration.ofMinutes(60).toNanos();
        watch.excuse();

        assertThat(look(61, Map.of(FIRST, new Progress(5, 9)))).isEmpty();
        assertThat(look(72, Map.of(FIRST, new Progress(5, 9)))).isPresent();
    }

    @Test
    void aPartitionThatWentToAnotherProcessorIsItsConcern() {
        look(0, Map.of(FIRST, new Progress(5, 9)));
        look(5, Map.of());

        assertThat(look(11, Map.of(FIRST, new Progress(5, 9)))).isEmpty();
    }

    @Test
    void marksOfTransactionsAloneAreNothingToRead() {
        look(0, Map.of(FIRST, new Progress(5, 6)));
        assertThat(look(11, Map.of(FIRST, new Progress(5, 6)))).isPresent();
        watch.nothingThere(FIRST, new Progress(5, 6));

        assertThat(look(60, Map.of(FIRST, new Progress(5, 6)))).isEmpty();
        assertThat(look(61, Map.of(FIRST, new Progress(5, 7)))).isEmpty();
        assertThat(look(72, Map.of(FIRST, new Progress(5, 7))))
                .as("a record came")
                .isPresent();
    }

    private Optional<String> look(int minutes, Map<TopicPartition, Progress> places) {
        now = Duration.ofMinutes(minutes).toNanos();
        return watch.look(places).map(StallWatch.Stall::message);
    }
}
