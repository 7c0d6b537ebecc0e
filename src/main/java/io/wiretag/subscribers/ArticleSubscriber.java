package io.wiretag.subscribers;

import io.wiretag.cluster.AccessDenied;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.files.Words;
import io.wiretag.schema.TaggedArticle;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a sink topic: poll, hand over, commit the position.
 *
 * <p>It commits the consumer's <em>position</em>, not the offset of the last record plus one: behind the records of a
 * transaction stands its commit marker, and who commits the offset before it shows a lag of 1 for ever.
 *
 * <p>Not thread-safe; {@link #stop} may be called from any thread.
 */
public final class ArticleSubscriber implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArticleSubscriber.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<String, TaggedArticle> consumer;
    private final boolean commits;
    private final boolean fromBeginning;
    private volatile boolean stopped;

    /** Takes what is handed over. An exception from it ends {@link #run}; nothing of that poll is committed then. */
    public interface Handler {
        /** One record, in the order of its partition. */
        void handle(Received delivery);
    }

    /**
     * One record of a sink topic.
     *
     * @param key the key of its record: uri, province code, code of a unit or agency code
     * @param value null where a record takes away what lies under its key: in the topic of what may be shown, an article that is
     *     down. Its headers say which
     * @param published when the article was published: the time of the record that brought it; of one that was under embargo, or
     *     old already, when it went out
     * @param headers of its record
     */
    public record Received(
            String topic,
            int partition,
            long offset,
            String key,
            TaggedArticle value,
            Instant published,
            Headers headers) {

        /** The same record with another value. */
        public Received with(TaggedArticle other) {
            return new Received(topic, partition, offset, key, other, published, headers);
        }
    }

    /**
     * @param consumer subscribed or assigned already; isolation level read_committed, no auto-commit and
     *     {@code auto.offset.reset=none}, so that it does not pass in silence over what was deleted; closed with this object
     * @param commits whether positions are committed: a reader without a group has none
     * @param fromBeginning where to start when there is no position: at the first record, or behind the last
     */
    public ArticleSubscriber(Consumer<String, TaggedArticle> consumer, boolean commits, boolean fromBeginning) {
        this.consumer = consumer;
        this.commits = commits;
        this.fromBeginning = fromBeginning;
    }

    /**
     * Reads until {@link #stop} is called or {@code enough} says so. It is asked before each record and at least twice a
     * second; what has not been handed over by then is not committed.
     *
     * @throws KafkaRefusedException if the brokers do not let this user read
     */
    public void run(Handler handler, BooleanSupplier enough) {
        try {
            while (!stopped && !enough.getAsBoolean()) {
                ConsumerRecords<String, TaggedArticle> records = poll();
                Map<TopicPartition, OffsetAndMetadata> handled = handOver(records, handler, enough);
                if (commits && !handled.isEmpty()) {
                    commit(handled, "these records are handed over again");
                }
            }
        } catch (WakeupException e) {
            if (!stopped) {
                throw e;
            }
        } catch (AuthorizationException | AuthenticationException e) {
            String why = AccessDenied.sentence(e, "READ").orElseGet(() -> Words.of(e));
            throw new KafkaRefusedException("could not read: " + why, e);
        }
    }

    /** @param otherwise what comes of it if they cannot be committed */
    private void commit(Map<TopicPartition, OffsetAndMetadata> handled, String otherwise) {
        try {
            consumer.commitSync(handled);
        } catch (WakeupException e) {
            // told to stop meanwhile: what has been handled is committed all the same
            consumer.commitSync(handled);
        } catch (RebalanceInProgressException | CommitFailedException e) {
            LOG.warn("the group was divided anew, {}: {} ({})", otherwise, handled, e.toString());
        }
    }

    private ConsumerRecords<String, TaggedArticle> poll() {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            tellLoss(e.offsetOutOfRangePartitions());
            consumer.seekToBeginning(e.partitions());
        } catch (NoOffsetForPartitionException e) {
            begin(e.partitions());
        } catch (RecordDeserializationException e) {
            passOver(e);
        }
        return ConsumerRecords.empty();
    }

    /** What a stranger wrote into a sink must not keep the kill behind it from anybody. */
    private void passOver(RecordDeserializationException unreadable) {
        if (!(unreadable.getCause() instanceof UnreadableValueException why)) {
            throw unreadable;
        }
        LOG.error(
                "a record cannot be read and is passed over: topic={} partition={} offset={}: {}",
                unreadable.topicPartition().topic(),
                unreadable.topicPartition().partition(),
                unreadable.offset(),
                why.getMessage());
        consumer.seek(unreadable.topicPartition(), unreadable.offset() + 1);
    }

    /**
     * Where there is no position yet. It is committed at once: else a group that begins at the end and is stopped before it has
     * handled a record would begin at another end the next time, and skip what came in between.
     */
    private void begin(Set<TopicPartition> partitions) {
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
        if (commits) {
            Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
            partitions.forEach(each -> first.put(each, new OffsetAndMetadata(consumer.position(each))));
            commit(first, "who reads them now begins anew");
        }
    }

    private void tellLoss(Map<TopicPartition, Long> positions) {
        Map<TopicPartition, Long> firsts = consumer.beginningOffsets(positions.keySet());
        positions.forEach((partition, position) -> {
            long first = firsts.get(partition);
            if (position < first) {
                LOG.error(
                        "articles were deleted before they were read: topic={} partition={} offsets {} to {}, {} at most",
                        partition.topic(),
                        partition.partition(),
                        position,
                        first - 1,
                        first - position);
            } else {
                LOG.error(
                        "topic={} partition={} ends before offset {}, which was to be read next, and is read from its"
                                + " beginning: the topic was made again, or its brokers lost records (unclean leader election)",
                        partition.topic(),
                        partition.partition(),
                        position);
            }
        });
    }

    /** Where the group stands afterwards, for each partition that gave records. */
    private Map<TopicPartition, OffsetAndMetadata> handOver(
            ConsumerRecords<String, TaggedArticle> records, Handler handler, BooleanSupplier enough) {
        Map<TopicPartition, OffsetAndMetadata> handled = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<String, TaggedArticle> record : records.records(partition)) {
                if (stopped || enough.getAsBoolean()) {
                    return handled;
                }
                handler.handle(new Received(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.key(),
                        record.value(),
                        Instant.ofEpochMilli(record.timestamp()),
                        record.headers()));
                handled.put(partition, new OffsetAndMetadata(record.offset() + 1));
            }
            handled.put(partition, new OffsetAndMetadata(consumer.position(partition)));
        }
        return handled;
    }

    /** Ends {@link #run} soon. */
    public void stop() {
        stopped = true;
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
