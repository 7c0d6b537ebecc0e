package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Articles;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partition that has been read has something in its changelog. */
class MemoryMarkTest {
    @TempDir
    Path folder;

    @Test
    void theFirstRecordOfAPartitionLeavesAMarkWhateverComesOfIt() {
        try (StreamOnTestDriver stream = new StreamOnTestDriver(folder)) {
            stream.published.pipeInput(new byte[] {1}, new byte[] {9});
            stream.publish(Articles.quiet());

            assertThat(stream.stored(ArticleProcessor.MARK)).isNotNull();
            assertThat(stream.begun)
                    .as("asked once whether something should be remembered")
                    .hasSize(1);
        }
    }

    @Test
    void theMarkIsNoArticleAndIsNeverForgotten() {
        try (StreamOnTestDriver stream = new StreamOnTestDriver(folder)) {
            stream.publish(Articles.quiet());
            stream.driver.advanceWallClockTime(Duration.ofSeconds(2));
            assertThat(stream.size.articles()).isEqualTo(1);

            stream.driver.advanceWallClockTime(Duration.ofDays(4000));
            stream.driver.advanceWallClockTime(Duration.ofSeconds(2));

            assertThat(stream.stored(Articles.quiet().getUri())).isNull();
            assertThat(stream.stored(ArticleProcessor.MARK)).isNotNull();
            assertThat(stream.size.articles()).isZero();
        }
    }
}
