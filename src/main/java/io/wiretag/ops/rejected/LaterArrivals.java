package io.wiretag.ops.rejected;

import io.wiretag.cluster.TopicScan;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.schema.Article;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds what came after a record that is to be replayed, and would be undone by it.
 *
 * <p>A replay is a new arrival. Where two versions of an article can be told apart by their numbers, or by their times of
 * creation, the processor puts them in order whatever the order of their arrival, and there is nothing to fear. Where they
 * cannot, as with a kill that does not say what it kills, or a revision that kept its number, the last to arrive wins: then
 * a replay must not become the last.
 */
final class LaterArrivals {
    private static final Pattern LEADING_ZEROS = Pattern.compile("(?<![0-9])0+(?=[0-9])");

    private final Consumer<byte[], byte[]> consumer;
    private final TopicScan scan;
    private final Topics topics;
    private final ValueCodec codec;

    /**
     * A record that is to be replayed.
     *
     * @param rejected where it lies
     * @param uri of its article, in bytes: the key of all its versions
     * @param partition where its versions are published
     * @param offset behind that of its own publication; empty if that was elsewhere: then its time counts
     */
    record Candidate(
            RecordPlace rejected,
            byte[] uri,
            Optional<String> version,
            Optional<Instant> versionCreated,
            int partition,
            OptionalLong offset,
            Instant published) {

        /**
         * Whether numbers or times say which of the two is later.
         *
         * @param arrival of the other
         */
        boolean canBeToldFrom(Article later, Instant arrival) {
            Optional<String> other = Optional.ofNullable(later.getVersion());
            if (version.isPresent() || other.isPresent()) {
                return version.isPresent()
                        && other.isPresent()
                        && !plain(version.get()).equals(plain(other.get()));
            }
            // a time of creation that lies in the future counts as that of arrival, which a replay changes
            Optional<Instant> otherCreated = Optional.ofNullable(later.getVersionCreated())
                    .map(created -> created.isAfter(arrival) ? arrival : created);
            return versionCreated.filter(created -> !created.isAfter(published)).isPresent()
                    && otherCreated.isPresent()
                    && !otherCreated.equals(versionCreated);
        }

        /** Numbers are compared by the processor without their leading zeros. */
        private static String plain(String version) {
            return LEADING_ZEROS.matcher(version).replaceAll("");
        }
    }

    /**
     * Why a record must not be replayed.
     *
     * @param values where what came later stands, if that is known
     * @param words in a sentence
     */
    record Undoing(Map<String, String> values, String words) {}

    LaterArrivals(Consumer<byte[], byte[]> consumer, Topics topics, ValueCodec codec) {
        this.consumer = consumer;
        this.scan = new TopicScan(consumer);
        this.topics = topics;
        this.codec = codec;
    }

    /**
     * Why each of those must not be replayed that must not, by the place where it lies.
     *
     * @param rejected places of published records that were rejected: they went nowhere, and cannot be undone
     */
    Map<RecordPlace, Undoing> find(List<Candidate> candidates, Set<RecordPlace> rejected, TopicScan.Progress progress) {
        Map<RecordPlace, Undoing> found = new TreeMap<>();
        Map<TopicPartition, Long> from = new HashMap<>();
        Map<ByteBuffer, List<Started>> byUri = new HashMap<>();
        List<TopicPartition> partitions = candidates.stream()
                .map(each -> partition(each.partition()))
                .distinct()
                .toList();
        consumer.assign(partitions); // offsets of others are told only with a warning
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        for (Candidate each : candidates) {
            TopicPartition partition = partition(each.partition());
            long start = Math.min(start(each, end.get(partition)), end.get(partition));
            if (start < begin.get(partition)) {
                found.put(each.rejected(), whatIsLost(each));
            }
            from.merge(partition, Math.max(start, begin.get(partition)), Math::min);
            byUri.computeIfAbsent(ByteBuffer.wrap(each.uri()), uri -> new ArrayList<>())
                    .add(new Started(each, start));
        }
        if (from.isEmpty()) {
            return found;
        }
        scan.read(
                from,
                end,
                record -> {
                    if (record.key() != null && !rejected.contains(place(record))) {
                        byUri.getOrDefault(ByteBuffer.wrap(record.key()), List.of()).stream()
                                .filter(each -> each.isBefore(record) && undone(each.candidate(), record))
                                .forEach(each -> found.put(each.candidate().rejected(), whatIsUndone(record)));
                    }
                },
                progress);
        return found;
    }

    private static Undoing whatIsUndone(ConsumerRecord<?, ?> later) {
        return new Undoing(
                Map.of("place", place(later).toString()),
                "a version came after it, at " + place(later)
                        + ", that cannot be told to be later but by its arrival: it would be undone");
    }

    private Undoing whatIsLost(Candidate candidate) {
        return new Undoing(
                Map.of(),
                "what came after it is no longer kept in " + topics.published().name() + ": it might undo "
                        + (candidate.version().isPresent() ? "a revision of the same version" : "a later one"));
    }

    private record Started(Candidate candidate, long start) {
        boolean isBefore(ConsumerRecord<?, ?> record) {
            return record.partition() == candidate.partition() && record.offset() >= start;
        }
    }

    private long start(Candidate each, long end) {
        if (each.offset().isPresent()) {
            return each.offset().getAsLong();
        }
        TopicPartition partition = partition(each.partition());
        OffsetAndTimestamp at = consumer.offsetsForTimes(
                        Map.of(partition, Math.max(0, each.published().toEpochMilli())))
                .get(partition);
        return at == null ? end : at.offset();
    }

    private boolean undone(Candidate candidate, ConsumerRecord<byte[], byte[]> record) {
        if (WiretagHeader.REQUEST.isIn(record.headers())) {
            return false; // it repeats what is out
        }
        try {
            return !candidate.canBeToldFrom(
                    codec.decode(record.topic(), record.headers(), record.value(), Article.class),
                    Instant.ofEpochMilli(record.timestamp()));
        } catch (UnreadableValueException e) {
            return false; // it will be rejected, or has been
        }
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topics.published().name(), number);
    }

    private static RecordPlace place(ConsumerRecord<?, ?> record) {
        return new RecordPlace(record.partition(), record.offset());
    }
}
