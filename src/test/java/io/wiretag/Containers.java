package io.wiretag;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A broker, a registry and our own image in containers; started once for all tests, removed at the end of the JVM. */
final class Containers {
    static final String BROKER = "broker:19092";
    static final String REGISTRY = "http://registry:8080";

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static Containers containers;

    private final Network network = Network.newNetwork();
    private final KafkaContainer broker = new KafkaContainer(DockerImageName.parse("apache/kafka:4.3.1"))
            .withNetwork(network)
            .withNetworkAliases("broker")
            .withListener(BROKER);
    private final GenericContainer<?> registry = new GenericContainer<>(
                    DockerImageName.parse("apicurio/apicurio-registry:3.0.9"))
            .withNetwork(network)
            .withNetworkAliases("registry")
            .withExposedPorts(8080)
            .waitingFor(Wait.forHttp("/health/ready").withStartupTimeout(LIMIT));

    private Containers() {
        broker.start();
        registry.start();
    }

    static synchronized Containers started() {
        if (containers == null) {
            containers = new Containers();
        }
        return containers;
    }

    String bootstrapServers() {
        return broker.getBootstrapServers();
    }

    URI registryUrl() {
        return URI.create("http://" + registry.getHost() + ":" + registry.getMappedPort(8080));
    }

    /** The image that the Dockerfile makes of this build, as yet not started, in the network of the others. */
    GenericContainer<?> wiretag() {
        ImageFromDockerfile image = new ImageFromDockerfile("wiretag-test", false)
                .withFileFromPath("Dockerfile", Path.of("Dockerfile"))
                .withFileFromPath("target/image", Path.of("target", "image"));
        return new GenericContainer<>(image)
                .withNetwork(network)
                .withEnv("WIRETAG_KAFKA_BOOTSTRAP_SERVERS", BROKER)
                .withEnv("WIRETAG_REGISTRY_URL", REGISTRY);
    }
}
