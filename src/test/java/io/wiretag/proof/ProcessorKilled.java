package io.wiretag.proof;

import java.time.Duration;

/**
 * {@code kill -9} of a processor, and a new start.
 *
 * @param which from 1
 */
record ProcessorKilled(int which) implements Fault {
    @Override
    public String name() {
        return "processor-" + which + "-killed";
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(12);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        Processor processor = scene.cluster().processors().get(which - 1);
        processor.kill();
        processor.start();
        Cluster.awaitReady(processor, Await.PATIENCE);
    }
}
