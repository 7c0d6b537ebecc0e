package io.wiretag.proof;

import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all of one sink, {@code read_committed}, from its beginning, on a thread of its own, and hands it to a ledger. */
final class SinkReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Sink sink;
    private final Ledger ledger;
    private final List<TopicPartition> partitions;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Map<Integer, Long> digests = new TreeMap<>();
    private volatile Map<TopicPartition, Long> ends = Map.of();
    private volatile boolean closing;

    SinkReader(Sink sink, String topic, int partitions, String bootstrapServers, Ledger ledger) {
        this.sink = sink;
        this.ledger = ledger;
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        2000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.thread = new Thread(this::run, "proof-reader-" + sink);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (consumer) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closing && !isAtEnd()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    digests.merge(record.partition(), digest(record), (before, one) -> before * 31 + one);
                    take(record);
                }
            }
        } catch (IOException | RuntimeException e) {
            if (!closing) {
                failure.set(e);
            }
        }
    }

    private boolean isAtEnd() {
        Map<TopicPartition, Long> known = ends;
        return !known.isEmpty()
                && partitions.stream().allMatch(partition -> consumer.position(partition) >= known.get(partition));
    }

    private static long digest(ConsumerRecord<byte[], byte[]> record) {
        return Arrays.asList(record.offset(), Arrays.hashCode(record.key()), Arrays.hashCode(record.value()))
                .hashCode();
    }

    /**
     * Reads to these ends and no further, and waits until it is there.
     *
     * @return for each partition what was read, in order, as a number
     * @throws ProofException if it fails, or is not there in time
     */
    Map<Integer, Long> readTo(Map<TopicPartition, Long> ends, Duration limit) throws InterruptedException {
        this.ends = ends;
        thread.join(limit.toMillis());
        check();
        if (thread.isAlive()) {
            throw new ProofException(
                    "the reader of " + sink + " was not at the end within " + limit.toSeconds() + " s");
        }
        return digests;
    }

    List<TopicPartition> partitions() {
        return partitions;
    }

    void check() {
        if (failure.get() != null) {
            throw new ProofException("the reader of " + sink + " failed", failure.get());
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (sink == Sink.REJECTED) {
            ledger.takeRejected(
                    header(record.headers(), Load.POISON_HEADER).map(Integer::valueOf),
                    Optional.ofNullable(record.key()),
                    Optional.ofNullable(record.value()),
                    header(record.headers(), "wiretag.rejected.reason").orElse("none"));
            return;
        }
        TaggedArticle tagged = Wire.read(record.value());
        Article article = tagged.getArticle();
        ledger.take(
                article.getUri(),
                new Delivery(
                        new Place(sink, new String(record.key(), StandardCharsets.UTF_8)),
                        tagged.getOperation(),
                        article.getVersion(),
                        article.getPubStatus(),
                        tagged.getProvinces().stream().map(tag -> tag.getCode()).collect(Collectors.toSet()),
                        tagged.getAgencies().stream()
                                .filter(tag -> tag.getRole() == AgencyRole.origin)
                                .map(tag -> tag.getCode())
                                .collect(Collectors.toSet()),
                        Optional.ofNullable(article.getBody()).orElse("")));
    }

    private static Optional<String> header(Headers headers, String key) {
        return Optional.ofNullable(headers.lastHeader(key))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        closing = true;
        // what it waits for may be gone
        consumer.wakeup();
    }
}
