package io.wiretag.ops.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.ops.lag.BlindSpot;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.OffsetsSnapshot.Offsets;
import io.wiretag.ops.lag.PartitionLag;
import io.wiretag.ops.lag.TopicLag;
import io.wiretag.ops.receipts.Evidence.Client;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.ops.receipts.Evidence.Kind;
import io.wiretag.ops.receipts.Evidence.Receipt;
import io.wiretag.ops.receipts.Evidence.Said;
import io.wiretag.ops.receipts.Standing.State;
import io.wiretag.ops.receipts.Standing.Why;
import io.wiretag.topics.Acknowledgement;
import io.wiretag.topics.ClientPositions;
import io.wiretag.topics.WiretagHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Each edge of what a subscriber owes, without a broker: looks one after the other, a second apart. */
class ReckoningTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final String TAGGED = "articles.tagged";
    private static final String PROVINCE = "articles.by-province";
    private static final KillId ID = new KillId("urn:1", "2", "id-tagged", 0, 41);

    private final Map<EvidenceKey, Evidence> evidence = new HashMap<>();
    private final Map<String, String> topicIds = new HashMap<>(Map.of(TAGGED, "id-tagged", PROVINCE, "id-province"));
    private Reckoning reckoning = new Reckoning(Map.of());
    private Reckoning.Groups around = Reckoning.Groups.UNKNOWN;
    private Map<Integer, Long> from = Map.of();
    private String instance = "one:8091";
    private boolean resumed;
    private Instant at = NOON;

    ReckoningTest() {
        put(new Kill(
                ID,
                NOON,
                NOON,
                Optional.of("0:7"),
                Optional.of("ab"),
                List.of(
                        new Place("tagged", TAGGED, "id-tagged", "urn:1", 0, OptionalLong.of(41)),
                        new Place("by-province", PROVINCE, "id-province", "VN-32", 1, OptionalLong.of(9))),
                true,
                Optional.empty(),
                Optional.empty()));
    }

    @Test
    void whoseNextRecordStandsBehindTheKillHasPassedItBetweenTwoLooks() {
        look(group("desk", at(TAGGED, 0, 41)));
        assertThat(state("desk")).isEqualTo(State.BEHIND);
        assertThat(standing("desk").records()).hasValue(1);
        assertThat(receipt("desk").isOpen()).isTrue();

        look(group("desk", at(TAGGED, 0, 42)));

        assertThat(standing("desk").passed()).contains(new Between(NOON, NOON.plusSeconds(2)));
        assertThat(receipt("desk").isOpen()).isFalse();
    }

    @Test
    void aPassThatNobodySawComingWasAfterTheKill() {
        look(group("desk", at(TAGGED, 0, 50)));

        assertThat(standing("desk").passed()).contains(new Between(NOON, NOON.plusSeconds(1)));
    }

    @Test
    void passedAndActedAreTwoThings() {
        look(group("desk", at(TAGGED, 0, 42)));
        assertThat(receipt("desk").acted()).isEmpty();

        say("desk", "2", NOON.plusSeconds(30), Acknowledgement.Way.COMMAND);
        say("archive", "2", NOON.plusSeconds(31), Acknowledgement.Way.WEBHOOK);
        look(group("desk", at(TAGGED, 0, 42)));

        assertThat(state("desk")).isEqualTo(State.PASSED);
        assertThat(receipt("desk").acted().orElseThrow().at()).isEqualTo(NOON.plusSeconds(30));
        assertThat(receipt("archive").kind()).isEqualTo(Kind.OTHER);
        assertThat(receipt("archive").worst()).as("it never read by Kafka").isEmpty();
    }

    @Test
    void whoActsOwesNothingWhereverItsPositionIs() {
        look(group("desk", at(TAGGED, 0, 3)));
        say("desk", "2", NOON.plusSeconds(30), Acknowledgement.Way.API);
        look(group("desk", at(TAGGED, 0, 3)));

        assertThat(state("desk")).isEqualTo(State.BEHIND);
        assertThat(receipt("desk").isOpen()).isFalse();
    }

    @Test
    void aWordBeforeTheKillIsNoneOnThisKill() {
        look(group("desk", at(TAGGED, 0, 3)));
        say("desk", "2", NOON.minusSeconds(600), Acknowledgement.Way.API);
        say("other", "1", NOON.plusSeconds(600), Acknowledgement.Way.API);
        look(group("desk", at(TAGGED, 0, 3)));

        assertThat(receipt("desk").isOpen()).isTrue();
        assertThat(receipts()).extracting(Receipt::subscriber).containsExactly("desk");
    }

    @Test
    void whoMayHaveBegunOnEitherSideOfTheKillOwesWhatItIsNotBeyond() {
        before("desk");
        look(group("desk", at(TAGGED, 0, 42)), group("new", at(TAGGED, 0, 3)), group("beyond", at(TAGGED, 0, 42)));

        assertThat(receipts()).extracting(Receipt::subscriber).containsExactly("desk", "new");
        assertThat(state("new")).isEqualTo(State.BEHIND);
        look(group("desk", at(TAGGED, 0, 42)), group("new", at(TAGGED, 0, 42)), group("beyond", at(TAGGED, 0, 42)));
        assertThat(state("new")).isEqualTo(State.PASSED);
        assertThat(receipts()).extracting(Receipt::subscriber).containsExactly("desk", "new");
    }

    @Test
    void whoReadsWithoutAPositionAndMayHaveBegunBeforeTheKillOwesIt() {
        before("desk");
        look(group("flink", partition(TAGGED, 0, OptionalLong.empty(), new Offsets(0, 60, 60), 0, 0)));

        assertThat(state("flink")).isEqualTo(State.NO_POSITION);
    }

    @Test
    void whoBeganAfterTheFirstLookAfterTheKillOwesNothing() {
        before("desk");
        look(group("desk", at(TAGGED, 0, 42)));
        look(group("desk", at(TAGGED, 0, 42)), group("later", at(TAGGED, 0, 50)), group("new", at(TAGGED, 0, 3)));

        assertThat(receipts()).extracting(Receipt::subscriber).containsExactly("desk");
    }

    @Test
    void whoBeganBetweenTheFirstLookAndTheOneThatKnewAllPlacesOwesNothing() {
        before("desk");
        Kill kill = kill();
        put(kill.placed(
                kill.at(),
                kill.sha256(),
                List.of(
                        kill.places().get(0),
                        new Place("by-province", PROVINCE, "id-province", "VN-32", 1, OptionalLong.empty())),
                false));
        look(group("early", at(PROVINCE, 1, 3)), group("beyond", at(PROVINCE, 1, 50)));
        assertThat(receipts()).as("nobody can tell yet").isEmpty();
        put(kill);
        look(
                group("early", at(PROVINCE, 1, 3)),
                group("beyond", at(PROVINCE, 1, 50)),
                group("new", at(PROVINCE, 1, 3)));

        assertThat(receipts()).extracting(Receipt::subscriber).containsExactly("early");
    }

    @Test
    void aResetToBeforeTheKillOpensItAgainAndKeepsThePass() {
        look(group("desk", at(TAGGED, 0, 50)));
        Optional<Between> passed = standing("desk").passed();
        look(group("desk", at(TAGGED, 0, 10)));

        assertThat(state("desk")).isEqualTo(State.RESET);
        assertThat(receipt("desk").isOpen()).isTrue();
        assertThat(standing("desk").passed()).isEqualTo(passed);

        look(group("desk", at(TAGGED, 0, 42)));
        assertThat(state("desk")).isEqualTo(State.PASSED);
        assertThat(standing("desk").passed()).as("the first").isEqualTo(passed);
        assertThat(standing("desk").since()).isEqualTo(new Between(NOON.plusSeconds(1), NOON.plusSeconds(3)));
    }

    @Test
    void aGroupThatKafkaForgotKeepsItsLastState() {
        look(group("reads", at(TAGGED, 0, 50)), group("late", at(TAGGED, 0, 10)));
        look();

        assertThat(state("reads")).isEqualTo(State.PASSED);
        assertThat(state("late")).isEqualTo(State.BEHIND);
        assertThat(standing("late").position()).hasValue(10);
        assertThat(standing("late").forgottenAt()).contains(NOON.plusSeconds(2));
        assertThat(receipt("late").isOpen()).isTrue();
    }

    @Test
    void whatWasDeletedBeforeItWasReadWillNeverBeReadThoughThePositionMovesOn() {
        look(group("late", at(TAGGED, 0, 10)));
        look(group("late", partition(TAGGED, 0, OptionalLong.of(10), new Offsets(45, 60, 60), 0, 0)));
        assertThat(state("late")).isEqualTo(State.NEVER);

        look(group("late", at(TAGGED, 0, 60)));
        assertThat(state("late")).isEqualTo(State.NEVER);
        assertThat(receipt("late").isOpen()).isTrue();
    }

    @Test
    void aLossBetweenTwoLooksIsNoPass() {
        look(group("late", at(TAGGED, 0, 10)));
        look(group("late", partition(TAGGED, 0, OptionalLong.of(60), new Offsets(45, 60, 60), 35, 45)));

        assertThat(state("late")).isEqualTo(State.NEVER);
    }

    @Test
    void aTopicThatIsMadeAgainVoidsWhatWasNotPassed() {
        look(group("reads", at(TAGGED, 0, 50)), group("late", at(TAGGED, 0, 10)));
        topicIds.put(TAGGED, "another");
        look(group("reads", at(TAGGED, 0, 0)), group("late", at(TAGGED, 0, 100)));

        assertThat(state("reads")).isEqualTo(State.PASSED);
        assertThat(state("late")).isEqualTo(State.VOID);
        assertThat(receipt("late").isOpen()).isFalse();
    }

    @Test
    void whoReadsOtherTopicsHasLeft() {
        look(new GroupLag(
                "desk",
                "Classic",
                "Stable",
                1,
                List.of(topic(
                        TAGGED, LagStatus.LEFT, List.of(partition(TAGGED, 0, 10).lag())))));

        assertThat(state("desk")).isEqualTo(State.LEFT);
        assertThat(receipt("desk").isOpen()).isFalse();
    }

    @Test
    void whoIsExpectedAndNotThereIsAbsentAndOpen() {
        reckoning = new Reckoning(Map.of("desk", Set.of("tagged"), "rejects", Set.of("rejected")));
        look();

        assertThat(state("desk")).isEqualTo(State.ABSENT);
        assertThat(receipt("desk").isOpen()).isTrue();
        assertThat(receipts()).as("a kill does not go where it reads").hasSize(1);

        look(group("desk", at(TAGGED, 0, 50)));
        assertThat(state("desk")).isEqualTo(State.PASSED);
        assertThat(standing("desk").why()).contains(Why.NO_POSITION_BEFORE);
    }

    @Test
    void whoReadsAndCommitsNothingHasNoPosition() {
        look(group("flink", partition(TAGGED, 0, OptionalLong.empty(), new Offsets(0, 60, 60), 0, 0)));
        assertThat(state("flink")).isEqualTo(State.NO_POSITION);
        assertThat(receipt("flink").isOpen()).isTrue();

        say("flink", "2", NOON.plusSeconds(9), Acknowledgement.Way.API);
        look(group("flink", partition(TAGGED, 0, OptionalLong.empty(), new Offsets(0, 60, 60), 0, 0)));
        assertThat(receipt("flink").isOpen()).isFalse();
    }

    @Test
    void ofSeveralPlacesTheWorstCounts() {
        look(group("desk", at(TAGGED, 0, 42), at(PROVINCE, 1, 9)));

        assertThat(receipt("desk").standings()).hasSize(2);
        assertThat(state("desk")).isEqualTo(State.BEHIND);
        assertThat(standing("desk").place().sink()).isEqualTo("by-province");
    }

    @Test
    void aPlaceThatIsNotFoundYetIsUnknownAndNeverPassed() {
        Kill kill = kill();
        put(kill.placed(
                kill.at(),
                kill.sha256(),
                List.of(
                        kill.places().get(0),
                        new Place("by-province", PROVINCE, "id-province", "VN-32", 1, OptionalLong.empty())),
                false));
        look(group("desk", at(PROVINCE, 1, 5_000)));

        assertThat(state("desk")).isEqualTo(State.UNKNOWN);
        assertThat(standing("desk").why()).contains(Why.NOT_FOUND);

        put(kill);
        look(group("desk", at(PROVINCE, 1, 5_000)));
        assertThat(state("desk")).isEqualTo(State.PASSED);
    }

    @Test
    void whatALookCannotSeeChangesNothing() {
        look(group("desk", at(TAGGED, 0, 10)));
        look(List.of(new BlindSpot("some groups", "no coordinator")), List.of());

        assertThat(state("desk")).isEqualTo(State.BEHIND);
        assertThat(standing("desk").forgottenAt()).isEmpty();
    }

    @Test
    void aKillWithNoOtherPlaceIsOwedByWhoReadsTheTaggedArticles() {
        Kill kill = kill();
        put(kill.placed(kill.at(), kill.sha256(), kill.places().subList(0, 1), true));
        look(group("desk", at(TAGGED, 0, 42)), group("region", at(PROVINCE, 1, 0)));

        assertThat(receipts()).extracting(Receipt::subscriber).containsExactly("desk");
    }

    @Test
    void aShareGroupHasPassedWhenAllBeforeIsAcknowledged() {
        look(new GroupLag(
                "jobs",
                "Share",
                "Stable",
                2,
                List.of(topic(
                        TAGGED, LagStatus.OK, List.of(partition(TAGGED, 0, 41).lag())))));

        assertThat(receipt("jobs").kind()).isEqualTo(Kind.SHARE_GROUP);
        assertThat(state("jobs")).isEqualTo(State.BEHIND);
    }

    @Test
    void aClientHasPassedWhatItWasToldAndActedWhenItGivesTheCursorBack() {
        client(NOON.minusSeconds(60), Map.of(0, 30L), Map.of(0, 35L));
        look();
        assertThat(state("paper")).isEqualTo(State.BEHIND);
        assertThat(standing("paper").records()).hasValue(7);

        client(NOON.plusSeconds(3), Map.of(0, 30L), Map.of(0, 42L));
        look();
        assertThat(state("paper")).isEqualTo(State.PASSED);
        assertThat(receipt("paper").acted()).isEmpty();

        client(NOON.plusSeconds(9), Map.of(0, 42L), Map.of(0, 42L));
        look();
        assertThat(receipt("paper").acted().orElseThrow().by()).isEqualTo(Acknowledgement.Way.CURSOR);
    }

    @Test
    void aClientThatBeganAnewBehindTheKillHasNeitherPassedNorActed() {
        client(NOON.minusSeconds(60), Map.of(0, 30L), Map.of(0, 35L));
        look();
        from = Map.of(0, 90L);
        client(NOON.plusSeconds(9), Map.of(0, 90L), Map.of(0, 95L));
        look();

        assertThat(state("paper")).isEqualTo(State.BEHIND);
        assertThat(receipt("paper").isOpen()).isTrue();
    }

    @Test
    void aClientThatGoesToAnotherInstanceWithTheCursorBehindTheKillHasActed() {
        client(NOON.minusSeconds(60), Map.of(0, 30L), Map.of(0, 35L));
        look();
        resumed("other:8091", 42);
        look();

        assertThat(receipt("paper").acted().orElseThrow().by()).isEqualTo(Acknowledgement.Way.CURSOR);
        assertThat(state("paper")).isEqualTo(State.PASSED);
    }

    @Test
    void aClientThatGivesItsCursorToAnInstanceThatWasStartedAnewHasActed() {
        client(NOON.minusSeconds(60), Map.of(0, 30L), Map.of(0, 35L));
        look();
        resumed(instance, 42);
        look();

        assertThat(receipt("paper").acted()).isPresent();
    }

    @Test
    void aCursorFromABeginBehindTheKillProvesNothingAtAnotherInstanceEither() {
        client(NOON.minusSeconds(60), Map.of(0, 30L), Map.of(0, 35L));
        look();
        from = Map.of(0, 90L);
        client(NOON.plusSeconds(4), Map.of(), Map.of(0, 95L));
        resumed("other:8091", 95);
        look();

        assertThat(receipt("paper").acted()).isEmpty();
        assertThat(receipt("paper").isOpen()).isTrue();
        assertThat(state("paper")).isEqualTo(State.BEHIND);
    }

    @Test
    void anOldNoteThatIsBehindIsNoResetOfOneThatIsBeyond() {
        instance = "gone:8091";
        client(NOON.minusSeconds(60), Map.of(0, 30L), Map.of(0, 35L));
        look();
        resumed("here:8091", 50);
        look();
        assertThat(state("paper")).isEqualTo(State.PASSED);

        instance = "other:8091";
        resumed = false;
        from = Map.of(0, 200L);
        client(NOON.plusSeconds(8), Map.of(), Map.of(0, 205L));
        resumed("here:8091", 210);
        look();

        assertThat(state("paper")).isEqualTo(State.PASSED);
    }

    @Test
    void norAtTheInstanceThatKnewItBefore() {
        client(NOON.minusSeconds(60), Map.of(0, 30L), Map.of(0, 35L));
        look();
        client(NOON.plusSeconds(5), Map.of(0, 95L), Map.of());
        instance = "other:8091";
        from = Map.of(0, 90L);
        client(NOON.plusSeconds(4), Map.of(), Map.of(0, 95L));
        look();

        assertThat(receipt("paper").acted()).isEmpty();
        assertThat(receipt("paper").isOpen()).isTrue();
    }

    @Test
    void aBeginWithoutACursorThatIsToldOfWhatCameLaterLeavesTheKillOpen() {
        client(NOON.minusSeconds(60), Map.of(0, 30L), Map.of(0, 30L));
        look();
        from = Map.of(0, 90L);
        client(NOON.plusSeconds(4), Map.of(), Map.of(0, 95L));
        look();

        assertThat(state("paper")).isEqualTo(State.BEHIND);
        assertThat(receipt("paper").isOpen()).isTrue();
    }

    @Test
    void aClientThatWentOnWithAnotherInstanceBeforeTheKillOwesItThere() {
        client(NOON.minusSeconds(60), Map.of(0, 30L), Map.of(0, 30L));
        instance = "other:8091";
        from = Map.of(0, 30L);
        client(NOON.minusSeconds(30), Map.of(0, 36L), Map.of(0, 36L));
        look();
        assertThat(standing("paper").position()).hasValue(36);

        client(NOON.plusSeconds(4), Map.of(0, 42L), Map.of(0, 42L));
        look();
        assertThat(receipt("paper").acted()).isPresent();
    }

    @Test
    void aGroupThatWasForgottenAndComesBackBehindTheKillIsToldSo() {
        look(group("late", at(TAGGED, 0, 10)));
        look();
        look(group("late", at(TAGGED, 0, 60)));

        assertThat(state("late")).isEqualTo(State.PASSED);
        assertThat(standing("late").why()).contains(Why.NO_POSITION_BEFORE);
    }

    @Test
    void aLossThatCoversTheKillAtTheFirstLookIsNoPass() {
        look(group("late", partition(TAGGED, 0, OptionalLong.of(60), new Offsets(45, 60, 60), 35, 45)));

        assertThat(state("late")).isEqualTo(State.UNKNOWN);
        assertThat(standing("late").why()).contains(Why.DELETED_UNREAD);
    }

    @Test
    void whoIsExpectedOwesBeforeAnybodyHasLooked() {
        reckoning = new Reckoning(Map.of("desk", Set.of("tagged")));
        reckoning
                .reckon(kill(), Known.of(evidence.values()), Optional.empty(), around)
                .forEach(this::put);

        assertThat(state("desk")).isEqualTo(State.UNKNOWN);
        assertThat(Known.of(evidence.values()).isOpen(kill())).isTrue();

        look(group("desk", at(TAGGED, 0, 42)));
        assertThat(state("desk")).isEqualTo(State.PASSED);
    }

    @Test
    void aSecondKillOfTheSameVersionWantsAWordOfItsOwn() {
        look(group("desk", at(TAGGED, 0, 3)));
        say("desk", "2", NOON.plusSeconds(30), Acknowledgement.Way.API);
        Kill first = kill();
        KillId again = new KillId("urn:1", "2", "id-tagged", 0, 80);
        Kill second = new Kill(
                again,
                NOON.plusSeconds(600),
                NOON.plusSeconds(600),
                first.published(),
                first.sha256(),
                first.places(),
                true,
                Optional.empty(),
                Optional.empty());
        put(second);

        assertThat(reckoning.reckon(second, Known.of(evidence.values()), Optional.empty(), around))
                .isEmpty();
        say("desk", "2", NOON.plusSeconds(601), Acknowledgement.Way.API);
        assertThat(reckoning.reckon(second, Known.of(evidence.values()), Optional.empty(), around))
                .singleElement()
                .matches(receipt -> receipt.acted().isPresent());
    }

    @Test
    void aVersionThatBringsAnArticleBackIsFoundRightBehindItsKill() {
        KillFinder finder = new KillFinder();
        finder.take(record(41, "kill", "2"), true, NOON);
        finder.take(record(42, "publish", "3"), true, NOON);

        assertThat(finder.drain()).extracting(KillFinder.Found::version).containsExactly("2", "3");
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String operation, String version) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(TAGGED, 0, offset, new byte[0], new byte[0]);
        WiretagHeader.OPERATION.put(record.headers(), operation);
        WiretagHeader.URI.put(record.headers(), "urn:1");
        WiretagHeader.VERSION.put(record.headers(), version);
        return record;
    }

    @Test
    void aClientThatWasNotHeardOfForLongIsNoReader() {
        client(NOON.minus(Duration.ofHours(2)), Map.of(0, 30L), Map.of());
        look();

        assertThat(receipts()).isEmpty();
    }

    @Test
    void theSameLookTwiceChangesNothingAndEvidenceIsReadAsItWasWritten() {
        look(group("desk", at(TAGGED, 0, 10), at(PROVINCE, 1, 10)));
        put(new Said(new Acknowledgement(
                "desk", "urn:1", "2", NOON.plusSeconds(30), Acknowledgement.Way.API, Optional.of("đêm"))));
        client(NOON.plusSeconds(9), Map.of(0, 42L), Map.of(0, 42L));
        look(group("desk", at(TAGGED, 0, 10), at(PROVINCE, 1, 10)));
        Receipt first = receipt("desk");
        look(group("desk", at(TAGGED, 0, 10), at(PROVINCE, 1, 10)));

        assertThat(receipt("desk").isAs(first)).isTrue();
        EvidenceForm form = new EvidenceForm(any -> true);
        put(new Evidence.Look(NOON, "id-tagged", Map.of(0, 7L)));
        evidence.forEach((key, value) -> {
            assertThat(form.key(form.writtenKey(key))).contains(key);
            assertThat(form.value(key, form.writtenValue(value))).contains(value);
        });
        assertThat(form.key("{\"kind\":\"habits\",\"group\":\"a\",\"topic\":\"t\"}".getBytes()))
                .isEmpty();
        assertThat(form.value(kill().key(), "{\"at\":7}".getBytes())).isEmpty();
    }

    private Kill kill() {
        return (Kill) evidence.get(new EvidenceKey.OfKill(ID));
    }

    private void put(Evidence each) {
        evidence.put(each.key(), each);
    }

    private void say(String subscriber, String version, Instant when, Acknowledgement.Way way) {
        put(new Said(new Acknowledgement(subscriber, "urn:1", version, when, way)));
    }

    private void client(Instant when, Map<Integer, Long> given, Map<Integer, Long> told) {
        put(new Client(new ClientPositions("paper", instance, when, "id-tagged", resumed, from, given, told)));
    }

    /** Comes to an instance with a cursor, the first that it sees. */
    private void resumed(String where, long cursor) {
        instance = where;
        resumed = true;
        from = Map.of(0, cursor);
        client(NOON.plusSeconds(5), Map.of(0, cursor), Map.of());
    }

    private void before(String... groups) {
        around = new Reckoning.Groups(Optional.of(Set.of(groups)), Optional.empty());
    }

    private void look(GroupLag... groups) {
        look(List.of(), List.of(groups));
    }

    private void look(List<BlindSpot> unseen, List<GroupLag> groups) {
        at = at.plusSeconds(1);
        LagReport report = new LagReport(at, groups, List.of(), unseen, Duration.ZERO);
        ReceiptLook look = new ReceiptLook(report, at.minusSeconds(1), "wiretag", topicIds);
        if (look.isComplete()) {
            around = around.then(look.groups());
        }
        reckoning
                .reckon(kill(), Known.of(evidence.values()), Optional.of(look), around)
                .forEach(this::put);
        if (look.isComplete() && kill().lookedAt().isEmpty() && kill().isPlaced()) {
            put(kill().looked(at));
        }
    }

    private List<Receipt> receipts() {
        return Known.of(evidence.values()).receipts(ID);
    }

    private Receipt receipt(String subscriber) {
        return (Receipt) evidence.get(new EvidenceKey.OfReceipt(ID, subscriber));
    }

    private Standing standing(String subscriber) {
        return receipt(subscriber).worst().orElseThrow();
    }

    private State state(String subscriber) {
        return standing(subscriber).state();
    }

    private record At(String topic, PartitionLag lag) {}

    private static At at(String topic, int partition, long committed) {
        return partition(topic, partition, committed);
    }

    private static At partition(String topic, int partition, long committed) {
        return partition(topic, partition, OptionalLong.of(committed), new Offsets(0, 6000, 6000), 0, 0);
    }

    private static At partition(
            String topic, int partition, OptionalLong committed, Offsets offsets, long expired, long before) {
        return new At(
                topic,
                new PartitionLag(
                        partition,
                        committed,
                        offsets,
                        OptionalLong.of(1),
                        true,
                        expired,
                        before,
                        Optional.of(Duration.ofSeconds(4)),
                        LagStatus.OK));
    }

    private static GroupLag group(String id, At... places) {
        Map<String, List<PartitionLag>> topics = new HashMap<>();
        for (At each : places) {
            topics.computeIfAbsent(each.topic(), any -> new ArrayList<>()).add(each.lag());
        }
        return new GroupLag(
                id,
                "Classic",
                "Stable",
                1,
                topics.entrySet().stream()
                        .map(each -> topic(each.getKey(), LagStatus.OK, each.getValue()))
                        .toList());
    }

    private static TopicLag topic(String name, LagStatus status, List<PartitionLag> partitions) {
        return new TopicLag(
                name,
                OptionalLong.of(1),
                true,
                Optional.empty(),
                status,
                false,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                partitions,
                List.of());
    }
}
