package io.wiretag.proof;

import java.time.Duration;

/**
 * The registry comes back without its storage: it answers, and knows none of the schemas that articles are written in. What
 * processors know already goes on; what they do not waits, for ids that were known a moment ago are gone. Then its storage is
 * back, and all is caught up.
 *
 * @param empty how long at least
 */
record RegistryEmpty(Duration empty) implements Fault {
    @Override
    public String name() {
        return "registry-empty";
    }

    @Override
    public Duration length() {
        return empty.plusSeconds(20);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        Registry registry = scene.cluster().registry();
        scene.load().spareRegistry(true);
        scene.cluster().awaitCaughtUp(Await.PATIENCE);
        registry.stop();
        try {
            registry.startEmpty();
            RegistryAway.newSchema(scene);
            Await.hold(empty);
            scene.history().tell("registry-back", "lag", scene.cluster().lag());
        } finally {
            registry.stop();
            registry.start();
            scene.load().spareRegistry(false);
        }
        for (Processor processor : scene.cluster().processors()) {
            Cluster.awaitReady(processor, Await.PATIENCE);
        }
    }
}
