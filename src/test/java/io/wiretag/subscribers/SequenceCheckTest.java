package io.wiretag.subscribers;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.subscribers.SequenceCheck.Findings;
import io.wiretag.subscribers.SequenceCheck.Kind;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class SequenceCheckTest {
    private final SequenceCheck check = new SequenceCheck();
    private long offset;

    @Test
    void numbersOfSeveralPartitionsThatFollowEachOtherAreWhole() {
        take(0, "7:0:4", "7:1:9", "7:0:5", "7:1:10");
        take(1, "7:0:1", "7:0:2");

        Findings findings = check.findings();

        assertThat(findings.isWhole()).isTrue();
        assertThat(findings.records()).isEqualTo(6);
        assertThat(findings.named()).isEmpty();
    }

    @Test
    void aGapIsLostAndItsPlaceIsNamed() {
        take(2, "7:3:1", "7:3:2", "7:3:6");

        Findings findings = check.findings();

        assertThat(findings.lost()).isEqualTo(3);
        assertThat(findings.named())
                .containsExactly(new SequenceCheck.Finding(Kind.LOST, 2, 2, new SequenceNumber(7, 3, 3), 5));
    }

    @Test
    void whatComesLateIsOutOfOrderAndNotLostAndWhatComesAgainIsDoubled() {
        take(0, "7:0:1", "7:0:5", "7:0:3", "7:0:2", "7:0:3", "7:0:4", "7:0:5");

        Findings findings = check.findings();

        assertThat(findings.lost()).isZero();
        assertThat(findings.outOfOrder()).isEqualTo(3);
        assertThat(findings.doubled()).isEqualTo(2);
    }

    @Test
    void aGapThatIsFilledInItsMiddleStaysOpenOnBothSides() {
        take(0, "7:0:1", "7:0:9", "7:0:5");

        assertThat(check.findings().lost()).isEqualTo(6);
    }

    @Test
    void aNewEpochBeginsWithOneAndWhatTheFormerLostStaysLost() {
        take(0, "7:0:3", "7:0:5", "9:0:1", "9:0:2", "8:0:1");
        take(1, "7:0:3", "9:0:1");

        Findings findings = check.findings();

        assertThat(findings.epochs()).isEqualTo(1);
        assertThat(findings.lost()).isEqualTo(1);
        assertThat(findings.outOfOrder()).isEqualTo(1);
    }

    @Test
    void anEpochThatDoesNotBeginWithOneHasLostItsBeginning() {
        take(0, "7:0:3", "9:0:3");

        assertThat(check.findings().lost()).isEqualTo(2);
    }

    @Test
    void nothingIsWholeOfWhichNothingHasANumber() {
        assertThat(new SequenceCheck().findings().isWhole()).isFalse();
        check.take(0, 0, Optional.empty());
        assertThat(check.findings().isWhole()).isFalse();
    }

    @Test
    void whatHasNoNumberOrNoneThatCanBeReadIsCountedApart() {
        take(0, "7:0:1");
        check.take(0, 1, Optional.empty());
        RecordHeaders odd = new RecordHeaders();
        odd.add("wiretag.seq", "7:x:1".getBytes());

        assertThat(SequenceNumber.of(odd)).isEmpty();
        assertThat(check.findings().unnumbered()).isEqualTo(1);
        assertThat(check.findings().isWhole()).isTrue();
    }

    private void take(int partition, String... numbers) {
        for (String each : numbers) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("wiretag.seq", each.getBytes());
            check.take(partition, offset++, SequenceNumber.of(headers));
        }
    }
}
