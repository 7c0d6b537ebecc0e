package io.wiretag;

import java.net.URI;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The end-to-end story on the public images of Kafka and the registry. */
@Tag("full")
class ContainerStoryIT extends EndToEndStory {
    private static Containers containers;

    @BeforeAll
    static void start() {
        containers = Containers.required();
    }

    @Override
    String bootstrapServers() {
        return containers.bootstrapServers();
    }

    @Override
    URI registryUrl() {
        return containers.registryUrl();
    }
}
