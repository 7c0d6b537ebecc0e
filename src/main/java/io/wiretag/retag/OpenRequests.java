package io.wiretag.retag;

import java.util.ArrayDeque;
import java.util.Collections;
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

    /** Where the group was last. */
    private final Map<Integer, Long> positions = new HashMap<>();

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
        } else {
            failed(why);
        }
    }

    /**
     * Forgets those that the group of the processors has committed beyond.
     *
     * @return whether it has gone on where some wait, be it only with what stands before them
     */
    synchronized boolean committed(Map<TopicPartition, Long> places) {
        boolean isAlive = false;
        for (Map.Entry<Integer, Deque<Long>> each : open.entrySet()) {
            Deque<Long> offsets = each.getValue();
            long place = places.getOrDefault(new TopicPartition(published, each.getKey()), 0L);
            Long before = positions.put(each.getKey(), place);
            isAlive |= !offsets.isEmpty() && before != null && place > before;
            while (!offsets.isEmpty() && offsets.peek() < place) {
                offsets.remove();
            }
        }
        return isAlive;
    }

    /** Something else than the topic refuses: nothing more is asked. */
    synchronized void failed(Exception why) {
        if (failure.isEmpty()) {
            failure = Optional.of(why);
        }
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
        return Collections.unmodifiableMap(standing); // there may be a million
    }

    synchronized long asked() {
        return standing.size();
    }

    synchronized long tooLarge() {
        return tooLarge;
    }

    /** Why it could not go on. */
    synchronized Optional<Exception> failure() {
        return failure;
    }
}
