package io.wiretag.proof;

import java.time.Duration;

/**
 * The registry answers, and so late that a processor may not wait for it with a transaction open: a schema that no processor
 * has met and a start that has never asked.
 *
 * @param late how late each answer is
 * @param slow how long that lasts at least
 */
record RegistrySlow(Duration late, Duration slow) implements Fault {
    @Override
    public String name() {
        return "registry-slow";
    }

    @Override
    public Duration length() {
        return slow.plusSeconds(20);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        TcpProxy network = scene.cluster().registry().network();
        Processor last = scene.cluster().processors().get(Cluster.SIZE - 1);
        network.slow(late, Duration.ZERO);
        try {
            scene.load().schema(scene.load().schema() + 1);
            last.kill();
            last.start();
            Await.hold(slow);
            scene.history().tell("registry-slow", "lag", scene.cluster().lag());
        } finally {
            network.heal();
        }
        Cluster.awaitReady(last, Await.PATIENCE);
    }
}
