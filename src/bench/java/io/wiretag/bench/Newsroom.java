package io.wiretag.bench;

import io.wiretag.codec.ValueSerdes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes articles: as many as possible at once, or at a rate. With the settings of the product's own publisher. */
final class Newsroom implements AutoCloseable {
    private final Corpus corpus;
    private final ValueSerdes serdes;
    private final KafkaProducer<String, byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Callback callback = (metadata, e) -> failure.compareAndSet(null, e);

    Newsroom(Corpus corpus, ValueSerdes serdes, String brokers) {
        this.corpus = corpus;
        this.serdes = serdes;
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", brokers);
        properties.put("linger.ms", "5");
        properties.put("compression.type", "lz4");
        properties.put("buffer.memory", String.valueOf(128 << 20));
        properties.put("max.request.size", String.valueOf(4 << 20));
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /** Which articles are published, and which version of each. */
    interface Plan {
        long number(int i);

        default int version(int i) {
            return 1;
        }
    }

    /**
     * Publishes as fast as it can, and waits for the acknowledgements.
     *
     * @return bytes of their values
     */
    long backlog(String topic, int articles, Plan plan) {
        long bytes = 0;
        for (int i = 0; i < articles; i++) {
            ProducerRecord<String, byte[]> published = published(topic, plan.number(i), plan.version(i));
            bytes += published.value().length;
            producer.send(published, callback);
        }
        flush();
        return bytes;
    }

    /**
     * Publishes at a rate, whatever becomes of what was published before: each article has its time, and if we are late, it was
     * meant for its time nevertheless.
     *
     * @param first number of the first article
     * @param due gets the time of each, by {@link System#nanoTime}, before it is sent
     */
    void openLoop(String topic, long first, int articles, double perSecond, long[] due) {
        List<ProducerRecord<String, byte[]>> ready = new ArrayList<>();
        for (int i = 0; i < articles; i++) {
            ready.add(published(topic, first + i, 1));
        }
        long start = System.nanoTime() + 100_000_000;
        for (int i = 0; i < articles; i++) {
            due[i] = start + (long) (i * 1e9 / perSecond);
        }
        for (int i = 0; i < articles; i++) {
            long left = due[i] - System.nanoTime();
            while (left > 0) {
                LockSupport.parkNanos(left);
                left = due[i] - System.nanoTime();
            }
            producer.send(ready.get(i), callback);
        }
        flush();
    }

    private ProducerRecord<String, byte[]> published(String topic, long number, int version) {
        return new ProducerRecord<>(topic, Corpus.uri(number), serdes.encode(topic, corpus.article(number, version)));
    }

    private void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException("an article could not be published", failure.get());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
