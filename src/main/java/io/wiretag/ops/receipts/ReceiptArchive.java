package io.wiretag.ops.receipts;

import io.wiretag.cluster.TopicScan;
import io.wiretag.files.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * All that {@code articles.receipts} holds, however old, with the record that holds each piece.
 *
 * @param kept the newest record of each key
 */
public record ReceiptArchive(Known known, Map<EvidenceKey, Kept> kept) {
    /** Copies what is kept. */
    public ReceiptArchive {
        kept = Map.copyOf(kept);
    }

    /**
     * The record that holds a piece of evidence.
     *
     * @param writtenAt its time, by the clock of whoever wrote it
     * @param sha256 of its key and then its value, in hexadecimal digits
     */
    public record Kept(int partition, long offset, Instant writtenAt, String sha256) {}

    /** @param consumer read_committed, without a group; stays the caller's */
    public static ReceiptArchive read(Consumer<byte[], byte[]> consumer, String topic, TopicScan.Progress progress) {
        EvidenceForm form = new EvidenceForm(any -> true);
        Map<EvidenceKey, Evidence> all = new HashMap<>();
        Map<EvidenceKey, Kept> kept = new HashMap<>();
        TopicScan scan = new TopicScan(consumer);
        scan.readAll(
                scan.partitions(List.of(topic)),
                each -> form.key(each.key()).ifPresent(key -> {
                    Optional<Evidence> value = each.value() == null ? Optional.empty() : form.value(key, each.value());
                    if (value.isPresent()) {
                        all.put(key, value.get());
                        kept.put(key, kept(each));
                    } else {
                        all.remove(key);
                        kept.remove(key);
                    }
                }),
                progress);
        // what somebody has said counts, also while nobody is there to join it
        Known noted = Known.of(all.values());
        Reckoning words = new Reckoning(Map.of());
        noted.kills()
                .forEach(kill -> words.reckon(kill, noted, Optional.empty(), Reckoning.Groups.UNKNOWN)
                        .forEach(receipt -> all.put(receipt.key(), receipt)));
        return new ReceiptArchive(Known.of(all.values()), kept);
    }

    private static Kept kept(ConsumerRecord<byte[], byte[]> each) {
        byte[] both = ByteBuffer.allocate(each.key().length + each.value().length)
                .put(each.key())
                .put(each.value())
                .array();
        return new Kept(each.partition(), each.offset(), Instant.ofEpochMilli(each.timestamp()), Sha256.hex(both));
    }
}
