package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.delivery.Cursor;
import io.wiretag.schema.Article;
import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** That what is lost, doubled, exchanged or shown in vain is found. */
class DeliveryOracleTest {
    private static final Uuid TOPIC = Uuid.randomUuid();
    private static final Predicate<TaggedArticle> NO_CORRECTION_BUT_A = article ->
            article.getOperation() == Operation.publish || uri(article).equals("a");

    /** Article a is corrected, b is corrected out of the filter, c is killed. */
    private final DeliveryOracle oracle = new DeliveryOracle(List.of(
            version(0, "a", "1", Operation.publish),
            version(1, "b", "1", Operation.publish),
            version(2, "c", "1", Operation.publish),
            version(3, "a", "2", Operation.correct),
            version(4, "b", "2", Operation.correct),
            version(5, "c", "2", Operation.kill)));

    private final List<EventJournal.Entry> right = List.of(
            entry(0, "a", "1", "publish"),
            entry(1, "b", "1", "publish"),
            entry(2, "c", "1", "publish"),
            entry(3, "a", "2", "correct"),
            entry(4, "b", "2", "retract"),
            entry(5, "c", "2", "kill"));

    @Test
    void aWholeJournalIsRightAlsoWithIdsThatCameTwiceAndTakingsBackOfWhatWasNeverShown() {
        List<EventJournal.Entry> journal = new ArrayList<>(right);
        journal.add(2, right.get(0));
        journal.add(
                2,
                new EventJournal.Entry(
                        "x", "retract", "other", "1", right.get(1).cursor()));

        assertThat(judge(journal).isNothing()).isTrue();
    }

    @Test
    void aSnapshotAndWhatFollowsAreRight() {
        List<EventJournal.Entry> journal = List.of(
                new EventJournal.Entry("0", "publish", "a", "1", Optional.empty()),
                new EventJournal.Entry("1", "publish", "b", "1", Optional.empty()),
                new EventJournal.Entry("2", "publish", "c", "1", Optional.empty()),
                EventJournal.Entry.of(cursor(3)),
                right.get(3),
                right.get(4),
                right.get(5));

        assertThat(judge(journal).isNothing()).isTrue();
    }

    @Test
    void aSnapshotMayLackWhatIsToldBehindItsCursorAndNothingElse() {
        List<EventJournal.Entry> withoutA = List.of(
                new EventJournal.Entry("1", "publish", "b", "1", Optional.empty()),
                new EventJournal.Entry("2", "publish", "c", "1", Optional.empty()),
                EventJournal.Entry.of(cursor(3)));
        List<EventJournal.Entry> killedLater = new ArrayList<>(withoutA);
        killedLater.add(right.get(3));

        assertThat(judge(withoutA).isNothing()).isTrue();
        assertThat(judge(killedLater).isNothing()).isTrue();
        assertThat(oracle.judge(List.of(withoutA.get(0), EventJournal.Entry.of(cursor(6))), any -> true)
                        .view())
                .contains("a: null instead of 2");
    }

    @Test
    void whatIsMissingIsLost() {
        List<EventJournal.Entry> journal = new ArrayList<>(right);
        journal.remove(4);

        assertThat(judge(journal).lost()).containsExactly("b 2 retract");
        assertThat(judge(journal).view()).contains("b: 1 instead of null");
    }

    @Test
    void theSameUnderAnotherIdIsDoubled() {
        List<EventJournal.Entry> journal = new ArrayList<>(right);
        journal.add(
                4,
                new EventJournal.Entry(
                        "other", "correct", "a", "2", right.get(3).cursor()));

        assertThat(judge(journal).doubled()).hasSize(1);
    }

    @Test
    void anotherOrderOfOneUriIsFoundAndOfTwoIsNone() {
        List<EventJournal.Entry> journal = new ArrayList<>(right);
        journal.set(0, right.get(3));
        journal.set(3, right.get(0));

        assertThat(judge(journal).outOfOrder()).containsExactly("a");

        journal = new ArrayList<>(right);
        journal.set(0, right.get(1));
        journal.set(1, right.get(0));

        assertThat(judge(journal).isNothing()).isTrue();
    }

    @Test
    void whatDoesNotPassAndIsShownIsUnexpected() {
        List<EventJournal.Entry> journal = new ArrayList<>(right);
        journal.set(4, entry(4, "b", "2", "correct"));

        assertThat(judge(journal).unexpected()).containsExactly("b 2 shown");
    }

    private DeliveryOracle.Findings judge(List<EventJournal.Entry> journal) {
        return oracle.judge(journal, NO_CORRECTION_BUT_A);
    }

    private static String uri(TaggedArticle article) {
        return article.getArticle().getUri();
    }

    private static DeliveryOracle.Version version(long offset, String uri, String version, Operation operation) {
        Article article =
                Article.newBuilder(Articles.flood(version)).setUri(uri).build();
        TaggedArticle tagged = new TaggedArticle(
                article,
                List.of(),
                List.of(),
                "1",
                "0",
                Instant.EPOCH,
                operation,
                List.of(),
                null,
                List.of(),
                List.of(),
                null);
        return new DeliveryOracle.Version(0, offset, tagged);
    }

    private static EventJournal.Entry entry(long offset, String uri, String version, String operation) {
        return new EventJournal.Entry(String.valueOf(offset), operation, uri, version, Optional.of(cursor(offset + 1)));
    }

    private static String cursor(long offset) {
        return new Cursor("cluster", TOPIC, new TreeMap<>(Map.of(0, offset)), Instant.EPOCH).toString();
    }
}
