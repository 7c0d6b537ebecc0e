package io.wiretag.intake.rss;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoriesTest {

    private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");
    private final Stories stories = new Stories();

    @Test
    void aStoryIsLookedForWhenItLeavesAndThenMoreAndMoreSeldom() {
        stories.update(List.of(story("a")), Set.of("a"), true, NOW);
        assertThat(stories.due(NOW, 9)).isEmpty();
        stories.update(List.of(), Set.of(), true, NOW);

        for (int hours : List.of(0, 1, 6, 24)) {
            Instant due = NOW.plus(Duration.ofHours(hours));
            assertThat(stories.due(due.minusSeconds(1), 9)).isEmpty();
            assertThat(stories.due(due, 9)).hasSize(1);
            stories.lookedFor(stories.due(due, 9).get(0));
        }

        assertThat(stories.all()).as("a day later it is out of mind").isEmpty();
    }

    @Test
    void whatAFaultMayHideHasNotLeft() {
        stories.update(List.of(story("a")), Set.of("a"), true, NOW);
        stories.update(List.of(), Set.of(), false, NOW);

        assertThat(stories.due(NOW, 9)).isEmpty();
    }

    @Test
    void whatComesBackHasNotLeft() {
        stories.update(List.of(story("a")), Set.of("a"), true, NOW);
        stories.update(List.of(), Set.of(), true, NOW);
        stories.update(List.of(story("a")), Set.of("a"), true, NOW);

        assertThat(stories.due(NOW.plus(Duration.ofDays(9)), 9)).isEmpty();
    }

    @Test
    void whatLeftFirstIsForgottenFirst() {
        for (int i = 0; i < 700; i++) {
            stories.update(List.of(story("s" + i)), Set.of("s" + i), true, NOW.plusSeconds(i));
        }

        assertThat(stories.all()).hasSize(501);
        assertThat(stories.at("s0")).isEmpty();
        assertThat(IntStream.of(199, 698, 699).mapToObj(i -> stories.at("s" + i)))
                .allMatch(java.util.Optional::isPresent);
    }

    private static Stories.Story story(String link) {
        return new Stories.Story(link, "urn:" + link, "t");
    }
}
