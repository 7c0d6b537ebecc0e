package io.wiretag.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.life.ArticleLife.Verdict;
import io.wiretag.schema.Article;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.PubStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The boundaries of the rules of life: the same version, the same millisecond, and what says less than it might. */
class VerdictTest {
    private static final String URI = "urn:test:storm";
    private static final Instant NOW = Instant.parse("2026-08-03T03:00:00Z");
    private static final Instant EARLIER = NOW.minusSeconds(60);

    static {
        TrustedSchemaClasses.trust();
    }

    @ParameterizedTest
    @CsvSource({"canceled, KILL", "withheld, WITHHOLD"})
    void whatNamesNoVersionTakesBackTheNewestAlsoIfItWasMadeBefore(PubStatus status, Verdict expected) {
        Article takesBack = article(status).setVersionCreated(EARLIER).build();
        ArticleState newest = state().setVersion("7").setVersionCreated(NOW).build();

        assertThat(verdict(takesBack, newest)).isEqualTo(expected);
    }

    @Test
    void aKillThatHasNeitherAVersionNorATimeKillsAnArticleThatHasATime() {
        Article kill = article(PubStatus.canceled).build();

        assertThat(verdict(kill, state().setVersionCreated(EARLIER).build())).isEqualTo(Verdict.KILL);
    }

    @Test
    void whereThereAreOnlyTimesAKillIsAsOldAsItSays() {
        ArticleState newest = state().setVersionCreated(EARLIER).build();

        assertThat(verdict(killCreated(EARLIER), newest)).isEqualTo(Verdict.KILL);
        assertThat(verdict(killCreated(EARLIER.minusMillis(1)), newest)).isEqualTo(Verdict.SUPERSEDED);
    }

    /** Version 5 is held, version 2 is out. */
    @ParameterizedTest
    @CsvSource({
        "canceled, 2, KILL_SENT",
        "withheld, 2, WITHHOLD_SENT",
        "usable, 2, SUPERSEDED",
        "canceled, 1, SUPERSEDED",
        "withheld, 1, SUPERSEDED",
        "canceled, 5, KILL"
    })
    void whileALaterVersionIsHeldTheOneThatIsOutIsTakenBackByItsOwnVersionAndNoEarlierOne(
            PubStatus status, String version, Verdict expected) {
        ArticleState held = state().setVersion("5")
                .setHeldUntil(NOW.plusSeconds(60))
                .setSentVersion("2")
                .setLive(true)
                .build();

        assertThat(verdict(article(status).setVersion(version).build(), held)).isEqualTo(expected);
    }

    @Test
    void whatIsOutNoMoreCannotBeTakenBackAgainWhileALaterVersionIsHeld() {
        ArticleState held = state().setVersion("5")
                .setHeldUntil(NOW.plusSeconds(60))
                .setSentVersion("2")
                .build();

        assertThat(verdict(article(PubStatus.canceled).setVersion("3").build(), held))
                .isEqualTo(Verdict.SUPERSEDED);
    }

    @ParameterizedTest
    @CsvSource({"usable", "canceled", "withheld"})
    void theSameContentIsARepetitionWhateverItsVersionWasTakenFor(PubStatus status) {
        Article again = article(status).setVersion("2").build();
        String hash = ContentHash.of(again);

        assertThat(verdict(again, state().setContentHash(hash).setVersion("3").build()))
                .isEqualTo(Verdict.DUPLICATE);
        assertThat(verdict(again, state().setContentHash(hash).setVersion("1").build()))
                .isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void anotherTextOfTheNewestVersionGoesOut() {
        Article revision = article(PubStatus.usable).setVersion("2").build();

        assertThat(verdict(revision, state().setVersion("2").build())).isEqualTo(Verdict.SEND);
        assertThat(verdict(revision, state().setVersion("3").build())).isEqualTo(Verdict.SUPERSEDED);
    }

    @Test
    void theVersionOfAKillStaysKilledAndTheNextIsNot() {
        ArticleState killed =
                state().setVersion("2").setPubStatus(PubStatus.canceled).build();

        assertThat(verdict(article(PubStatus.usable).setVersion("2").build(), killed))
                .isEqualTo(Verdict.KILLED);
        assertThat(verdict(article(PubStatus.usable).setVersion("3").build(), killed))
                .isEqualTo(Verdict.SEND);
    }

    /** The kill has no version and was created at EARLIER, or was accepted then and does not say when it was created. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aKillWithoutAVersionIsLiftedByWhatWasCreatedAMillisecondLater(boolean saysWhen) {
        ArticleState killed = state().setPubStatus(PubStatus.canceled)
                .setVersionCreated(saysWhen ? EARLIER : null)
                .setAcceptedAt(saysWhen ? NOW : EARLIER)
                .build();

        assertThat(verdict(usableCreated(EARLIER), killed)).isEqualTo(Verdict.KILLED);
        assertThat(verdict(usableCreated(EARLIER.plusMillis(1)), killed)).isEqualTo(Verdict.SEND);
    }

    @Test
    void aTimeThatIsStillToComeDoesNotLiftAKill() {
        ArticleState killed =
                state().setPubStatus(PubStatus.canceled).setVersionCreated(NOW).build();

        assertThat(verdict(usableCreated(NOW.plusSeconds(1)), killed)).isEqualTo(Verdict.KILLED);
    }

    @Test
    void anEmbargoEndsWithItsMillisecond() {
        Article embargoed = article(PubStatus.usable).setEmbargoedUntil(NOW).build();

        assertThat(ArticleLife.verdict(arrival(embargoed, Optional.empty(), NOW)))
                .isEqualTo(Verdict.SEND);
        assertThat(ArticleLife.verdict(arrival(embargoed, Optional.empty(), NOW.minusMillis(1))))
                .isEqualTo(Verdict.HOLD);
    }

    @Test
    void theEmbargoOfAnEarlierVersionHoldsForOneThatGivesNone() {
        ArticleState held = state().setEmbargoedUntil(NOW.plusMillis(1)).build();

        assertThat(verdict(article(PubStatus.usable).build(), held)).isEqualTo(Verdict.HOLD);
    }

    @Test
    void whatWasCreatedAfterItCameWasCreatedWhenItCame() {
        assertThat(stampOfOneCreated(NOW.plusMillis(1))).contains(NOW);
        assertThat(stampOfOneCreated(EARLIER)).contains(EARLIER);
    }

    private static Optional<Instant> stampOfOneCreated(Instant created) {
        return ArticleLife.stamp(arrival(usableCreated(created), Optional.empty(), NOW))
                .versionCreated();
    }

    private static Article usableCreated(Instant created) {
        return article(PubStatus.usable).setVersionCreated(created).build();
    }

    private static Article killCreated(Instant created) {
        return article(PubStatus.canceled).setVersionCreated(created).build();
    }

    private static Article.Builder article(PubStatus status) {
        return Article.newBuilder().setUri(URI).setPubStatus(status);
    }

    /** Of a version with another content. */
    private static ArticleState.Builder state() {
        return ArticleState.newBuilder().setContentHash("another").setAcceptedAt(EARLIER);
    }

    private static Verdict verdict(Article article, ArticleState before) {
        return ArticleLife.verdict(arrival(article, Optional.of(before), NOW));
    }

    private static Arrival arrival(Article article, Optional<ArticleState> before, Instant now) {
        byte[] key = URI.getBytes(StandardCharsets.UTF_8);
        PublishedRecord published =
                new PublishedRecord("published", 0, 0, NOW.toEpochMilli(), new RecordHeaders(), key, new byte[0]);
        return Arrival.of(published, article, before, now);
    }
}
