package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Articles;
import io.wiretag.schema.Article;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embargoes that end together, where a release takes its time. */
class MassReleaseTest {
    private static final Instant END = StreamOnTestDriver.START.plusSeconds(60);

    @TempDir
    private Path state;

    private Instant clock = StreamOnTestDriver.START;

    @Test
    void theThreadIsLeftToArticlesForAsLongAsTheReleasesTook() {
        InstantSource ours = () -> clock;
        StreamTimes times = new StreamTimes(ours.withZone(ZoneOffset.UTC), Duration.ZERO, Duration.ofDays(30));
        try (StreamOnTestDriver stream = new StreamOnTestDriver(state, Map.of(), times, story -> {
            // the driver's own clock stands still meanwhile, as that of the context does
            clock = clock.isBefore(END) ? clock : clock.plusMillis(150);
            return StreamOnTestDriver.TAGGER.tag(story);
        })) {
            stream.publish(held("urn:test:1", END), held("urn:test:2", END.plusMillis(50)));
            tick(stream, Duration.ofSeconds(60));
            assertThat(stream.counts.released()).isEqualTo(1);

            tick(stream, Duration.ofMillis(100));
            assertThat(stream.counts.released())
                    .as("within the rest, which ends 300 ms after the begin")
                    .isEqualTo(1);
            tick(stream, Duration.ofMillis(300));

            assertThat(stream.counts.released()).isEqualTo(2);
        }
    }

    private void tick(StreamOnTestDriver stream, Duration by) {
        clock = clock.plus(by);
        stream.driver.advanceWallClockTime(by);
    }

    private static Article held(String uri, Instant until) {
        return Article.newBuilder(Articles.flood("1"))
                .setUri(uri)
                .setEmbargoedUntil(until)
                .build();
    }
}
