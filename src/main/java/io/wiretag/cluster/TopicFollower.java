package io.wiretag.cluster;

import io.wiretag.files.Words;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one topic on a thread of its own, and knows until when it has seen all of it: a consumer that hears nothing from the
 * brokers waits in silence, so they are asked for the ends every few seconds, and it has seen all as of then once it has read up to
 * there. What fails is tried again until it is closed.
 */
public final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration PARTITIONS_EVERY = Duration.ofMinutes(1);
    /** What it reads when its sight is older than this came before. */
    private static final Duration LIVE = Duration.ofSeconds(30);

    private static final Duration MISSING_EVERY = Duration.ofSeconds(10);
    private static final Sight NOTHING =
            new Sight(Optional.empty(), Optional.of("nothing has been read yet"), Map.of(), Map.of());

    private final Consumer<byte[], byte[]> consumer;
    private final String who;
    private final String topic;
    private final Function<List<TopicPartition>, Map<TopicPartition, Long>> beginning;
    private final Reader reader;
    private final Clock clock = Clock.systemUTC();
    private final ConsumerThread thread;

    private final Map<TopicPartition, Long> began = new HashMap<>();
    private Map<TopicPartition, Long> ends = Map.of();
    private Instant endsAt = Instant.MIN;
    /** Times by {@link System#nanoTime}: the clock may be set. */
    private long endsNanos = System.nanoTime();

    private long lookAt = endsNanos;
    private Optional<String> lookTrouble = Optional.empty();
    private long partitionsAt = endsNanos;
    private Set<TopicPartition> leaderless = Set.of();
    /** When all was read that has a leader. */
    private Instant readAt = Instant.MIN;

    private volatile Sight sight = NOTHING;
    /** When the ends were asked for that the sight has come to. */
    private volatile long seenNanos = endsNanos;

    private volatile boolean hurried;
    private volatile boolean refused;

    /** Who is told. Called by the thread of the follower alone. */
    public interface Reader {
        /** @param live whether it is read as it came */
        void take(ConsumerRecord<byte[], byte[]> each, boolean live, Instant now);

        /** The topic begins anew: what was told before is void. */
        void clear();

        /** After every few records, and now and then without any. */
        void turn(Instant now);
    }

    /**
     * How much it has seen.
     *
     * @param asOf all that could be read then has been; empty: it has not come so far yet
     * @param trouble why it sees nothing newer
     * @param positions offset of the next record, by partition
     * @param left offsets still to read until the ends that are known, by partition
     */
    public record Sight(
            Optional<Instant> asOf, Optional<String> trouble, Map<Integer, Long> positions, Map<Integer, Long> left) {
        /** Copies the maps. */
        public Sight {
            positions = Map.copyOf(positions);
            left = Map.copyOf(left);
        }
    }

    /**
     * Prepares to follow; {@link #start} begins.
     *
     * @param consumer read_committed, without a group; closed with the follower
     * @param who follows, for the log and the name of the thread: {@code the desk}
     * @param beginning from where partitions are read; those that it leaves out, from their ends
     */
    public TopicFollower(
            Consumer<byte[], byte[]> consumer,
            String who,
            String topic,
            Function<List<TopicPartition>, Map<TopicPartition, Long>> beginning,
            Reader reader) {
        this.consumer = consumer;
        this.who = who;
        this.topic = topic;
        this.beginning = beginning;
        this.reader = reader;
        this.thread = new ConsumerThread("wiretag-" + who.replaceFirst("^the ", "") + "-" + topic, consumer, this::run);
    }

    private String missing() {
        return "the topic " + topic + " is not there";
    }

    /** Begins, once. */
    public void start() {
        thread.start();
    }

    /** Whether it has looked, be it in vain. */
    public boolean hasLooked() {
        return sight != NOTHING;
    }

    /** Whether the topic is not there. By any thread. */
    public boolean isMissing() {
        return sight.trouble().filter(missing()::equals).isPresent();
    }

    /** Whether this user may not read the topic, or may not know of it. By any thread. */
    public boolean isRefused() {
        return refused && sight.trouble().isPresent();
    }

    /** By any thread. */
    public Sight sight() {
        return sight;
    }

    /**
     * Whether all has been read that was there at a time. If not, it looks at once, so that whoever asks again does not wait long. By
     * any thread.
     *
     * @param nanos of {@link System#nanoTime}
     */
    public boolean hasReadSince(long nanos) {
        boolean hasRead = sight.asOf().isPresent() && seenNanos - nanos > 0;
        hurried |= !hasRead;
        return hasRead;
    }

    private void run() {
        try {
            while (!thread.isClosing()) {
                turn();
            }
        } catch (WakeupException | InterruptException e) {
            LOG.debug("no longer followed topic={}", topic);
        } catch (RuntimeException | Error e) {
            tell(sight.asOf(), Optional.of("a fault of ours: " + e));
            LOG.error("{} has failed topic={}", who, topic, e);
        }
    }

    private void turn() {
        try {
            Optional<String> trouble = look();
            if (began.isEmpty()) {
                tell(sight.asOf(), trouble.or(() -> Optional.of(missing())));
                thread.pause(PAUSE);
                return;
            }
            // who waits for what was there at a time need not wait for what comes
            boolean isThere = trouble.isEmpty() && endsNanos != seenNanos && hasRead();
            ConsumerRecords<byte[], byte[]> records = consumer.poll(isThere ? Duration.ZERO : POLL);
            if (hasGoneBack()) {
                beginAnew();
                return;
            }
            Instant now = clock.instant();
            boolean live = !readAt.isBefore(now.minus(LIVE));
            for (ConsumerRecord<byte[], byte[]> each : records) {
                boolean came = live && each.offset() >= began.get(new TopicPartition(each.topic(), each.partition()));
                reader.take(each, came, now);
            }
            reader.turn(now);
            readAt = hasRead() ? endsAt : readAt;
            boolean isSeen = trouble.isEmpty() && hasRead();
            tell(isSeen ? Optional.of(endsAt) : sight.asOf(), trouble);
            seenNanos = isSeen ? endsNanos : seenNanos;
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            refused = e instanceof AuthorizationException;
            tell(sight.asOf(), Optional.of(Words.of(e)));
            thread.pause(PAUSE);
        }
    }

    /** The topic was made anew, or has lost records: the consumer reads it from the start. */
    private boolean hasGoneBack() {
        try {
            return began.keySet().stream()
                    .anyMatch(partition ->
                            position(partition) < sight.positions().getOrDefault(partition.partition(), 0L));
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            return false; // it is asked again; what was polled must not be lost
        }
    }

    private void beginAnew() {
        LOG.warn("the topic begins anew, and is read anew topic={}", topic);
        sight = NOTHING;
        reader.clear();
        began.clear();
        ends = Map.of();
        consumer.assign(List.of());
        partitionsAt = System.nanoTime();
        lookAt = partitionsAt;
        readAt = Instant.MIN;
    }

    private boolean hasRead() {
        return ends.entrySet().stream().allMatch(end -> position(end.getKey()) >= end.getValue());
    }

    private long position(TopicPartition partition) {
        return consumer.position(partition, PATIENCE);
    }

    private void tell(Optional<Instant> asOf, Optional<String> trouble) {
        if (!trouble.equals(sight.trouble())) {
            trouble.ifPresentOrElse(
                    what -> LOG.warn("{} does not see topic={}: {}", who, topic, what),
                    () -> LOG.info("{} sees topic={}", who, topic));
        }
        Map<Integer, Long> positions = new HashMap<>(sight.positions());
        Map<Integer, Long> left = new HashMap<>();
        if (trouble.isEmpty()) {
            ends.forEach((partition, end) -> {
                positions.put(partition.partition(), position(partition));
                left.put(partition.partition(), Math.max(0, end - positions.get(partition.partition())));
            });
        }
        sight = new Sight(asOf, trouble, positions, left);
    }

    /** Why the ends are not known; what can be read is read all the same. */
    private Optional<String> look() {
        Instant now = clock.instant();
        long nanos = System.nanoTime();
        if (nanos - lookAt < 0 && !(hurried && lookTrouble.isEmpty() && !began.isEmpty())) {
            return lookTrouble;
        }
        hurried = false;
        try {
            if (nanos - partitionsAt >= 0) {
                assign();
                partitionsAt = nanos + (began.isEmpty() || !leaderless.isEmpty() ? 0 : PARTITIONS_EVERY.toNanos());
            }
            List<TopicPartition> led = began.keySet().stream()
                    .filter(partition -> !leaderless.contains(partition))
                    .toList();
            ends = Map.copyOf(consumer.endOffsets(led, PATIENCE));
            endsAt = now;
            endsNanos = nanos;
            lookTrouble = noLeader();
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            refused = e instanceof AuthorizationException;
            lookTrouble = Optional.of(Words.of(e));
            partitionsAt = nanos; // one may have no leader any more
        }
        // the client complains of a missing topic each time
        lookAt = System.nanoTime() + (began.isEmpty() ? MISSING_EVERY : LOOK_EVERY).toNanos();
        return lookTrouble;
    }

    /** One partition without a leader hides no other: it is waited for. */
    private void assign() {
        List<TopicPartition> fresh = new ArrayList<>();
        Set<TopicPartition> without = new LinkedHashSet<>();
        for (PartitionInfo info : consumer.partitionsFor(topic, PATIENCE)) {
            TopicPartition partition = new TopicPartition(info.topic(), info.partition());
            if (info.leader() == null || info.leader().isEmpty()) {
                without.add(partition);
            } else if (!began.containsKey(partition)) {
                fresh.add(partition);
            }
        }
        leaderless = without;
        if (fresh.isEmpty()) {
            return;
        }
        List<TopicPartition> all = new ArrayList<>(began.keySet());
        all.addAll(fresh);
        // keeps the positions of those that were assigned before
        consumer.assign(all);
        try {
            Map<TopicPartition, Long> own = consumer.endOffsets(fresh, PATIENCE);
            Map<TopicPartition, Long> from = beginning.apply(fresh);
            fresh.forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, own.get(partition))));
            began.putAll(own);
        } catch (KafkaException e) {
            consumer.assign(List.copyOf(began.keySet()));
            throw e;
        }
    }

    private Optional<String> noLeader() {
        return leaderless.isEmpty()
                ? Optional.empty()
                : Optional.of("no leader of " + topic + ", partition "
                        + leaderless.stream()
                                .map(partition -> String.valueOf(partition.partition()))
                                .collect(Collectors.joining(", ")));
    }

    @Override
    public void close() {
        thread.close();
    }
}
