package io.wiretag.processor;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.TopicScan;
import io.wiretag.files.Words;
import io.wiretag.processor.faults.StreamsClients;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.Numbering;
import io.wiretag.topics.Topics;
import io.wiretag.topology.ArticleProcessor;
import io.wiretag.topology.EmbargoStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Writes what this machine remembers of articles into changelogs that were lost: the way back when Kafka's copy is gone and ours
 * is there. To be run on each machine that has state, in any order, while no processor runs.
 *
 * <p>What a changelog already has is kept where it is newer: a machine may hold an old copy of a partition that moved to another.
 *
 * <p>Kafka Streams writes to disk before its transaction is committed, so state may be ahead of the positions: of an article that
 * is read again it would say that it went out, and it did not. What is remembered of such articles gets an unknown content, so
 * that the version that comes again goes out again, as a correction: once too often where it had gone out, never not at all.
 *
 * <p>It may be behind them as well, for its RocksDB writes no log ahead: where the machine went down, or the processor was killed,
 * what was in memory alone is not on disk, and its changelog, which would have had it, is lost.
 */
public final class MemoryRebuild {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Pattern TASK = Pattern.compile("0_(\\d{1,6})");
    private static final String NO_CONTENT = "";

    private final ClusterFacts facts;
    private final Admin admin;
    private final Topics topics;
    private final StreamSettings settings;
    private final String applicationId;
    private final StateFolder folder;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Serde<ArticleState> articles = ArticleProcessor.stateSerde();

    /**
     * What was done.
     *
     * @param articles articles whose memory was written, by partition
     * @param kept where the state that was read lies now
     */
    public record Rebuilt(Map<Integer, Long> articles, List<Path> kept) {}

    /**
     * @param kafka properties of all Kafka clients
     * @param streamsProperties properties of the stream; {@code application.id} must be among them
     */
    public MemoryRebuild(
            Topics topics,
            ClusterFacts facts,
            Admin admin,
            Map<String, String> kafka,
            Map<String, String> streamsProperties) {
        this.settings = new StreamSettings(topics, kafka, streamsProperties);
        this.facts = facts;
        this.admin = admin;
        this.topics = topics;
        this.applicationId = settings.applicationId();
        this.folder = new StateFolder(settings.properties());
        String client = applicationId + "-rebuild";
        this.consumers = () -> new StreamsClients().getRestoreConsumer(settings.loneConsumer(client));
        this.producers = () -> new KafkaProducer<>(
                settings.loneProducer(client), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Does it. The state on this machine is moved aside at the end, so that the next start restores it from the changelogs.
     *
     * @throws MisfitException if that must not be done now, with the reason
     */
    public Rebuilt run() {
        new ProcessorGroup(admin, applicationId).requireNobodyRuns(() -> false);
        createChangelogs();
        Map<Integer, Long> written = new TreeMap<>();
        List<Path> roots = folder.copies();
        try (Producer<byte[], byte[]> producer = producers.get()) {
            roots.stream()
                    .map(MemoryRebuild::tasks)
                    .forEach(tasks -> tasks.forEach((partition, task) -> {
                        written.merge(
                                partition, rebuildArticles(producer, task, partition, readAgain(partition)), Long::sum);
                        rebuildHeld(producer, task, partition);
                        // the next copy is held against what this one has written
                        producer.flush();
                    }));
        }
        Optional.ofNullable(failure.get()).ifPresent(refused -> {
            throw new KafkaRefusedException("could not write a changelog: " + Words.of(refused), refused);
        });
        return new Rebuilt(written, roots.stream().map(StateFolder::moveAside).toList());
    }

    private void createChangelogs() {
        List<String> names = StartCheck.changelogs(applicationId);
        Map<String, ClusterFacts.Existing> existing = facts.existing(
                Stream.concat(names.stream(), Stream.of(topics.published().name()))
                        .toList());
        ClusterFacts.Existing source = existing.get(topics.published().name());
        if (source == null) {
            throw new MisfitException(
                    "topic " + topics.published().name() + " does not exist: see 'wiretag topics check'");
        }
        for (String name : names) {
            if (existing.containsKey(name)) {
                requireUsable(name, existing.get(name), source);
            } else {
                create(name, source.partitions());
            }
        }
    }

    private void requireUsable(String name, ClusterFacts.Existing changelog, ClusterFacts.Existing source) {
        List<TopicPartition> partitions = IntStream.range(0, changelog.partitions())
                .mapToObj(partition -> new TopicPartition(name, partition))
                .toList();
        boolean whole = changelog.partitions() == source.partitions()
                && facts.earliestOffsets(partitions).values().stream().allMatch(first -> first == 0)
                && facts.cleanupPolicies(List.of(name)).values().stream().allMatch("compact"::equals);
        if (!whole) {
            throw new MisfitException("topic " + name + " cannot keep what is remembered: it has "
                    + changelog.partitions()
                    + " partitions, where " + source.partitions() + " are needed, or Kafka deletes from it. Delete it"
                    + " (kafka-topics.sh --delete --topic " + name + ") and run this again");
        }
    }

    /** As Kafka Streams would. */
    private void create(String name, int partitions) {
        Map<String, String> configs = new HashMap<>(settings.topicConfigs());
        configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        configs.put(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                String.valueOf(topics.rejected().maxMessageBytes()));
        NewTopic topic = new NewTopic(name, partitions, settings.replicationFactor()).configs(configs);
        try {
            KafkaCall.await(admin.createTopics(List.of(topic)).all(), "create topic " + name, LIMIT);
        } catch (KafkaRefusedException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** Folders of tasks, by partition. */
    private static Map<Integer, Path> tasks(Path root) {
        Map<Integer, Path> tasks = new HashMap<>();
        try (Stream<Path> files = Files.list(root)) {
            files.forEach(file -> {
                Matcher task = TASK.matcher(file.getFileName().toString());
                if (task.matches() && Files.isDirectory(StateFolder.database(file, ArticleProcessor.STORE))) {
                    tasks.put(Integer.parseInt(task.group(1)), file);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tasks;
    }

    /** Uris that the group will read again: what is remembered of them may be ahead. */
    private Set<Bytes> readAgain(int partition) {
        TopicPartition source = new TopicPartition(topics.published().name(), partition);
        long first = facts.earliestOffsets(List.of(source)).get(source);
        long place = facts.committedOffsets(applicationId).getOrDefault(source, 0L);
        Set<Bytes> uris = new HashSet<>();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            new TopicScan(consumer)
                    .read(
                            Map.of(source, Math.max(first, place)),
                            facts.stableEndOffsets(List.of(source)),
                            each -> Optional.ofNullable(each.key())
                                    .map(Bytes::wrap)
                                    .ifPresent(uris::add),
                            (read, of) -> {});
        }
        return uris;
    }

    private long rebuildArticles(Producer<byte[], byte[]> producer, Path task, int partition, Set<Bytes> unsure) {
        TopicPartition changelog =
                new TopicPartition(StartCheck.changelog(applicationId, ArticleProcessor.STORE), partition);
        Map<Bytes, Age> there = ages(changelog);
        long[] written = {0};
        read(StateFolder.database(task, ArticleProcessor.STORE), (key, value) -> {
            ArticleState state = articles.deserializer().deserialize(changelog.topic(), value);
            Age newer = there.get(Bytes.wrap(key));
            if (newer != null && newer.compareTo(Age.of(state)) >= 0) {
                return;
            }
            if (unsure.contains(Bytes.wrap(key))) {
                state = ArticleState.newBuilder(state)
                        .setContentHash(NO_CONTENT)
                        .build();
            }
            if (state.getNumbering() != null) {
                // a disk may lie behind: numbers that went out must not go out again in the same epoch
                long later = Math.max(
                        Instant.now().getEpochSecond(), state.getNumbering().getEpoch() + 1);
                state = ArticleState.newBuilder(state)
                        .setNumbering(new Numbering(later, Map.of()))
                        .build();
            }
            send(producer, changelog, key, articles.serializer().serialize(changelog.topic(), state));
            written[0] += key.length == 0 ? 0 : 1;
        });
        return written[0];
    }

    /**
     * Tells which of two states of an article is the later one. Of two of the same version it is the one in which something more
     * was taken back, or nothing is held any more: a kill of what is out, and a release that was rejected, change that alone.
     *
     * @param revision how often its tags were sent anew
     * @param held whether a version is
     * @param live in how many places it is out
     */
    record Age(Instant acceptedAt, int revision, boolean held, int live) implements Comparable<Age> {
        private static final Comparator<Age> ORDER = Comparator.comparing(Age::acceptedAt)
                .thenComparing(Age::revision)
                .thenComparing(Age::held, Comparator.reverseOrder())
                .thenComparing(Age::live, Comparator.reverseOrder());

        static Age of(ArticleState state) {
            int live = (state.getLive() ? 1 : 0)
                    + state.getLiveProvinces().size()
                    + state.getLiveAgencies().size();
            return new Age(state.getAcceptedAt(), state.getRevision(), state.getHeldUntil() != null, live);
        }

        @Override
        public int compareTo(Age other) {
            return ORDER.compare(this, other);
        }
    }

    private Map<Bytes, Age> ages(TopicPartition changelog) {
        Map<Bytes, Age> there = new HashMap<>();
        scan(changelog, (key, value) -> {
            if (value == null) {
                there.remove(Bytes.wrap(key));
            } else {
                there.put(Bytes.wrap(key), Age.of(articles.deserializer().deserialize(changelog.topic(), value)));
            }
        });
        return there;
    }

    /** One that is held no longer is passed over when its time comes: the state of its article says so. */
    private void rebuildHeld(Producer<byte[], byte[]> producer, Path task, int partition) {
        TopicPartition changelog =
                new TopicPartition(StartCheck.changelog(applicationId, EmbargoStore.STORE), partition);
        Set<Bytes> there = new HashSet<>();
        scan(changelog, (key, value) -> there.add(Bytes.wrap(key)));
        if (Files.isDirectory(StateFolder.database(task, EmbargoStore.STORE))) {
            read(StateFolder.database(task, EmbargoStore.STORE), (key, value) -> {
                if (!there.contains(Bytes.wrap(key))) {
                    send(producer, changelog, key, value);
                }
            });
        }
    }

    private void send(Producer<byte[], byte[]> producer, TopicPartition changelog, byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(changelog.topic(), changelog.partition(), key, value), (place, refused) -> {
            if (refused != null) {
                failure.compareAndSet(null, refused);
            }
        });
    }

    private interface Entry {
        void take(byte[] key, byte[] value);
    }

    private void scan(TopicPartition partition, Entry entry) {
        List<TopicPartition> one = List.of(partition);
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            new TopicScan(consumer).readAll(one, each -> entry.take(each.key(), each.value()), (read, of) -> {});
        }
    }

    /** Kafka Streams keeps entries as they stand in the changelog, and what is its own in another column family. */
    private static void read(Path database, Entry entry) {
        try (Options options = new Options();
                RocksDB opened = RocksDB.openReadOnly(options, database.toString());
                RocksIterator each = opened.newIterator()) {
            for (each.seekToFirst(); each.isValid(); each.next()) {
                entry.take(each.key(), each.value());
            }
            each.status();
        } catch (RocksDBException e) {
            throw new IllegalArgumentException("the state in " + database + " cannot be read: " + Words.of(e), e);
        }
    }
}
