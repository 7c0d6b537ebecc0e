package io.wiretag.proof;

import io.wiretag.schema.Article;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes the script on a thread of its own, at a pace that can be set. Whatever happens to brokers, each record arrives
 * once and in order: the producer is idempotent and has patience.
 */
final class Load implements AutoCloseable {
    /** Tells poison apart, also when its bytes do not. */
    static final String POISON_HEADER = "proof.poison";

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long STEP_MS = 20;

    private final Script script;
    private final Wire wire;
    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::run, "proof-load");
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final int size;
    private volatile int schema;
    private volatile boolean sparesRegistry;
    private volatile boolean held;
    private volatile Pace pace = new Pace(0, 0, 0);

    /** So many records by now, so many more a second, and not more than these. */
    private record Pace(long since, double perSecond, int most) {}

    Load(Script script, Wire wire, String topic, String bootstrapServers, int size) {
        this.script = script;
        this.wire = wire;
        this.topic = topic;
        this.size = size;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis(),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        PATIENCE.toMillis(),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        10_000,
                        ProducerConfig.LINGER_MS_CONFIG,
                        10,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        32 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        thread.setDaemon(true);
        thread.start();
    }

    /** How many records the script has. */
    int size() {
        return size;
    }

    int acknowledged() {
        return acknowledged.get();
    }

    boolean isDone() {
        return acknowledged() == size;
    }

    /** From now on so many records a second, up to so many in all. */
    void pace(double perSecond, int most) {
        pace = new Pace(System.nanoTime() - (long) (sent.get() / perSecond * 1e9), perSecond, most);
    }

    /** Whether to publish nothing for a while. */
    void hold(boolean hold) {
        held = hold;
    }

    /** From now on articles come in another schema. Which one counts from 0, the first. */
    void schema(int later) {
        schema = later;
    }

    int schema() {
        return schema;
    }

    /** Whether to keep back poison that nobody can tell from an article without asking the registry, until later. */
    void spareRegistry(boolean spare) {
        sparesRegistry = spare;
    }

    /** @throws ProofException if a record could not be published */
    void check() {
        if (failure.get() != null) {
            throw new ProofException("the load could not be published", failure.get());
        }
    }

    /** An edition as it is written now. */
    byte[] bytes(Edition edition) {
        return wire.write(edition, schema);
    }

    byte[] bytes(Article article) {
        return wire.write(article, schema);
    }

    private void run() {
        try {
            List<Script.Item> keptBack = new ArrayList<>();
            for (int block = 0; block < script.blocks(); block++) {
                for (Script.Item item : script.block(block)) {
                    if (item.poison() != null && sparesRegistry && item.poison().asksRegistry()) {
                        keptBack.add(item);
                        continue;
                    }
                    if (!sparesRegistry) {
                        publish(keptBack);
                        keptBack.clear();
                    }
                    publish(List.of(item));
                }
            }
            publish(keptBack);
            producer.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void publish(List<Script.Item> items) throws InterruptedException {
        for (Script.Item item : items) {
            awaitTurn();
            producer.send(item.poison() == null ? record(item.edition()) : record(item.poison()), (at, e) -> {
                if (e == null) {
                    acknowledged.incrementAndGet();
                } else {
                    failure.compareAndSet(null, e);
                }
            });
            sent.incrementAndGet();
        }
    }

    private void awaitTurn() throws InterruptedException {
        while (true) {
            Pace now = pace;
            double allowed = (System.nanoTime() - now.since()) / 1e9 * now.perSecond();
            if (!held && sent.get() < Math.min(allowed, now.most())) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(STEP_MS);
        }
    }

    private ProducerRecord<byte[], byte[]> record(Edition edition) {
        return new ProducerRecord<>(topic, edition.uri().getBytes(StandardCharsets.UTF_8), bytes(edition));
    }

    private ProducerRecord<byte[], byte[]> record(Poison poison) {
        return new ProducerRecord<>(
                topic, null, poison.key().orElse(null), poison.value(wire).orElse(null), poison.headers());
    }

    @Override
    public void close() {
        thread.interrupt();
        producer.close(Duration.ofSeconds(5));
    }
}
