package io.wiretag.proof;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The group of the processors is gone, as after a week away: they remember all articles and do not know where they were. They
 * must refuse to start rather than send old revisions again, and name the offsets to set.
 */
record PositionsDeleted() implements Fault {
    /** As they stand in the command that a processor names: topic, partition, offset. */
    private static final Pattern POSITION = Pattern.compile("(\\S+),(\\d+),(\\d+)(?= )");

    @Override
    public String name() {
        return "positions-deleted";
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(60);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        scene.whileLoadWaits(() -> {
            strike(scene.cluster(), scene.history());
            return null;
        });
    }

    private static void strike(Cluster cluster, History history) throws Exception {
        cluster.stopProcessors();
        // members that are gone may be known for a moment
        Await.until("the group to be deleted", Await.PATIENCE, () -> {
            cluster.admin().deleteConsumerGroups(List.of(cluster.group())).all().get(30, TimeUnit.SECONDS);
            return true;
        });
        Processor first = cluster.processors().get(0);
        first.start();
        Map<TopicPartition, OffsetAndMetadata> positions = positions(first.awaitEnd(Await.PATIENCE));
        history.tell("refused", "processor", first.toString(), "positions", positions.toString());
        cluster.admin()
                .alterConsumerGroupOffsets(cluster.group(), positions)
                .all()
                .get(30, TimeUnit.SECONDS);
        cluster.startProcessors();
        cluster.awaitReady();
    }

    private static Map<TopicPartition, OffsetAndMetadata> positions(String said) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        Matcher named = POSITION.matcher(said);
        while (named.find()) {
            positions.put(
                    new TopicPartition(named.group(1), Integer.parseInt(named.group(2))),
                    new OffsetAndMetadata(Long.parseLong(named.group(3))));
        }
        if (positions.isEmpty()) {
            throw new ProofException("a processor without positions does not name those to set: " + said);
        }
        return positions;
    }
}
