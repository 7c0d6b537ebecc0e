package io.wiretag.processor.watch;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.topology.UnreadDeletions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds at what Kafka Streams does not tell by itself: topics that vanish, and partitions that do not move. Has a
 * thread of its own, for brokers may take their time. Thread-safe.
 */
public final class StreamWatch implements StateRestoreListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamWatch.class);

    private static final Duration TICK = Duration.ofSeconds(5);

    /** The stream, as far as its watch is concerned. */
    public interface Watched {
        /** The partitions that it reads now. */
        Set<TopicPartition> partitions();

        /** Whether it waits for somebody else, so that nothing need move. */
        boolean isWaiting();

        Optional<String> whyNotAlive();

        /** The state on this machine belongs to these topics, by name. */
        void belongsTo(Map<String, Uuid> topics);

        /** The changelogs are lost: what is remembered must not be lost with them. */
        void copyMemory();

        /** Offsets were deleted before they were read. */
        void deletedUnread(UnreadDeletions.Lost lost);

        /** To end, for a reason that it does not see itself. */
        void stop(StreamFailedException reason);
    }

    private final Watched stream;
    private final ClusterFacts facts;
    private final String group;
    private final TopicWatch topics;
    private final StallWatch stalls;
    private final UnreadDeletions deletions;
    private final RecordProbe probe;
    private final Duration tick;
    private final ScheduledExecutorService clock;
    private final AtomicBoolean restored = new AtomicBoolean();
    private volatile Optional<String> stuck = Optional.empty();
    private volatile Optional<String> brokersAway = Optional.empty();
    private volatile Map<TopicPartition, Long> places = Map.of();
    private boolean refused;
    private boolean dumped;

    /**
     * @param group of the stream
     * @param topics what it reads, writes and keeps its state in
     * @param deletions told of jumps by the stream
     * @param probe asked before a partition is said to have something to read
     * @param stallLimit how long a partition that has something to read may stay where it is
     */
    public StreamWatch(
            Watched stream,
            ClusterFacts facts,
            String group,
            TopicWatch topics,
            UnreadDeletions deletions,
            RecordProbe probe,
            Duration stallLimit) {
        this.stream = stream;
        this.facts = facts;
        this.group = group;
        this.topics = topics;
        this.deletions = deletions;
        this.probe = probe;
        this.stalls = new StallWatch(stallLimit, System::nanoTime);
        Duration often = stallLimit.dividedBy(4);
        this.tick = often.compareTo(TICK) < 0 ? often : TICK;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "wiretag-stream-watch");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @param committed where the group goes on, before the stream has started */
    public void start(Map<TopicPartition, Long> committed) {
        places = committed;
        deletions.begin(committed);
        clock.scheduleWithFixedDelay(this::look, 0, tick.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Which partition has not moved for too long, in words; empty while all move. Cheap. */
    public Optional<String> stuck() {
        return stuck;
    }

    /** Since when no broker has answered, in words; empty while they do. Cheap. */
    public Optional<String> brokersAway() {
        return brokersAway;
    }

    private void stop(String why) {
        if (topics.isMemoryLost()) {
            stream.copyMemory();
        }
        stream.stop(new StreamFailedException(why, null));
        clock.shutdown();
    }

    private void tellOnceWhetherItLives() {
        Optional<String> why = stream.whyNotAlive();
        if (why.isPresent() && !dumped) {
            LOG.error(
                    "the stream is stuck, only a new start can help: {}; what its threads do:{}{}",
                    why.get(),
                    System.lineSeparator(),
                    ThreadDump.now());
        }
        dumped = why.isPresent();
    }

    private void look() {
        try {
            Optional<String> wrong = topics.look(facts);
            brokersAway = Optional.empty();
            if (wrong.isPresent()) {
                stop(wrong.get());
                return;
            }
            stream.belongsTo(topics.known());
            stuck = whatIsStuck(lookForDeletions());
            tellOnceWhetherItLives();
        } catch (KafkaUnavailableException e) {
            // brokers that are away are waited for, and for nothing else
            stalls.excuse();
            deletions.missed();
            if (brokersAway.isEmpty()) {
                brokersAway = Optional.of("waiting for the brokers since "
                        + Instant.now().truncatedTo(ChronoUnit.SECONDS) + ": " + e.getMessage());
            }
        } catch (KafkaRefusedException e) {
            // they answer, if not what was asked
            brokersAway = Optional.empty();
            stalls.excuse();
            if (!refused) {
                LOG.warn("the brokers do not tell how the topics are, so nobody watches them: {}", e.getMessage());
            }
            refused = true;
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.warn("the stream could not be watched", e);
        }
    }

    /** Where the group has a position, as far as is known. Cheap. */
    public boolean hasPosition(TopicPartition partition) {
        return places.getOrDefault(partition, 0L) > 0;
    }

    /** Tells where its partitions begin. */
    private Map<TopicPartition, Long> lookForDeletions() {
        Set<TopicPartition> ours = stream.partitions();
        // of those of others one may be without a leader, which is their matter
        Map<TopicPartition, Long> firsts = facts.earliestOffsets(ours);
        places = facts.committedOffsets(group);
        deletions.look(places, firsts, ours).forEach(stream::deletedUnread);
        return firsts;
    }

    private Optional<String> whatIsStuck(Map<TopicPartition, Long> firsts) {
        if (stream.isWaiting() || restored.getAndSet(false)) {
            stalls.excuse();
            return Optional.empty();
        }
        Set<TopicPartition> ours = new HashSet<>(stream.partitions());
        ours.retainAll(firsts.keySet());
        if (ours.isEmpty()) {
            stalls.look(Map.of());
            return Optional.empty();
        }
        Map<TopicPartition, StallWatch.Progress> stretches = new HashMap<>();
        facts.stableEndOffsets(ours).forEach((partition, end) -> {
            // a place before the first record that is kept is as good as that one
            long next = Math.max(firsts.get(partition), places.getOrDefault(partition, 0L));
            stretches.put(partition, new StallWatch.Progress(next, end));
        });
        return told(stalls.look(stretches));
    }

    private Optional<String> told(Optional<StallWatch.Stall> suspected) {
        Optional<StallWatch.Stall> stall =
                suspected.filter(suspect -> probe.findsOne(suspect.partition(), suspect.place()));
        if (stall.isEmpty()) {
            suspected.ifPresent(none -> stalls.nothingThere(none.partition(), none.place()));
        }
        return stall.map(StallWatch.Stall::message);
    }

    /** A large state takes its time, and nothing else moves meanwhile. */
    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long first, long end) {
        restored.set(true);
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long last, long records) {
        restored.set(true);
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long records) {
        restored.set(true);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
