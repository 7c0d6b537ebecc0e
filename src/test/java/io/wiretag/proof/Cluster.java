package io.wiretag.proof;

import io.wiretag.Wiretag;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.topics.Topics;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Three brokers, three processors and a registry, each a process of its own, on free ports of 127.0.0.1 and in a temporary
 * folder. All of it is gone when this process is, however it ends.
 */
final class Cluster implements AutoCloseable {
    static final int SIZE = 3;

    private static final int PARTITIONS = 6;
    private static final String PREFIX = "proof.";

    private final Path folder;
    private final List<Broker> brokers = new ArrayList<>();
    private final List<Processor> processors = new ArrayList<>();
    private final Registry registry;
    private final InstallationSettings settings;
    private final Topics topics;
    private final Admin admin;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread atExit = new Thread(this::destroy, "proof-cluster-end");

    private Cluster(Path folder, Duration sessionTimeout) throws IOException {
        this.folder = folder;
        List<Integer> ports = Loopback.freePorts(SIZE * 5 + 2);
        List<Broker.Ports> brokerPorts = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            List<Integer> own = ports.subList(i * 5, i * 5 + 5);
            brokerPorts.add(new Broker.Ports(own.get(0), own.get(1), own.get(2), own.get(3)));
        }
        String clusterId = Uuid.randomUuid().toString();
        for (int id = 1; id <= SIZE; id++) {
            brokers.add(Broker.format(id, brokerPorts, clusterId, folder.resolve("broker-" + id)));
        }
        registry = new Registry(folder.resolve("registry"), ports.get(SIZE * 5), ports.get(SIZE * 5 + 1));
        String proxied = brokers.stream().map(Broker::proxiedAddress).collect(Collectors.joining(","));
        settings = InstallationSettings.of(proxied, registry.proxiedUrl())
                .prefix(PREFIX)
                // as topics have it that were created before it was known what can be packed into a record
                .with("topics.published.compression.type", "producer")
                .partitions(PARTITIONS)
                .with("topics.replication.factor", String.valueOf(SIZE))
                .with("streams.consumer.session.timeout.ms", String.valueOf(sessionTimeout.toMillis()))
                .with("streams.consumer.heartbeat.interval.ms", String.valueOf(sessionTimeout.toMillis() / 4));
        topics = Topics.of(PREFIX, PARTITIONS, (short) SIZE, Map.of());
        for (int id = 1; id <= SIZE; id++) {
            processors.add(
                    new Processor(id, folder.resolve("processor-" + id), ports.get((id - 1) * 5 + 4), settings.map()));
        }
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts all of it, and returns when it serves.
     *
     * @param folder where a temporary folder is made
     * @param sessionTimeout after which a processor that is silent loses its partitions
     */
    static Cluster start(Path folder, Duration sessionTimeout) throws Exception {
        // those of a run before would mislead
        if (Files.exists(folder.resolve("logs"))) {
            delete(folder.resolve("logs"));
        }
        Cluster cluster =
                new Cluster(Files.createTempDirectory(Files.createDirectories(folder), "cluster-"), sessionTimeout);
        try {
            cluster.start();
            return cluster;
        } catch (Exception | Error e) {
            cluster.keepLogs(folder.resolve("logs"));
            cluster.close();
            throw e;
        }
    }

    /** One after the other: all at once they would take longer, and some longer than they may. */
    private void start() throws Exception {
        registry.start();
        for (Broker broker : brokers) {
            broker.start();
        }
        awaitBrokers(SIZE);
        try (Wiretag wiretag = new Wiretag(settings.config())) {
            wiretag.topicAdmin().create();
        }
        for (Processor processor : processors) {
            processor.start();
        }
        for (Processor processor : processors) {
            awaitReady(processor, Await.PATIENCE);
        }
    }

    /** For this process; processors go through proxies. */
    String bootstrapServers() {
        return brokers.stream().map(Broker::address).collect(Collectors.joining(","));
    }

    Topics topics() {
        return topics;
    }

    List<Broker> brokers() {
        return brokers;
    }

    List<Processor> processors() {
        return processors;
    }

    Registry registry() {
        return registry;
    }

    /** Waits until the brokers say that they are so many. */
    void awaitBrokers(int count) throws InterruptedException {
        Await.until(count + " brokers", Await.PATIENCE, () -> nodes() == count);
    }

    private int nodes() throws ExecutionException, InterruptedException {
        return admin.describeCluster().nodes().get().size();
    }

    static void awaitReady(Processor processor, Duration limit) throws InterruptedException {
        String[] last = {""};
        Await.until(
                processor + " to be ready",
                limit,
                () -> {
                    if (!processor.isAlive()) {
                        throw new ProofException(processor + " has ended by itself, see its log");
                    }
                    Processor.Readiness readiness = processor.readiness();
                    last[0] = readiness.body();
                    return readiness.isReady();
                },
                () -> "; it last said: " + last[0]);
    }

    Admin admin() {
        return admin;
    }

    /** Of the processors. */
    String group() {
        return PREFIX + "wiretag";
    }

    /** The broker that leads the first partition of what is published. */
    Broker leader() throws ExecutionException, InterruptedException {
        int id = published().partitions().get(0).leader().id();
        return brokers.get(id - 1);
    }

    private TopicDescription published() throws ExecutionException, InterruptedException {
        String name = topics.published().name();
        return admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
    }

    /** Waits until every replica of every topic is in sync again, so that another broker may go. */
    void awaitReplicas(Duration limit) throws InterruptedException {
        Await.until("all replicas to be in sync", limit, () -> {
            List<String> names = admin.listTopics().names().get().stream().toList();
            return nodes() == SIZE
                    && admin.describeTopics(names).allTopicNames().get().values().stream()
                            .flatMap(topic -> topic.partitions().stream())
                            .allMatch(partition -> partition.isr().size()
                                    == partition.replicas().size());
        });
    }

    /** Where each partition of what is published ends now. */
    Map<TopicPartition, Long> published(Duration limit) throws Exception {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int partition = 0; partition < topics.published().partitions(); partition++) {
            wanted.put(new TopicPartition(topics.published().name(), partition), OffsetSpec.latest());
        }
        return admin.listOffsets(wanted).all().get(limit.toMillis(), TimeUnit.MILLISECONDS).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** How much of what was published up to these ends the processors have not committed. */
    long behind(Map<TopicPartition, Long> ends) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group())
                .partitionsToOffsetAndMetadata()
                .get(30, TimeUnit.SECONDS);
        long behind = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            OffsetAndMetadata at = committed.get(end.getKey());
            behind += Math.max(0, end.getValue() - (at == null ? 0 : at.offset()));
        }
        return behind;
    }

    long lag() throws Exception {
        return behind(published(Duration.ofSeconds(30)));
    }

    void stopProcessors() throws IOException, InterruptedException {
        for (Processor processor : processors) {
            processor.stop();
        }
    }

    void startProcessors() throws IOException {
        for (Processor processor : processors) {
            processor.start();
        }
    }

    void awaitReady() throws InterruptedException {
        for (Processor processor : processors) {
            awaitReady(processor, Await.PATIENCE);
        }
    }

    /** Waits until all that is published by now is done with. */
    void awaitCaughtUp(Duration limit) throws Exception {
        Map<TopicPartition, Long> ends = published(limit);
        long[] left = {-1};
        Await.until(
                "the processors to catch up",
                limit,
                () -> {
                    left[0] = behind(ends);
                    return left[0] == 0;
                },
                () -> ", " + left[0] + " records are left");
    }

    /** Copies the logs of all processes, for whoever looks for the cause of a failure. */
    void keepLogs(Path to) throws IOException {
        Files.createDirectories(to);
        List<Path> logs = Stream.concat(
                        brokers.stream().map(Broker::log), processors.stream().map(Processor::log))
                .toList();
        for (Path log : logs) {
            // one that never started has none
            if (!Files.exists(log)) {
                continue;
            }
            Files.copy(log, to.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        destroy();
    }

    private void destroy() {
        if (closed.getAndSet(true)) {
            return;
        }
        admin.close(Duration.ZERO);
        processors.forEach(Processor::destroy);
        try {
            for (Broker broker : brokers) {
                broker.destroy();
            }
            registry.destroy();
            delete(folder);
        } catch (IOException e) {
            throw new ProofException("cannot clear " + folder, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    // a process that has just been killed had still deleted it
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
