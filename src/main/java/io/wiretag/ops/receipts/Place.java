package io.wiretag.ops.receipts;

import java.util.OptionalLong;

/**
 * Where a kill went.
 *
 * @param sink role of the topic: {@code by-province}
 * @param topic its name
 * @param topicId Kafka's id of the topic as it was then
 * @param key under which it went there
 * @param offset of its record; empty: not found yet, or nowhere
 */
public record Place(String sink, String topic, String topicId, String key, int partition, OptionalLong offset) {
    /** As people read it: {@code by-province VN-32 (0:17)}. */
    @Override
    public String toString() {
        return sink + " " + key + " (" + partition + ":" + (offset.isPresent() ? offset.getAsLong() : "?") + ")";
    }

    Place at(long found) {
        return new Place(sink, topic, topicId, key, partition, OptionalLong.of(found));
    }

    /** Whether it is the same, be it found or not. */
    boolean isAt(Place other) {
        return sink.equals(other.sink) && key.equals(other.key) && topicId.equals(other.topicId);
    }
}
