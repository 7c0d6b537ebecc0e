package io.wiretag.processor;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.files.OneLine;
import io.wiretag.files.Why;
import io.wiretag.life.ArticleHandling;
import io.wiretag.life.Outcome;
import io.wiretag.life.Placement;
import io.wiretag.life.PublishedRecord;
import io.wiretag.life.RequestSeal;
import io.wiretag.processor.faults.AbortedByBroker;
import io.wiretag.processor.faults.BrokerOutage;
import io.wiretag.processor.faults.Replacements;
import io.wiretag.processor.faults.StandbysPaused;
import io.wiretag.processor.faults.StateUpdaters;
import io.wiretag.processor.faults.StreamsClients;
import io.wiretag.processor.watch.PollAge;
import io.wiretag.processor.watch.RecordProbe;
import io.wiretag.processor.watch.RegistryWatch;
import io.wiretag.processor.watch.StreamFailedException;
import io.wiretag.processor.watch.StreamWatch;
import io.wiretag.processor.watch.TopicWatch;
import io.wiretag.rules.LiveRules;
import io.wiretag.rules.RulesDesk;
import io.wiretag.topics.Topics;
import io.wiretag.topology.ArticleTopology;
import io.wiretag.topology.SinkPartitions;
import io.wiretag.topology.StreamEvents;
import io.wiretag.topology.StreamTimes;
import io.wiretag.topology.UnreadDeletions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.TaskId;
import org.rocksdb.RocksDB;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the stream: starts it, watches it, keeps its first failure, and stops it within a bounded time.
 *
 * <p>Thread-safe.
 */
public final class StreamsRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsRunner.class);

    private static final long START_STEP_MS = 100;
    /** How long a record may wait for the registry where it is: well under the time-out of the transaction it is part of (10 s). */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final LiveRules rules;
    private final Duration closeTimeout;
    private final CloseOptions.GroupMembershipOperation membership;
    private final ArticleCounts counts = new ArticleCounts();
    private final AtomicReference<Throwable> firstFailure = new AtomicReference<>();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean closed;
    private final Map<TaskId, StateSize> sizes = new ConcurrentHashMap<>();
    private final RegistryWatch registryWatch;
    /** Whether the stream gets no records, for it could not deal with them. */
    private final AtomicBoolean held = new AtomicBoolean();

    private final Duration mostBetweenPolls;
    private final Replacements replacements;
    private final StateUpdaters updaters = new StateUpdaters(System::nanoTime);
    private final ClusterFacts facts;
    private final String applicationId;
    private final String published;
    private final AtomicInteger partitions = new AtomicInteger();
    private final TopicWatch topicWatch;
    private final MisplacedNotice misplaced = new MisplacedNotice(System::nanoTime);
    private final int largestKept;
    private final StartCheck startCheck;
    private final StateFolder stateFolder;
    private final UnreadDeletions deletions = new UnreadDeletions();
    private final StreamWatch watch;
    private final KafkaStreams streams;
    private final MemoryCopy memoryCopy;

    /** Loads the library of the state, which the first task would wait for. */
    public static void loadLibraries() {
        RocksDB.loadLibrary();
    }

    /**
     * How the stream is to run.
     *
     * @param kafka properties of all Kafka clients
     * @param streams properties of the stream; {@code application.id} must be among them
     * @param retention how long an article is remembered after its last version
     * @param closeTimeout how long {@link #close} may take
     * @param stallLimit how long a partition that has something to read may stay where it is
     * @param seal that corrections of tags need
     */
    public record Settings(
            Map<String, String> kafka,
            Map<String, String> streams,
            Duration retention,
            Duration closeTimeout,
            Duration stallLimit,
            Optional<RequestSeal> seal) {}

    /**
     * Prepares the stream; {@link #start} starts it.
     *
     * @param rules what articles are tagged by; closed with the stream
     * @param facts asks the brokers
     * @throws org.apache.kafka.common.config.ConfigException if a property cannot be used
     * @throws IllegalArgumentException if another guarantee than exactly_once_v2 is asked for, or state cannot be kept where it
     *     is to be
     */
    public StreamsRunner(Topics topics, ValueCodec codec, LiveRules rules, ClusterFacts facts, Settings given) {
        this.rules = rules;
        this.closeTimeout = given.closeTimeout();
        this.facts = facts;
        StreamSettings settings = new StreamSettings(topics, given.kafka(), given.streams());
        Properties properties = settings.properties();
        this.applicationId = settings.applicationId();
        this.published = topics.published().name();
        this.largestKept = topics.rejected().maxMessageBytes();
        this.stateFolder = new StateFolder(properties);
        stateFolder.requireWritable();
        this.membership = settings.membership();
        this.mostBetweenPolls = settings.mostBetweenPolls();
        this.replacements = new Replacements(settings.threads());
        StreamsClients clients = new StreamsClients(held::get);
        RecordProbe probe = new RecordProbe(lone(clients, settings, "stall-probe"));
        this.startCheck = startCheck(topics, settings, clients, probe);
        this.topicWatch = watched(topics);
        this.watch =
                new StreamWatch(new Watched(), facts, applicationId, topicWatch, deletions, probe, given.stallLimit());
        Placement placement = new Placement(partitions::get);
        ArticleHandling handling =
                new ArticleHandling(topics, codec, rules, placement, settings.maxRequestSize(), given.seal());
        StreamTimes times = new StreamTimes(Clock.systemUTC(), PATIENCE, given.retention());
        this.streams = new KafkaStreams(
                ArticleTopology.build(
                        topics,
                        handling,
                        placement,
                        new SinkPartitions(topics, topicWatch::partitions),
                        new Events(),
                        times),
                properties,
                clients);
        this.memoryCopy = new MemoryCopy(streams, stateFolder);
        this.registryWatch = new RegistryWatch(gate(held));
        streams.setUncaughtExceptionHandler(this::uncaught);
        streams.setStateListener((now, before) -> changed(now, before));
        streams.setGlobalStateRestoreListener(watch);
    }

    private StartCheck startCheck(Topics topics, StreamSettings settings, StreamsClients clients, RecordProbe probe) {
        int largestSent =
                Math.max(topics.tagged().maxMessageBytes(), topics.rejected().maxMessageBytes());
        LostPositions lostPositions = new LostPositions(
                facts,
                topics,
                () -> clients.getRestoreConsumer(
                        settings.loneConsumer(applicationId + "-position-search", largestSent)));
        String brokers = settings.properties().getProperty(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG);
        return new StartCheck(
                facts,
                applicationId,
                published,
                stateFolder,
                probe,
                lost -> lostPositions.remedy(applicationId, brokers, lost));
    }

    private static RegistryWatch.Gate gate(AtomicBoolean held) {
        return new RegistryWatch.Gate() {
            @Override
            public void pause() {
                held.set(true);
            }

            @Override
            public void resume() {
                held.set(false);
            }
        };
    }

    private static Supplier<Consumer<byte[], byte[]>> lone(
            StreamsClients clients, StreamSettings settings, String name) {
        return () -> clients.getRestoreConsumer(settings.loneConsumer(settings.applicationId() + "-" + name));
    }

    private TopicWatch watched(Topics topics) {
        List<String> changelogs = StartCheck.changelogs(applicationId);
        List<String> names = new ArrayList<>(changelogs);
        topics.all().forEach(topic -> names.add(topic.name()));
        Map<String, String> remedies = new HashMap<>(Map.of(topics.published().name(), startCheck.sourceRemedy()));
        changelogs.forEach(name -> remedies.put(name, StartCheck.remedy(stateFolder.own())));
        return new TopicWatch(names, changelogs, remedies);
    }

    /**
     * Starts the stream, and returns before it runs.
     *
     * @throws StreamFailedException if its state cannot be opened
     * @throws MisfitException if it must not go on from what its application id left in the cluster, or could not keep there what
     *     it may have to
     * @throws KafkaUnavailableException if no broker answers
     * @throws io.wiretag.cluster.KafkaRefusedException if it may not write to the topic that it reads
     */
    public void start() {
        rules.begin(client());
        Map<TopicPartition, Long> committed = facts.committedOffsets(applicationId);
        startCheck.misfit(committed).ifPresent(misfit -> {
            throw new MisfitException("the processor does not start: " + misfit);
        });
        facts.requireWritable(published, "records that lie in a wrong partition could not be moved to the right one");
        // state was made for so many; where some are added Kafka Streams ends by itself
        partitions.set(facts.existing(List.of(published)).get(published).partitions());
        // partitions of sinks are to be known before the first record
        topicWatch.look(facts);
        ChangelogLimits.raise(facts, applicationId, largestKept);
        stateFolder.deleteTornTasks();
        rules.awaitFirst();
        try {
            streams.start();
        } catch (StreamsException e) {
            // what is on disk is opened here, not on a thread of the stream
            firstFailure.compareAndSet(null, e);
            throw failed("the stream failed while it started", e);
        }
        watch.start(committed);
    }

    /**
     * Starts the stream and waits until it runs. Time in which it waits for the registry does not count.
     *
     * @throws StreamFailedException if it fails before, or does not run within the limit
     * @throws MisfitException if it must not go on from what its application id left in the cluster
     * @throws CancellationException if the thread is interrupted before it runs, which stays so
     */
    public void start(Duration limit) {
        start();
        long left = limit.toMillis();
        try {
            while (!running.await(START_STEP_MS, TimeUnit.MILLISECONDS)) {
                left -= registryWatch.current().isPresent() ? 0 : START_STEP_MS;
                if (left <= 0) {
                    throw new StreamFailedException(
                            "the stream did not run within " + limit.toSeconds() + " s, its state is "
                                    + streams.state(),
                            null);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the stream started");
        }
        failure().ifPresent(failure -> {
            throw failed("the stream failed while it started", failure);
        });
    }

    /**
     * Waits until the stream has ended, by {@link #close} or by a failure.
     *
     * @throws StreamFailedException with the first failure, if it failed
     */
    public void awaitEnd() throws InterruptedException {
        ended.await();
        failure().ifPresent(failure -> {
            throw failed("the stream failed", failure);
        });
    }

    private StreamFailedException failed(String what, Throwable failure) {
        // what was seen from outside says all by itself
        return failure instanceof StreamFailedException seen
                ? seen
                : new StreamFailedException(
                        stateFolder
                                .remedy(failure)
                                .or(() -> MemoryRemedy.of(failure, facts, applicationId, published))
                                .map(remedy -> what + ": " + remedy)
                                .orElse(what),
                        failure);
    }

    /** What all Kafka clients of this stream begin their ids with. */
    private String client() {
        return streams.metadataForLocalThreads().stream()
                .map(thread -> RulesDesk.client(thread.consumerClientId()))
                .findFirst()
                .orElse(applicationId);
    }

    /** What articles are tagged by. */
    public LiveRules rules() {
        return rules;
    }

    /** What happened to records so far. */
    public ArticleCounts counts() {
        return counts;
    }

    /** How large the state on this instance is. Cheap. */
    public StateSize stateSize() {
        StateSize onDisk = new StateSize(0, 0, StateSize.bytes(streams.metrics().values()));
        return sizes.values().stream().reduce(onDisk, StateSize::plus);
    }

    /** Whether articles flow: running, and not waiting for the registry. Cheap. */
    public boolean isReady() {
        return whyNotReady().isEmpty();
    }

    /** Why articles do not flow, in words; empty while they do. Cheap. */
    public Optional<String> whyNotReady() {
        return Why.words(notReady());
    }

    /**
     * The same by a code: {@code registry, brokers, failed, stuck, state}, and {@code unusable, lost, unknown} of the gazetteer where that is
     * required. Cheap.
     */
    public Optional<Why> notReady() {
        if (failure().isPresent()) {
            return notAlive();
        }
        Optional<Why> outage = registryWatch
                .current()
                .map(current -> new Why(
                        "registry",
                        Map.of("since", current.since().toString()),
                        "waiting for the registry since " + current.since() + ": " + current.what()));
        return outage.or(() -> watch.brokersAway().map(away -> new Why("brokers", away)))
                .or(this::notAlive)
                .or(() -> streams.state() == KafkaStreams.State.RUNNING
                        ? Optional.empty()
                        : Optional.of(new Why(
                                "state",
                                Map.of("state", streams.state().name()),
                                "the stream is in state " + streams.state())))
                .or(rules::notReady);
    }

    /** {@link #whyNotAlive} by a code. */
    public Optional<Why> notAlive() {
        return whyNotAlive().map(words -> new Why(failure().isPresent() ? "failed" : "stuck", words));
    }

    /** The first failure, by which the stream has ended; empty while it has not. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(firstFailure.get());
    }

    /**
     * Why only a new start can help, in words; empty while it is well, or waits for somebody else. Cheap. A thread that has not
     * asked for records for as long as Kafka lets it ({@code max.poll.interval.ms}) is stuck: its partitions go to others, and
     * it does not notice. So is one that asks and asks, and never gets a partition forward that has something to read.
     */
    public Optional<String> whyNotAlive() {
        if (failure().isPresent()) {
            return failure().map(failure -> "the stream has failed: " + failure);
        }
        return PollAge.longestAgo(streams.metrics().values())
                .filter(since -> since.compareTo(mostBetweenPolls) > 0)
                .map(since -> "a thread of the stream has not asked for records for " + since.toSeconds() + " s")
                .or(() -> updaters.whyNotAlive(streams.metadataForLocalThreads()))
                .or(watch::stuck);
    }

    private StreamThreadExceptionResponse uncaught(Throwable failure) {
        Optional<String> passing = passing(failure);
        if (passing.isPresent() && replacements.isOneMoreFine()) {
            LOG.warn("{}, the thread is replaced: {}", passing.get(), failure.toString());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        firstFailure.compareAndSet(null, seen(failure));
        LOG.error("the stream stops, since going on could lose articles", failure);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** What has happened, in words, where a new thread helps; empty where it does not. */
    private static Optional<String> passing(Throwable failure) {
        if (BrokerOutage.isCauseOf(failure)) {
            return Optional.of("a broker did not answer in time");
        }
        if (AbortedByBroker.isCauseOf(failure)) {
            return Optional.of("this processor stood still for too long");
        }
        return StandbysPaused.isCauseOf(failure)
                ? Optional.of("Kafka Streams cannot go on with copies of state after a pause")
                : Optional.empty();
    }

    private void copyMemory() {
        memoryCopy.write(() -> new Watched()
                .partitions().stream().map(TopicPartition::partition).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** What was seen by ourselves says all; Kafka Streams wraps it. */
    private static Throwable seen(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamFailedException) {
                return cause;
            }
        }
        return failure;
    }

    private void changed(KafkaStreams.State now, KafkaStreams.State before) {
        LOG.info("stream state={} before={}", now, before);
        if (now == KafkaStreams.State.RUNNING) {
            running.countDown();
        }
        if (now.hasCompletedShutdown()) {
            running.countDown();
            ended.countDown();
        }
    }

    /**
     * Stops the stream. What is in flight is finished or rolled back; bounded by the close timeout. Whoever comes second waits for the
     * first: a signal stops it on a thread of its own, and the process must not end under that.
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            closeOnce();
        }
    }

    private void closeOnce() {
        boolean hasStopped = streams.close(CloseOptions.timeout(closeTimeout).withGroupMembershipOperation(membership));
        if (!hasStopped) {
            LOG.warn(
                    "the stream did not stop within {}; what it had in flight is rolled back by the brokers",
                    closeTimeout);
        }
        registryWatch.close();
        watch.close();
        if (hasStopped && membership == CloseOptions.GroupMembershipOperation.LEAVE_GROUP) {
            rules.leave();
        } else {
            // the brokers still take it for one that runs
            rules.close();
        }
        ended.countDown();
        LOG.info("stopped {}", counts);
    }

    private final class Watched implements StreamWatch.Watched {
        private Map<String, Uuid> belongs = Map.of();

        @Override
        public Set<TopicPartition> partitions() {
            return streams.metadataForLocalThreads().stream()
                    .flatMap(thread -> thread.activeTasks().stream())
                    .flatMap(task -> task.topicPartitions().stream())
                    .collect(Collectors.toSet());
        }

        @Override
        public boolean isWaiting() {
            return registryWatch.current().isPresent() || replacements.hasBeenLately();
        }

        @Override
        public Optional<String> whyNotAlive() {
            // a failure has been told already
            return failure().isPresent() ? Optional.empty() : StreamsRunner.this.whyNotAlive();
        }

        @Override
        public void belongsTo(Map<String, Uuid> topics) {
            Map<String, Uuid> own = startCheck.ownAmong(topics);
            if (!own.equals(belongs)) {
                stateFolder.remember(own);
                belongs = own;
            }
        }

        @Override
        public void copyMemory() {
            StreamsRunner.this.copyMemory();
        }

        @Override
        public void deletedUnread(UnreadDeletions.Lost lost) {
            counts.countDeletedUnread(lost.to() - lost.from());
            LOG.error(
                    "articles were deleted before they were read: topic={} partition={} offsets {} to {}, {} at most."
                            + " Whoever published them has to do it again; raise retention.ms of the topic above the longest"
                            + " time without a processor",
                    lost.partition().topic(),
                    lost.partition().partition(),
                    lost.from(),
                    lost.to() - 1,
                    lost.to() - lost.from());
        }

        /** Whoever waits for the end is told at once. */
        @Override
        public void stop(StreamFailedException reason) {
            if (firstFailure.compareAndSet(null, reason)) {
                LOG.error("the stream stops, since going on could lose articles: {}", reason.getMessage());
                running.countDown();
                ended.countDown();
            }
        }
    }

    private final class Events implements StreamEvents {
        @Override
        public boolean isOutage() {
            return held.get();
        }

        @Override
        public void processed(PublishedRecord published, Outcome outcome) {
            counts.count(outcome);
            if (outcome instanceof Outcome.Rejected rejected) {
                LOG.warn(
                        "rejected reason={} topic={} partition={} offset={}: {}",
                        rejected.reason().code(),
                        published.topic(),
                        published.partition(),
                        published.offset(),
                        rejected.message());
            } else if (outcome instanceof Outcome.Accepted accepted
                    && accepted.event() == Outcome.Accepted.Event.KILLED) {
                LOG.info(
                        "killed uri={} deliveries={}",
                        OneLine.of(accepted.memory().uri()),
                        accepted.deliveries().size());
            }
        }

        @Override
        public void clamped() {
            counts.countClamped();
        }

        @Override
        public void moved(PublishedRecord published) {
            counts.countMoved();
            misplaced.moved(published).ifPresent(LOG::warn);
        }

        @Override
        public void expired(int articles) {
            counts.countExpired(articles);
            LOG.debug("expired articles={}", articles);
        }

        @Override
        public void size(TaskId task, long articles, long held) {
            sizes.put(task, new StateSize(articles, held, 0));
        }

        @Override
        public void jumped(TopicPartition partition, long expected, long offset) {
            deletions.jumped(partition, expected, offset);
        }

        /** Where everything has expired the changelog holds nothing and still does not end at 0. */
        @Override
        public void begins(TopicPartition partition) {
            if (watch.hasPosition(partition) && isNew(startCheck.state(partition.partition()))) {
                copyMemory();
                throw new StreamFailedException(
                        "nothing is remembered of the articles of " + partition + ", though group " + applicationId
                                + " has processed some: its changelog was made again. "
                                + StartCheck.remedy(stateFolder.own()),
                        null);
            }
        }

        private boolean isNew(TopicPartition changelog) {
            return facts.stableEndOffsets(List.of(changelog)).get(changelog) == 0;
        }

        @Override
        public void numberedAnew(TopicPartition partition, long epoch) {
            LOG.info(
                    "what goes out because of {} is numbered from 1 on, epoch={}: what was numbered before has another epoch",
                    partition,
                    epoch);
        }

        @Override
        public void outage(RegistryUnavailableException cause, Runnable attempt) {
            registryWatch.outage(cause, attempt);
        }
    }
}
