package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.ArticleState;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateExpiryTest {
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final Instant NOON = Instant.parse("2026-08-03T12:00:00Z");
    private static final Instant LAST = NOON.plus(RETENTION);
    private static final Instant TOO_LATE = LAST.plusMillis(1);

    private final KeyValueStore<String, ArticleState> articles = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("articles"), Serdes.String(), ArticleProcessor.stateSerde())
            .withLoggingDisabled()
            .build();
    private final StateExpiry expiry = new StateExpiry(articles, RETENTION);

    @BeforeEach
    void open() {
        articles.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), articles);
    }

    @AfterEach
    void close() {
        articles.close();
    }

    @Test
    void anArticleIsRememberedForTheWholeRetentionAndNotAMillisecondLonger() {
        articles.put("urn:a", accepted(NOON).build());

        assertThat(expiry.step(LAST)).isEmpty();
        assertThat(expiry.remembered()).isEqualTo(1);
        assertThat(expiry.step(TOO_LATE)).hasSize(1);
        assertThat(articles.get("urn:a")).isNull();
        assertThat(expiry.remembered()).isZero();
    }

    @Test
    void theRetentionBeginsWithTheEndOfAnEmbargoThatEndsAfterTheLastVersion() {
        Instant end = NOON.plus(Duration.ofDays(1));
        articles.put("urn:a", accepted(NOON).setEmbargoedUntil(end).build());

        assertThat(expiry.step(end.plus(RETENTION))).isEmpty();
        assertThat(expiry.step(end.plus(RETENTION).plusMillis(1))).hasSize(1);
    }

    @Test
    void anEmbargoThatHadEndedBeforeTheLastVersionDoesNotShortenTheRetention() {
        articles.put(
                "urn:a",
                accepted(NOON).setEmbargoedUntil(NOON.minus(Duration.ofDays(1))).build());

        assertThat(expiry.step(LAST)).isEmpty();
        assertThat(expiry.step(TOO_LATE)).hasSize(1);
    }

    @Test
    void anEmbargoUntilTheEndOfTimeIsKept() {
        articles.put(
                "urn:a",
                accepted(NOON)
                        .setEmbargoedUntil(Instant.ofEpochMilli(Long.MAX_VALUE))
                        .build());

        assertThat(expiry.step(TOO_LATE)).isEmpty();
    }

    @Test
    void whatIsHeldIsRememberedHoweverLateItHasBecome() {
        articles.put(
                "urn:a",
                accepted(NOON).setEmbargoedUntil(NOON).setHeldUntil(NOON).build());

        assertThat(expiry.step(TOO_LATE)).isEmpty();
        assertThat(articles.get("urn:a")).isNotNull();
    }

    @Test
    void aStepLooksAtAThousandArticlesAndTheNextGoesOnBehindThem() {
        putArticles(0, 2500, NOON);

        assertThat(expiry.step(TOO_LATE)).hasSize(1000);
        assertThat(expiry.step(TOO_LATE)).hasSize(1000);
        assertThat(expiry.step(TOO_LATE)).hasSize(500);
    }

    @Test
    void aWalkEndsWithTheStepThatSeesTheLastArticle() {
        putArticles(0, 1000, TOO_LATE);
        expiry.step(TOO_LATE);

        putArticles(0, 1, NOON);

        assertThat(expiry.step(TOO_LATE)).as("the next begins with the first").hasSize(1);
    }

    @Test
    void theFirstWalkCountsAsItGoesAndLeavesOutWhatHasExpired() {
        putArticles(0, 300, NOON);
        putArticles(300, 2500, TOO_LATE);
        assertThat(expiry.remembered()).isZero();

        expiry.step(TOO_LATE);
        assertThat(expiry.remembered()).isEqualTo(700);
        expiry.step(TOO_LATE);
        assertThat(expiry.remembered()).isEqualTo(1700);
        expiry.step(TOO_LATE);
        assertThat(expiry.remembered()).isEqualTo(2200);
    }

    @Test
    void theLastWalkCountsUntilTheNextHasEndedOrFoundMore() {
        putArticles(0, 1200, TOO_LATE);
        expiry.step(TOO_LATE);
        expiry.step(TOO_LATE);

        putArticles(1200, 2500, TOO_LATE);
        expiry.step(TOO_LATE);
        assertThat(expiry.remembered()).isEqualTo(1200);
        expiry.step(TOO_LATE);
        assertThat(expiry.remembered()).isEqualTo(2000);
        expiry.step(TOO_LATE);
        assertThat(expiry.remembered()).isEqualTo(2500);
    }

    private void putArticles(int from, int to, Instant accepted) {
        IntStream.range(from, to)
                .forEach(i -> articles.put(
                        String.format("urn:%04d", i), accepted(accepted).build()));
    }

    private static ArticleState.Builder accepted(Instant at) {
        return ArticleState.newBuilder().setContentHash("abc").setAcceptedAt(at);
    }
}
