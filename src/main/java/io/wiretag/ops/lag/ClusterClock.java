package io.wiretag.ops.lag;

import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeMetadataQuorumOptions;
import org.apache.kafka.clients.admin.QuorumInfo;

/**
 * How far our clock goes ahead of that of the cluster, asked once a minute.
 *
 * <p>Kafka has no question for the time. But the controller that leads the quorum says when each of its voters last fetched from
 * it, and of itself it says: now.
 *
 * <p>Not thread-safe.
 */
final class ClusterClock {
    /** Clocks of machines that are kept right differ by less, and the question takes a moment itself. */
    private static final Duration USUAL = Duration.ofSeconds(2);

    private static final Duration ASKED_EVERY = Duration.ofMinutes(1);
    private static final int LIMIT_MS = 2000;

    private final Admin admin;
    private final Clock ours;
    private final LongSupplier nanos;
    private Duration ahead = Duration.ZERO;
    private long askedAt = Long.MIN_VALUE;

    /** @param nanos as {@link System#nanoTime} */
    ClusterClock(Admin admin, Clock ours, LongSupplier nanos) {
        this.admin = admin;
        this.ours = ours;
        this.nanos = nanos;
    }

    Clock ours() {
        return ours;
    }

    /** Negative where ours goes behind; zero where they agree, or nobody has ever told. */
    Duration ahead() {
        long now = nanos.getAsLong();
        if (askedAt == Long.MIN_VALUE || now - askedAt > ASKED_EVERY.toNanos()) {
            askedAt = now;
            // without an answer the last one holds: ages must not jump because a question failed
            ahead = ask().orElse(ahead);
        }
        return ahead;
    }

    private Optional<Duration> ask() {
        try {
            long before = ours.millis();
            QuorumInfo quorum = KafkaCall.await(
                    admin.describeMetadataQuorum(new DescribeMetadataQuorumOptions().timeoutMs(LIMIT_MS))
                            .quorumInfo(),
                    "describe the quorum",
                    BlindSpots.LIMIT);
            long after = ours.millis();
            OptionalLong theirs = quorum.voters().stream()
                    .filter(voter -> voter.replicaId() == quorum.leaderId())
                    .map(QuorumInfo.ReplicaState::lastFetchTimestamp)
                    .filter(OptionalLong::isPresent)
                    .mapToLong(OptionalLong::getAsLong)
                    .findFirst();
            if (theirs.isEmpty()) {
                return Optional.empty();
            }
            // what lies between the two is not known better than this
            long least = before - theirs.getAsLong();
            long most = after - theirs.getAsLong();
            Duration differs = Duration.ofMillis(least > 0 ? least : Math.min(0, most));
            return Optional.of(differs.abs().compareTo(USUAL) > 0 ? differs : Duration.ZERO);
        } catch (KafkaRefusedException | KafkaUnavailableException e) {
            return Optional.empty();
        }
    }
}
