package io.wiretag.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The whole configuration, parsed and checked, as plain values. {@link ConfigLoader} reads it; parts receive from it what
 * they need, never the whole.
 *
 * @param kafka properties of every Kafka client, Kafka's names ({@code bootstrap.servers}, {@code security.protocol}, ...)
 * @param streams properties of the processor alone, Kafka Streams' names ({@code application.id}, ...)
 * @param serdes how values become bytes
 * @param topics how topics are named and created
 * @param retention how long the processor remembers an article after its last version
 * @param closeTimeout how long the processor may take to stop
 * @param stallLimit how long a partition that has something to read may stay where it is
 * @param intake where and within which bounds articles are taken over HTTP
 * @param delivery where and within which bounds tagged articles are given out over HTTP
 * @param webhooks how articles are sent to those who subscribed
 * @param ops where operations look, and how far back
 * @param subscribers groups that are expected to read, by their ids
 * @param ignoredGroups names of groups that nobody wants to hear of, {@code *} in them stands for any characters
 * @param gazetteerFiles that extend and change the built-in gazetteer, in their order
 * @param gazetteerRequired whether a processor that cannot tag by the version in force is not ready
 * @param correctionsKey file with the key that corrections of tags are sealed with
 * @param bodies whether articles are tagged with public bodies
 */
public record Config(
        Map<String, String> kafka,
        Map<String, String> streams,
        Serdes serdes,
        TopicSettings topics,
        Duration retention,
        Duration closeTimeout,
        Duration stallLimit,
        Intake intake,
        Delivery delivery,
        Webhooks webhooks,
        Ops ops,
        Map<String, Subscriber> subscribers,
        List<String> ignoredGroups,
        List<Path> gazetteerFiles,
        boolean gazetteerRequired,
        Optional<Path> correctionsKey,
        boolean bodies) {

    /** Copies its maps and its lists. */
    public Config {
        kafka = Map.copyOf(kafka);
        streams = Map.copyOf(streams);
        subscribers = Map.copyOf(subscribers);
        ignoredGroups = List.copyOf(ignoredGroups);
        gazetteerFiles = List.copyOf(gazetteerFiles);
    }

    /** Where the brokers are, as the clients are told it. */
    public String bootstrapServers() {
        return kafka.get("bootstrap.servers");
    }

    /** Names the group of the processor, its internal topics and its transactions. */
    public String applicationId() {
        return streams.get("application.id");
    }

    /** Leaves out every value: passwords are among them. */
    @Override
    public String toString() {
        return "Config[kafka=" + kafka.keySet() + ", streams=" + streams.keySet() + ", topics=" + topics + "]";
    }

    /**
     * A group that is expected to read.
     *
     * @param roles of the topics that it is to read
     * @param every how often it commits, if it is known to take its time
     */
    public record Subscriber(Set<String> roles, Optional<Duration> every) {
        /** Copies the roles. */
        public Subscriber {
            roles = Set.copyOf(roles);
        }
    }

    /**
     * How values become bytes and back.
     *
     * @param registryUrl base address of the schema registry
     * @param serializer class name; empty: {@link BuildSerdes}
     * @param deserializer class name; empty: {@link BuildSerdes}
     * @param properties passed to both as they are
     */
    public record Serdes(
            URI registryUrl,
            Optional<String> serializer,
            Optional<String> deserializer,
            Map<String, String> properties) {
        /** Copies the properties. */
        public Serdes {
            properties = Map.copyOf(properties);
        }

        /** Leaves out the values of the properties: passwords are among them. */
        @Override
        public String toString() {
            return "Serdes[serializer=" + serializer + ", deserializer=" + deserializer + ", properties="
                    + properties.keySet() + "]";
        }
    }

    /**
     * How topics are named and created.
     *
     * @param prefix put in front of every name
     * @param partitions of topics that do not say otherwise
     * @param replicationFactor of topics that do not say otherwise; -1 for the broker's default
     * @param overrides per role of a topic: what is to differ
     * @param sinks roles of topics of tagged articles that are written beside {@code tagged}
     */
    public record TopicSettings(
            String prefix,
            int partitions,
            short replicationFactor,
            Map<String, Map<String, String>> overrides,
            Set<String> sinks) {
        /** Copies the overrides and the sinks. */
        public TopicSettings {
            overrides = Map.copyOf(overrides);
            sinks = Set.copyOf(sinks);
        }
    }

    /**
     * Where and within which bounds articles are taken over HTTP.
     *
     * @param host name or address to listen at
     * @param port 0 for any free one
     * @param keysFile the keys of those who may publish
     * @param keysRequired whether somebody without a key is turned away
     * @param maxBodyBytes largest body of a request
     * @param maxInFlightBytes bytes of all bodies at one time
     * @param requestsPerSecond of each key, on the long run
     * @param burst requests of each key, at once
     */
    public record Intake(
            String host,
            int port,
            Optional<Path> keysFile,
            boolean keysRequired,
            int maxBodyBytes,
            int maxInFlightBytes,
            int requestsPerSecond,
            int burst) {}

    /**
     * Where and within which bounds tagged articles are given out over HTTP.
     *
     * @param host name or address to listen at
     * @param port 0 for any free one
     * @param keysFile the keys of those who may read, and what each may see
     * @param keysRequired whether somebody without a key is turned away
     * @param connections open at one time
     * @param connectionsPerKey of one key, where its line says nothing else
     * @param bytesPerSecond to one key in the long run, where its line says nothing else
     * @param corsOrigins of pages that may read in a browser; {@code *}: of all
     */
    public record Delivery(
            String host,
            int port,
            Optional<Path> keysFile,
            boolean keysRequired,
            int connections,
            int connectionsPerKey,
            int bytesPerSecond,
            Set<String> corsOrigins) {
        public static final int USUAL_PORT = 8070;
    }

    /**
     * How articles are sent to those who subscribed.
     *
     * @param keyFile seals their secrets; empty: none are sent
     * @param allowedNetworks where endpoints may be beside public addresses
     * @param timeout of one try
     */
    public record Webhooks(Optional<Path> keyFile, List<String> allowedNetworks, Duration timeout) {
        /** Copies the networks. */
        public Webhooks {
            allowedNetworks = List.copyOf(allowedNetworks);
        }
    }

    /**
     * Where operations look, and how far back.
     *
     * @param host name or address to listen at
     * @param port 0 for any free one; empty: that of the command, or none
     * @param keysFile the keys of those who may look and replay
     * @param window how far back stories are kept
     * @param killLate how long a kill may be open
     */
    public record Ops(String host, OptionalInt port, Optional<Path> keysFile, Duration window, Duration killLate) {
        /** The port of commands that listen without being told to. */
        public static final int USUAL_PORT = 8090;
    }
}
