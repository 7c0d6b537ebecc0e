package io.wiretag;

import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.net.URI;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The end-to-end story on the public images of Kafka and the registry. */
@Tag("full")
@Needs(Tool.DOCKER)
class ContainerStoryIT extends EndToEndStory {
    private static Containers containers;

    @BeforeAll
    static void start() {
        containers = Containers.started();
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
