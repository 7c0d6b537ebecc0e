package io.wiretag.proof;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Somebody deletes the changelog, Kafka's copy of what the processors remember of articles. They must end and refuse to start,
 * for whoever starts without memory sends everything again; the remedy that they name must bring it back.
 *
 * @param running whether processors run meanwhile
 */
record ChangelogDeleted(boolean running) implements Fault {
    private static final String REMEDY = "--rebuild-memory";

    @Override
    public String name() {
        return "changelog-deleted-" + (running ? "running" : "stopped");
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

    private void strike(Cluster cluster, History history) throws Exception {
        if (!running) {
            cluster.stopProcessors();
        }
        cluster.admin()
                .deleteTopics(List.of(cluster.group() + "-articles-changelog"))
                .all()
                .get(30, TimeUnit.SECONDS);
        if (running) {
            for (Processor processor : cluster.processors()) {
                processor.awaitEnd(Await.PATIENCE);
            }
        }
        requireRefusal(cluster.processors().get(0), history);
        for (Processor processor : cluster.processors()) {
            processor.rebuildMemory();
        }
        cluster.startProcessors();
        cluster.awaitReady();
    }

    private static void requireRefusal(Processor processor, History history) throws Exception {
        processor.start();
        String said = processor.awaitEnd(Await.PATIENCE);
        if (!said.contains(REMEDY)) {
            throw new ProofException(processor + " does not name the remedy " + REMEDY + ": " + said);
        }
        history.tell("refused", "processor", processor.toString());
    }
}
