package io.wiretag.bench;

import io.wiretag.codec.ValueSerdes;
import io.wiretag.life.ArticleTagger;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Consumer, tagger, transactional producer, written by hand: the least that exactly-once can cost. Settings of its clients are
 * those that the stream has, and it commits as often.
 */
final class LoopMain implements Runnable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Job job;
    private final FanOut fanOut;
    private final int number;

    private LoopMain(Job job, FanOut fanOut, int number) {
        this.job = job;
        this.fanOut = fanOut;
        this.number = number;
    }

    public static void main(String[] arguments) {
        Job job = Job.of(arguments);
        try (ValueSerdes serdes = job.serdes()) {
            FanOut fanOut = fanOut(job, serdes);
            List<Thread> loops = new ArrayList<>();
            for (int i = 0; i < job.threads(); i++) {
                Thread loop = new Thread(new LoopMain(job, fanOut, i), "loop-" + i);
                loop.setDaemon(true);
                loop.start();
                loops.add(loop);
            }
            ContenderJvm.untilInputEnds();
            loops.forEach(Thread::interrupt);
        }
    }

    static FanOut fanOut(Job job, ValueSerdes serdes) {
        List<Path> files = job.config().gazetteerFiles();
        return new FanOut(job.topics(), serdes, new ArticleTagger(Tagger.of(Gazetteer.builtInWith(files))));
    }

    @Override
    public void run() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.subscribe(List.of(job.topics().published().name()));
            producer.initTransactions();
            while (!Thread.currentThread().isInterrupted()) {
                transaction(consumer, producer);
            }
        }
    }

    /** As long as the stream's: until records have come for a tenth of a second. */
    private void transaction(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (records.isEmpty()) {
            return;
        }
        producer.beginTransaction();
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        long end = System.nanoTime() + COMMIT_NANOS;
        do {
            for (ConsumerRecord<byte[], byte[]> published : records) {
                fanOut.records(published).forEach(producer::send);
            }
            records.nextOffsets().forEach(positions::put);
            long left = end - System.nanoTime();
            records = consumer.poll(Duration.ofNanos(Math.max(0, left)));
        } while (!records.isEmpty() && System.nanoTime() < end);
        for (ConsumerRecord<byte[], byte[]> published : records) {
            fanOut.records(published).forEach(producer::send);
        }
        records.nextOffsets().forEach(positions::put);
        producer.sendOffsetsToTransaction(positions, consumer.groupMetadata());
        producer.commitTransaction();
    }

    private Properties consumer() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", job.brokers());
        properties.put("group.id", job.prefix() + "loop");
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        properties.put("isolation.level", "read_committed");
        properties.put("max.poll.records", "1000");
        return properties;
    }

    private Properties producer() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", job.brokers());
        properties.put("transactional.id", job.prefix() + "loop-" + number);
        properties.put("compression.type", "lz4");
        properties.put("linger.ms", "100");
        properties.put("batch.size", "65536");
        properties.put("max.request.size", String.valueOf(4 << 20));
        return properties;
    }
}
