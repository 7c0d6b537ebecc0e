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
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads articles beside the group: single ones that were put aside, and kills that lie ahead of where the group has stopped. Has a
 * consumer only while it is needed. For one thread at a time.
 */
final class AsideReader implements AutoCloseable {
    private static final Duration SINGLE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private Optional<Consumer<byte[], byte[]>> consumer = Optional.empty();
    /** Up to where kills have been looked for. */
    private final Map<TopicPartition, Long> ahead = new HashMap<>();

    private boolean isAhead;

    /** @param consumers without a group and without a place to begin when theirs is gone */
    AsideReader(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    private Consumer<byte[], byte[]> consumer() {
        if (consumer.isEmpty()) {
            consumer = Optional.of(consumers.get());
        }
        return consumer.get();
    }

    /** The record at a place; empty if it is not there any more. */
    Optional<ConsumerRecord<byte[], byte[]>> at(TopicPartition partition, long offset) {
        isAhead = false;
        Consumer<byte[], byte[]> reader = consumer();
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
     */
    List<ConsumerRecord<byte[], byte[]>> kills(Map<TopicPartition, Long> from) {
        Consumer<byte[], byte[]> reader = consumer();
        ahead.keySet().retainAll(from.keySet());
        from.forEach((partition, offset) -> ahead.merge(partition, offset, Math::max));
        if (!isAhead || !reader.assignment().equals(from.keySet())) {
            reader.assign(from.keySet());
            ahead.forEach(reader::seek);
            isAhead = true;
        }
        // what the group has read meanwhile is its own: a kill of then may have been followed by other versions
        ahead.forEach((partition, offset) -> {
            if (reader.position(partition) < offset) {
                reader.seek(partition, offset);
            }
        });
        List<ConsumerRecord<byte[], byte[]>> kills = new ArrayList<>();
        try {
            for (ConsumerRecord<byte[], byte[]> each : reader.poll(POLL)) {
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

    /** Partitions that are no longer ours: whoever comes back to them looks again. */
    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(ahead::remove);
        isAhead = false;
    }

    /** Lets the consumer go where it is no longer needed. */
    void rest() {
        consumer.ifPresent(Consumer::close);
        consumer = Optional.empty();
        isAhead = false;
    }

    @Override
    public void close() {
        rest();
    }
}
