package io.wiretag.wiring;

import io.wiretag.access.ApiKeys;
import io.wiretag.cluster.BrokerWait;
import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.TopicScan;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.Config;
import io.wiretag.life.RejectionReason;
import io.wiretag.ops.ClusterWatch;
import io.wiretag.ops.Health;
import io.wiretag.ops.OpsKeys;
import io.wiretag.ops.OpsMetrics;
import io.wiretag.ops.OpsServer;
import io.wiretag.ops.ProcessorState;
import io.wiretag.ops.RegistrySight;
import io.wiretag.ops.desk.DeskWatch;
import io.wiretag.ops.desk.HeldArticles;
import io.wiretag.ops.lag.IgnoredGroups;
import io.wiretag.ops.lag.LagMonitor;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagWatch;
import io.wiretag.ops.lag.OffsetsSnapshot;
import io.wiretag.ops.notes.Notes;
import io.wiretag.ops.receipts.ReceiptArchive;
import io.wiretag.ops.receipts.ReceiptWatch;
import io.wiretag.ops.rejected.RejectedReader;
import io.wiretag.ops.rejected.RejectedReplay;
import io.wiretag.processor.ArticleCounts;
import io.wiretag.processor.HeldChangelog;
import io.wiretag.processor.StateSize;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.revision.CorrectionDesk;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.topics.Acknowledgement;
import io.wiretag.topics.Rights;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What operators look with: lag, rejected records, the dashboard with metrics and health. */
public final class OpsParts {
    private static final Duration LAG_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LAG_HISTORY = Duration.ofHours(1);
    /** Stretches of records that are looked into in one round of the watch on lag, and the time for them. */
    private static final int LAG_FETCHES = 200;

    private static final Duration LAG_PATIENCE = Duration.ofSeconds(3);
    /** Who looks only once has no next round. */
    private static final int ALL_AT_ONCE = Integer.MAX_VALUE;

    private static final Duration ACKNOWLEDGE_LIMIT = Duration.ofSeconds(20);

    private static final Duration LAG_PATIENCE_ONCE = Duration.ofSeconds(15);

    private final Installation installation;
    private final Config config;
    private final Topics topics;
    private final KafkaClients clients;

    public OpsParts(Installation installation) {
        this.installation = installation;
        this.config = installation.config();
        this.topics = installation.topics();
        this.clients = installation.clients();
    }

    public OffsetsSnapshot offsets() {
        installation.requireBrokers();
        try (LagWatch watch = lagWatch(LAG_HISTORY, ALL_AT_ONCE, Set.of(), Optional.empty())) {
            return watch.snapshot();
        }
    }

    public LagReport lagReport() {
        return lagReport(Set.of());
    }

    public LagReport lagReport(Set<String> named) {
        installation.requireBrokers();
        try (LagWatch watch = lagWatch(LAG_HISTORY, ALL_AT_ONCE, named, Optional.empty())) {
            return watch.look();
        }
    }

    public LagWatch lagWatch(Duration reach, Set<String> named) {
        installation.requireBrokers();
        return lagWatch(reach, LAG_FETCHES, named, Optional.empty());
    }

    /** On a thread of its own, every five seconds, with an hour of past. Topics that do not exist yet are waited for. */
    private LagMonitor lagMonitor(Notes notes) {
        return LagMonitor.start(lagWatch(LAG_HISTORY, LAG_FETCHES, Set.of(), Optional.of(notes)), LAG_INTERVAL);
    }

    private Notes notes() {
        Map<String, Object> properties = clients.publishingImpatiently();
        return new Notes(
                clients.scanning(),
                () -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()),
                topics.operations().name());
    }

    private LagWatch lagWatch(Duration reach, int fetches, Set<String> named, Optional<Notes> notes) {
        Map<String, Set<String>> subscribers = new HashMap<>();
        Map<String, Duration> every = new HashMap<>();
        config.subscribers().forEach((group, subscriber) -> {
            subscribers.put(
                    group,
                    topics.all().stream()
                            .filter(topic -> subscriber.roles().contains(topic.role()))
                            .map(Topic::name)
                            .collect(Collectors.toSet()));
            subscriber.every().ifPresent(often -> every.put(group, often));
        });
        Duration patience = fetches == ALL_AT_ONCE ? LAG_PATIENCE_ONCE : LAG_PATIENCE;
        return new LagWatch(
                clients.admin(),
                topics,
                new LagWatch.Settings(
                        config.applicationId(),
                        subscribers,
                        every,
                        new IgnoredGroups(config.ignoredGroups(), named),
                        reach,
                        fetches,
                        patience),
                Optional.of(new LagWatch.Looking(clients.looking(true), clients.looking(false))),
                notes);
    }

    public RejectedReader rejectedReader() {
        installation.topicAdmin().require(List.of(topics.published(), topics.rejected()));
        return newRejectedReader();
    }

    private RejectedReader newRejectedReader() {
        return new RejectedReader(clients.scanning(), clients.admin(), topics);
    }

    public RejectedReplay rejectedReplay() {
        installation.topicAdmin().require(List.of(topics.published(), topics.rejected()));
        return newRejectedReplay();
    }

    private RejectedReplay newRejectedReplay() {
        Map<String, Object> properties = clients.replaying();
        return new RejectedReplay(
                clients.scanning(),
                clients.admin(),
                () -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()),
                topics,
                installation.serdes());
    }

    public OpsServer server() {
        return server(installation.reach(topics.all()), keys(), new OpsMetrics(), List.of());
    }

    /** Waits for the topics without which there is little to show; another that is missing is told beside the rest. */
    public Optional<OpsServer> server(BrokerWait wait) {
        return installation
                .reachPatiently(wait, List.of(topics.published(), topics.tagged(), topics.rejected()))
                .map(cluster -> server(cluster, keys(), new OpsMetrics(), List.of()));
    }

    public OpsServer server(StreamsRunner processor, ApiKeys otherwise) {
        String cluster = installation.reach(topics.all());
        return server(cluster, keys().or(() -> Optional.of(otherwise)), metrics(processor), List.of(health(processor)));
    }

    public Optional<OpsServer> server(StreamsRunner processor) {
        if (config.ops().port().isEmpty()) {
            return Optional.empty();
        }
        Health health = new Health(List.of(health(processor)));
        return Optional.of(OpsServer.start(settings(0), keys(), metrics(processor), health));
    }

    /** Asks no broker: what is made here is closed again if a later part cannot be had. */
    private OpsServer server(String cluster, Optional<ApiKeys> keys, OpsMetrics metrics, List<Health.Part> others) {
        Deque<AutoCloseable> made = new ArrayDeque<>(List.of(metrics));
        try {
            ValueSerdes values = installation.serdes();
            Gazetteer known = installation.gazetteer();
            RejectedReader rejected = kept(made, newRejectedReader());
            RejectedReplay replay = kept(made, newRejectedReplay());
            Consumer<byte[], byte[]> stories = kept(made, clients.scanning());
            Consumer<byte[], byte[]> older = kept(made, clients.scanning());
            Notes notes = kept(made, notes());
            notes.start();
            LagMonitor lag = kept(made, lagMonitor(notes));
            RegistrySight registry =
                    kept(made, RegistrySight.start(values, topics.published().name() + "-value"));
            DeskWatch desk = kept(made, deskWatch(made, lag));
            ReceiptWatch receipts = kept(made, receiptWatch(made, lag, values));
            CorrectionDesk corrections = kept(made, new CorrectionParts(installation).desk());
            return new ClusterWatch(
                            topics,
                            values,
                            known,
                            new ClusterWatch.Settings(
                                    cluster,
                                    config.applicationId(),
                                    config.ops().window(),
                                    reasons(),
                                    config.ops().killLate(),
                                    config.retention()),
                            new ClusterWatch.Watchers(
                                    lag,
                                    notes,
                                    stories,
                                    older,
                                    rejected,
                                    replay,
                                    registry,
                                    desk,
                                    receipts,
                                    corrections))
                    .serve(settings(Config.Ops.USUAL_PORT), keys, metrics, others);
        } catch (RuntimeException e) {
            made.forEach(part -> closeAfter(e, part));
            throw e;
        }
    }

    private DeskWatch deskWatch(Deque<AutoCloseable> made, LagMonitor lag) {
        return new DeskWatch(
                topics,
                new DeskWatch.Processor(
                        config.applicationId(),
                        HeldChangelog.topic(config.applicationId()),
                        key -> HeldChangelog.of(key).map(held -> new HeldArticles.Embargo(held.uri(), held.until()))),
                new DeskWatch.Readers(kept(made, clients.scanning()), kept(made, clients.scanning())),
                lag::current);
    }

    private ReceiptWatch receiptWatch(Deque<AutoCloseable> made, LagMonitor lag, ValueSerdes values) {
        Map<String, Object> properties = clients.publishingImpatiently();
        Map<String, Set<String>> expected = new HashMap<>();
        config.subscribers().forEach((group, subscriber) -> expected.put(group, subscriber.roles()));
        return new ReceiptWatch(
                topics,
                new ReceiptWatch.Settings(config.applicationId(), expected),
                new ReceiptWatch.Looks(lag::current, lag::hurry),
                new ClusterFacts(clients.admin()),
                values,
                new ReceiptWatch.Clients(
                        kept(made, clients.scanning()),
                        kept(made, clients.scanning()),
                        kept(made, clients.scanning()),
                        kept(made, clients.electing(Rights.receiptWriters(config.applicationId()))),
                        () -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())));
    }

    public ReceiptArchive receiptArchive(TopicScan.Progress progress) {
        installation.topicAdmin().require(List.of(topics.receipts()));
        try (Consumer<byte[], byte[]> consumer = clients.scanning()) {
            return ReceiptArchive.read(consumer, topics.receipts().name(), progress);
        }
    }

    public void acknowledge(Acknowledgement word) {
        installation.topicAdmin().require(List.of(topics.receipts()));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                clients.publishingImpatiently(), new ByteArraySerializer(), new ByteArraySerializer())) {
            KafkaCall.await(
                    producer.send(new ProducerRecord<>(topics.receipts().name(), word.key(), word.value())),
                    "write to topic " + topics.receipts().name(),
                    ACKNOWLEDGE_LIMIT);
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

    private OpsMetrics metrics(StreamsRunner processor) {
        OpsMetrics metrics = new OpsMetrics();
        metrics.watch(() -> state(processor), processor::whyNotReady);
        return metrics;
    }

    private static ProcessorState state(StreamsRunner processor) {
        StateSize size = processor.stateSize();
        return new ProcessorState(
                events(processor.counts()),
                size.articles(),
                size.held(),
                size.bytes(),
                new ProcessorState.Rules(
                        processor.rules().version(), processor.rules().isCurrent()));
    }

    private static Map<String, Long> events(ArticleCounts counts) {
        return Map.ofEntries(
                Map.entry("misplaced", counts.moved()),
                Map.entry("retagged", counts.retagged()),
                Map.entry("corrected", counts.corrected()),
                Map.entry("outdated", counts.outdated()),
                Map.entry("unchanged", counts.unchanged()),
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
        return new Health.Part(
                "processor",
                processor::notReady,
                processor::notAlive,
                () -> Map.of("gazetteer", processor.rules().version()));
    }

    private Optional<ApiKeys> keys() {
        return config.ops().keysFile().map(OpsKeys::of);
    }

    private OpsServer.Settings settings(int otherwise) {
        return new OpsServer.Settings(
                "ops", config.ops().host(), config.ops().port().orElse(otherwise));
    }

    public BrokerWait processorWait() {
        return config.ops().port().isEmpty() ? new BrokerWait() : new BrokerWait(wait -> standIn(wait, 0));
    }

    public BrokerWait brokerWait() {
        return new BrokerWait(wait -> standIn(wait, Config.Ops.USUAL_PORT));
    }

    private OpsServer standIn(BrokerWait wait, int otherwise) {
        return OpsServer.standIn(settings(otherwise), keys(), wait::why);
    }
}
