package io.wiretag.processor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cluster.ClusterFacts.Existing;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TopicWatchTest {
    private static final Existing TAGGED = new Existing(Uuid.randomUuid(), 2);

    private final TopicWatch watch = new TopicWatch(
            List.of("tagged", "changelog", "published"),
            List.of("changelog"),
            Map.of("changelog", "keep the folder", "published", "set positions to the beginning"));

    @Test
    void aTopicThatTheStreamHasYetToMakeIsNotMissed() {
        for (int look = 0; look < 10; look++) {
            assertThat(watch.look(Map.of("tagged", TAGGED))).isEmpty();
        }
    }

    @Test
    void aTopicThatIsMissedOnceOrTwiceMayBeUnknownToABrokerThatHasJustStarted() {
        watch.look(Map.of("tagged", TAGGED));

        assertThat(watch.look(Map.of())).isEmpty();
        assertThat(watch.look(Map.of())).isEmpty();
        assertThat(watch.look(Map.of("tagged", TAGGED))).isEmpty();
        assertThat(watch.look(Map.of())).isEmpty();
        assertThat(watch.look(Map.of())).isEmpty();
        assertThat(watch.look(Map.of()))
                .hasValueSatisfying(why ->
                        assertThat(why).contains("topic tagged was deleted").contains("wiretag topics create"));
    }

    @Test
    void aTopicThatWasMadeAgainUnderItsNameIsNotTheSame() {
        watch.look(Map.of("tagged", TAGGED));

        assertThat(watch.look(Map.of("tagged", new Existing(Uuid.randomUuid(), 2))))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("topic tagged was deleted and made again")
                        .contains("wiretag topics check"));
    }

    @Test
    void whoeverLosesTheTopicThatIsReadIsToldWhatTheNextStartAsksFor() {
        watch.look(Map.of("published", TAGGED));

        assertThat(watch.look(Map.of("published", new Existing(Uuid.randomUuid(), 2))))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("topic published was deleted and made again", "set positions to the beginning")
                        .doesNotContain("start the processor"));
        watch.look(Map.of());
        watch.look(Map.of());
        assertThat(watch.look(Map.of()))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("wiretag topics create", "set positions to the beginning")
                        .doesNotContain("goes on where"));
    }

    @Test
    void whoeverLosesAChangelogIsToldToKeepWhatIsRememberedAndNotToStart() {
        watch.look(Map.of("changelog", TAGGED));

        assertThat(watch.look(Map.of("changelog", new Existing(Uuid.randomUuid(), 2))))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("topic changelog was deleted and made again")
                        .contains("keep the folder")
                        .doesNotContain("start the processor"));
    }
}
