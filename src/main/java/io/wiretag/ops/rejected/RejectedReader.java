package io.wiretag.ops.rejected;

import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.cluster.TopicScan;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the rejected topic. Each question is a scan of all that it keeps, for marks of replays stand behind the records they
 * regard; what is remembered of a record during the scan is its place and time, values are fetched of those that are shown.
 *
 * <p>A list that is asked for again is not scanned for again: a few are remembered, and read on from where they ended. It is
 * scanned anew when the topic has lost something, by retention or otherwise.
 *
 * <p>Any number of threads may ask; they are answered one after another.
 */
public final class RejectedReader implements AutoCloseable {
    /** Bytes of a value that a list holds. */
    public static final int BEGINNING = 2048;

    /** Lists that are remembered: there are as many reasons, and somebody may look at all of them. */
    static final int MOST_KEPT = 16;

    /** Bytes of values that are kept for the next question. */
    private static final long MOST_AT_HAND = 8L << 20;

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final Topics topics;
    private final TopicScan scan;
    private AtHand atHand = new AtHand(Optional.empty(), Map.of());
    /** The one that was asked for longest ago is the first. */
    private final Map<Question, NewestRejected> kept = new LinkedHashMap<>();

    private record Question(RejectedFilter filter, int limit) {}

    /** What the last poll for one record gave. */
    private record AtHand(Optional<TopicPartition> partition, Map<Long, ConsumerRecord<byte[], byte[]>> records) {}

    /**
     * What a list found.
     *
     * @param records the newest of those that match, the oldest of them first; of values only the first {@value #BEGINNING} bytes
     * @param matching how many match in all
     */
    public record Listing(List<RejectedRecord> records, int matching) {
        /** Copies the records. */
        public Listing {
            records = List.copyOf(records);
        }
    }

    /** A record that matches, and since when it lies there. */
    record Entry(RecordPlace place, Instant at) {
        static final Comparator<Entry> ORDER = Comparator.comparing(Entry::at).thenComparing(Entry::place);
    }

    /**
     * What a scan found.
     *
     * @param matching in the order of time, those of a partition in their order
     * @param replayed the marks
     * @param origins places among the published records of all that was rejected, whether it matches or not
     */
    record Index(List<Entry> matching, Map<RecordPlace, RejectedRecord.Replayed> replayed, Set<RecordPlace> origins) {}

    /**
     * @param consumer with isolation level read_committed and without a group; closed with this object
     * @param admin is left open
     */
    public RejectedReader(Consumer<byte[], byte[]> consumer, Admin admin, Topics topics) {
        this.consumer = consumer;
        this.admin = admin;
        this.topics = topics;
        this.scan = new TopicScan(consumer);
    }

    /** The newest of those that match. */
    public Listing list(RejectedFilter filter, int limit) {
        return list(filter, limit, (read, of) -> {});
    }

    /**
     * The newest of those that match.
     *
     * @throws KafkaUnavailableException if the brokers do not answer
     */
    public synchronized Listing list(RejectedFilter filter, int limit, TopicScan.Progress progress) {
        return filter.waiting() ? waiting(filter, limit, progress) : newest(new Question(filter, limit), progress);
    }

    private Listing newest(Question question, TopicScan.Progress progress) {
        TopicExtent now = extent();
        // put back only when it has been read on to the end: half of it would be read twice
        NewestRejected list = Optional.ofNullable(kept.remove(question))
                .filter(known -> known.canGoOnTo(now))
                .orElseGet(() -> new NewestRejected(question.filter(), question.limit(), now));
        scan.read(list.end(), now.end(), list::take, progress);
        list.readTo(now);
        kept.put(question, list);
        if (kept.size() > MOST_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        return list.listing();
    }

    private TopicExtent extent() {
        String name = topics.rejected().name();
        TopicDescription topic = KafkaCall.await(
                admin.describeTopics(List.of(name)).topicNameValues().get(name), "describe topic " + name, LIMIT);
        List<TopicPartition> partitions = topic.partitions().stream()
                .map(info -> new TopicPartition(name, info.partition()))
                .toList();
        consumer.assign(partitions); // offsets of others are told only with a warning
        return new TopicExtent(topic.topicId(), consumer.beginningOffsets(partitions), consumer.endOffsets(partitions));
    }

    private Listing waiting(RejectedFilter filter, int limit, TopicScan.Progress progress) {
        Index index = index(filter, progress);
        List<Entry> newest = index.matching()
                .subList(
                        Math.max(0, index.matching().size() - limit),
                        index.matching().size());
        List<RejectedRecord> records = new ArrayList<>();
        for (Entry entry : newest) {
            fetch(entry.place(), index).map(each -> each.beginning(BEGINNING)).ifPresent(records::add);
        }
        return new Listing(records, index.matching().size());
    }

    /**
     * One record with all of its value, also where that was left where it was published; empty if it is not there any more,
     * never was, or is the mark of a replay.
     *
     * @throws KafkaUnavailableException if the brokers do not answer
     */
    public synchronized Optional<RejectedRecord> show(int partition, long offset) {
        RecordPlace place = new RecordPlace(partition, offset);
        Index index = index(RejectedFilter.ALL, (read, of) -> {});
        boolean exists =
                index.matching().stream().anyMatch(entry -> entry.place().equals(place));
        return exists ? fetch(place, index).map(this::whole) : Optional.empty();
    }

    /** Hands over all that match, whole, one after another: they are not held. */
    public synchronized void each(
            RejectedFilter filter, TopicScan.Progress progress, java.util.function.Consumer<RejectedRecord> taker) {
        Index index = index(filter, progress);
        for (Entry entry : index.matching()) {
            fetch(entry.place(), index).map(this::whole).ifPresent(taker);
        }
    }

    private Index index(RejectedFilter filter, TopicScan.Progress progress) {
        return index(filter, partitions -> consumer.endOffsets(partitions), progress);
    }

    /** As a list sees it, and what belongs to transactions that are open still: it waits for them. */
    synchronized Index indexOfAll(RejectedFilter filter, TopicScan.Progress progress) {
        return index(filter, this::ends, progress);
    }

    private Index index(
            RejectedFilter filter,
            Function<List<TopicPartition>, Map<TopicPartition, Long>> ends,
            TopicScan.Progress progress) {
        List<TopicPartition> partitions =
                scan.partitions(List.of(topics.rejected().name()));
        consumer.assign(partitions); // offsets of others are told only with a warning
        atHand = new AtHand(Optional.empty(), Map.of());
        List<Entry> entries = new ArrayList<>();
        Map<RecordPlace, RejectedRecord.Replayed> replayed = new HashMap<>();
        Set<RecordPlace> origins = new HashSet<>();
        RejectedClocks clocks = new RejectedClocks();
        scan.read(
                consumer.beginningOffsets(partitions),
                ends.apply(partitions),
                each -> {
                    Optional<RecordPlace> mark = RejectedRecord.mark(each);
                    if (mark.isPresent()) {
                        replayed.put(mark.get(), RejectedRecord.Replayed.markedBy(each));
                        return;
                    }
                    ownOrigin(each).ifPresent(origins::add);
                    if (filter.takes(each)) {
                        entries.add(clocks.entry(each));
                    }
                },
                progress);
        List<Entry> matching = entries.stream()
                .filter(entry -> !filter.waiting() || !replayed.containsKey(entry.place()))
                .sorted(Entry.ORDER)
                .toList();
        return new Index(matching, replayed, origins);
    }

    private Optional<RecordPlace> ownOrigin(ConsumerRecord<byte[], byte[]> each) {
        return RejectedRecord.of(each, Optional.empty())
                .origin()
                .filter(origin -> origin.topic().equals(topics.published().name()))
                .map(RejectedRecord.Origin::place);
    }

    /** Behind the last record that was written, not behind the last that can be read yet. */
    Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
        return KafkaCall.await(
                        admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                                .all(),
                        "list the end offsets of the topics",
                        LIMIT)
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** The record as it lies in the rejected topic; empty if it was deleted since the scan that saw it. */
    synchronized Optional<RejectedRecord> fetch(RecordPlace place, Index index) {
        return at(new TopicPartition(topics.rejected().name(), place.partition()), place.offset())
                .filter(RejectedRecord::isRejected)
                .map(each -> RejectedRecord.of(
                                each, Optional.ofNullable(index.replayed().get(place)))
                        .believedBy(index.replayed()));
    }

    /** With its value, key and headers that were left where it was published, if it still is there. */
    synchronized RejectedRecord whole(RejectedRecord rejected) {
        if (!rejected.omitted()) {
            return rejected;
        }
        return rejected.origin()
                .filter(origin -> origin.topic().equals(topics.published().name()))
                .filter(origin -> rejected.bytes() <= mostFetched())
                .filter(origin -> isWithin(partition(origin), origin.place().offset()))
                .flatMap(origin -> at(partition(origin), origin.place().offset())
                        // a topic that was deleted and created again counts its offsets anew
                        .filter(each -> (each.value() == null ? 0 : each.value().length) == rejected.bytes())
                        .filter(each -> rejected.key().isEmpty()
                                || Arrays.equals(rejected.key().get(), each.key())))
                .map(rejected::fetched)
                .orElse(rejected);
    }

    /** A value is copied once and again on its way. */
    private static long mostFetched() {
        return Runtime.getRuntime().maxMemory() / 4;
    }

    private static TopicPartition partition(RejectedRecord.Origin origin) {
        return new TopicPartition(origin.topic(), origin.place().partition());
    }

    /** One record, with those behind it kept at hand: the next question is often for one of them. */
    private Optional<ConsumerRecord<byte[], byte[]>> at(TopicPartition partition, long offset) {
        if (atHand.partition().equals(Optional.of(partition))
                && atHand.records().containsKey(offset)) {
            return Optional.of(atHand.records().get(offset));
        }
        consumer.assign(List.of(partition));
        consumer.resume(List.of(partition));
        consumer.seek(partition, offset);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (consumer.position(partition) <= offset) {
            List<ConsumerRecord<byte[], byte[]>> polled = consumer.poll(POLL).records(partition);
            if (!polled.isEmpty()) {
                Map<Long, ConsumerRecord<byte[], byte[]>> records = new HashMap<>();
                polled.forEach(each -> records.put(each.offset(), each));
                atHand = bytes(polled) <= MOST_AT_HAND
                        ? new AtHand(Optional.of(partition), records)
                        : new AtHand(Optional.empty(), Map.of());
                // another one where this one was deleted meanwhile: the consumer has begun anew
                return Optional.ofNullable(records.get(offset));
            }
            if (System.nanoTime() - deadline > 0) {
                throw new KafkaUnavailableException(
                        "could not read record " + partition.partition() + ":" + offset + " of " + partition.topic()
                                + " within " + LIMIT.toSeconds() + " s",
                        null);
            }
        }
        return Optional.empty();
    }

    private static long bytes(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .mapToLong(each -> Math.max(0, each.serializedValueSize()))
                .sum();
    }

    /** Whether a record may stand there. */
    private boolean isWithin(TopicPartition partition, long offset) {
        if (!scan.partitions(List.of(topics.published().name())).contains(partition)) {
            return false;
        }
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        return consumer.beginningOffsets(one).get(partition) <= offset
                && consumer.endOffsets(one).get(partition) > offset;
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }
}
