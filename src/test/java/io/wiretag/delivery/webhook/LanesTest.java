package io.wiretag.delivery.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.delivery.Event;
import io.wiretag.delivery.TaggedVersions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is sent when, without Kafka and HTTP. */
class LanesTest {
    private static final Answer ACCEPTED = new Answer.Accepted();
    private static final Answer REFUSED = new Answer.Failed("status 500", false);
    private static final Answer NOBODY = new Answer.Failed("connection refused", true);
    private static final int PARTITION = 3;

    private final Health health = new Health(Optional.empty(), () -> 0.5);
    private final Lanes lanes = new Lanes(health);
    private Instant now = Instant.parse("2026-08-03T05:00:00Z");

    @Test
    void versionsOfOneArticleGoOneAfterTheOtherAndOthersBesideThem() {
        add("a", 0);
        add("a", 1);
        add("b", 2);

        List<Lane> first = lanes.begin(now);
        assertThat(first).extracting(Lane::uri).containsExactly("a", "b");
        assertThat(lanes.begin(now)).isEmpty();
        assertThat(lanes.passed(PARTITION, 3)).isZero();

        lanes.end(first.get(0), ACCEPTED, now);
        assertThat(lanes.passed(PARTITION, 3)).isEqualTo(1);
        assertThat(lanes.begin(now)).extracting(lane -> lane.first().offset()).containsExactly(1L);
    }

    @Test
    void anArticleThatFailsWhileOthersArriveIsKeptAndPassed() {
        add("bad", 0);
        add("good", 1);
        List<Lane> both = lanes.begin(now);
        lanes.end(both.get(1), ACCEPTED, now);
        lanes.end(both.get(0), REFUSED, now);

        assertThat(lanes.takeChanged()).extracting(Lane::uri).containsExactly("bad");
        assertThat(lanes.passed(PARTITION, 2)).isEqualTo(2);
        add("bad", 2);
        assertThat(lanes.passed(PARTITION, 3)).isEqualTo(3);
        assertThat(lanes.begin(now)).isEmpty();
        now = now.plusSeconds(6);
        assertThat(lanes.begin(now)).extracting(lane -> lane.first().offset()).containsExactly(0L);
    }

    @Test
    void whileNobodyAnswersTheGroupStaysAndOneAtATimeIsTried() {
        for (int i = 0; i < 20; i++) {
            add("u" + i, i);
        }
        List<Lane> begun = lanes.begin(now);
        assertThat(begun).hasSize(Lanes.SIDE_BY_SIDE);
        begun.forEach(lane -> lanes.end(lane, NOBODY, now));
        assertThat(health.isDown()).isTrue();
        assertThat(lanes.passed(PARTITION, 20)).isEqualTo(1);
        assertThat(lanes.begin(now)).isEmpty();

        now = now.plus(Duration.ofMinutes(6));
        List<Lane> probe = lanes.begin(now);
        assertThat(probe).hasSize(1);
        lanes.end(probe.get(0), ACCEPTED, now);
        assertThat(health.isDown()).isFalse();
        assertThat(lanes.begin(now)).hasSize(Lanes.SIDE_BY_SIDE);
    }

    @Test
    void aKillTakesThePlaceOfWhatWasNotSentAndGoesFirst() {
        add("x", 0);
        for (int i = 1; i < 20; i++) {
            add("u" + i, i);
        }
        lanes.addAhead("x", event(500));

        List<Lane> begun = lanes.begin(now);
        assertThat(begun.get(0).uri()).isEqualTo("x");
        assertThat(begun.get(0).first().kill()).isTrue();
        // what was replaced holds nobody back, and neither does the kill, to which the group has not come
        assertThat(lanes.passed(PARTITION, 20)).isEqualTo(1);
        lanes.end(begun.get(0), ACCEPTED, now);
        add("x", 100);
        kill("x", 500);
        assertThat(lanes.begin(now)).extracting(Lane::uri).doesNotContain("x");
        lanes.hasCommitted(PARTITION, 501);
        assertThat(lanes.takeGone()).extracting(Lane::uri).containsExactly("x");
    }

    @Test
    void aKillWaitsForWhatIsOnItsWayAndIsThenTheNext() {
        add("x", 0);
        add("x", 1);
        Lane lane = lanes.begin(now).get(0);
        kill("x", 2);
        assertThat(lanes.begin(now)).isEmpty();

        lanes.end(lane, REFUSED, now);
        now = now.plusSeconds(3);
        assertThat(lanes.begin(now).get(0).first().offset()).isEqualTo(2);
    }

    @Test
    void eachKillArrivesThoughAnotherFollows() {
        kill("x", 0);
        add("x", 1);
        kill("x", 2);

        Lane lane = lanes.begin(now).get(0);
        assertThat(lane.first().offset()).isZero();
        lanes.end(lane, ACCEPTED, now);
        assertThat(lanes.begin(now).get(0).first().offset()).isEqualTo(2);
    }

    @Test
    void aKillIsTriedEveryFewSecondsHoweverLongTheEndpointIsAway() {
        kill("x", 0);
        for (int i = 0; i < 200; i++) {
            now = now.plusSeconds(4);
            List<Lane> begun = lanes.begin(now);
            assertThat(begun).as("try %d", i).hasSize(1);
            lanes.end(begun.get(0), NOBODY, now);
        }
    }

    @Test
    void aKillThatHangsSinceBeforeTheReturnIsSentAgainAtOnce() {
        for (int i = 0; i < 3; i++) {
            add("a" + i, i);
        }
        lanes.begin(now).forEach(lane -> lanes.end(lane, NOBODY, now));
        kill("hangs", 3);
        kill("arrives", 4);
        now = now.plusSeconds(1);
        Lane hanging = lanes.begin(now).get(0);
        now = now.plusSeconds(3);
        Lane arriving = lanes.begin(now).get(0);
        assertThat(lanes.takeHanging()).isEmpty();
        now = now.plusMillis(10);
        lanes.end(arriving, ACCEPTED, now);

        assertThat(lanes.takeHanging()).containsExactly(hanging);
        assertThat(lanes.takeHanging()).isEmpty();
        lanes.end(hanging, new Answer.BrokenOff(), now);
        assertThat(lanes.begin(now)).contains(hanging);
    }

    @Test
    void whatHungUntilTheReturnDoesNotTellThatNobodyIsThere() {
        for (int i = 0; i < Lanes.SIDE_BY_SIDE; i++) {
            add("a" + i, i);
        }
        List<Lane> begun = lanes.begin(now);
        now = now.plusSeconds(2);
        begun.subList(0, 2).forEach(lane -> lanes.end(lane, NOBODY, now));
        assertThat(health.isDown()).isTrue();
        now = now.plusSeconds(1);
        lanes.end(begun.get(2), ACCEPTED, now);
        begun.subList(3, begun.size()).forEach(lane -> lanes.end(lane, NOBODY, now));

        assertThat(health.isDown()).isFalse();
        assertThat(lanes.begin(now)).contains(begun.get(3));
    }

    @Test
    void anEndpointThatWantsToBeLeftAloneIs() {
        kill("x", 0);
        Lane lane = lanes.begin(now).get(0);
        lanes.end(lane, new Answer.Later("status 429", Optional.of(Duration.ofSeconds(30))), now);
        add("y", 1);

        assertThat(lanes.begin(now.plusSeconds(29))).isEmpty();
        assertThat(lanes.begin(now.plusSeconds(30))).hasSize(2);
    }

    @Test
    void theGroupPassesAKillOnceItIsSent() {
        add("x", 0);
        kill("x", 1);
        lanes.addAhead("y", event(2));

        assertThat(lanes.passed(PARTITION, 2)).isEqualTo(1);
        kill("y", 2);
        List<Lane> both = lanes.begin(now);
        lanes.end(both.get(0), ACCEPTED, now);
        assertThat(lanes.passed(PARTITION, 3)).isEqualTo(2);
        lanes.end(both.get(1), ACCEPTED, now);
        assertThat(lanes.passed(PARTITION, 3)).isEqualTo(3);
    }

    @Test
    void theGroupPassesAKillThatIsRefusedWhileOthersArrive() {
        kill("bad", 0);
        for (int i = 1; i <= 2; i++) {
            add("good" + i, i);
            List<Lane> both = lanes.begin(now);
            assertThat(lanes.passed(PARTITION, i + 1)).isZero();
            lanes.end(both.get(1), ACCEPTED, now);
            lanes.end(both.get(0), REFUSED, now);
            now = now.plusSeconds(3);
        }
        assertThat(lanes.passed(PARTITION, 3)).isEqualTo(3);
        assertThat(lanes.count(Lane::isUrgent)).isEqualTo(1);
    }

    @Test
    void theGroupStaysBeforeAKillThatIsRefusedWhereNothingArrives() {
        kill("x", 0);
        for (int i = 0; i < 10; i++) {
            lanes.end(lanes.begin(now).get(0), REFUSED, now);
            now = now.plus(Duration.ofMinutes(2));
        }
        assertThat(lanes.passed(PARTITION, 1)).isZero();

        now = now.plus(Duration.ofHours(76));
        lanes.end(lanes.begin(now).get(0), REFUSED, now);
        assertThat(lanes.count(Lane::isGivenUp)).isEqualTo(1);
        assertThat(lanes.passed(PARTITION, 1)).isEqualTo(1);
    }

    @Test
    void afterARestartTheGroupPassesAKillThatWasGivenUp() {
        Lane kept = new Lane("x", PARTITION);
        kept.add(new Lane.Waiting(7, true, Optional.empty()));
        kept.giveUp();
        lanes.restore(Lane.of("x", kept.unsent("id", now, 1, now), 1, now));
        kill("x", 7);

        assertThat(lanes.passed(PARTITION, 8)).isEqualTo(8);
        assertThat(lanes.count(Lane::isGivenUp)).isEqualTo(1);
    }

    @Test
    void nothingIsWrittenOfPartitionsThatHaveGoneToOthers() {
        kill("x", 0);
        lanes.end(lanes.begin(now).get(0), ACCEPTED, now);
        lanes.hasCommitted(PARTITION, 1);
        lanes.forget(List.of(PARTITION));

        assertThat(lanes.takeGone()).isEmpty();
        assertThat(lanes.takeChanged()).isEmpty();
    }

    @Test
    void severalThatAreToldToComeLaterAtOnceAreOneReasonToWait() {
        for (int i = 0; i < Lanes.SIDE_BY_SIDE; i++) {
            add("a" + i, i);
        }
        lanes.begin(now).forEach(lane -> lanes.end(lane, new Answer.Later("status 429", Optional.empty()), now));

        assertThat(lanes.begin(now.plusSeconds(3))).isNotEmpty();
    }

    @Test
    void afterARestartTheGroupPassesAKillOnceItIsSent() {
        Lane kept = new Lane("x", PARTITION);
        kept.add(new Lane.Waiting(7, true, Optional.empty()));
        lanes.restore(Lane.of("x", kept.unsent("id", now, 1, now), 1, now));
        kill("x", 7);

        assertThat(lanes.passed(PARTITION, 8)).isEqualTo(7);
        lanes.end(lanes.begin(now).get(0), ACCEPTED, now);
        assertThat(lanes.passed(PARTITION, 8)).isEqualTo(8);
    }

    @Test
    void soManyVersionsOfOneArticleArePutAsideAndNoMoreAreRead() {
        add("bad", 0);
        lanes.end(lanes.begin(now).get(0), REFUSED, now);
        for (int i = 1; i < Lanes.MOST_KEPT_VERSIONS; i++) {
            assertThat(lanes.isFull()).isFalse();
            add("bad", i);
        }

        assertThat(lanes.isFull()).isTrue();
        lanes.addAhead("bad", event(Lanes.MOST_KEPT_VERSIONS));
        assertThat(lanes.isFull()).isFalse();
    }

    @Test
    void whatWasPutAsideByAClockThatWasAheadHasNoMorePatienceThanOthers() {
        Lane kept = new Lane("x", PARTITION);
        kept.add(new Lane.Waiting(0, false, Optional.empty()));
        kept.fail("status 500", now.plus(Duration.ofDays(9_999)));
        lanes.restore(Lane.of("x", kept.unsent("id", now, 1, now), 1, now));
        now = now.plus(Duration.ofHours(76));
        lanes.end(lanes.begin(now).get(0), REFUSED, now);

        assertThat(lanes.count(Lane::isGivenUp)).isEqualTo(1);
    }

    @Test
    void afterARestartNothingGoesOutThatAKillTookThePlaceOf() {
        Lane kept = new Lane("x", PARTITION);
        kept.add(new Lane.Waiting(500, true, Optional.empty()));
        lanes.restore(Lane.of("x", kept.unsent("id", now, 1, now), 1, now));
        add("x", 100);

        assertThat(lanes.begin(now)).extracting(lane -> lane.first().offset()).containsExactly(500L);
        assertThat(lanes.passed(PARTITION, 101)).isEqualTo(101);
    }

    @Test
    void anEndpointIsGivenUpAfterThreeDaysAndAnArticleToo() {
        add("a", 0);
        add("b", 1);
        lanes.begin(now).forEach(lane -> lanes.end(lane, NOBODY, now));
        assertThat(health.isHopeless(now.plus(Duration.ofHours(74)))).isFalse();
        assertThat(health.isHopeless(now.plus(Duration.ofHours(76)))).isTrue();
    }

    @Test
    void killsThatAreRefusedKeepNothingElseFromBeingTried() {
        for (int i = 0; i < 3; i++) {
            kill("k" + i, i);
        }
        lanes.begin(now).forEach(lane -> lanes.end(lane, REFUSED, now));
        assertThat(health.isDown()).isTrue();
        add("a", 10);
        now = now.plusSeconds(4);

        assertThat(lanes.begin(now)).extracting(Lane::uri).contains("a");
    }

    @Test
    void killsThatAreSentAndLieAheadStopNobody() {
        for (int i = 0; i < Lanes.MOST_KEPT; i++) {
            lanes.addAhead("k" + i, event(1000 + i));
        }
        assertThat(lanes.isFull()).isTrue();
        for (List<Lane> some = lanes.begin(now); !some.isEmpty(); some = lanes.begin(now)) {
            some.forEach(lane -> lanes.end(lane, ACCEPTED, now));
        }
        assertThat(lanes.isFull()).isFalse();
    }

    @Test
    void aKillHasItsOwnPatience() {
        add("x", 0);
        Instant first = now;
        lanes.end(lanes.begin(now).get(0), REFUSED, now);
        now = first.plus(Duration.ofHours(76));
        lanes.end(lanes.begin(now).get(0), REFUSED, now);
        assertThat(lanes.count(Lane::isGivenUp)).isEqualTo(1);

        kill("x", 1);
        lanes.end(lanes.begin(now).get(0), REFUSED, now);
        assertThat(lanes.count(Lane::isGivenUp)).isZero();
    }

    @Test
    void whatIsHeardOfAnEndpointIsNoReasonToGiveItUp() {
        Health heard = new Health(Optional.of(now.minus(Duration.ofHours(76))), () -> 0.5);

        assertThat(heard.isHopeless(now)).isFalse();
    }

    private void add(String uri, long offset) {
        lanes.add(uri, event(offset), false);
    }

    private void kill(String uri, long offset) {
        lanes.add(uri, event(offset), true);
    }

    private static Event event(long offset) {
        return TaggedVersions.event(offset, TaggedVersions.version().build());
    }
}
