package io.wiretag.proof;

import java.time.Duration;

/** All brokers in turn, each once the one before is in sync again, hard and clean by turns. */
record AllBrokersBounced() implements Fault {
    @Override
    public String name() {
        return "all-brokers-bounced";
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(60);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        for (Broker broker : scene.cluster().brokers()) {
            BrokerBounced.bounce(scene, broker, broker.id() % 2 == 1);
        }
    }
}
