package io.wiretag.proof;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Where faults happen. */
record Scene(Cluster cluster, Load load, History history) {
    private static final Duration SETTLING = Duration.ofSeconds(2);

    /**
     * Does something that must find everything done with, as what wipes positions or memory: the load waits meanwhile, and goes
     * on afterwards.
     */
    void whileLoadWaits(Callable<?> work) throws Exception {
        load.hold(true);
        try {
            // what is on its way to the brokers
            Await.hold(SETTLING);
            cluster.awaitCaughtUp(Await.PATIENCE);
            work.call();
        } finally {
            load.hold(false);
        }
        int before = load.acknowledged();
        Await.until("the load to go on", Await.PATIENCE, () -> load.acknowledged() > before || load.isDone());
    }
}
