package io.wiretag.retag;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Requests that were handed over, and which of them are not answered: those that the processors have not committed beyond. Told by
 * the thread of the producer, asked by the one that sends. Some 150 bytes for each request.
 */
final class OpenRequests {
    private final String published;
    /** All that stand in the topic, with the keys of their articles. */
    private final Map<RecordPlace, UUID> standing = new HashMap<>();
    /** Offsets that are not committed, the first of each partition first. */
    private final Map<Integer, Deque<Long>> open = new HashMap<>();

    private int unacknowledged;
    private long tooLarge;
    private Optional<Exception> failure = Optional.empty();

    /** @param published name of the topic that they go to */
    OpenRequests(String published) {
        this.published = published;
    }

    /** One is on its way. */
    synchronized void began() {
        unacknowledged++;
    }

    /** It has arrived, or has not. */
    synchronized void ended(UUID article, RecordMetadata where, Exception why) {
        unacknowledged--;
        if (why == null) {
            standing.put(new RecordPlace(where.partition(), where.offset()), article);
            open.computeIfAbsent(where.partition(), any -> new ArrayDeque<>()).add(where.offset());
        } else if (why instanceof RecordTooLargeException) {
            tooLarge++;
        } else if (failure.isEmpty()) {
            failure = Optional.of(why);
        }
    }

    /** Forgets those that the group of the processors has committed beyond. */
    synchronized void committed(Map<TopicPartition, Long> places) {
        open.forEach((partition, offsets) -> {
            long place = places.getOrDefault(new TopicPartition(published, partition), 0L);
            while (!offsets.isEmpty() && offsets.peek() < place) {
                offsets.remove();
            }
        });
    }

    /** How many are on their way or not answered. */
    synchronized long size() {
        return unacknowledged + notAnswered();
    }

    /** How many stand in the topic, not answered. */
    synchronized long notAnswered() {
        return open.values().stream().mapToLong(Deque::size).sum();
    }

    synchronized boolean isOpen(RecordPlace place) {
        return open.getOrDefault(place.partition(), new ArrayDeque<>()).contains(place.offset());
    }

    /** Those that stand in the topic, with the keys of their articles. */
    synchronized Map<RecordPlace, UUID> standing() {
        return Map.copyOf(standing);
    }

    synchronized long asked() {
        return standing.size();
    }

    synchronized long tooLarge() {
        return tooLarge;
    }

    /** Why one could not be published, other than by its size. */
    synchronized Optional<Exception> failure() {
        return failure;
    }
}
