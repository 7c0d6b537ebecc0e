package io.wiretag.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Uuid;

/** Another broker in the cluster of an {@link EmbeddedBroker}, for what happens when one is away. It is no controller. */
public final class SecondBroker {
    public static final int ID = 2;

    private SecondBroker() {}

    /**
     * Started; to be closed before the first.
     *
     * @param first the data directory of the broker that it joins
     * @param dataDir its own
     */
    public static EmbeddedBroker start(Path first, Path dataDir) throws IOException {
        Properties settings = read(first.resolve("server.properties"));
        Properties cluster = read(first.resolve("log").resolve("meta.properties"));
        Path log = Files.createDirectories(dataDir.resolve("log"));
        Files.writeString(
                log.resolve("meta.properties"),
                "version=1%ncluster.id=%s%nnode.id=%d%ndirectory.id=%s%n"
                        .formatted(cluster.getProperty("cluster.id"), ID, Uuid.randomUuid()));
        int port = LoopbackPort.choose("second broker", 0);
        return EmbeddedBroker.start(
                dataDir,
                port,
                Map.of(
                        "process.roles",
                        "broker",
                        "node.id",
                        String.valueOf(ID),
                        "listeners",
                        "PLAINTEXT://" + LoopbackPort.HOST + ":" + port,
                        "controller.quorum.voters",
                        settings.getProperty("controller.quorum.voters")));
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }
}
