package io.wiretag.proof;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.tools.StorageTool;

/**
 * One of the brokers, a process of its own: broker and controller in one. It has two addresses: one for this process and the
 * other brokers, and one for the processors, which leads through a {@link TcpProxy}.
 */
final class Broker {
    /** Ports of one broker. */
    record Ports(int direct, int proxied, int proxy, int controller) {}

    private final int id;
    private final Ports ports;
    private final Path folder;
    private final TcpProxy network;
    private Child child;

    private Broker(int id, Ports ports, Path folder) throws IOException {
        this.id = id;
        this.ports = ports;
        this.folder = folder;
        this.network = new TcpProxy(ports.proxy(), ports.proxied());
    }

    /**
     * Formats its storage; {@link #start} starts it.
     *
     * @param id from 1
     * @param all ports of all brokers, in the order of their ids
     * @param folder for its data, its settings and its log
     */
    static Broker format(int id, List<Ports> all, String clusterId, Path folder) throws IOException {
        Files.createDirectories(folder);
        Ports ports = all.get(id - 1);
        Broker broker = new Broker(id, ports, folder);
        try (Writer writer = Files.newBufferedWriter(broker.settingsFile())) {
            settings(id, all, folder.resolve("log")).store(writer, null);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] arguments = {
            "format",
            "--cluster-id",
            clusterId,
            "--config",
            broker.settingsFile().toString()
        };
        if (StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
            throw new ProofException(broker + " cannot be formatted: " + said.toString(StandardCharsets.UTF_8));
        }
        return broker;
    }

    private static Properties settings(int id, List<Ports> all, Path logs) {
        Ports ports = all.get(id - 1);
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(id));
        settings.put("log.dirs", logs.toAbsolutePath().toString());
        settings.put(
                "listeners",
                "DIRECT://%s,PROXIED://%s,CONTROLLER://%s"
                        .formatted(at(ports.direct()), at(ports.proxied()), at(ports.controller())));
        settings.put(
                "advertised.listeners", "DIRECT://%s,PROXIED://%s".formatted(at(ports.direct()), at(ports.proxy())));
        settings.put("listener.security.protocol.map", "DIRECT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "DIRECT");
        settings.put("controller.listener.names", "CONTROLLER");
        StringBuilder voters = new StringBuilder();
        for (int i = 0; i < all.size(); i++) {
            voters.append(i == 0 ? "" : ",")
                    .append(i + 1)
                    .append('@')
                    .append(at(all.get(i).controller()));
        }
        settings.put("controller.quorum.voters", voters.toString());
        settings.put("auto.create.topics.enable", "false");
        replicas(settings);
        smallMachine(settings);
        notices(settings);
        return settings;
    }

    private static void replicas(Properties settings) {
        settings.put("default.replication.factor", "3");
        settings.put("min.insync.replicas", "2");
        settings.put("offsets.topic.replication.factor", "3");
        settings.put("offsets.topic.num.partitions", "3");
        settings.put("transaction.state.log.replication.factor", "3");
        settings.put("transaction.state.log.min.isr", "2");
        settings.put("transaction.state.log.num.partitions", "3");
        settings.put("unclean.leader.election.enable", "false");
    }

    private static void smallMachine(Properties settings) {
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("num.replica.fetchers", "1");
        settings.put("background.threads", "2");
        settings.put("group.coordinator.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(8 << 20));
        settings.put("log.segment.bytes", String.valueOf(64 << 20));
        settings.put("log.index.size.max.bytes", String.valueOf(1 << 20));
    }

    /** Failures are noticed sooner than by default, so that more of them fit into the time. */
    private static void notices(Properties settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        settings.put("broker.session.timeout.ms", "6000");
        settings.put("broker.heartbeat.interval.ms", "1000");
        settings.put("replica.lag.time.max.ms", "10000");
        // a transaction of a dead processor holds up read_committed readers until it is aborted
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    private static String at(int port) {
        return Loopback.HOST + ":" + port;
    }

    int id() {
        return id;
    }

    /** For this process. */
    String address() {
        return at(ports.direct());
    }

    /** For processors. */
    String proxiedAddress() {
        return at(ports.proxy());
    }

    /** What lies between processors and this broker. */
    TcpProxy network() {
        return network;
    }

    private Path settingsFile() {
        return folder.resolve("server.properties");
    }

    Path log() {
        return folder.resolve("broker-" + id + ".log");
    }

    synchronized void start() throws IOException {
        child = Child.start(
                toString(),
                List.of("-Xmx256m"),
                "kafka.Kafka",
                List.of(settingsFile().toString()),
                log());
    }

    /** SIGKILL, or SIGTERM; returns when it has ended. */
    synchronized void stop(boolean hard) throws IOException, InterruptedException {
        if (hard) {
            child.kill();
        } else {
            child.stop();
        }
    }

    synchronized boolean isAlive() {
        return child.isAlive();
    }

    synchronized void destroy() throws IOException {
        if (child != null) {
            child.destroy();
        }
        network.close();
    }

    @Override
    public String toString() {
        return "broker-" + id;
    }
}
