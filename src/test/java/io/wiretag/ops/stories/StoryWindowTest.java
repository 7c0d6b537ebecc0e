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

    @Test
    void theNewestVersionTakesThePlaceOfTheOneBefore() {
        StoryWindow window = new StoryWindow(HOUR, 10, 1000);

        window.put(story("a", Operation.publish, NOW.minusSeconds(20), "VN-HN", 100), NOW);
        window.put(story("b", Operation.publish, NOW.minusSeconds(10), "VN-44", 100), NOW);
        window.put(story("a", Operation.correct, NOW.minusSeconds(5), "VN-SG", 30), NOW);

        assertThat(uris(window, NOW.minus(HOUR))).containsExactly("a", "b");
        assertThat(window.byProvince(NOW.minus(HOUR))).isEqualTo(Map.of("VN-44", 1, "VN-SG", 1));
        assertThat(window.bytes()).isEqualTo(130);
    }

    @Test
    void whatMayNotBeUsedIsShownAndNotCounted() {
        StoryWindow window = new StoryWindow(HOUR, 10, 1000);

        window.put(story("a", Operation.publish, NOW, "VN-HN", 100), NOW);
        window.put(story("a", Operation.kill, NOW, "VN-HN", 10), NOW);
        window.put(story("b", Operation.retract, NOW, "VN-HN", 10), NOW);

        assertThat(uris(window, NOW.minus(HOUR))).containsExactly("b", "a");
        assertThat(window.byProvince(NOW.minus(HOUR))).isEmpty();
        assertThat(window.byOrigin(NOW.minus(HOUR))).isEmpty();
    }

    @Test
    void whatIsTooOldTooManyOrTooLargeGoesTheOldestFirst() {
        StoryWindow window = new StoryWindow(HOUR, 3, 1000);
        window.put(story("old", Operation.publish, NOW.minus(HOUR), "VN-HN", 10), NOW);
        window.put(story("a", Operation.publish, NOW, "VN-HN", 10), NOW);
        window.put(story("b", Operation.publish, NOW, "VN-HN", 10), NOW);

        window.expire(NOW.plusSeconds(1));
        assertThat(uris(window, Instant.EPOCH)).containsExactly("b", "a");

        window.put(story("c", Operation.publish, NOW, "VN-HN", 10), NOW);
        window.put(story("d", Operation.publish, NOW, "VN-HN", 10), NOW);
        assertThat(uris(window, Instant.EPOCH)).containsExactly("d", "c", "b");

        window.put(story("large", Operation.publish, NOW, "VN-HN", 985), NOW);
        assertThat(uris(window, Instant.EPOCH)).containsExactly("large", "d");
        assertThat(window.bytes()).isEqualTo(995);
    }

    @Test
    void everyStretchOfTimeIsInTheChartAlsoThoseWithoutAStory() {
        StoryWindow window = new StoryWindow(HOUR, 10, 1000);
        window.put(story("a", Operation.publish, NOW.minusSeconds(60), "VN-HN", 10), NOW);
        window.put(story("b", Operation.publish, NOW.minusSeconds(1), "VN-HN", 10), NOW);
        window.put(story("c", Operation.publish, NOW.minusSeconds(2), "VN-HN", 10), NOW);

        List<StoryWindow.Bucket> buckets = window.byOrigin(NOW.minusSeconds(60), NOW, Duration.ofSeconds(20));

        assertThat(buckets)
                .containsExactly(
                        new StoryWindow.Bucket(NOW.minusSeconds(60), Map.of("VNA", 1)),
                        new StoryWindow.Bucket(NOW.minusSeconds(40), Map.of()),
                        new StoryWindow.Bucket(NOW.minusSeconds(20), Map.of("VNA", 2)));
    }

    private static List<String> uris(StoryWindow window, Instant since) {
        return window.newest(since, any -> true, 10).stream()
                .map(SeenStory::uri)
                .toList();
    }

    private static SeenStory story(String uri, Operation operation, Instant at, String province, long weight) {
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
                weight);
    }
}
