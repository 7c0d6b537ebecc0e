package io.wiretag.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StateUpdatersTest {
    private static final List<String> STREAM = List.of("wiretag-1-StreamThread-1", "wiretag-1-StreamThread-2");

    private long seconds;
    private final StateUpdaters updaters = new StateUpdaters(() -> TimeUnit.SECONDS.toNanos(seconds));

    @Test
    void oneThatHasBeenDeadForAWhileIsNamed() {
        Set<String> alive = Set.of("wiretag-1-StreamThread-1", "wiretag-1-StreamThread-2", "wiretag-1-StateUpdater-1");
        assertThat(updaters.whyNotAlive(STREAM, alive)).isEmpty();

        seconds = 10;

        assertThat(updaters.whyNotAlive(STREAM, alive))
                .hasValueSatisfying(why -> assertThat(why).contains("wiretag-1-StateUpdater-2"));
    }

    @Test
    void oneThatIsThereAgainIsAsIfItHadAlwaysBeen() {
        updaters.whyNotAlive(STREAM, Set.of("wiretag-1-StateUpdater-1"));
        updaters.whyNotAlive(STREAM, Set.of("wiretag-1-StateUpdater-1", "wiretag-1-StateUpdater-2"));

        seconds = 10;

        assertThat(updaters.whyNotAlive(STREAM, Set.of("wiretag-1-StateUpdater-1")))
                .isEmpty();
    }
}
