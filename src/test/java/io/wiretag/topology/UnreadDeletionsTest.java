package io.wiretag.topology;

import static io.wiretag.topology.UnreadDeletions.NOT_KNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.topology.UnreadDeletions.Lost;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UnreadDeletionsTest {
    private static final TopicPartition ZERO = new TopicPartition("published", 0);
    private static final Set<TopicPartition> OURS = Set.of(ZERO);

    private final UnreadDeletions deletions = new UnreadDeletions();

    @Test
    void aPositionThatStaysBeforeTheFirstRecordIsALossToldOnce() {
        deletions.begin(Map.of(ZERO, 10L));

        assertThat(deletions.look(Map.of(ZERO, 10L), Map.of(ZERO, 30L), OURS)).containsExactly(new Lost(ZERO, 10, 30));
        assertThat(deletions.look(Map.of(ZERO, 10L), Map.of(ZERO, 30L), OURS)).isEmpty();
        assertThat(deletions.look(Map.of(ZERO, 10L), Map.of(ZERO, 35L), OURS)).containsExactly(new Lost(ZERO, 30, 35));
    }

    @Test
    void aPositionThatMovesMayHaveFetchedWhatIsDeletedBehindIt() {
        deletions.begin(Map.of(ZERO, 5L));

        assertThat(deletions.look(Map.of(ZERO, 10L), Map.of(ZERO, 30L), OURS)).isEmpty();
    }

    @Test
    void aJumpOverDeletedOffsetsIsALossAndOneOverMarkersIsNot() {
        deletions.begin(Map.of(ZERO, 10L));
        deletions.jumped(ZERO, 12, 13);
        deletions.jumped(ZERO, 15, 40);

        assertThat(deletions.look(Map.of(ZERO, 41L), Map.of(ZERO, 38L), OURS))
                .as("up to the first record that is kept; the marker before was read")
                .contains(new Lost(ZERO, 15, 38));
    }

    @Test
    void theFirstRecordAfterAStartIsHeldAgainstThePositionOfBefore() {
        deletions.begin(Map.of(ZERO, 10L));
        deletions.jumped(ZERO, NOT_KNOWN, 30);

        assertThat(deletions.look(Map.of(ZERO, 31L), Map.of(ZERO, 30L), OURS)).containsExactly(new Lost(ZERO, 10, 30));
    }

    @Test
    void aLossIsSeenAmongAnyNumberOfJumpsOverMarkers() {
        deletions.begin(Map.of(ZERO, 0L));
        for (int record = 0; record < 20_000; record++) {
            deletions.jumped(ZERO, 2L * record + 1, 2L * record + 2);
        }
        deletions.jumped(ZERO, 40_001, 50_000);
        for (int record = 0; record < 20_000; record++) {
            deletions.jumped(ZERO, 50_001 + 2L * record, 50_002 + 2L * record);
        }

        assertThat(deletions.look(Map.of(ZERO, 90_002L), Map.of(ZERO, 50_000L), OURS))
                .contains(new Lost(ZERO, 40_001, 50_000));
    }

    @Test
    void markersThatWereReadLongBeforeALookAreNoLossWhenTheyAreDeletedByThen() {
        deletions.begin(Map.of(ZERO, 10L));
        deletions.jumped(ZERO, 12, 13);
        deletions.jumped(ZERO, 15, 40);
        deletions.missed();
        deletions.missed();

        assertThat(deletions.look(Map.of(ZERO, 41L), Map.of(ZERO, 41L), OURS)).containsExactly(new Lost(ZERO, 15, 40));
    }

    @Test
    void aGroupThatNeverHadAPositionHasLostNothing() {
        deletions.begin(Map.of());
        deletions.jumped(ZERO, NOT_KNOWN, 30);

        assertThat(deletions.look(Map.of(ZERO, 31L), Map.of(ZERO, 30L), OURS)).isEmpty();
    }
}
