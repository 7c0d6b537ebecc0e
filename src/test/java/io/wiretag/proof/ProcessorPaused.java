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
 */
record ProcessorPaused(int which, Duration pause) implements Fault {
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
        Map<TopicPartition, Long> before = scene.cluster().published(Duration.ofSeconds(30));
        processor.pause();
        try {
            Await.hold(pause);
            // of all partitions, so of its own: others have them
            Await.until(
                    "the others to take over from " + processor,
                    Await.PATIENCE,
                    () -> scene.cluster().behind(before) == 0);
        } finally {
            processor.resume();
        }
        Cluster.awaitReady(processor, Await.PATIENCE);
    }
}
