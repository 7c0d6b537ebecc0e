package io.wiretag.ops.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StoryWindowTest {
    private static final Instant NOW = Instant.parse("2026-03-02T06:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long MUCH = 1 << 20;
    private static final long EACH = story("a", Operation.publish, NOW, "VN-HN").weight();

    @Test
    void theNewestVersionTakesThePlaceOfTheOneBefore() {
        StoryWindow window = new StoryWindow(HOUR, 10, MUCH);

        window.put(story("a", Operation.publish, NOW.minusSeconds(20), "VN-HN"), NOW);
        window.put(story("b", Operation.publish, NOW.minusSeconds(10), "VN-44"), NOW);
        window.put(story("a", Operation.correct, NOW.minusSeconds(5), "VN-SG"), NOW);

        assertThat(window.byProvince(NOW.minus(HOUR))).isEqualTo(Map.of("VN-44", 1, "VN-SG", 1));
        assertThat(window.size()).isEqualTo(2);
        assertThat(window.bytes()).isEqualTo(2 * EACH);
    }

    @Test
    void whatMayNotBeUsedIsNotCounted() {
        StoryWindow window = new StoryWindow(HOUR, 10, MUCH);

        window.put(story("a", Operation.publish, NOW, "VN-HN"), NOW);
        window.put(story("a", Operation.kill, NOW, "VN-HN"), NOW);
        window.put(story("b", Operation.retract, NOW, "VN-HN"), NOW);

        assertThat(window.byProvince(NOW.minus(HOUR))).isEmpty();
        assertThat(window.byOrigin(NOW.minus(HOUR))).isEmpty();
    }

    @Test
    void whatIsTooOldTooManyOrTooLargeGoesTheOldestFirst() {
        StoryWindow window = new StoryWindow(HOUR, 3, 5 * EACH / 2);
        window.put(story("old", Operation.publish, NOW.minus(HOUR), "old"), NOW);
        window.put(story("a", Operation.publish, NOW, "a"), NOW);

        window.expire(NOW.plusSeconds(1));
        assertThat(window.byProvince(Instant.EPOCH)).containsOnlyKeys("a");

        window.put(story("b", Operation.publish, NOW, "b"), NOW);
        window.put(story("c", Operation.publish, NOW, "c"), NOW);
        assertThat(window.byProvince(Instant.EPOCH))
                .as("there is room for the bytes of two")
                .containsOnlyKeys("b", "c");

        StoryWindow roomy = new StoryWindow(HOUR, 3, MUCH);
        List.of("a", "b", "c", "d").forEach(uri -> roomy.put(story(uri, Operation.publish, NOW, uri), NOW));
        assertThat(roomy.byProvince(Instant.EPOCH)).containsOnlyKeys("b", "c", "d");
    }

    @Test
    void everyStretchOfTimeIsInTheChartAlsoThoseWithoutAStory() {
        StoryWindow window = new StoryWindow(HOUR, 10, MUCH);
        window.put(story("a", Operation.publish, NOW.minusSeconds(60), "VN-HN"), NOW);
        window.put(story("b", Operation.publish, NOW.minusSeconds(1), "VN-HN"), NOW);
        window.put(story("c", Operation.publish, NOW.minusSeconds(2), "VN-HN"), NOW);

        List<StoryWindow.Bucket> buckets = window.byOrigin(NOW.minusSeconds(60), NOW, Duration.ofSeconds(20));

        assertThat(buckets)
                .containsExactly(
                        new StoryWindow.Bucket(NOW.minusSeconds(60), Map.of("VNA", 1)),
                        new StoryWindow.Bucket(NOW.minusSeconds(40), Map.of()),
                        new StoryWindow.Bucket(NOW.minusSeconds(20), Map.of("VNA", 2)));
    }

    private static SeenStory story(String uri, Operation operation, Instant at, String province) {
        return new SeenStory(
                uri,
                Optional.empty(),
                operation,
                at,
                at,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new SeenStory.Province(province, province, true)),
                List.of(new SeenStory.Agency("VNA", "origin"), new SeenStory.Agency("AFP", "credit")),
                Optional.empty(),
                Optional.empty());
    }
}
