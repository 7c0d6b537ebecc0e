package io.wiretag.delivery.webhook;

import io.wiretag.topics.WiretagHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads articles beside the group: single ones that were put aside, and kills that lie ahead of where the group has stopped. Has
 * consumers only while they are needed: one for each, since a fetch that waits at the end of the topic holds up a look elsewhere. For
 * one thread at a time.
 */
final class AsideReader implements AutoCloseable {
    private static final Duration SINGLE = Duration.ofSeconds(10);

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private Optional<Consumer<byte[], byte[]>> single = Optional.empty();
    private Optional<Consumer<byte[], byte[]>> looking = Optional.empty();
    private long usedAt;
    /** Up to where kills have been looked for. */
    private final Map<TopicPartition, Long> ahead = new HashMap<>();

    private boolean hasMore;

    /** @param consumers without a group and without a place to begin when theirs is gone */
    AsideReader(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    private Consumer<byte[], byte[]> single() {
        usedAt = System.nanoTime();
        single = single.or(() -> Optional.of(consumers.get()));
        return single.get();
    }

    private Consumer<byte[], byte[]> looking() {
        usedAt = System.nanoTime();
        looking = looking.or(() -> Optional.of(consumers.get()));
        return looking.get();
    }

    /** The record at a place; empty if it is not there any more. */
    Optional<ConsumerRecord<byte[], byte[]>> at(TopicPartition partition, long offset) {
        Consumer<byte[], byte[]> reader = single();
        reader.assign(List.of(partition));
        reader.seek(partition, offset);
        long deadline = System.nanoTime() + SINGLE.toNanos();
        try {
            do {
                for (ConsumerRecord<byte[], byte[]> each : reader.poll(Duration.ofMillis(200))) {
                    return Optional.of(each).filter(found -> found.offset() == offset);
                }
            } while (System.nanoTime() - deadline < 0);
        } catch (OffsetOutOfRangeException e) {
            return Optional.empty();
        }
        throw new org.apache.kafka.common.errors.TimeoutException("no record came from " + partition);
    }

    /**
     * Records of kills behind what was looked at before, for all keys.
     *
     * @param from where the group stands: what is before that it has read itself
     * @param wait for records, if there are none
     */
    List<ConsumerRecord<byte[], byte[]>> kills(Map<TopicPartition, Long> from, Duration wait) {
        hasMore = false;
        Consumer<byte[], byte[]> reader = looking();
        ahead.keySet().retainAll(from.keySet());
        from.forEach((partition, offset) -> ahead.merge(partition, offset, Math::max));
        if (!reader.assignment().equals(from.keySet())) {
            reader.assign(from.keySet());
            ahead.forEach(reader::seek);
        }
        // what the group has read meanwhile is its own: a kill of then may have been followed by other versions
        ahead.forEach((partition, offset) -> {
            if (reader.position(partition) < offset) {
                reader.seek(partition, offset);
            }
        });
        List<ConsumerRecord<byte[], byte[]>> kills = new ArrayList<>();
        try {
            ConsumerRecords<byte[], byte[]> records = reader.poll(wait);
            hasMore = !records.isEmpty();
            for (ConsumerRecord<byte[], byte[]> each : records) {
                if (WiretagHeader.OPERATION
                        .of(each.headers())
                        .filter("kill"::equals)
                        .isPresent()) {
                    kills.add(each);
                }
            }
        } catch (OffsetOutOfRangeException e) {
            // the group meets it as well, and tells
            reader.seekToBeginning(e.partitions());
        }
        for (TopicPartition partition : reader.assignment()) {
            ahead.put(partition, reader.position(partition));
        }
        return kills;
    }

    /** Whether the last look found records, so that there may be more. */
    boolean hasMore() {
        return hasMore;
    }

    /** Up to where kills have been looked for; 0 if they have not. */
    long ahead(TopicPartition partition) {
        return ahead.getOrDefault(partition, 0L);
    }

    /** Somebody has looked for kills up to there, and kept them. */
    void begin(TopicPartition partition, long offset) {
        ahead.merge(partition, offset, Math::max);
        looking.ifPresent(reader -> reader.assign(List.of()));
    }

    /** Partitions that are no longer ours: whoever comes back to them looks again. */
    void forget(Collection<TopicPartition> partitions) {
        hasMore = false;
        partitions.forEach(ahead::remove);
        looking.ifPresent(reader -> reader.assign(List.of()));
    }

    /** Lets the consumers go if they have not been needed for some time. */
    void rest() {
        hasMore = false;
        if (System.nanoTime() - usedAt > IDLE.toNanos()) {
            close();
        }
    }

    @Override
    public void close() {
        single.ifPresent(Consumer::close);
        single = Optional.empty();
        looking.ifPresent(Consumer::close);
        looking = Optional.empty();
    }
}
