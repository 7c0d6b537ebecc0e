package io.wiretag;

import io.wiretag.access.ApiKeys;
import io.wiretag.cluster.BrokerWait;
import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaCall;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.Config;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.http.IntakeServer;
import io.wiretag.life.RejectionReason;
import io.wiretag.ops.ClusterWatch;
import io.wiretag.ops.Health;
import io.wiretag.ops.OpsMetrics;
import io.wiretag.ops.OpsServer;
import io.wiretag.ops.ProcessorState;
import io.wiretag.ops.lag.IgnoredGroups;
import io.wiretag.ops.lag.LagMonitor;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagWatch;
import io.wiretag.ops.lag.OffsetsSnapshot;
import io.wiretag.ops.rejected.RejectedReader;
import io.wiretag.ops.rejected.RejectedReplay;
import io.wiretag.processor.ArticleCounts;
import io.wiretag.processor.MemoryRebuild;
import io.wiretag.processor.StateSize;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.subscribers.ArticleHistory;
import io.wiretag.subscribers.ArticleSubscriber;
import io.wiretag.subscribers.HistoryReader;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.Tagging;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.topics.SubjectAdmin;
import io.wiretag.topics.Topic;
import io.wiretag.topics.TopicAdmin;
import io.wiretag.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes the parts of one installation from its configuration, each when it is first asked for. What a method of this class
 * opens is closed by whoever asked for it; what it keeps for itself is closed with it.
 *
 * <p>Parts are made on one thread; what {@link #prepareProcessor} makes beside it may be asked for by both.
 */
public final class Wiretag implements AutoCloseable {
    private static final Duration REACH_LIMIT = Duration.ofSeconds(10);
    /** Brokers that are there answer sooner; while they are asked first, nobody stands in. */
    private static final Duration FIRST_LIMIT = Duration.ofSeconds(2);

    private static final int DEFAULT_OPS_PORT = 8090;
    private static final Duration LAG_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LAG_HISTORY = Duration.ofHours(1);
    /** Stretches of records that are looked into in one round of the watch on lag, and the time for them. */
    private static final int LAG_FETCHES = 200;

    private static final Duration LAG_PATIENCE = Duration.ofSeconds(3);
    /** Who looks only once has no next round. */
    private static final int ALL_AT_ONCE = Integer.MAX_VALUE;

    private static final Duration LAG_PATIENCE_ONCE = Duration.ofSeconds(15);

    private final Config config;
    private final Topics topics;
    private final KafkaClients clients;
    private ValueSerdes serdes;
    private Gazetteer gazetteer;
    /** Done, unless {@link #prepareProcessor} is at work. */
    private CompletableFuture<Void> preparation = CompletableFuture.completedFuture(null);

    /** @throws IllegalArgumentException if the topics cannot be set up as the configuration says */
    public Wiretag(Config config) {
        this.config = config;
        Config.TopicSettings settings = config.topics();
        this.topics =
                Topics.of(settings.prefix(), settings.partitions(), settings.replicationFactor(), settings.overrides());
        this.clients = new KafkaClients(config, topics);
    }

    /** The topics of this installation. */
    public Topics topics() {
        return topics;
    }

    /**
     * The tagger with the gazetteer of this build, extended by these files. Costly to make, free to share.
     *
     * @throws io.wiretag.tagging.gazetteer.InvalidGazetteerException if a file is wrong
     */
    public static Tagger tagger(List<Path> gazetteerFiles) {
        return Tagger.of(Gazetteer.builtInWith(gazetteerFiles));
    }

    /** Creates, checks and describes the topics. */
    public TopicAdmin topicAdmin() {
        return new TopicAdmin(clients.admin(), topics);
    }

    /** Registers and checks the subjects of the topics in the registry. */
    public SubjectAdmin subjectAdmin() {
        return new SubjectAdmin(topics, serdeSettings());
    }

    /**
     * Begins to make, beside the caller, what {@link #processor} needs and no broker has a part in. What is wrong is thrown
     * there.
     */
    public void prepareProcessor() {
        preparation = CompletableFuture.runAsync(() -> {
            serdes();
            gazetteer();
            StreamsRunner.loadLibraries();
        });
    }

    /**
     * The stream, not yet started.
     *
     * @throws io.wiretag.tagging.gazetteer.InvalidGazetteerException if a file of the gazetteer is wrong
     * @throws IllegalArgumentException if state cannot be kept where it is to be
     */
    public StreamsRunner processor() {
        awaitPreparation();
        return processor(Tagger.of(gazetteer()));
    }

    /** The same with another tagger, for measurements of what the tagger costs. */
    public StreamsRunner processor(Tagging tagger) {
        return new StreamsRunner(
                topics,
                serdes(),
                tagger,
                new ClusterFacts(clients.admin()),
                config.kafka(),
                config.streams(),
                config.retention(),
                config.closeTimeout(),
                config.stallLimit());
    }

    /** Writes what this machine remembers of articles into changelogs that were lost. */
    public MemoryRebuild memoryRebuild() {
        return new MemoryRebuild(
                topics, new ClusterFacts(clients.admin()), clients.admin(), config.kafka(), config.streams());
    }

    /**
     * Publishes articles: idempotent, acknowledged by all in-sync replicas, in the order of each uri.
     *
     * @throws IllegalArgumentException if the configuration asks for less
     * @throws io.wiretag.cluster.KafkaRefusedException if the topic does not exist
     */
    public ArticlePublisher publisher() {
        topicAdmin().require(List.of(topics.published()));
        return publisher(clients.publishing());
    }

    /** The same, as soon as the brokers answer; empty if the wait was stopped before. */
    public Optional<ArticlePublisher> publisher(BrokerWait wait) {
        return reach(wait, List.of(topics.published())).map(cluster -> publisher(clients.publishing()));
    }

    private ArticlePublisher publisher(Map<String, Object> properties) {
        return new ArticlePublisher(
                new KafkaProducer<>(properties, new StringSerializer(), serdes().<Article>serializer()),
                topics.published().name());
    }

    /**
     * The way in over HTTP, which listens already, as soon as the brokers answer; empty if the wait was stopped before. Its producer gives up sooner than others, for somebody waits for the answer,
     * unless the configuration has time-outs of its own.
     *
     * @throws IllegalArgumentException if there is no file of keys where one is needed, it cannot be used, or the address cannot
     *     be had
     * @throws io.wiretag.cluster.KafkaRefusedException if the topic does not exist
     */
    public Optional<IntakeServer> intake(BrokerWait wait) {
        Optional<ApiKeys> keys = intakeKeys();
        IntakeServer.Settings bounds = intakeBounds();
        return reach(wait, List.of(topics.published()))
                .map(cluster -> IntakeServer.start(
                        bounds,
                        keys,
                        publisher(clients.publishingImpatiently()),
                        topics.published().name(),
                        clients.probe()));
    }

    private Optional<ApiKeys> intakeKeys() {
        Config.Intake settings = config.intake();
        if (settings.keysRequired() && settings.keysFile().isEmpty()) {
            throw new IllegalArgumentException(
                    "intake.keys.file names no file of keys: make one with 'wiretag intake key"
                            + " NAME >> FILE', or set intake.keys.required=false on a machine that you trust");
        }
        return settings.keysFile().map(ApiKeys::of);
    }

    private IntakeServer.Settings intakeBounds() {
        Config.Intake settings = config.intake();
        return new IntakeServer.Settings(
                settings.host(),
                settings.port(),
                settings.maxBodyBytes(),
                settings.maxInFlightBytes(),
                settings.requestsPerSecond(),
                settings.burst());
    }

    /**
     * Reads a sink topic.
     *
     * @param group group to share the work and remember the position with; empty: all partitions, nothing is remembered
     * @param fromBeginning where to start when there is no remembered position: at the first record, or behind the last
     * @throws io.wiretag.cluster.KafkaRefusedException if the topic does not exist
     */
    public ArticleSubscriber subscriber(Topic<TaggedArticle> topic, Optional<String> group, boolean fromBeginning) {
        return subscriber(topic, group, fromBeginning, Map.of());
    }

    /** The same; the position is committed after each record, for those who take long for one. */
    public ArticleSubscriber carefulSubscriber(Topic<TaggedArticle> topic, String group, boolean fromBeginning) {
        return subscriber(topic, Optional.of(group), fromBeginning, Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1));
    }

    private ArticleSubscriber subscriber(
            Topic<TaggedArticle> topic, Optional<String> group, boolean fromBeginning, Map<String, Object> pace) {
        topicAdmin().require(List.of(topic));
        Map<String, Object> properties = clients.readCommitted(List.of(topic));
        properties.putAll(pace);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        group.ifPresent(id -> properties.put(ConsumerConfig.GROUP_ID_CONFIG, id));
        Consumer<String, TaggedArticle> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), serdes().deserializer(TaggedArticle.class));
        if (group.isPresent()) {
            consumer.subscribe(List.of(topic.name()));
        } else {
            List<TopicPartition> partitions = partitions(topic);
            consumer.assign(partitions);
            if (fromBeginning) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
                // the seek is lazy; asking now pins the place, so that what is published from here on is read
                partitions.forEach(consumer::position);
            }
        }
        return new ArticleSubscriber(consumer, group.isPresent(), fromBeginning);
    }

    private List<TopicPartition> partitions(Topic<?> topic) {
        return KafkaCall.await(
                        clients.admin().describeTopics(List.of(topic.name())).allTopicNames(),
                        "describe topic " + topic.name(),
                        REACH_LIMIT)
                .get(topic.name())
                .partitions()
                .stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
    }

    /** How far every group is behind, now. */
    public OffsetsSnapshot lag() {
        topicAdmin().require(topics.all());
        try (LagWatch watch = lagWatch(LAG_HISTORY, ALL_AT_ONCE, Set.of())) {
            return watch.report();
        }
    }

    /** One look at how far every group is behind. What takes time to be seen, a trend or that a group stalls, it cannot tell. */
    public LagReport lagView() {
        return lagView(Set.of());
    }

    /**
     * The same.
     *
     * @param named groups that are listed even if the configuration says that they are ignored
     */
    public LagReport lagView(Set<String> named) {
        topicAdmin().require(topics.all());
        try (LagWatch watch = lagWatch(LAG_HISTORY, ALL_AT_ONCE, named)) {
            return watch.look();
        }
    }

    /**
     * Looks at how far every group is behind, and how it does, when told to.
     *
     * @param reach how far back the past of each is kept
     * @param named groups that are listed even if the configuration says that they are ignored
     * @throws io.wiretag.cluster.KafkaRefusedException if a topic does not exist
     */
    public LagWatch lagWatch(Duration reach, Set<String> named) {
        topicAdmin().require(topics.all());
        return lagWatch(reach, LAG_FETCHES, named);
    }

    /** On a thread of its own, every five seconds, with an hour of past. Topics that do not exist yet are waited for. */
    private LagMonitor lagMonitor() {
        return LagMonitor.start(lagWatch(LAG_HISTORY, LAG_FETCHES, Set.of()), LAG_INTERVAL);
    }

    private LagWatch lagWatch(Duration reach, int fetches, Set<String> named) {
        Map<String, Set<String>> subscribers = new HashMap<>();
        config.subscribers()
                .forEach((group, roles) -> subscribers.put(
                        group,
                        topics.all().stream()
                                .filter(topic -> roles.contains(topic.role()))
                                .map(Topic::name)
                                .collect(Collectors.toSet())));
        Duration patience = fetches == ALL_AT_ONCE ? LAG_PATIENCE_ONCE : LAG_PATIENCE;
        return new LagWatch(
                clients.admin(),
                topics,
                new LagWatch.Settings(
                        config.applicationId(),
                        subscribers,
                        new IgnoredGroups(config.ignoredGroups(), named),
                        reach,
                        fetches,
                        patience),
                Optional.of(clients.looking()));
    }

    /**
     * What happened to one article, as far back as the topics are kept.
     *
     * @param progress told how far it has read
     * @throws io.wiretag.cluster.KafkaRefusedException if a topic does not exist
     */
    public ArticleHistory history(String uri, HistoryReader.Progress progress) {
        topicAdmin().require(List.of(topics.published(), topics.tagged(), topics.rejected()));
        try (Consumer<byte[], byte[]> consumer = clients.scanning()) {
            return new HistoryReader(consumer, topics, serdes()).read(uri, progress);
        }
    }

    /**
     * Reads the rejected topic.
     *
     * @throws io.wiretag.cluster.KafkaRefusedException if a topic does not exist
     */
    public RejectedReader rejectedReader() {
        topicAdmin().require(List.of(topics.published(), topics.rejected()));
        return newRejectedReader();
    }

    private RejectedReader newRejectedReader() {
        return new RejectedReader(clients.scanning(), clients.admin(), topics);
    }

    /**
     * Publishes rejected records again.
     *
     * @throws IllegalArgumentException if the configuration asks for less than idempotence and all acknowledgements
     * @throws io.wiretag.cluster.KafkaRefusedException if a topic does not exist
     */
    public RejectedReplay rejectedReplay() {
        topicAdmin().require(List.of(topics.published(), topics.rejected()));
        return newRejectedReplay();
    }

    private RejectedReplay newRejectedReplay() {
        Map<String, Object> properties = clients.replaying();
        return new RejectedReplay(
                clients.scanning(),
                clients.admin(),
                () -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()),
                topics,
                serdes());
    }

    /**
     * Watches the cluster and shows it: the dashboard, metrics and health. Listens already.
     *
     * @throws IllegalArgumentException if its address cannot be had, or there is no file of keys where one is needed
     * @throws io.wiretag.cluster.KafkaRefusedException if a topic does not exist
     */
    public OpsServer opsServer() {
        return opsServer(reach(), opsKeys(), new OpsMetrics(), List.of());
    }

    /** The same, as soon as the brokers answer; empty if the wait was stopped before. */
    public Optional<OpsServer> opsServer(BrokerWait wait) {
        return reach(wait, topics.all()).map(cluster -> opsServer(cluster, opsKeys(), new OpsMetrics(), List.of()));
    }

    /**
     * The same in the process of a processor, which it shows as well.
     *
     * @param otherwise the keys, if the configuration names none
     */
    public OpsServer opsServer(StreamsRunner processor, ApiKeys otherwise) {
        String cluster = reach();
        return opsServer(
                cluster, opsKeys().or(() -> Optional.of(otherwise)), metrics(processor), List.of(health(processor)));
    }

    private String reach() {
        topicAdmin().require(topics.all());
        return clients.requireBrokers();
    }

    /** Asks no broker: what is made here is closed again if a later part cannot be had. */
    private OpsServer opsServer(String cluster, Optional<ApiKeys> keys, OpsMetrics metrics, List<Health.Part> others) {
        Deque<AutoCloseable> made = new ArrayDeque<>(List.of(metrics));
        try {
            ValueSerdes values = serdes();
            Gazetteer known = gazetteer();
            RejectedReader rejected = kept(made, newRejectedReader());
            RejectedReplay replay = kept(made, newRejectedReplay());
            Consumer<byte[], byte[]> feed = kept(made, clients.scanning());
            LagMonitor lag = kept(made, lagMonitor());
            return new ClusterWatch(
                            topics,
                            values,
                            config.applicationId(),
                            cluster,
                            known,
                            config.ops().window(),
                            reasons(),
                            lag,
                            feed,
                            rejected,
                            replay)
                    .serve(opsSettings(DEFAULT_OPS_PORT), keys, metrics, others);
        } catch (RuntimeException e) {
            made.forEach(part -> closeAfter(e, part));
            throw e;
        }
    }

    private static Set<String> reasons() {
        return Arrays.stream(RejectionReason.values())
                .map(RejectionReason::code)
                .collect(Collectors.toSet());
    }

    private static <T extends AutoCloseable> T kept(Deque<AutoCloseable> made, T part) {
        made.push(part);
        return part;
    }

    private static void closeAfter(RuntimeException failure, AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Metrics and health of a processor of this process, which listens already; empty if the configuration names no port.
     *
     * @throws IllegalArgumentException if its address cannot be had, or there is no file of keys where one is needed
     */
    public Optional<OpsServer> opsServer(StreamsRunner processor) {
        if (config.ops().port().isEmpty()) {
            return Optional.empty();
        }
        Health health = new Health(List.of(health(processor)));
        return Optional.of(OpsServer.start(opsSettings(0), opsKeys(), metrics(processor), health));
    }

    private OpsMetrics metrics(StreamsRunner processor) {
        String version = gazetteer().version();
        OpsMetrics metrics = new OpsMetrics();
        metrics.watch(() -> state(processor, version), processor::whyNotReady);
        return metrics;
    }

    private static ProcessorState state(StreamsRunner processor, String gazetteer) {
        StateSize size = processor.stateSize();
        return new ProcessorState(events(processor.counts()), size.articles(), size.held(), size.bytes(), gazetteer);
    }

    private static Map<String, Long> events(ArticleCounts counts) {
        return Map.ofEntries(
                Map.entry("misplaced", counts.moved()),
                Map.entry("sent", counts.accepted() - counts.held() - counts.withheld() - counts.killed()),
                Map.entry("held", counts.held()),
                Map.entry("released", counts.released()),
                Map.entry("withheld", counts.withheld()),
                Map.entry("killed", counts.killed()),
                Map.entry("duplicate", counts.duplicates()),
                Map.entry("superseded", counts.superseded()),
                Map.entry("killed-before", counts.killedBefore()),
                Map.entry("rejected", counts.rejected()),
                Map.entry("deleted-unread", counts.deletedUnread()));
    }

    private static Health.Part health(StreamsRunner processor) {
        return new Health.Part("processor", processor::whyNotReady, processor::whyNotAlive);
    }

    private Optional<ApiKeys> opsKeys() {
        return config.ops().keysFile().map(ApiKeys::of);
    }

    private OpsServer.Settings opsSettings(int otherwise) {
        return new OpsServer.Settings(
                "ops", config.ops().host(), config.ops().port().orElse(otherwise));
    }

    private synchronized Gazetteer gazetteer() {
        if (gazetteer == null) {
            gazetteer = Gazetteer.builtInWith(config.gazetteerFiles());
        }
        return gazetteer;
    }

    /**
     * Asks the brokers whether they are there, before anything waits long for them.
     *
     * @throws io.wiretag.cluster.KafkaUnavailableException if none answers
     */
    public void requireBrokers() {
        clients.requireBrokers();
    }

    /**
     * Waits until the brokers are there, and asks them then; empty if the wait was stopped before.
     *
     * @param question asked anew each time they have been away
     * @throws io.wiretag.cluster.KafkaRefusedException if they refuse
     */
    public <T> Optional<T> reach(BrokerWait wait, Supplier<T> question) {
        return wait.until(() -> {
            clients.requireBrokers(wait.why().isEmpty() ? FIRST_LIMIT : REACH_LIMIT);
            return question.get();
        });
    }

    /** @return the id of the cluster */
    private Optional<String> reach(BrokerWait wait, List<Topic<?>> needed) {
        return reach(wait, () -> {
            topicAdmin().require(needed);
            return clients.requireBrokers();
        });
    }

    /** A wait of {@code process}: the server for operations, if there is to be one, is alive meanwhile, and not ready. */
    public BrokerWait processorWait() {
        return config.ops().port().isEmpty() ? new BrokerWait() : new BrokerWait(wait -> opsStandIn(wait, 0));
    }

    /** A wait of {@code serve}, which is alive meanwhile, and not ready. */
    public BrokerWait opsWait() {
        return new BrokerWait(wait -> opsStandIn(wait, DEFAULT_OPS_PORT));
    }

    private OpsServer opsStandIn(BrokerWait wait, int otherwise) {
        return OpsServer.standIn(opsSettings(otherwise), opsKeys(), wait::why);
    }

    /** A wait of {@code intake}, which is alive meanwhile, and not ready: whoever sends is told to come again. */
    public BrokerWait intakeWait() {
        Config.Intake settings = config.intake();
        return new BrokerWait(wait -> OpsServer.standIn(
                new OpsServer.Settings("intake", settings.host(), settings.port()), intakeKeys(), wait::why));
    }

    private synchronized ValueSerdes serdes() {
        if (serdes == null) {
            serdes = new ValueSerdes(serdeSettings());
        }
        return serdes;
    }

    private ValueSerdes.Settings serdeSettings() {
        Config.Serdes settings = config.serdes();
        return new ValueSerdes.Settings(
                settings.serializer().orElse(ValueSerdes.DEFAULT_SERIALIZER),
                settings.deserializer().orElse(ValueSerdes.DEFAULT_DESERIALIZER),
                settings.registryUrl(),
                settings.properties());
    }

    /** A failure is met again, and thrown, where the part is asked for. */
    private void awaitPreparation() {
        preparation.exceptionally(failure -> null).join();
    }

    @Override
    public void close() {
        awaitPreparation();
        clients.close();
        if (serdes != null) {
            serdes.close();
        }
    }
}
