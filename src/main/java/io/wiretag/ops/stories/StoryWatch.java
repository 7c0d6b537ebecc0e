package io.wiretag.ops.stories;

import io.wiretag.cluster.ConsumerThread;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.files.Why;
import io.wiretag.files.Words;
import io.wiretag.ops.rejected.RejectedSummary;
import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what comes out, as a subscriber does, and remembers of it what operations ask for: the stories of the last while, how
 * fresh they were, which sources have fallen silent, and what was rejected.
 *
 * <p>One thread with one consumer, which is in no group and commits nothing. It begins a window ago in the topics of tagged
 * articles, and at the beginning of the rejected topic, since what waits there may be old. How fresh a record was is measured
 * when it is read, so only of those that came after the watch began. The records by province and by agency hold the same
 * articles once more: of these only the headers are looked at.
 *
 * <p>What fails is tried again until the watch is closed: brokers or a registry that are away, topics that are not there yet.
 * {@link #whyNotReady} tells. Thread-safe.
 */
public final class StoryWatch implements AutoCloseable {
    /** Operations after which a text may not be shown. */
    private static final Set<String> DOWN = Set.of(Operation.kill.name(), Operation.retract.name());

    /** Of these counts are made. */
    private static final int MOST_COUNTED = 20_000;
    /** These can be searched. */
    private static final int MOST_SEARCHED = 100_000;
    /** Both together at most a quarter of a small heap: what is being read needs the rest. */
    private static final long HEAP = Runtime.getRuntime().maxMemory();

    private static final long MOST_BYTES_COUNTED = Math.min(64L << 20, HEAP / 16);
    private static final long MOST_BYTES_SEARCHED = Math.min(448L << 20, HEAP / 16 * 3);

    private static final Logger LOG = LoggerFactory.getLogger(StoryWatch.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration FRESHNESS_WINDOW = Duration.ofMinutes(5);
    private static final Duration REFRESH_EVERY = Duration.ofMinutes(1);
    private static final Duration STUCK = Duration.ofMinutes(2);

    private final Consumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final ValueCodec codec;
    private volatile StoryEvents events = StoryEvents.all(List.of());
    private final Duration window;
    private final Clock clock;
    private final Map<String, Topic<?>> byName = new HashMap<>();
    private final Map<String, Freshness> freshness = new HashMap<>();
    private final Map<String, Pace> paces = new HashMap<>();
    private final StoryWindow stories;
    private final StoryIndex index;
    private final Sources sources = new Sources();
    private final RejectedSummary summary = new RejectedSummary();
    private final ConsumerThread thread;

    /** Where each partition ended when the watch began: records from there on are measured. */
    private final Map<TopicPartition, Long> measuredFrom = new HashMap<>();
    /** Rejected records from there on came after the watch began, also those that it read late. */
    private final Map<TopicPartition, Long> rejectedFrom = new HashMap<>();

    private final Sight sight;
    private Set<TopicPartition> leaderless = Set.of();
    private Instant refreshAt = Instant.MIN;
    private boolean waited;
    private volatile boolean caughtUp;

    private volatile Optional<Why> trouble = Optional.of(new Why("unread", "has not read anything yet"));
    private volatile Optional<String> gazetteer = Optional.empty();
    private volatile Optional<Waiting> rejected = Optional.empty();
    private volatile long lastTurn = System.nanoTime();

    /**
     * What waits in the rejected topic.
     *
     * @param records that were not replayed
     * @param oldest when the first of them was rejected
     * @param reasons the same by reason, those of which none waits among them
     * @param others of the reasons for whose names there is no room
     */
    public record Waiting(
            long records,
            Optional<Instant> oldest,
            Map<String, RejectedSummary.OfReason> reasons,
            Optional<RejectedSummary.OfReason> others) {}

    /**
     * Prepares to watch; {@link #start} begins.
     *
     * @param consumer read_committed, without a group, from the earliest where an offset is gone; belongs to the watch from now
     *     on, and is closed with it
     * @param window how far back stories are kept
     */
    public StoryWatch(Consumer<byte[], byte[]> consumer, Topics topics, ValueCodec codec, Duration window) {
        this.consumer = consumer;
        this.topics = topics;
        this.codec = codec;
        this.window = window;
        this.clock = Clock.systemUTC();
        this.thread = new ConsumerThread("wiretag-feed-watch", consumer, this::run);
        this.sight = new Sight(consumer);
        this.stories = new StoryWindow(window, MOST_COUNTED, MOST_BYTES_COUNTED);
        this.index = new StoryIndex(
                MOST_SEARCHED, MOST_BYTES_SEARCHED, clock.instant().minus(window));
        read(topics).forEach(topic -> byName.put(topic.name(), topic));
        sinks(topics).forEach(topic -> freshness.put(topic.role(), new Freshness(FRESHNESS_WINDOW)));
        sinks(topics).forEach(topic -> paces.put(topic.role(), new Pace(clock.instant())));
    }

    /** The topics in which every version can be seen to come; not that of what may be shown, which is compacted. */
    public static List<Topic<TaggedArticle>> sinks(Topics topics) {
        return topics.articleSinks().stream()
                .filter(topic -> topic != topics.current())
                .toList();
    }

    private static List<Topic<?>> read(Topics topics) {
        return Stream.<Topic<?>>concat(sinks(topics).stream(), Stream.of(topics.rejected()))
                .toList();
    }

    /** Begins to watch, once. */
    public void start(List<StoryEvents> listeners) {
        events = StoryEvents.all(listeners);
        thread.start();
    }

    private void run() {
        try {
            while (!thread.isClosing()) {
                turn();
                lastTurn = System.nanoTime();
            }
        } catch (WakeupException | InterruptException e) {
            LOG.debug("the watch is closed");
        } catch (RuntimeException | Error e) {
            trouble = Optional.of(new Why("failed", "has failed by a fault of ours: " + e));
            LOG.error("the watch on the feed has failed", e);
        }
    }

    private void turn() {
        try {
            refreshPartitions();
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            sight.look(clock.instant());
            events.read(records);
            measure(records);
            records.forEach(this::takeDown);
            records.forEach(this::take);
            passOverWhatIsLate();
            stories.expire(clock.instant());
            index.settle(clock.instant());
            noticeProgress();
            tellTrouble(Optional.empty());
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            tellTrouble(Optional.of(new Why("cannot-read", "cannot read: " + Words.of(e))));
            thread.pause(PAUSE);
        }
    }

    private void tellTrouble(Optional<Why> now) {
        if (!now.equals(trouble)) {
            now.ifPresentOrElse(
                    what -> LOG.warn("the watch on the feed {}", what.words()),
                    () -> LOG.info("the watch on the feed reads"));
        }
        trouble = now;
    }

    /** Partitions may be added, and rejected records deleted. One without a leader must not hide the others: it is waited for. */
    private void refreshPartitions() {
        Instant now = clock.instant();
        if (now.isBefore(refreshAt)) {
            return;
        }
        List<TopicPartition> there = new ArrayList<>();
        List<TopicPartition> added = new ArrayList<>();
        Set<TopicPartition> without = new HashSet<>();
        boolean beginning = measuredFrom.isEmpty();
        for (Topic<?> topic : read(topics)) {
            for (PartitionInfo info : consumer.partitionsFor(topic.name())) {
                TopicPartition partition = new TopicPartition(info.topic(), info.partition());
                if (info.leader() == null || info.leader().isEmpty()) {
                    without.add(partition);
                } else if (!measuredFrom.containsKey(partition)) {
                    (beginning || leaderless.contains(partition) ? there : added).add(partition);
                }
            }
        }
        begin(there, now.minus(window));
        begin(added, Instant.EPOCH);
        // now that those that have one again are begun: else the next turn takes them for new ones
        tellLeaderless(without);
        if (measuredFrom.isEmpty()) {
            throw new KafkaException("no partition of the topics has a leader");
        }
        List<TopicPartition> ofRejected =
                withLeader().stream().filter(this::isRejected).toList();
        consumer.beginningOffsets(ofRejected)
                .forEach((partition, first) -> summary.deletedBefore(partition.partition(), first));
        // what is cut off, or made anew, gives the same offsets once more
        consumer.endOffsets(ofRejected).forEach((partition, end) -> rejectedFrom.merge(partition, end, Math::min));
        refreshAt = now.plus(REFRESH_EVERY);
    }

    private void tellLeaderless(Set<TopicPartition> without) {
        if (!without.equals(leaderless)) {
            if (without.isEmpty()) {
                LOG.info("all partitions that the watch on the feed reads have a leader");
            } else {
                LOG.warn("partitions without a leader, which the watch on the feed cannot read: {}", without);
            }
        }
        leaderless = without;
    }

    private List<TopicPartition> withLeader() {
        return measuredFrom.keySet().stream()
                .filter(partition -> !leaderless.contains(partition))
                .toList();
    }

    /** @param from {@link Instant#EPOCH}: all that is in them came since the watch began */
    private void begin(List<TopicPartition> partitions, Instant from) {
        if (partitions.isEmpty()) {
            return;
        }
        List<TopicPartition> all = new ArrayList<>(measuredFrom.keySet());
        all.addAll(partitions);
        // keeps the positions of those that were assigned before
        consumer.assign(all);
        try {
            seek(partitions, from);
        } catch (KafkaException e) {
            // without a position it would begin somewhere
            consumer.assign(List.copyOf(measuredFrom.keySet()));
            throw e;
        }
    }

    private void seek(List<TopicPartition> partitions, Instant from) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.stream()
                .filter(partition -> !isRejected(partition))
                .forEach(partition -> times.put(partition, from.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp oldest = found.get(partition);
            if (isRejected(partition)) {
                consumer.seekToBeginning(List.of(partition));
                rejectedFrom.put(partition, from.equals(Instant.EPOCH) ? 0 : ends.get(partition));
            } else {
                consumer.seek(partition, oldest == null ? ends.get(partition) : oldest.offset());
            }
        }
        measuredFrom.putAll(ends);
    }

    private boolean isRejected(TopicPartition partition) {
        return partition.topic().equals(topics.rejected().name());
    }

    /** First of all: what comes after it takes time. */
    private void measure(ConsumerRecords<byte[], byte[]> records) {
        Instant now = clock.instant();
        for (ConsumerRecord<byte[], byte[]> each : records) {
            Topic<?> topic = byName.get(each.topic());
            if (freshness.containsKey(topic.role()) && isMeasured(each)) {
                double seconds = seconds(each, now);
                freshness.get(topic.role()).add(now, seconds);
                paces.get(topic.role()).add(now);
                boolean kill = WiretagHeader.OPERATION
                        .of(each.headers())
                        .filter(Operation.kill.name()::equals)
                        .isPresent();
                events.arrived(topic.role(), seconds, kill);
            }
        }
    }

    /** What came while the watch waited for the registry is read late because of the watch: that must not count. */
    private void passOverWhatIsLate() {
        if (waited) {
            measuredFrom.putAll(consumer.endOffsets(withLeader()));
            waited = false;
        }
    }

    private boolean isMeasured(ConsumerRecord<?, ?> each) {
        return !waited && each.offset() >= measuredFrom.get(new TopicPartition(each.topic(), each.partition()));
    }

    /** Clocks differ: nothing is read before it is published. */
    private static double seconds(ConsumerRecord<?, ?> each, Instant now) {
        return Math.max(0, now.toEpochMilli() - each.timestamp()) / 1000.0;
    }

    private void take(ConsumerRecord<byte[], byte[]> each) {
        if (each.topic().equals(topics.rejected().name())) {
            summary.take(each);
            if (each.offset() >= rejectedFrom.get(new TopicPartition(each.topic(), each.partition()))) {
                WiretagHeader.REJECTED_REASON.of(each.headers()).ifPresent(events::rejected);
            }
        } else if (each.topic().equals(topics.tagged().name())) {
            boolean measured = isMeasured(each);
            OptionalDouble seconds =
                    measured ? OptionalDouble.of(seconds(each, clock.instant())) : OptionalDouble.empty();
            decoded(each).ifPresent(tagged -> keep(each, tagged, seconds));
        }
    }

    /** By header and key, so that neither a registry that is away nor a value that cannot be read leaves a killed text up. */
    private void takeDown(ConsumerRecord<byte[], byte[]> each) {
        boolean down = each.topic().equals(topics.tagged().name())
                && each.key() != null
                && WiretagHeader.OPERATION
                        .of(each.headers())
                        .filter(DOWN::contains)
                        .isPresent();
        if (down) {
            String uri = new String(each.key(), StandardCharsets.UTF_8);
            stories.remove(uri);
            index.takeDown(uri);
        }
    }

    private void keep(ConsumerRecord<byte[], byte[]> each, TaggedArticle tagged, OptionalDouble seconds) {
        gazetteer = Optional.of(tagged.getGazetteerVersion());
        Optional<String> place = WiretagHeader.PUBLISHED.of(each.headers());
        if (tagged.getRevision() != null) {
            // no source has sent it: it stays in its place
            keep(tagged, tagged.getRevision().getPublishedAt(), OptionalDouble.empty(), place);
            return;
        }
        Instant published = Instant.ofEpochMilli(each.timestamp());
        SeenStory story = keep(tagged, published, seconds, place);
        Optional<String> source = WiretagHeader.SOURCE
                .of(each.headers())
                .filter(name -> !name.isBlank())
                .or(() -> story.origins().stream().findFirst());
        if (caughtUp) {
            source.ifPresent(name -> sources.sent(name, published));
        } else {
            source.ifPresent(name -> sources.sentBefore(name, published));
        }
        if (seconds.isPresent()) {
            events.came(story);
        }
    }

    SeenStory keep(TaggedArticle tagged, Instant published, OptionalDouble seconds) {
        return keep(tagged, published, seconds, Optional.empty());
    }

    private SeenStory keep(TaggedArticle tagged, Instant published, OptionalDouble seconds, Optional<String> place) {
        SeenStory story = SeenStory.of(tagged, published, seconds, place);
        stories.put(story.withoutContent(), clock.instant());
        index.put(tagged, published, seconds, place);
        return story;
    }

    /** Empty if it cannot be read, which is for whoever wrote it to see to; waits while the registry is away. */
    private Optional<TaggedArticle> decoded(ConsumerRecord<byte[], byte[]> each) {
        while (true) {
            try {
                return Optional.of(codec.decode(each.topic(), each.headers(), each.value(), TaggedArticle.class));
            } catch (UnreadableValueException e) {
                LOG.warn(
                        "passed over topic={} partition={} offset={}: {}",
                        each.topic(),
                        each.partition(),
                        each.offset(),
                        e.getMessage());
                takeDown(each);
                return Optional.empty();
            } catch (RegistryUnavailableException e) {
                tellTrouble(Optional.of(new Why("registry", "waits for the registry: " + e.getMessage())));
                thread.pause(PAUSE);
                lastTurn = System.nanoTime();
                waited = true;
            }
        }
    }

    private void noticeProgress() {
        // one that never had a leader was not read at all
        boolean rejectedBegun = leaderless.stream().filter(this::isRejected).allMatch(measuredFrom::containsKey);
        if (rejectedBegun
                && measuredFrom.keySet().stream().filter(this::isRejected).allMatch(this::isPastStart)) {
            rejected = Optional.of(new Waiting(summary.depth(), summary.oldest(), summary.reasons(), summary.others()));
        }
        if (!caughtUp && measuredFrom.keySet().stream().allMatch(this::isPastStart)) {
            sources.beginWatch();
            caughtUp = true;
            LOG.info("the watch on the feed has caught up stories={}", stories.size());
        }
    }

    private boolean isPastStart(TopicPartition partition) {
        return consumer.position(partition) >= measuredFrom.get(partition);
    }

    /** Why what it tells is not to be relied on now; empty if it is. Cheap. */
    public Optional<Why> whyNotReady() {
        Optional<Why> what = trouble;
        if (what.isEmpty() && System.nanoTime() - lastTurn > STUCK.toNanos()) {
            String seconds = String.valueOf(STUCK.toSeconds());
            what = Optional.of(new Why("stuck", Map.of("seconds", seconds), "has not moved for " + seconds + " s"));
        }
        if (what.isEmpty() && !caughtUp) {
            what = Optional.of(new Why("catching-up", "reads what came before it began"));
        }
        return what.map(why -> new Why(why.code(), why.values(), "the watch on the feed " + why.words()));
    }

    /** When the brokers last answered, be it that nothing new was there; empty before they first did. */
    public Optional<Instant> seenAt() {
        return sight.last();
    }

    /** Whether its thread has ended by a fault, and will not come back. */
    public boolean hasFailed() {
        return thread.hasDied();
    }

    /** Whether what came before it began has been read: until then a story may be there whose kill is not yet. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    public StoryWindow stories() {
        return stories;
    }

    /** The same stories and older ones, with their texts. */
    public StoryIndex index() {
        return index;
    }

    /** How fresh the records of a sink were; empty if none came within five minutes. */
    public Optional<Freshness.Quantiles> freshness(String sink) {
        return Optional.ofNullable(freshness.get(sink)).flatMap(each -> each.quantiles(clock.instant()));
    }

    /** Records a second that came to a sink, over the last minute; empty until it has caught up. */
    public OptionalDouble pace(String sink) {
        return caughtUp && paces.containsKey(sink)
                ? OptionalDouble.of(paces.get(sink).perSecond(clock.instant()))
                : OptionalDouble.empty();
    }

    /** Who sends; empty until it has caught up. */
    public Collection<Sources.Source> sources() {
        return caughtUp ? sources.all(clock.instant()) : List.of();
    }

    /** Empty until the rejected topic was read once. */
    public Optional<Waiting> rejected() {
        return rejected;
    }

    /** The version of the gazetteer that tagged the last story. */
    public Optional<String> gazetteer() {
        return gazetteer;
    }

    @Override
    public void close() {
        thread.close();
        index.close();
    }
}
