package io.wiretag.processor;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.TopicScan;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.files.Words;
import io.wiretag.life.OutgoingRecord;
import io.wiretag.life.SinkRefill;
import io.wiretag.processor.faults.StreamsClients;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.Traces;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills sinks that were switched on after articles had gone out, from the topic of all tagged articles, so that the processor goes
 * on in them as if they had always been written. To be run while no processor runs.
 *
 * <p>A sink is filled from its first record on or not at all: nothing tells how far an earlier attempt came, and a version that is
 * told twice would look like a correction. What is written is committed every so many records, behind a whole version.
 */
public final class SinkFill {
    private static final Logger LOG = LoggerFactory.getLogger(SinkFill.class);

    private static final int MOST_OF_A_TRANSACTION = 1000;
    private static final long MOST_BYTES_OF_A_TRANSACTION = 8L << 20;
    /** Reading may come to a standstill for a while in the middle of one. */
    private static final Duration TRANSACTION_LIMIT = Duration.ofMinutes(2);

    private final Topics topics;
    private final ValueCodec codec;
    private final ClusterFacts facts;
    private final Duration retention;
    private final StreamSettings settings;
    private final ProcessorGroup group;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /** Told now and then how far it has read, in offsets. */
    public interface Progress {
        /** So many are read of so many. */
        void read(long records, long of);
    }

    /**
     * What was done.
     *
     * @param versions that were read
     * @param records that were written, by the name of the topic
     */
    public record Filled(long versions, Map<String, Long> records) {}

    /**
     * @param kafka properties of all Kafka clients
     * @param streams properties of the stream; {@code application.id} must be among them
     * @param retention how long an article is remembered after its last version
     */
    public SinkFill(
            Topics topics,
            ValueCodec codec,
            ClusterFacts facts,
            Admin admin,
            Map<String, String> kafka,
            Map<String, String> streams,
            Duration retention) {
        this.topics = topics;
        this.codec = codec;
        this.facts = facts;
        this.retention = retention;
        this.settings = new StreamSettings(topics, kafka, streams);
        String id = settings.applicationId() + "-fill";
        this.group = new ProcessorGroup(admin, settings.applicationId());
        this.consumers = () -> new StreamsClients().getRestoreConsumer(reading(id));
        this.producers = () -> new KafkaProducer<>(writing(id), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> reading(String id) {
        Map<String, Object> properties =
                settings.loneConsumer(id, topics.tagged().maxMessageBytes());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // what is deleted meanwhile is left out, and not all that stands behind it
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return properties;
    }

    private Map<String, Object> writing(String id) {
        Map<String, Object> properties = settings.loneProducer(id);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_LIMIT.toMillis());
        return properties;
    }

    /**
     * Does it.
     *
     * @param roles of the topics that are to be filled
     * @throws IllegalArgumentException if one of them cannot be
     * @throws MisfitException if that must not be done now, or was stopped, with the reason
     */
    public Filled run(Set<String> roles, Progress progress) {
        Set<Topic<TaggedArticle>> sinks = roles.stream().map(this::sink).collect(Collectors.toUnmodifiableSet());
        // who may not see the group would take it for one without members
        facts.committedOffsets(settings.applicationId());
        group.requireNobodyRuns(() -> stopped);
        List<TopicPartition> source = source();
        sinks.forEach(this::requireEmpty);
        try (Consumer<byte[], byte[]> consumer = consumers.get();
                Producer<byte[], byte[]> producer = producers.get()) {
            producer.initTransactions();
            return new Run(sinks, consumer, producer, progress).fill(source);
        }
    }

    private Topic<TaggedArticle> sink(String role) {
        List<String> written = topics.articleSinks().stream()
                .filter(topic -> topic != topics.tagged())
                .map(Topic::role)
                .toList();
        if (!Topics.OPTIONAL_SINKS.contains(role)) {
            throw new IllegalArgumentException(
                    "no sink '" + role + "' that could be filled: give " + String.join(", ", Topics.OPTIONAL_SINKS));
        }
        return topics.articleSinks().stream()
                .filter(topic -> topic.role().equals(role))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the sink '" + role
                        + "' is switched off: topics.sinks is '" + String.join(",", written) + "', add " + role
                        + " to it, for the processor as well"));
    }

    private List<TopicPartition> source() {
        String name = topics.tagged().name();
        List<TopicPartition> partitions = partitions(name);
        if (partitions.isEmpty()) {
            throw new MisfitException("topic " + name + " does not exist, and nothing else tells what went out: see"
                    + " 'wiretag topics check'");
        }
        Map<TopicPartition, Long> firsts = facts.earliestOffsets(partitions);
        if (firsts.values().stream().anyMatch(first -> first > 0)) {
            LOG.warn(
                    "the oldest articles are no longer in topic={}: what went out before them is not filled in, also where it"
                            + " may still be shown",
                    name);
        }
        return partitions;
    }

    private List<TopicPartition> partitions(String name) {
        ClusterFacts.Existing topic = facts.existing(List.of(name)).get(name);
        return IntStream.range(0, topic == null ? 0 : topic.partitions())
                .mapToObj(partition -> new TopicPartition(name, partition))
                .toList();
    }

    private void requireEmpty(Topic<?> sink) {
        List<TopicPartition> partitions = partitions(sink.name());
        if (partitions.isEmpty()) {
            throw new MisfitException("topic " + sink.name() + " does not exist: run 'wiretag topics create'");
        }
        long records = facts.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (records > 0) {
            throw new MisfitException("topic " + sink.name() + " has had up to " + records
                    + " records, of a processor or of a run that broke off: " + remedy(sink.name()));
        }
    }

    private static String remedy(String name) {
        return "delete the topic (kafka-topics.sh --delete --topic " + name
                + "), create it ('wiretag topics create'), and run this again";
    }

    /** Ends {@link #run} soon, with what it has not yet committed left out. */
    public void stop() {
        stopped = true;
    }

    /** One partition after the other: all versions of an article are in one. */
    private final class Run {
        private final Consumer<byte[], byte[]> consumer;
        private final Producer<byte[], byte[]> producer;
        private final Progress progress;
        private final SinkRefill refill;
        private final Map<String, Long> written = new HashMap<>();
        private long versions;
        private int open;
        private long openBytes;

        Run(
                Set<Topic<TaggedArticle>> sinks,
                Consumer<byte[], byte[]> consumer,
                Producer<byte[], byte[]> producer,
                Progress progress) {
            this.consumer = consumer;
            this.producer = producer;
            this.progress = progress;
            this.refill = new SinkRefill(topics, codec, sinks, settings.maxRequestSize(), retention);
            sinks.forEach(each -> written.put(each.name(), 0L));
        }

        Filled fill(List<TopicPartition> source) {
            Map<TopicPartition, Long> firsts = facts.earliestOffsets(source);
            // with what is in a transaction of a processor that was killed: it is waited for until that is over
            Map<TopicPartition, Long> ends = facts.endOffsets(source);
            long all = source.stream()
                    .mapToLong(each -> ends.get(each) - firsts.get(each))
                    .sum();
            long before = 0;
            for (TopicPartition each : source) {
                long done = before;
                new TopicScan(consumer)
                        .read(Map.of(each, firsts.get(each)), Map.of(each, ends.get(each)), this::take, (read, of) -> {
                            requireNotStopped();
                            progress.read(done + read, all);
                        });
                send(refill.end(Instant.now()), System.currentTimeMillis());
                commit();
                before += ends.get(each) - firsts.get(each);
            }
            return new Filled(versions, Map.copyOf(written));
        }

        private void take(ConsumerRecord<byte[], byte[]> each) {
            requireNotStopped();
            try {
                TaggedArticle version = codec.decode(each.topic(), each.headers(), each.value(), TaggedArticle.class);
                send(refill.records(version, each.headers()), each.timestamp());
                versions++;
            } catch (UnreadableValueException e) {
                // of a stranger: subscribers pass over it as well
                LOG.error(
                        "a record cannot be read and is passed over: topic={} partition={} offset={}: {}",
                        each.topic(),
                        each.partition(),
                        each.offset(),
                        e.getMessage());
            } catch (SinkRefill.NoRoomException e) {
                throw broken("the version at " + each.topic() + "-" + each.partition() + " offset " + each.offset()
                        + " has no room: " + e.getMessage());
            }
            if (open >= MOST_OF_A_TRANSACTION || openBytes >= MOST_BYTES_OF_A_TRANSACTION) {
                commit();
            }
        }

        private void send(List<OutgoingRecord> records, long time) {
            if (open == 0 && !records.isEmpty()) {
                producer.beginTransaction();
            }
            for (OutgoingRecord each : records) {
                Traces.within(
                        each.headers(),
                        () -> producer.send(
                                new ProducerRecord<>(
                                        each.topic(), null, time, each.key(), each.value(), each.headers()),
                                (place, refused) -> {
                                    if (refused != null) {
                                        failure.compareAndSet(null, refused);
                                    }
                                }));
                written.merge(each.topic(), 1L, Long::sum);
                open++;
                openBytes += each.sizeUpperBound();
            }
        }

        private void commit() {
            if (open == 0) {
                return;
            }
            if (group.hasMembers()) {
                throw broken("a processor was started meanwhile: stop it");
            }
            producer.flush();
            Exception refused = failure.get();
            if (refused != null) {
                throw new KafkaRefusedException(rest("could not write: " + Words.of(refused)), refused);
            }
            producer.commitTransaction();
            open = 0;
            openBytes = 0;
        }

        private void requireNotStopped() {
            if (stopped) {
                throw broken("it was stopped");
            }
        }

        private MisfitException broken(String why) {
            return new MisfitException(rest(why));
        }

        private String rest(String why) {
            return why + ". What is written is a part. Before the next try: "
                    + remedy(written.keySet().stream().sorted().collect(Collectors.joining(",")));
        }
    }
}
