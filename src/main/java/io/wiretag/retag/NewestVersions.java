package io.wiretag.retag;

import io.wiretag.schema.Operation;
import io.wiretag.topics.WiretagHeader;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Which records are the newest of their keys, and not taken back: told by keys and headers alone, so that no value is read that is not
 * needed. All records of a key must stand in one partition. Some 150 bytes for each key.
 */
final class NewestVersions {
    private final long since;
    private final Map<UUID, Found> newest = new HashMap<>();

    /** @param since milliseconds since 1970-01-01T00:00:00Z; what is older is none of them, and keeps what was before it from being one */
    NewestVersions(long since) {
        this.since = since;
    }

    private record Found(int partition, long offset, long timestamp) {}

    /** Records of a partition must come in their order. */
    void take(ConsumerRecord<byte[], byte[]> each) {
        if (each.key() == null) {
            return;
        }
        UUID key = UUID.nameUUIDFromBytes(each.key());
        if (each.value() == null || isTakenBack(each) || each.timestamp() < since) {
            newest.remove(key);
        } else {
            newest.put(key, new Found(each.partition(), each.offset(), each.timestamp()));
        }
    }

    private static boolean isTakenBack(ConsumerRecord<byte[], byte[]> each) {
        return WiretagHeader.OPERATION
                .of(each.headers())
                .filter(operation ->
                        operation.equals(Operation.kill.name()) || operation.equals(Operation.retract.name()))
                .isPresent();
    }

    /** Keeps those that are latest by the time of their records. */
    void keepLatest(long most) {
        if (newest.size() > most) {
            Set<UUID> kept = newest.entrySet().stream()
                    .sorted(Comparator.comparing(
                            Map.Entry<UUID, Found>::getValue,
                            Comparator.comparingLong(Found::timestamp).reversed()))
                    .limit(most)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            newest.keySet().retainAll(kept);
        }
    }

    /** Whether a record is one of them. */
    boolean isNewest(ConsumerRecord<byte[], byte[]> each) {
        return Optional.ofNullable(each.key())
                .map(key -> newest.get(UUID.nameUUIDFromBytes(key)))
                .filter(found -> found.partition() == each.partition() && found.offset() == each.offset())
                .isPresent();
    }

    int size() {
        return newest.size();
    }

    /** Where the first of them stands in each partition that has any. */
    Map<TopicPartition, Long> firsts(String topic) {
        Map<Integer, Long> firsts = new TreeMap<>();
        newest.values().forEach(found -> firsts.merge(found.partition(), found.offset(), Math::min));
        return firsts.entrySet().stream()
                .collect(Collectors.toMap(each -> new TopicPartition(topic, each.getKey()), Map.Entry::getValue));
    }
}
