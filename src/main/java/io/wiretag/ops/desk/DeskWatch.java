package io.wiretag.ops.desk;

import io.wiretag.cluster.TopicFollower;
import io.wiretag.ops.desk.HeldArticles.Embargo;
import io.wiretag.ops.lag.BlindSpot;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.schema.Operation;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Sees what was killed, retracted and corrected in the last twelve hours, who has read the kills, and what is held under embargo.
 *
 * <p>Embargoes are those that the processor says it holds, in the changelog of its store: what lifts, moves or kills one takes it
 * out there, in the same transaction that sends the article. An article that the processor has not read yet is not among them.
 *
 * <p>Thread-safe.
 */
public final class DeskWatch implements AutoCloseable {
    /** How far back it sees. */
    public static final Duration KEPT = Duration.ofHours(12);

    /** Within that it should have come out: what ends together takes its turn. */
    public static final Duration OVERDUE = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Clock clock = Clock.systemUTC();
    private final DeskLog log = new DeskLog(KEPT);
    private final HeldArticles held;
    private final KillReaders readers;
    private final Set<String> sinks;
    private final Supplier<LagReport> lag;
    private final TopicFollower sent;
    private final TopicFollower holding;
    /** When the look at the brokers before the newest one was. */
    private Instant lookBefore = Instant.EPOCH;

    private Instant look = Instant.EPOCH;

    /**
     * What the processor is called, and how it says what it holds.
     *
     * @param group of the processor
     * @param held topic in which it says what it holds
     * @param key what a key there says; empty of one that is no article's
     */
    public record Processor(String group, String held, Function<byte[], Optional<Embargo>> key) {}

    /**
     * Those who read; closed with the watch. Both read_committed, without a group, from the earliest where an offset is gone.
     *
     * @param sent of the tagged articles
     * @param held of what the processor holds
     */
    public record Readers(Consumer<byte[], byte[]> sent, Consumer<byte[], byte[]> held) {}

    /**
     * Changes of one kind.
     *
     * @param newest the newest first
     * @param total how many there were, with those that are left out
     * @param later how many of them came since the places that were asked about
     * @param laterAtLeast whether there may have been more
     */
    public record Changes(List<DeskEntry> newest, long total, long later, boolean laterAtLeast) {}

    /**
     * What is held under embargo.
     *
     * @param first those that end first, and what is overdue before them
     * @param total how many are held
     * @param overdue how many should have come out, as far as was seen
     * @param later how many of them are held since the places that were asked about
     * @param laterAtLeast whether it may be more of them
     */
    public record Embargoes(
            List<HeldArticles.Held> first, long total, long overdue, long later, boolean laterAtLeast) {}

    /** Prepares to watch; {@link #start} begins. */
    public DeskWatch(Topics topics, Processor processor, Readers consumers, Supplier<LagReport> lag) {
        this.held = new HeldArticles(processor.key());
        this.lag = lag;
        Map<String, String> roles = topics.articleSinks().stream().collect(Collectors.toMap(Topic::name, Topic::role));
        this.readers = new KillReaders(topics.tagged().name(), roles, processor.group());
        this.sinks = new HashSet<>(roles.keySet());
        sinks.remove(topics.tagged().name());
        this.sent = new TopicFollower(
                consumers.sent(),
                "the desk",
                topics.tagged().name(),
                partitions ->
                        since(consumers.sent(), partitions, clock.instant().minus(KEPT)),
                new OfSent());
        this.holding = new TopicFollower(
                consumers.held(),
                "the desk",
                processor.held(),
                partitions -> consumers.held().beginningOffsets(partitions, PATIENCE),
                new OfHeld());
    }

    private static Map<TopicPartition, Long> since(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Instant since) {
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(each -> each, each -> since.toEpochMilli())), PATIENCE);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        found.forEach((partition, first) -> {
            if (first != null) {
                offsets.put(partition, first.offset());
            }
        });
        return offsets;
    }

    /** Begins to watch, once. */
    public void start() {
        sent.start();
        holding.start();
    }

    /** How much of the tagged articles was seen. */
    public TopicFollower.Sight sent() {
        return sent.sight();
    }

    /** How much was seen of what the processor holds. */
    public TopicFollower.Sight holding() {
        return holding.sight();
    }

    /**
     * Kills, retracts or corrections since then.
     *
     * @param places how far the tagged articles were seen by whoever asks: offsets by partition
     */
    public Changes changes(Operation operation, Instant since, int limit, Map<Integer, Long> places) {
        DeskLog.Listing listing = log.list(operation, since, limit, places);
        return new Changes(listing.newest(), listing.total(), listing.later(), listing.laterAtLeast());
    }

    /** Whether the article of that version was taken back since. */
    public boolean isTakenBack(DeskEntry version) {
        return log.isTakenBack(version);
    }

    /** How each group stands to a kill, those first that are expected. */
    public List<KillReaders.Reader> readers(DeskEntry kill, int mostGroups) {
        return readers.of(kill, log.reached(kill), lag.get(), clock.instant(), mostGroups);
    }

    /** How many groups, or places where groups may be, {@link #readers} says nothing of; at least so many. */
    public int unseenGroups(int mostGroups) {
        LagReport report = lag.get();
        int unseen = report.unseen().stream()
                .filter(spot -> spot.kind() != BlindSpot.Kind.TOPIC && spot.kind() != BlindSpot.Kind.PARTITION)
                .mapToInt(spot -> Math.max(1, spot.names().size() + spot.more()))
                .sum();
        return unseen + Math.max(0, report.groups().size() - 1 - mostGroups);
    }

    /** When the positions were looked at by which {@link #readers} goes; {@link Instant#EPOCH}: not yet. */
    public Instant positionsAt() {
        return lag.get().at();
    }

    /**
     * What is held, those first that end first.
     *
     * @param places how far what the processor holds was seen by whoever asks: offsets by partition
     */
    public Embargoes embargoes(int limit, Map<Integer, Long> places) {
        HeldArticles.Listing listing = held.list(limit, places);
        long overdue = holding.sight()
                .asOf()
                .map(asOf -> held.due(asOf.minus(OVERDUE)))
                .orElse(0L);
        return new Embargoes(listing.first(), listing.total(), overdue, listing.later(), listing.laterAtLeast());
    }

    /** A look that began after a kill was read sees sinks that have it: one begins after the one before has ended. */
    private void reach() {
        LagReport report = lag.get();
        if (!report.at().equals(look)) {
            lookBefore = look;
            look = report.at();
            SinkEnds ends = SinkEnds.of(report, sinks);
            log.reach(lookBefore, known -> known.or(ends));
        }
    }

    @Override
    public void close() {
        sent.close();
        holding.close();
    }

    private final class OfSent implements TopicFollower.Reader {
        @Override
        public void take(ConsumerRecord<byte[], byte[]> each, boolean live, Instant now) {
            log.take(each, live, now);
        }

        @Override
        public void clear() {
            log.clear();
        }

        @Override
        public void turn(Instant now) {
            log.expire(now);
            reach();
        }
    }

    private final class OfHeld implements TopicFollower.Reader {
        @Override
        public void take(ConsumerRecord<byte[], byte[]> each, boolean live, Instant now) {
            held.take(each);
        }

        @Override
        public void clear() {
            held.clear();
        }

        @Override
        public void turn(Instant now) {
            // what is held ends by what the processor says alone
        }
    }
}
