package io.wiretag.local;

import io.wiretag.files.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.AppInfoParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A real Kafka broker in this process: KRaft, broker and controller in one, listening on 127.0.0.1 alone. Nothing else
 * imports Kafka server classes. Topics, records and committed offsets live in the data directory and survive a restart.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker and returns when it serves.
     *
     * @param dataDir the broker's own directory, made and formatted on first use
     * @param port 0 takes any free one
     * @throws LocalStackException if it cannot start
     */
    public static EmbeddedBroker start(Path dataDir, int port) {
        return start(dataDir, port, Map.of());
    }

    /** @param more settings of the broker beside ours */
    static EmbeddedBroker start(Path dataDir, int port, Map<String, String> more) {
        // before formatting: clients are sent to the advertised port, and that cannot be 0
        int brokerPort = LoopbackPort.choose("Kafka broker", port);
        DataDirectory.prepare(dataDir);
        checkVersion(dataDir);
        Properties settings = settings(dataDir, brokerPort, LoopbackPort.anyBut(brokerPort));
        settings.putAll(more);
        KafkaRaftServer server = null;
        try {
            format(dataDir, settings);
            server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
            server.startup();
            return new EmbeddedBroker(server, LoopbackPort.HOST + ":" + brokerPort);
        } catch (LocalStackException e) {
            throw e;
        } catch (Exception e) {
            if (server != null) {
                shutDown(server);
            }
            throw new LocalStackException(
                    "Kafka broker %s:%d cannot start on the data in %s (%s); choose another data directory, or delete that one"
                            .formatted(LoopbackPort.HOST, brokerPort, dataDir, Words.of(e)),
                    e);
        }
    }

    /** For {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Shuts the broker down in good order, or leaves it behind after 20 seconds. */
    @Override
    public void close() {
        shutDown(server);
    }

    private static void shutDown(KafkaRaftServer server) {
        Thread closer = new Thread(
                () -> {
                    // logback.xml lets only errors through: a broker that closes warns of its own connections
                    MDC.put("embedded-broker", "closing");
                    server.shutdown();
                    server.awaitShutdown();
                },
                "embedded-broker-close");
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closer.isAlive()) {
            log.warn("Embedded broker did not close in {} s; it is left behind", CLOSE_LIMIT.toSeconds());
        }
    }

    /** The version that wrote the data is kept beside them: Kafka itself would stop the whole process over newer ones. */
    private static void checkVersion(Path dataDir) {
        String ours = AppInfoParser.getVersion();
        Path stamp = dataDir.resolve("kafka.version");
        try {
            String theirs = Files.exists(stamp) ? Files.readString(stamp).strip() : "";
            if (!theirs.isEmpty() && Version.parse(theirs).compareTo(Version.parse(ours)) > 0) {
                throw new LocalStackException(
                        "Data directory %s was written by Kafka %s, and this is the older Kafka %s; choose another data directory, or delete that one"
                                .formatted(dataDir, theirs, ours));
            }
            Files.writeString(stamp, ours);
        } catch (IllegalArgumentException e) {
            throw new LocalStackException(
                    "%s holds no version of Kafka (%s); choose another data directory, or delete that one"
                            .formatted(stamp, e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new LocalStackException(
                    "Data directory %s cannot be written (%s); choose another".formatted(dataDir, e), e);
        }
    }

    /** Formats what is not formatted yet: an existing cluster keeps its id. */
    private static void format(Path dataDir, Properties settings) throws IOException {
        Path file = dataDir.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, "written at each start; changes here have no effect");
        }
        if (Files.exists(logDir(dataDir).resolve("meta.properties"))) {
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] arguments = {"format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()};
        int code = StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new LocalStackException("Kafka cannot format its data directory %s (%s); choose another"
                    .formatted(dataDir, said.toString(StandardCharsets.UTF_8).strip()));
        }
    }

    private static Path logDir(Path dataDir) {
        return dataDir.resolve("log");
    }

    private static Properties settings(Path dataDir, int brokerPort, int controllerPort) {
        Properties settings = new Properties();
        String host = LoopbackPort.HOST;
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("log.dirs", logDir(dataDir).toAbsolutePath().toString());
        settings.put(
                "listeners", "PLAINTEXT://%s:%d,CONTROLLER://%s:%d".formatted(host, brokerPort, host, controllerPort));
        settings.put("advertised.listeners", "PLAINTEXT://%s:%d".formatted(host, brokerPort));
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        // voters by name, not a quorum kept in the log: the controller's port differs from start to start
        settings.put("controller.quorum.voters", "1@%s:%d".formatted(host, controllerPort));

        // a misspelt topic is an error, here as on users' clusters
        settings.put("auto.create.topics.enable", "false");
        oneReplica(settings);
        smallMachine(settings);
        quickStart(settings);
        return settings;
    }

    private static void oneReplica(Properties settings) {
        settings.put("default.replication.factor", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "3");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "3");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "3");
    }

    /** A broker for one newsroom's desk: few threads, small buffers, small files. */
    private static void smallMachine(Properties settings) {
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "1");
        settings.put("group.coordinator.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(8 << 20));
        settings.put("log.segment.bytes", String.valueOf(128 << 20));
        settings.put("log.index.size.max.bytes", String.valueOf(1 << 20));
        settings.put("log.retention.hours", "168");
    }

    /** Nobody else can join here, so there is nothing to wait for. */
    private static void quickStart(Properties settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.streams.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
    }
}
