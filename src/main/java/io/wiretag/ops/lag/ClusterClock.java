package io.wiretag.ops.lag;

import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
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
    private Duration ahead = Duration.ZERO;
    private long askedAt = Long.MIN_VALUE;

    ClusterClock(Admin admin, Clock ours) {
        this.admin = admin;
        this.ours = ours;
    }

    Clock ours() {
        return ours;
    }

    /** Negative where ours goes behind; zero where they agree, or nobody tells. */
    Duration ahead() {
        if (askedAt == Long.MIN_VALUE || System.nanoTime() - askedAt > ASKED_EVERY.toNanos()) {
            askedAt = System.nanoTime();
            ahead = ask();
        }
        return ahead;
    }

    private Duration ask() {
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
                return Duration.ZERO;
            }
            // what lies between the two is not known better than this
            long least = before - theirs.getAsLong();
            long most = after - theirs.getAsLong();
            Duration differs = Duration.ofMillis(least > 0 ? least : Math.min(0, most));
            return differs.abs().compareTo(USUAL) > 0 ? differs : Duration.ZERO;
        } catch (KafkaRefusedException | KafkaUnavailableException e) {
            return Duration.ZERO;
        }
    }
}
