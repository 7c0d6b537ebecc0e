package io.wiretag.proof;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * SIGSTOP of a processor in the middle of its work, for longer than its session lasts, and SIGCONT. Meanwhile the others have
 * its partitions; when it wakes up with a transaction in its hands it is a zombie, and must be fenced.
 *
 * @param which from 1
 * @param pause longer than the session
 * @param alone whether nothing else is wrong, so that the others must take over meanwhile
 */
record ProcessorPaused(int which, Duration pause, boolean alone) implements Fault {
    @Override
    public String name() {
        return "processor-" + which + "-paused";
    }

    @Override
    public Duration length() {
        return pause.plusSeconds(12);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        Processor processor = scene.cluster().processors().get(which - 1);
        processor.pause();
        try {
            Await.hold(pause);
            if (alone) {
                // what came into all partitions, so into its own, while it was paused: others have them
                Map<TopicPartition, Long> meanwhile = scene.cluster().published(Await.PATIENCE);
                Await.until(
                        "the others to take over from " + processor,
                        Await.PATIENCE,
                        () -> scene.cluster().behind(meanwhile) == 0);
            }
        } finally {
            processor.resume();
        }
        Cluster.awaitReady(processor, Await.PATIENCE);
    }
}
