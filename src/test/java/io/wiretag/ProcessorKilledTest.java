package io.wiretag;

import static io.wiretag.testing.Waiting.doneOrLate;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.intake.ArticlePublisher;
import io.wiretag.schema.Article;
import io.wiretag.subscribers.ArticleSubscriber;
import io.wiretag.testing.InstallationSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor that is killed outright in the middle of its work leaves nothing out and does nothing twice. */
@Tag("full")
class ProcessorKilledTest {
    private static final int ARTICLES = 3000;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    void killedInTheMiddleItLosesNothingAndDoublesNothing() throws Exception {
        String prefix = "killed" + System.currentTimeMillis() + ".";
        Map<String, String> settings = ProcessorJvm.settings(prefix, folder);
        try (Wiretag wiretag = new Wiretag(InstallationSettings.of(settings).config())) {
            wiretag.topicAdmin().create();
            try (ArticlePublisher publisher = wiretag.publisher()) {
                for (int i = 0; i < ARTICLES; i++) {
                    publisher.publish(article(i));
                }
            }

            Process first = process(settings);
            try (var reader = wiretag.subscriber(wiretag.topics().tagged(), Optional.empty(), true)) {
                assertThat(tagged(reader, 1)).isNotEmpty();
            } finally {
                first.destroyForcibly();
            }
            assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(behind(wiretag, prefix + "wiretag"))
                    .as("articles left to do when it was killed")
                    .isPositive();

            Process second = process(settings);
            try (var reader = wiretag.subscriber(wiretag.topics().tagged(), Optional.empty(), true)) {
                List<String> tagged = tagged(reader, ARTICLES);
                assertThat(tagged).doesNotHaveDuplicates();
                Set<String> expected = new HashSet<>();
                for (int i = 0; i < ARTICLES; i++) {
                    expected.add(article(i).getUri());
                }
                assertThat(new HashSet<>(tagged)).isEqualTo(expected);
            } finally {
                second.destroy();
                assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    /** Reads until there are so many, and then for a moment on, to see what should not be there. */
    private static List<String> tagged(ArticleSubscriber reader, int enough) {
        List<String> uris = new ArrayList<>();
        Duration longer = enough == 1 ? Duration.ZERO : Duration.ofSeconds(1);
        reader.run(each -> uris.add(each.key()), doneOrLate(LIMIT, longer, () -> uris.size() >= enough));
        return uris;
    }

    private static long behind(Wiretag wiretag, String group) {
        return wiretag.offsets().groups().stream()
                .filter(each -> each.id().equals(group))
                .findFirst()
                .orElseThrow()
                .knownLag();
    }

    private Process process(Map<String, String> settings) throws IOException {
        Map<String, String> soon =
                Map.of("streams.consumer.session.timeout.ms", "6000", "streams.max.poll.records", "50");
        return ProcessorJvm.start(settings, soon, List.of(), folder.resolve("process.log"));
    }

    private static Article article(int number) {
        return Article.newBuilder(Articles.flood("1"))
                .setUri("urn:killed:" + number)
                .build();
    }
}
