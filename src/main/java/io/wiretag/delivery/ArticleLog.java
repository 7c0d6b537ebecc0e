package io.wiretag.delivery;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.codec.ValueCodec;
import io.wiretag.delivery.DeliveryException.Kind;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * A topic of tagged articles as those see it who read it by positions: where it begins and ends, and readers of it, a bounded
 * number at a time. Each question asks the brokers anew. Thread-safe.
 */
final class ArticleLog implements AutoCloseable {
    /** For more a cursor may be longer than a header. */
    private static final int MOST_PARTITIONS = 1_500;

    private static final long LEASE_WAIT_MS = 5_000;
    /** Longer than a transaction of the processor may last by default (10 s). */
    private static final long DECISION_SECONDS = 15;

    private final String cluster;
    private final Topic<TaggedArticle> topic;
    private final ClusterFacts facts;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final ValueCodec codec;
    private final Semaphore leases;
    private final Deque<LogReader> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * @param cluster id of the cluster
     * @param consumers read_committed, without a group and without a place to begin when theirs is gone
     * @param readers most of them at a time
     */
    ArticleLog(
            String cluster,
            Topic<TaggedArticle> topic,
            ClusterFacts facts,
            Supplier<Consumer<byte[], byte[]>> consumers,
            ValueCodec codec,
            int readers) {
        this.cluster = cluster;
        this.topic = topic;
        this.facts = facts;
        this.consumers = consumers;
        this.codec = codec;
        this.leases = new Semaphore(readers, true);
    }

    /** The topic as it is now. */
    record Shape(Uuid id, List<TopicPartition> partitions) {}

    /** @throws DeliveryException if it is not there */
    Shape shape() {
        ClusterFacts.Existing existing = facts.existing(List.of(topic.name())).get(topic.name());
        if (existing == null) {
            throw new DeliveryException(
                    Kind.UNAVAILABLE, "topic " + topic.name() + " does not exist: run 'wiretag topics create'");
        }
        if (existing.partitions() > MOST_PARTITIONS) {
            throw new DeliveryException(
                    Kind.UNAVAILABLE,
                    "topic " + topic.name() + " has " + existing.partitions() + " partitions, and a cursor holds "
                            + MOST_PARTITIONS + " at most");
        }
        return new Shape(
                existing.id(),
                IntStream.range(0, existing.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                        .toList());
    }

    Cursor beginning() {
        Shape shape = shape();
        return cursor(shape, facts.earliestOffsets(shape.partitions()));
    }

    Cursor end() {
        Shape shape = shape();
        return cursor(shape, facts.stableEndOffsets(shape.partitions()));
    }

    /**
     * Where all that is written by now ends, once it is decided whether it counts: what of a transaction is seen in one topic is
     * seen in all of them then.
     *
     * @throws DeliveryException if a transaction stays open for too long
     */
    SortedMap<Integer, Long> decidedEnd() {
        Shape shape = shape();
        Map<TopicPartition, Long> written = facts.endOffsets(shape.partitions());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DECISION_SECONDS);
        while (!facts.stableEndOffsets(shape.partitions()).entrySet().stream()
                .allMatch(each -> each.getValue() >= written.get(each.getKey()))) {
            if (System.nanoTime() - deadline > 0) {
                throw new DeliveryException(Kind.UNAVAILABLE, "a transaction of the processor is not over: come again");
            }
            pause();
        }
        return cursor(shape, written).positions();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeliveryException(Kind.UNAVAILABLE, "the server is stopping");
        }
    }

    /** @throws DeliveryException if that time is still to come */
    Cursor since(Instant time) {
        if (time.isAfter(Instant.now().plusSeconds(60))) {
            throw new DeliveryException(Kind.BAD, "since=" + time + " is still to come: give a time that has been");
        }
        Shape shape = shape();
        return cursor(shape, facts.since(shape.partitions(), time));
    }

    Cursor cursor(Uuid id, SortedMap<Integer, Long> positions) {
        return new Cursor(cluster, id, positions, Instant.now());
    }

    private Cursor cursor(Shape shape, Map<TopicPartition, Long> offsets) {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        offsets.forEach((partition, offset) -> positions.put(partition.partition(), offset));
        return cursor(shape.id(), positions);
    }

    /**
     * Makes sure that one can go on from a cursor with nothing left out.
     *
     * @return the cursor, with a position for each partition
     * @throws DeliveryException if not; the message says what to do
     */
    Cursor require(Cursor cursor) {
        if (!cursor.cluster().equals(cluster)) {
            throw new DeliveryException(
                    Kind.CONFLICT,
                    "the cursor was given by another cluster: begin again with GET /articles/current, and go on from its"
                            + " cursor");
        }
        Shape shape = shape();
        boolean isOther = !cursor.topic().equals(shape.id())
                || !cursor.positions().isEmpty()
                        && cursor.positions().lastKey() >= shape.partitions().size();
        if (isOther) {
            throw new DeliveryException(
                    Kind.CONFLICT,
                    "the topic of articles has been made again since the cursor was given: begin again with GET"
                            + " /articles/current, and go on from its cursor");
        }
        Map<TopicPartition, Long> firsts = facts.earliestOffsets(shape.partitions());
        Map<TopicPartition, Long> ends = facts.stableEndOffsets(shape.partitions());
        SortedMap<Integer, Long> positions = new TreeMap<>();
        for (TopicPartition partition : shape.partitions()) {
            long position = cursor.positions().getOrDefault(partition.partition(), 0L);
            if (position > ends.get(partition)) {
                throw new DeliveryException(
                        Kind.BEYOND,
                        "the cursor lies beyond the end of what there is: records may have been lost, begin again with GET"
                                + " /articles/current");
            }
            if (position < firsts.get(partition)) {
                throw expired(cursor.at(), cursor(shape, firsts));
            }
            positions.put(partition.partition(), position);
        }
        return new Cursor(cluster, shape.id(), positions, cursor.at());
    }

    static DeliveryException expired(Instant given, Cursor oldest) {
        return new DeliveryException(
                Kind.EXPIRED,
                "the cursor of " + given + " has expired, articles after it have been deleted: begin again with GET"
                        + " /articles/current, or go on from the oldest that can be had, which has a gap before it",
                Optional.of(oldest));
    }

    /**
     * A reader, to be closed soon.
     *
     * @throws DeliveryException if all are in use and none comes free for five seconds
     */
    LogReader reader() {
        try {
            if (!leases.tryAcquire(LEASE_WAIT_MS, TimeUnit.MILLISECONDS)) {
                throw new DeliveryException(Kind.UNAVAILABLE, "too many read what is past at a time: come again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeliveryException(Kind.UNAVAILABLE, "the server is stopping");
        }
        try {
            LogReader free = takeIdle();
            return free == null ? new LogReader(consumers.get(), topic, codec, this::giveBack) : free;
        } catch (RuntimeException e) {
            leases.release();
            throw e;
        }
    }

    /** A reader that is kept, and counts for none of the others. */
    LogReader ownReader() {
        return new LogReader(consumers.get(), topic, codec, LogReader::end);
    }

    private synchronized LogReader takeIdle() {
        return idle.pollLast();
    }

    private void giveBack(LogReader reader) {
        boolean kept = false;
        try {
            reader.rest();
            synchronized (this) {
                kept = !closed && reader.isFit();
                if (kept) {
                    idle.addLast(reader);
                }
            }
        } finally {
            leases.release();
            if (!kept) {
                reader.end();
            }
        }
    }

    @Override
    public void close() {
        Deque<LogReader> all;
        synchronized (this) {
            closed = true;
            all = new ArrayDeque<>(idle);
            idle.clear();
        }
        all.forEach(LogReader::end);
    }
}
