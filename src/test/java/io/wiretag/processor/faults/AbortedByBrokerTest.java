package io.wiretag.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class AbortedByBrokerTest {
    /** As Kafka Streams 4.3.1 told it when a processor was stopped within a commit for longer than its transaction could last. */
    @Test
    void aCommitThatComesTooLateIsNoReasonToEnd() {
        Throwable told = new StreamsException(
                "Error encountered trying to commit a transaction",
                new InvalidTxnStateException("The producer attempted a transactional operation in an invalid state."));

        assertThat(AbortedByBroker.isCauseOf(told)).isTrue();
        assertThat(BrokerOutage.isCauseOf(told)).isFalse();
    }

    @Test
    void whatWouldComeAgainIsOne() {
        assertThat(AbortedByBroker.isCauseOf(new StreamsException("sending", new RecordTooLargeException("5 MB"))))
                .isFalse();
    }
}
