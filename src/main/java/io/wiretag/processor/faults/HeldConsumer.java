package io.wiretag.processor.faults;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The consumer of a stream that is held: it goes on polling, so that it stays in its group, and gives no records. {@code
 * KafkaStreams.pause()} would do that too, but holds copies of state as well, and does not survive it (KAFKA-20731).
 */
final class HeldConsumer {
    private HeldConsumer() {}

    static Consumer<byte[], byte[]> of(Consumer<byte[], byte[]> consumer, BooleanSupplier isHeld) {
        return cast(Proxy.newProxyInstance(
                Consumer.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                (proxy, method, args) -> method.getName().equals("poll") && isHeld.getAsBoolean()
                        ? pollHeld(consumer, method, args)
                        : call(consumer, method, args)));
    }

    @SuppressWarnings("unchecked")
    private static Consumer<byte[], byte[]> cast(Object proxy) {
        return (Consumer<byte[], byte[]>) proxy;
    }

    private static Object pollHeld(Consumer<byte[], byte[]> consumer, Method poll, Object[] args) throws Throwable {
        // what Kafka Streams has paused itself stays as it is
        Set<TopicPartition> held = new HashSet<>(consumer.assignment());
        held.removeAll(consumer.paused());
        consumer.pause(held);
        try {
            ConsumerRecords<?, ?> records = (ConsumerRecords<?, ?>) call(consumer, poll, args);
            // of partitions that have come within the poll
            for (TopicPartition partition : records.partitions()) {
                consumer.seek(partition, records.records(partition).get(0).offset());
            }
            return ConsumerRecords.empty();
        } finally {
            held.retainAll(consumer.assignment());
            consumer.resume(held);
        }
    }

    private static Object call(Consumer<byte[], byte[]> consumer, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(consumer, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
