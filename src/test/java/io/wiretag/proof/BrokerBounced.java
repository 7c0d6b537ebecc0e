package io.wiretag.proof;

import java.time.Duration;

/**
 * The broker that leads, ended and started again.
 *
 * @param hard SIGKILL, otherwise SIGTERM
 */
record BrokerBounced(boolean hard) implements Fault {
    @Override
    public String name() {
        return "leader-bounced-" + (hard ? "hard" : "clean");
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(25);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        bounce(scene, scene.cluster().leader(), hard);
    }

    static void bounce(Scene scene, Broker broker, boolean hard) throws Exception {
        scene.history().tell("broker-down", "broker", broker.toString());
        broker.stop(hard);
        // one that is back before anybody noticed would have lost nothing
        scene.cluster().awaitBrokers(Cluster.SIZE - 1);
        broker.start();
        // another one may go only when this one has everything
        scene.cluster().awaitReplicas(Await.PATIENCE);
    }
}
