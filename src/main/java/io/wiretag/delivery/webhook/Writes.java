package io.wiretag.delivery.webhook;

import io.wiretag.files.Words;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that have to be in their topics before a position is committed that rests on them. One that fails is sent again, unless a
 * newer one with its key was written meanwhile. For one thread at a time.
 */
final class Writes {
    private static final Logger LOG = LoggerFactory.getLogger(Writes.class);

    private final Producer<byte[], byte[]> producer;
    private final Map<Place, Pending> pending = new LinkedHashMap<>();

    private record Place(String topic, String key) {}

    private record Pending(
            ProducerRecord<byte[], byte[]> record, Future<RecordMetadata> answer, AtomicBoolean failed) {}

    /** @param producer of one that waits for all replicas; not closed here */
    Writes(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** @param value null: nothing is under this key any more */
    void write(String topic, byte[] key, byte[] value) {
        send(new ProducerRecord<>(topic, key, value));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        Place place = new Place(record.topic(), new String(record.key(), StandardCharsets.UTF_8));
        // at the end of the order, in which what failed is sent again
        pending.remove(place);
        Future<RecordMetadata> answer;
        try {
            answer = producer.send(record);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        pending.put(place, new Pending(record, answer, new AtomicBoolean()));
    }

    /** What failed of these keys is not sent again: somebody else writes them now. */
    void drop(String topic, Predicate<byte[]> keys) {
        pending.values()
                .removeIf(each -> each.record().topic().equals(topic)
                        && keys.test(each.record().key()));
    }

    /** Waits until all are there, as long as the producer tries; what failed is sent again by the next call. */
    boolean settle() {
        if (pending.isEmpty()) {
            return true;
        }
        // not when it fails: what nobody has asked for again may still be dropped
        pending.values().stream()
                .filter(each -> each.failed().get())
                .map(Pending::record)
                .toList()
                .forEach(this::send);
        producer.flush();
        pending.values().removeIf(each -> {
            try {
                each.answer().get();
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (java.util.concurrent.ExecutionException e) {
                LOG.warn(
                        "could not be written, and is sent again topic={}: {}",
                        each.record().topic(),
                        Words.of(e.getCause()));
                each.failed().set(true);
                return false;
            }
        });
        return pending.isEmpty();
    }
}
