package io.wiretag.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.processor.MemoryRebuild.Age;
import io.wiretag.schema.ArticleState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of two states of an article is the later one. */
class MemoryRebuildTest {
    static {
        TrustedSchemaClasses.trust();
    }

    private static final Instant NOON = Instant.parse("2026-08-03T12:00:00Z");

    private final ArticleState live = ArticleState.newBuilder()
            .setContentHash("1")
            .setAcceptedAt(NOON)
            .setSent(true)
            .setLive(true)
            .setProvinces(List.of("VN-22", "VN-23"))
            .setLiveProvinces(List.of("VN-22"))
            .build();

    @Test
    void whatAnEditorCorrectedIsLaterThanWhatHeCorrected() {
        ArticleState before = ArticleState.newBuilder()
                .setContentHash("a")
                .setAcceptedAt(Instant.parse("2026-08-03T03:00:00Z"))
                .setLive(true)
                .build();
        ArticleState corrected = ArticleState.newBuilder(before)
                .setRevision(1)
                .setLiveProvinces(List.of("VN-HN"))
                .build();

        assertThat(Age.of(corrected)).isGreaterThan(Age.of(before));
    }

    @Test
    void aLaterVersionIsLaterWhateverIsOut() {
        ArticleState later = ArticleState.newBuilder(live)
                .setAcceptedAt(NOON.plusMillis(1))
                .setLiveProvinces(List.of("VN-22", "VN-23"))
                .build();

        assertThat(Age.of(later)).isGreaterThan(Age.of(live));
    }

    @Test
    void ofTheSameVersionTheOneThatWasTakenBackIsLater() {
        ArticleState killed = ArticleState.newBuilder(live)
                .setLive(false)
                .setLiveProvinces(List.of())
                .build();

        assertThat(Age.of(killed)).isGreaterThan(Age.of(live));
    }

    @Test
    void ofTheSameVersionTheOneThatIsHeldNoLongerIsLater() {
        ArticleState held = ArticleState.newBuilder(live).setHeldUntil(NOON).build();

        assertThat(Age.of(live)).isGreaterThan(Age.of(held));
    }
}
