package io.wiretag.proof;

import io.wiretag.schema.PubStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/**
 * Articles are deleted before any processor has read them, as retention does when all of them stand still for too long. That is
 * a loss which nobody can make good, and each of them must be counted.
 *
 * @param articles how many
 */
record UnreadDeleted(int articles) implements Fault {
    private static final String COUNTED = "wiretag_articles_total{event=\"deleted-unread\"";

    @Override
    public String name() {
        return "unread-deleted";
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(40);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        scene.whileLoadWaits(() -> {
            strike(scene, scene.cluster());
            return null;
        });
    }

    private void strike(Scene scene, Cluster cluster) throws Exception {
        cluster.stopProcessors();
        try (Aside aside = new Aside(cluster)) {
            for (int i = 0; i < articles; i++) {
                Edition article = article(i);
                aside.publish(article, scene.load().bytes(article));
            }
        }
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        cluster.published(Await.PATIENCE)
                .forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
        cluster.admin().deleteRecords(all).all().get(30, TimeUnit.SECONDS);
        cluster.startProcessors();
        cluster.awaitReady();
        double[] counted = {0};
        Await.until(
                articles + " deleted articles to be counted",
                Await.PATIENCE,
                () -> {
                    counted[0] = counted(cluster);
                    return counted[0] >= articles;
                },
                () -> ", " + counted[0] + " are");
        scene.history().tell("deleted-unread", "articles", articles, "counted", (int) counted[0]);
    }

    private static double counted(Cluster cluster) throws Exception {
        double counted = 0;
        for (Processor processor : cluster.processors()) {
            counted += processor.metric(COUNTED);
        }
        return counted;
    }

    private static Edition article(int number) {
        return new Edition(
                Aside.URI + "unread:" + number,
                1,
                PubStatus.usable,
                0,
                new TreeSet<>(),
                Optional.empty(),
                Edition.Texture.PLAIN,
                false);
    }
}
