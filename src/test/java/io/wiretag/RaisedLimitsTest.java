package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.testing.InstallationSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits that are raised after the first start: what is let in can be kept. */
class RaisedLimitsTest {
    private static final int BEFORE = 40_000;
    private static final int AFTER = 400_000;

    @TempDir
    Path folder;

    @Test
    void theTopicOfWhatIsHeldIsRaisedWithTheOthersSoThatALargeArticleCanBeHeld() throws Exception {
        try (OwnInstallation before = new OwnInstallation("raised", folder, rejectedTake(BEFORE))) {
            try (StreamsRunner processor = before.wiretag().processor()) {
                processor.start(OwnInstallation.LIMIT);
            }
            assertThat(limit(before)).isEqualTo(BEFORE);

            InstallationSettings settings =
                    InstallationSettings.of(before.settings()).with(rejectedTake(AFTER));
            try (Wiretag after = new Wiretag(settings.config());
                    StreamsRunner processor = after.processor()) {
                processor.start(OwnInstallation.LIMIT);
                before.publish(List.of(embargoed(AFTER / 2)));

                await(
                        "the article to be held",
                        () -> processor.counts().held() == 1
                                || processor.failure().isPresent());
                before.awaitAllRead();
                assertThat(processor.failure()).isEmpty();
                assertThat(limit(before)).isEqualTo(AFTER);
            }
        }
    }

    private static Map<String, String> rejectedTake(int bytes) {
        return Map.of("topics.rejected.max.message.bytes", String.valueOf(bytes));
    }

    private static int limit(OwnInstallation installation) {
        String changelog = installation.applicationId() + "-held-changelog";
        return new ClusterFacts(installation.admin())
                .maxMessageBytes(List.of(changelog))
                .get(changelog);
    }

    /** Not to be packed: nobody may say that it fitted in because it was. */
    private static Article embargoed(int length) {
        StringBuilder body = new StringBuilder();
        new java.util.Random(5).ints(length, 'a', 'z').forEach(letter -> body.append((char) letter));
        return Article.newBuilder(OwnInstallation.article(1))
                .setBody(body.toString())
                .setEmbargoedUntil(Instant.now().plus(Duration.ofDays(1)))
                .build();
    }
}
