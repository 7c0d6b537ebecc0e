package io.wiretag.processor.faults;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The clients that Kafka Streams would make by itself, but for a producer that is {@link OneRollbackProducer spent} after a rollback, and
 * a consumer of articles that can be {@linkplain HeldConsumer held}.
 */
public final class StreamsClients implements KafkaClientSupplier {
    private final BooleanSupplier isHeld;

    /** Those of a stream that is never held. */
    public StreamsClients() {
        this(() -> false);
    }

    /** @param isHeld whether the stream is to get no records now; asked at each poll */
    public StreamsClients(BooleanSupplier isHeld) {
        this.isHeld = isHeld;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new OneRollbackProducer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return HeldConsumer.of(consumer(config), isHeld);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
