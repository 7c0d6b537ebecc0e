package io.wiretag.revision;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.cluster.TopicScan;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.life.Placement;
import io.wiretag.schema.Operation;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What went out, looked up by uri. One thread at a time. */
final class SentRecords {
    /** Offsets that are read at first; the next time twice as many. */
    private static final long FIRST_STEP = 2_000;

    private final Consumer<byte[], byte[]> consumer;
    private final ClusterFacts facts;
    private final Topics topics;
    private final ValueCodec codec;
    private final long end;
    private final Duration limit;

    /**
     * @param consumer read_committed, without a group; closed by whoever made it
     * @param limit of all that it is asked
     */
    SentRecords(
            Consumer<byte[], byte[]> consumer, ClusterFacts facts, Topics topics, ValueCodec codec, Duration limit) {
        this.end = System.nanoTime() + limit.toNanos();
        this.limit = limit;
        this.consumer = consumer;
        this.facts = facts;
        this.topics = topics;
        this.codec = codec;
    }

    /**
     * The newest record of an article. Among the tagged ones it is looked for from their end backwards, so that what went out lately
     * is found soon; what Kafka has deleted there may still be among the current ones. A topic that was given more partitions has
     * older records of a key elsewhere: they are read last.
     */
    Newest newest(String uri) {
        byte[] key = uri.getBytes(StandardCharsets.UTF_8);
        List<TopicPartition> tagged = ofKeyFirst(topics.tagged(), key);
        return backwards(tagged.get(0), key)
                .or(() -> current(key))
                .or(() -> tagged.stream()
                        .skip(1)
                        .flatMap(each -> backwards(each, key).stream())
                        .max(Comparator.comparingLong(ConsumerRecord::timestamp)))
                .map(record -> SentVersion.of(record, codec))
                .map(SentRecords::newest)
                .orElseGet(() -> new Newest.Unknown(uri));
    }

    private static Newest newest(SentVersion sent) {
        Operation operation = sent.version().getOperation();
        boolean isKilled =
                operation == Operation.kill || sent.version().getArticle().getPubStatus() == PubStatus.canceled;
        if (isKilled) {
            return new Newest.Down(sent, Newest.Down.Why.KILLED);
        }
        return operation == Operation.retract
                ? new Newest.Down(sent, Newest.Down.Why.WITHDRAWN)
                : new Newest.Live(sent);
    }

    /** The partition where its records are now comes first. */
    private List<TopicPartition> ofKeyFirst(Topic<?> topic, byte[] key) {
        List<TopicPartition> all = partitions(topic);
        int first = Placement.partition(key, all.size());
        return all.stream()
                .sorted(Comparator.comparingInt(each -> each.partition() == first ? 0 : 1))
                .toList();
    }

    private List<TopicPartition> partitions(Topic<?> topic) {
        int partitions = partitions(topic, facts);
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    /** @throws KafkaRefusedException if it does not exist */
    static int partitions(Topic<?> topic, ClusterFacts facts) {
        return Optional.ofNullable(facts.existing(List.of(topic.name())).get(topic.name()))
                .orElseThrow(() -> new KafkaRefusedException(
                        "topic " + topic.name() + " does not exist: run 'wiretag topics create'", null))
                .partitions();
    }

    private Optional<ConsumerRecord<byte[], byte[]>> backwards(TopicPartition partition, byte[] key) {
        long first = facts.earliestOffsets(List.of(partition)).get(partition);
        long end = facts.stableEndOffsets(List.of(partition)).get(partition);
        for (long step = FIRST_STEP; end > first; step *= 2) {
            long from = Math.max(first, end - step);
            Optional<ConsumerRecord<byte[], byte[]>> found = last(partition, from, end, key);
            if (found.isPresent()) {
                return found;
            }
            end = from;
        }
        return Optional.empty();
    }

    private Optional<ConsumerRecord<byte[], byte[]>> current(byte[] key) {
        if (!topics.isWritten(topics.current())) {
            return Optional.empty();
        }
        TopicPartition partition = ofKeyFirst(topics.current(), key).get(0);
        long first = facts.earliestOffsets(List.of(partition)).get(partition);
        long end = facts.stableEndOffsets(List.of(partition)).get(partition);
        return last(partition, first, end, key).filter(each -> each.value() != null);
    }

    private Optional<ConsumerRecord<byte[], byte[]>> last(TopicPartition partition, long from, long end, byte[] key) {
        AtomicReference<ConsumerRecord<byte[], byte[]>> last = new AtomicReference<>();
        new TopicScan(consumer)
                .read(
                        Map.of(partition, from),
                        Map.of(partition, end),
                        each -> {
                            if (Arrays.equals(key, each.key())) {
                                last.set(each);
                            }
                        },
                        (read, of) -> requireTime());
        return Optional.ofNullable(last.get());
    }

    private void requireTime() {
        if (System.nanoTime() - end > 0) {
            throw new KafkaUnavailableException(
                    "could not look the article up within " + limit.toSeconds()
                            + " s: it went out long ago, or the brokers are slow; try again, 'wiretag correct' takes more time",
                    null);
        }
    }

    /** Those that are out and whose tags an editor has corrected, in the order in which they went out. */
    List<Corrected> corrected(TopicScan.Progress progress) {
        Topic<TaggedArticle> topic = topics.isWritten(topics.current()) ? topics.current() : topics.tagged();
        List<TopicPartition> partitions = partitions(topic);
        Map<String, SentVersion> found = new LinkedHashMap<>();
        new TopicScan(consumer)
                .read(
                        facts.earliestOffsets(partitions),
                        facts.stableEndOffsets(partitions),
                        each -> take(each, found),
                        progress);
        return found.values().stream()
                .sorted(Comparator.comparing(SentVersion::at))
                .map(Corrected::new)
                .toList();
    }

    private void take(ConsumerRecord<byte[], byte[]> each, Map<String, SentVersion> found) {
        if (each.key() == null) {
            return;
        }
        String uri = new String(each.key(), StandardCharsets.UTF_8);
        Optional<SentVersion> corrected = Optional.ofNullable(each.value())
                .flatMap(value -> readable(each))
                .filter(sent -> newest(sent) instanceof Newest.Live)
                .filter(sent -> !sent.version().getCorrections().isEmpty());
        corrected.ifPresentOrElse(sent -> found.put(uri, sent), () -> found.remove(uri));
    }

    /** What cannot be read is no correction of ours. */
    private Optional<SentVersion> readable(ConsumerRecord<byte[], byte[]> each) {
        try {
            return Optional.of(SentVersion.of(each, codec));
        } catch (UnreadableValueException e) {
            return Optional.empty();
        }
    }
}
