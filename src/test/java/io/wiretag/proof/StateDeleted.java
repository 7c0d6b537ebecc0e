package io.wiretag.proof;

import java.time.Duration;

/**
 * A processor is killed and starts again on an empty disk: what it knew of articles comes back from the brokers.
 *
 * @param which from 1
 */
record StateDeleted(int which) implements Fault {
    @Override
    public String name() {
        return "processor-" + which + "-state-deleted";
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(15);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        Processor processor = scene.cluster().processors().get(which - 1);
        processor.kill();
        processor.deleteState();
        processor.start();
        Cluster.awaitReady(processor, Await.PATIENCE);
    }
}
