package io.wiretag.proof;

import java.time.Duration;

/** The registry is gone for a while, whatever that means for whom: a part of the soak. */
record RegistryDown(Duration down) implements Fault {
    @Override
    public String name() {
        return "registry-down";
    }

    @Override
    public Duration length() {
        return down;
    }

    @Override
    public void strike(Scene scene) throws Exception {
        scene.cluster().registry().stop();
        try {
            Await.hold(down);
        } finally {
            scene.cluster().registry().start();
        }
    }
}
