package io.wiretag.processor.faults;

import java.util.List;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TransactionAbortableException;

/**
 * Failures that say that the brokers have rolled a transaction back, because whoever had opened it stood still for longer than it
 * may last: a machine that was suspended, a long pause of the JVM. Kafka Streams goes on by itself when its producer is fenced;
 * one that wakes up within its commit is told one of these instead (KIP-890), and Streams takes it for fatal. Nothing of the
 * transaction can be read, positions among it, so a new thread begins where the last one was committed.
 */
public final class AbortedByBroker {
    private static final List<Class<? extends Exception>> KINDS = List.of(
            InvalidPidMappingException.class, InvalidTxnStateException.class, TransactionAbortableException.class);

    private AbortedByBroker() {}

    public static boolean isCauseOf(Throwable failure) {
        return BrokerOutage.isOneOf(KINDS, failure);
    }
}
