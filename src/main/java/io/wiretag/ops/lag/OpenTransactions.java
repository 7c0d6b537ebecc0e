package io.wiretag.ops.lag;

import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.DescribeTransactionsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Since when open transactions hold up readers.
 *
 * <p>The last stable offset is where the oldest open transaction of a partition begins; the leader tells whose it is, and the
 * coordinator since when. Where a coordinator tells of none, it has forgotten it, does not answer, or the right to ask is missing,
 * and it is asked again at the next look: until then nothing is told here, and what remains is for how long it was watched. What
 * stands for longer than any transaction may is one that its coordinator has forgotten, the kind that hangs for ever: it began
 * when its first record was written. That is no measure for the others: what the processor writes has the time of the article.
 *
 * <p>Not thread-safe: it remembers what it was told.
 */
final class OpenTransactions {
    /** {@code transaction.max.timeout.ms}, as brokers have it by themselves: a coordinator ends what is open for longer. */
    static final Duration LONGEST = Duration.ofMinutes(15);

    private static final int LIMIT_MS = 2000;
    private static final Duration POLL = Duration.ofMillis(100);

    private final Admin admin;
    private final Optional<Consumer<byte[], byte[]>> uncommitted;
    private final LongSupplier nanos;
    private Map<TopicPartition, Place> places = Map.of();

    /** @param seen in nanoseconds, when a transaction was first seen to begin there */
    private record Place(long lastStable, long seen, Optional<Instant> begun) {}

    /**
     * Asks nothing yet.
     *
     * @param uncommitted to look at a first record; empty: one that its coordinator has forgotten is of unknown age
     * @param nanos as {@link System#nanoTime}
     */
    OpenTransactions(Admin admin, Optional<Consumer<byte[], byte[]>> uncommitted, LongSupplier nanos) {
        this.admin = admin;
        this.uncommitted = uncommitted;
        this.nanos = nanos;
    }

    /** By partition, where it could be told; others may have one as well. */
    Map<TopicPartition, Instant> begun(Map<TopicPartition, OffsetsSnapshot.Offsets> offsets) {
        Map<TopicPartition, Place> open = new HashMap<>();
        Map<TopicPartition, Long> asked = new HashMap<>();
        offsets.forEach((partition, ends) -> {
            if (ends.open() > 0) {
                Place before = places.get(partition);
                boolean stands = before != null && before.lastStable() == ends.lastStable();
                Place place = stands ? before : new Place(ends.lastStable(), nanos.getAsLong(), Optional.empty());
                open.put(partition, place);
                if (place.begun().isEmpty()) {
                    asked.put(partition, place.lastStable());
                }
            }
        });
        places = open;
        ask(asked)
                .forEach((partition, at) -> open.computeIfPresent(
                        partition, (key, place) -> new Place(place.lastStable(), place.seen(), Optional.of(at))));
        Map<TopicPartition, Instant> begun = new HashMap<>();
        open.forEach((partition, place) -> place.begun().ifPresent(at -> begun.put(partition, at)));
        return begun;
    }

    private Map<TopicPartition, Instant> ask(Map<TopicPartition, Long> asked) {
        Map<TopicPartition, Instant> begun = new HashMap<>();
        if (asked.isEmpty()) {
            return begun;
        }
        Map<TopicPartition, Long> producers = producers(asked);
        Map<Long, Instant> told = coordinators(Set.copyOf(producers.values()));
        Map<TopicPartition, Long> forgotten = new HashMap<>();
        producers.forEach((partition, producer) -> {
            Instant at = told.get(producer);
            if (at != null) {
                begun.put(partition, at);
            } else if (nanos.getAsLong() - places.get(partition).seen() > LONGEST.toNanos()) {
                forgotten.put(partition, asked.get(partition));
            }
        });
        // it may have ended between the two questions
        forgotten
                .keySet()
                .retainAll(forgotten.isEmpty() ? Set.of() : producers(forgotten).keySet());
        begun.putAll(firstRecords(forgotten));
        return begun;
    }

    /** Ids of the producers whose transaction begins there; where none does any more, it has ended meanwhile. */
    private Map<TopicPartition, Long> producers(Map<TopicPartition, Long> places) {
        Map<TopicPartition, Long> producers = new HashMap<>();
        DescribeProducersResult answers =
                admin.describeProducers(places.keySet(), new DescribeProducersOptions().timeoutMs(LIMIT_MS));
        places.forEach((partition, place) -> told(answers.partitionResult(partition), "describe producers")
                .ifPresent(answer -> answer.activeProducers().stream()
                        .filter(producer ->
                                producer.currentTransactionStartOffset().orElse(-1) == place)
                        .findFirst()
                        .map(ProducerState::producerId)
                        .ifPresent(producer -> producers.put(partition, producer))));
        return producers;
    }

    /** When the transactions of these producers began, where their coordinators tell of an open one. */
    private Map<Long, Instant> coordinators(Set<Long> producers) {
        Map<Long, Instant> begun = new HashMap<>();
        if (producers.isEmpty()) {
            return begun;
        }
        Collection<TransactionListing> listed = told(
                        admin.listTransactions(new ListTransactionsOptions()
                                        .filterProducerIds(producers)
                                        .timeoutMs(LIMIT_MS))
                                .all(),
                        "list transactions")
                .orElse(List.of());
        List<String> ids =
                listed.stream().map(TransactionListing::transactionalId).toList();
        if (ids.isEmpty()) {
            return begun;
        }
        Map<String, TransactionDescription> described = told(
                        admin.describeTransactions(ids, new DescribeTransactionsOptions().timeoutMs(LIMIT_MS))
                                .all(),
                        "describe transactions")
                .orElse(Map.of());
        described.values().forEach(transaction -> {
            if (transaction.transactionStartTimeMs().isPresent()) {
                begun.put(
                        transaction.producerId(),
                        Instant.ofEpochMilli(
                                transaction.transactionStartTimeMs().getAsLong()));
            }
        });
        return begun;
    }

    private static <T> Optional<T> told(KafkaFuture<T> answer, String what) {
        try {
            return Optional.of(KafkaCall.await(answer, what, BlindSpots.LIMIT));
        } catch (KafkaRefusedException | KafkaUnavailableException e) {
            return Optional.empty();
        }
    }

    private Map<TopicPartition, Instant> firstRecords(Map<TopicPartition, Long> places) {
        Map<TopicPartition, Instant> written = new HashMap<>();
        if (uncommitted.isEmpty() || places.isEmpty()) {
            return written;
        }
        Consumer<byte[], byte[]> consumer = uncommitted.get();
        long deadline = System.nanoTime() + Duration.ofMillis(LIMIT_MS).toNanos();
        Set<TopicPartition> open = new HashSet<>(places.keySet());
        try {
            consumer.assign(open);
            consumer.resume(open); // one that was there before is still paused
            places.forEach(consumer::seek);
            while (!open.isEmpty() && System.nanoTime() - deadline < 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    if (open.remove(partition) && record.timestamp() >= 0) {
                        written.put(partition, Instant.ofEpochMilli(record.timestamp()));
                    }
                    consumer.pause(List.of(partition));
                }
            }
        } catch (KafkaException e) {
            return written; // no right to read, or deleted meanwhile: of unknown age
        }
        return written;
    }
}
