package io.wiretag.processor.faults;

import io.wiretag.cluster.KafkaUnavailableException;
import java.util.List;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Failures that say that brokers are away, and go away when they come back. Kafka's {@code RetriableException} says less: a
 * corrupt batch on a broker's disk is one too.
 */
public final class BrokerOutage {
    private static final List<Class<? extends Exception>> KINDS = List.of(
            BrokerNotAvailableException.class,
            CoordinatorLoadInProgressException.class,
            CoordinatorNotAvailableException.class,
            DisconnectException.class,
            KafkaUnavailableException.class,
            KafkaStorageException.class,
            LeaderNotAvailableException.class,
            NetworkException.class,
            NotCoordinatorException.class,
            NotEnoughReplicasAfterAppendException.class,
            NotEnoughReplicasException.class,
            NotLeaderOrFollowerException.class,
            TimeoutException.class);

    private BrokerOutage() {}

    public static boolean isCauseOf(Throwable failure) {
        return isOneOf(KINDS, failure);
    }

    /** Whether a failure, or what lies behind it, is of one of these kinds. */
    static boolean isOneOf(List<Class<? extends Exception>> kinds, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Throwable candidate = cause;
            if (kinds.stream().anyMatch(kind -> kind.isInstance(candidate))) {
                return true;
            }
        }
        return false;
    }
}
