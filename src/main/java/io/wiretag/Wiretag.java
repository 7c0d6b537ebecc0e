package io.wiretag;

import io.wiretag.access.ApiKeys;
import io.wiretag.cluster.BrokerWait;
import io.wiretag.cluster.TopicScan;
import io.wiretag.config.Config;
import io.wiretag.delivery.http.DeliveryServer;
import io.wiretag.delivery.webhook.SecretSeal;
import io.wiretag.delivery.webhook.Subscriptions;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.http.IntakeServer;
import io.wiretag.life.Retagging;
import io.wiretag.ops.OpsServer;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagWatch;
import io.wiretag.ops.lag.OffsetsSnapshot;
import io.wiretag.ops.receipts.ReceiptArchive;
import io.wiretag.ops.rejected.RejectedReader;
import io.wiretag.ops.rejected.RejectedReplay;
import io.wiretag.processor.MemoryRebuild;
import io.wiretag.processor.SinkFill;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.retag.RetagPreview;
import io.wiretag.retag.RetagReport;
import io.wiretag.retag.RetagRun;
import io.wiretag.revision.CorrectionDesk;
import io.wiretag.rules.RulesDesk;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.subscribers.ArticleHistory;
import io.wiretag.subscribers.ArticleSubscriber;
import io.wiretag.subscribers.HistoryReader;
import io.wiretag.subscribers.SinkVerifier;
import io.wiretag.subscribers.SubscriberList;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.Tagging;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.topics.Acknowledgement;
import io.wiretag.topics.SubjectAdmin;
import io.wiretag.topics.Topic;
import io.wiretag.topics.TopicAdmin;
import io.wiretag.topics.Topics;
import io.wiretag.wiring.CorrectionParts;
import io.wiretag.wiring.DeliveryParts;
import io.wiretag.wiring.Installation;
import io.wiretag.wiring.IntakeParts;
import io.wiretag.wiring.OpsParts;
import io.wiretag.wiring.ProcessorParts;
import io.wiretag.wiring.SubscriberParts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes the parts of one installation from its configuration, each when it is first asked for. What a method of this class
 * opens is closed by whoever asked for it; what it keeps for itself is closed with it.
 *
 * <p>Parts are made on one thread; what {@link #prepareProcessor} makes beside it may be asked for by both.
 */
public final class Wiretag implements AutoCloseable {
    private final Installation installation;
    private final ProcessorParts processing;
    private final IntakeParts intake;
    private final DeliveryParts delivery;
    private final SubscriberParts subscribers;
    private final CorrectionParts corrections;
    private final OpsParts ops;

    /** @throws IllegalArgumentException if the topics cannot be set up as the configuration says */
    public Wiretag(Config config) {
        this.installation = new Installation(config);
        this.processing = new ProcessorParts(installation);
        this.intake = new IntakeParts(installation);
        this.delivery = new DeliveryParts(installation);
        this.subscribers = new SubscriberParts(installation);
        this.corrections = new CorrectionParts(installation);
        this.ops = new OpsParts(installation);
    }

    /** The topics of this installation. */
    public Topics topics() {
        return installation.topics();
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
        return installation.topicAdmin();
    }

    /** Registers and checks the subjects of the topics in the registry. */
    public SubjectAdmin subjectAdmin() {
        return installation.subjectAdmin();
    }

    /**
     * Begins to make, beside the caller, what {@link #processor} needs and no broker has a part in. What is wrong is thrown
     * there.
     */
    public void prepareProcessor() {
        processing.prepare();
    }

    /**
     * The stream, not yet started.
     *
     * @throws io.wiretag.tagging.gazetteer.InvalidGazetteerException if a file of the gazetteer is wrong
     * @throws IllegalArgumentException if state cannot be kept where it is to be
     */
    public StreamsRunner processor() {
        return processing.processor();
    }

    /** The same with another tagger, for measurements of what the tagger costs. */
    public StreamsRunner processor(Tagging tagger) {
        return processing.processor(tagger);
    }

    /**
     * Says which gazetteer is in force on the cluster.
     *
     * @throws io.wiretag.cluster.KafkaRefusedException if there is no topic for it
     */
    public RulesDesk rulesDesk() {
        return processing.rulesDesk();
    }

    /** Writes what this machine remembers of articles into changelogs that were lost. */
    public MemoryRebuild memoryRebuild() {
        return processing.memoryRebuild();
    }

    /** Fills sinks that were switched on after articles had gone out. */
    public SinkFill sinkFill() {
        return processing.sinkFill();
    }

    /**
     * Publishes articles: idempotent, acknowledged by all in-sync replicas, in the order of each uri.
     *
     * @throws IllegalArgumentException if the configuration asks for less
     * @throws io.wiretag.cluster.KafkaRefusedException if the topic does not exist
     */
    public ArticlePublisher publisher() {
        return intake.publisher();
    }

    /** The same, as soon as the brokers answer; empty if the wait was stopped before. */
    public Optional<ArticlePublisher> publisher(BrokerWait wait) {
        return intake.publisher(wait);
    }

    /**
     * The way in over HTTP, which listens already, as soon as the brokers answer; empty if the wait was stopped before. Its
     * producer has shorter time-outs than others, for somebody waits for the answer, unless the configuration has its own.
     *
     * @throws IllegalArgumentException if there is no file of keys where one is needed, it cannot be used, or the address cannot
     *     be had
     * @throws io.wiretag.cluster.KafkaRefusedException if the topic does not exist
     */
    public Optional<IntakeServer> intake(BrokerWait wait) {
        return intake.intake(wait);
    }

    /**
     * The way out over HTTP, which listens already.
     *
     * @throws IllegalArgumentException if there is no file of keys where one is needed, it cannot be used, or the address cannot
     *     be had
     * @throws io.wiretag.cluster.KafkaRefusedException if a topic does not exist
     */
    public DeliveryServer delivery() {
        return delivery.server();
    }

    /** The same, as soon as the brokers answer; empty if the wait was stopped before. */
    public Optional<DeliveryServer> delivery(BrokerWait wait) {
        return delivery.server(wait);
    }

    /** The subscriptions of webhooks, for whoever changes and looks at them. */
    public Subscriptions subscriptions() {
        return delivery.webhooks().subscriptions();
    }

    /**
     * What seals the secrets of subscriptions.
     *
     * @throws IllegalArgumentException if no file is named for it, or it cannot be used
     */
    public SecretSeal secretSeal() {
        return delivery.webhooks().seal();
    }

    /**
     * Makes sure that an endpoint can be reached as things are.
     *
     * @throws IllegalArgumentException if it has no address that is allowed
     */
    public void requireReachable(URI endpoint) {
        delivery.webhooks().requireReachable(endpoint);
    }

    /**
     * Reads a sink topic.
     *
     * @param group group to share the work and remember the position with; empty: all partitions, nothing is remembered
     * @param fromBeginning where to start when there is no remembered position: at the first record, or behind the last
     * @throws io.wiretag.cluster.KafkaRefusedException if the topic does not exist
     */
    public ArticleSubscriber subscriber(Topic<TaggedArticle> topic, Optional<String> group, boolean fromBeginning) {
        return subscribers.subscriber(topic, group, fromBeginning);
    }

    /** The same; the position is committed after each record, for those who take long for one. */
    public ArticleSubscriber carefulSubscriber(Topic<TaggedArticle> topic, String group, boolean fromBeginning) {
        return subscribers.carefulSubscriber(topic, group, fromBeginning);
    }

    /** How far every group has read and how far it could, as the brokers say it now. */
    public OffsetsSnapshot offsets() {
        return ops.offsets();
    }

    /** One look at how far every group is behind. What takes time to be seen, a trend or that a group stalls, it cannot tell. */
    public LagReport lagReport() {
        return ops.lagReport();
    }

    /**
     * The same.
     *
     * @param named groups that are listed even if the configuration says that they are ignored
     */
    public LagReport lagReport(Set<String> named) {
        return ops.lagReport(named);
    }

    /**
     * Looks at how far every group is behind, and how it does, when told to.
     *
     * @param reach how far back the past of each is kept
     * @param named groups that are listed even if the configuration says that they are ignored
     */
    public LagWatch lagWatch(Duration reach, Set<String> named) {
        return ops.lagWatch(reach, named);
    }

    /**
     * All that is kept of kills, and of who has them.
     *
     * @param progress told how far it has read
     * @throws io.wiretag.cluster.KafkaRefusedException if there is no topic for it
     */
    public ReceiptArchive receiptArchive(TopicScan.Progress progress) {
        return ops.receiptArchive(progress);
    }

    /**
     * Notes that a subscriber has acted on a kill, and returns when all replicas have it.
     *
     * @throws io.wiretag.cluster.KafkaRefusedException if there is no topic for it, or it may not be written to
     */
    public void acknowledge(Acknowledgement word) {
        ops.acknowledge(word);
    }

    /**
     * What happened to one article, as far back as the topics are kept.
     *
     * @param progress told how far it has read
     * @throws io.wiretag.cluster.KafkaRefusedException if a topic does not exist
     */
    public ArticleHistory history(String uri, HistoryReader.Progress progress) {
        return subscribers.history(uri, progress);
    }

    /**
     * Whether all that went out to a topic is there, by the numbers of its records.
     *
     * @param list what a subscriber shows, to be held against it
     * @param progress told how far it has read
     * @throws IllegalArgumentException if there is no such topic, or its numbers say nothing
     */
    public SinkVerifier.Verdict verify(
            SinkVerifier.Question question, Optional<SubscriberList> list, SinkVerifier.Progress progress) {
        return subscribers.verify(question, list, progress);
    }

    /**
     * The gazetteer of this build, extended by the files of the configuration.
     *
     * @throws io.wiretag.tagging.gazetteer.InvalidGazetteerException if a file is wrong
     */
    public Gazetteer gazetteer() {
        return installation.gazetteer();
    }

    /**
     * What a gazetteer would change of the stories that subscribers have. Sends nothing.
     *
     * @param progress told how far it has read
     * @throws io.wiretag.cluster.KafkaRefusedException if the topic does not exist
     */
    public RetagReport retagPreview(Gazetteer gazetteer, RetagPreview.Question question, TopicScan.Progress progress) {
        return subscribers.retagPreview(gazetteer, question, progress);
    }

    /** Where editors correct the tags of what is out. Nothing is asked of the brokers yet. */
    public CorrectionDesk correctionDesk() {
        return corrections.desk();
    }

    /** What a gazetteer makes of versions that have gone out, with the settings of this installation. */
    public Retagging retagging(Gazetteer gazetteer) {
        return subscribers.retagging(gazetteer);
    }

    /**
     * Has stories tagged anew that the rules in force would change.
     *
     * @throws IllegalArgumentException if the configuration asks for less than idempotence and all acknowledgements
     * @throws io.wiretag.cluster.KafkaRefusedException if a topic does not exist
     */
    public RetagRun retagRun() {
        return subscribers.retagRun();
    }

    /**
     * Reads the rejected topic.
     *
     * @throws io.wiretag.cluster.KafkaRefusedException if a topic does not exist
     */
    public RejectedReader rejectedReader() {
        return ops.rejectedReader();
    }

    /**
     * Publishes rejected records again.
     *
     * @throws IllegalArgumentException if the configuration asks for less than idempotence and all acknowledgements
     * @throws io.wiretag.cluster.KafkaRefusedException if a topic does not exist
     */
    public RejectedReplay rejectedReplay() {
        return ops.rejectedReplay();
    }

    /**
     * Watches the cluster and shows it: the dashboard, metrics and health. Listens already.
     *
     * @throws IllegalArgumentException if its address cannot be had, or there is no file of keys where one is needed
     * @throws io.wiretag.cluster.KafkaRefusedException if a topic does not exist
     */
    public OpsServer opsServer() {
        return ops.server();
    }

    /** The same, as soon as the brokers answer; empty if the wait was stopped before. */
    public Optional<OpsServer> opsServer(BrokerWait wait) {
        return ops.server(wait);
    }

    /**
     * The same in the process of a processor, which it shows as well.
     *
     * @param otherwise the keys, if the configuration names none
     */
    public OpsServer opsServer(StreamsRunner processor, ApiKeys otherwise) {
        return ops.server(processor, otherwise);
    }

    /**
     * Metrics and health of a processor of this process, which listens already; empty if the configuration names no port.
     *
     * @throws IllegalArgumentException if its address cannot be had, or there is no file of keys where one is needed
     */
    public Optional<OpsServer> opsServer(StreamsRunner processor) {
        return ops.server(processor);
    }

    /**
     * Asks the brokers whether they are there, before anything waits long for them.
     *
     * @throws io.wiretag.cluster.KafkaUnavailableException if none answers
     */
    public void requireBrokers() {
        installation.requireBrokers();
    }

    /**
     * Waits until the brokers are there, and asks them then; empty if the wait was stopped before.
     *
     * @param question asked anew each time they have been away
     * @throws io.wiretag.cluster.KafkaRefusedException if they refuse
     */
    public <T> Optional<T> reach(BrokerWait wait, Supplier<T> question) {
        return installation.reach(wait, question);
    }

    /** A wait of {@code process}: the server for operations, if there is to be one, is alive meanwhile, and not ready. */
    public BrokerWait processorWait() {
        return ops.processorWait();
    }

    /** A wait of {@code serve}, which is alive meanwhile, and not ready. */
    public BrokerWait opsWait() {
        return ops.brokerWait();
    }

    /** A wait of {@code intake}, which is alive meanwhile, and not ready: whoever sends is told to come again. */
    public BrokerWait intakeWait() {
        return intake.brokerWait();
    }

    /** A wait of {@code deliver}, which is alive meanwhile, and not ready: whoever asks is told to come again. */
    public BrokerWait deliveryWait() {
        return delivery.brokerWait();
    }

    @Override
    public void close() {
        installation.close();
    }
}
