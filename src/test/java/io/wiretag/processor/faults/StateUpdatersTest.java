package io.wiretag.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateUpdatersTest {
    @Test
    void oneThatHasDiedIsNamed() {
        assertThat(StateUpdaters.whyNotAlive(
                        List.of("wiretag-1-StreamThread-1", "wiretag-1-StreamThread-2"),
                        Set.of("wiretag-1-StreamThread-1", "wiretag-1-StreamThread-2", "wiretag-1-StateUpdater-1")))
                .hasValueSatisfying(why -> assertThat(why).contains("wiretag-1-StateUpdater-2"));
    }

    @Test
    void whereEachThreadHasOneAllIsWell() {
        assertThat(StateUpdaters.whyNotAlive(
                        List.of("wiretag-1-StreamThread-1"),
                        Set.of("wiretag-1-StreamThread-1", "wiretag-1-StateUpdater-1")))
                .isEmpty();
    }
}
