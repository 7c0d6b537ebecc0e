package io.wiretag.processor;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.topology.EmbargoStore;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the topic that keeps records under embargo take what the stream may have to keep. It is made once, by Kafka Streams, with
 * the limit of that day: when those of the other topics are raised later, an article that is let in could not be kept, and would
 * end the stream at each start. What is remembered of articles has a bound of its own.
 */
final class ChangelogLimits {
    private static final Logger LOG = LoggerFactory.getLogger(ChangelogLimits.class);

    private ChangelogLimits() {}

    /**
     * Raises it, if it exists and takes less.
     *
     * @param largest bytes of the largest record that may have to be kept
     * @throws MisfitException if it takes less and must not be changed, with the remedy
     * @throws io.wiretag.cluster.KafkaUnavailableException if no broker answers
     */
    static void raise(ClusterFacts facts, String applicationId, int largest) {
        String changelog = StartCheck.changelog(applicationId, EmbargoStore.STORE);
        limit(facts, changelog, largest)
                .filter(limit -> limit < largest)
                .ifPresent(limit -> raise(facts, changelog, limit, largest));
    }

    private static Optional<Integer> limit(ClusterFacts facts, String changelog, int largest) {
        try {
            return Optional.ofNullable(facts.maxMessageBytes(List.of(changelog)).get(changelog));
        } catch (KafkaRefusedException e) {
            LOG.warn(
                    "nobody knows whether topic {}, which keeps what is under embargo, takes records of {} bytes: give this"
                            + " user DESCRIBE_CONFIGS on it: {}",
                    changelog,
                    largest,
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static void raise(ClusterFacts facts, String changelog, int limit, int largest) {
        try {
            facts.setMaxMessageBytes(changelog, largest);
            LOG.info("raised topic={} max.message.bytes={} before={}", changelog, largest, limit);
        } catch (KafkaRefusedException e) {
            throw new MisfitException("the processor does not start: topic " + changelog
                    + ", which keeps what is under embargo, takes records up to"
                    + " max.message.bytes=" + limit + ", and up to " + largest
                    + " may have to be kept. Raise it (kafka-configs"
                    + " --alter --topic " + changelog + " --add-config max.message.bytes=" + largest
                    + "), or give this user ALTER_CONFIGS on it: " + e.getMessage());
        }
    }
}
