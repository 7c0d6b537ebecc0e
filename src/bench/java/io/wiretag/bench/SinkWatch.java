package io.wiretag.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A read_committed subscriber of {@code articles.tagged} that looks at the clock: how fast a backlog comes out, and how long
 * after its time each article of the open loop. Reads on a thread of its own.
 */
final class SinkWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private final DoubleSupplier cpu;
    private final int backlog;
    private final int warmUp;
    private final long[] due;
    private final long firstTimed;
    private final long[] arrived;
    private final CountDownLatch drained = new CountDownLatch(1);
    private final CountDownLatch allArrived;
    private final BitSet seen = new BitSet();
    private volatile boolean ended;
    private volatile RuntimeException failure;
    private volatile int count;
    private int twice;
    private Moment warm;
    private Moment last;

    /**
     * How far it was at a moment.
     *
     * @param nanos by {@link System#nanoTime}
     * @param articles seen until then
     * @param cpuSeconds used by the contender until then
     */
    private record Moment(long nanos, int articles, double cpuSeconds) {}

    /**
     * What came out after the warm-up.
     *
     * @param cpuSeconds of the contender alone
     */
    record Drained(int articles, double seconds, double cpuSeconds) {}

    /**
     * @param backlog how many articles come out before the open loop
     * @param warmUp how many of them are not counted
     * @param firstTimed number of the first article of the open loop
     * @param due when each of them is due; filled before it is sent
     * @param cpu of the contender, in seconds
     */
    SinkWatch(
            String brokers,
            String topic,
            int partitions,
            int backlog,
            int warmUp,
            long firstTimed,
            long[] due,
            DoubleSupplier cpu) {
        this.backlog = backlog;
        this.warmUp = warmUp;
        this.firstTimed = firstTimed;
        this.due = due;
        this.arrived = new long[due.length];
        this.allArrived = new CountDownLatch(due.length);
        this.cpu = cpu;
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", brokers);
        properties.put("isolation.level", "read_committed");
        properties.put("max.poll.records", "2000");
        properties.put("fetch.max.bytes", String.valueOf(8 << 20));
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        this.thread = new Thread(this::read, "sink-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try (consumer) {
            while (!ended) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    take(records, System.nanoTime());
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records, long now) {
        for (ConsumerRecord<byte[], byte[]> tagged : records) {
            long number = Corpus.number(new String(tagged.key(), StandardCharsets.UTF_8));
            if (number >= firstTimed && number < firstTimed + due.length) {
                int i = (int) (number - firstTimed);
                arrived[i] = now;
                allArrived.countDown();
            }
            if (number <= Integer.MAX_VALUE) {
                twice += seen.get((int) number) ? 1 : 0;
                seen.set((int) number);
            }
        }
        count += records.count();
        if (warm == null && count >= warmUp) {
            warm = new Moment(now, count, cpu.getAsDouble());
        }
        if (last == null && count >= backlog) {
            last = new Moment(now, count, cpu.getAsDouble());
            drained.countDown();
        }
    }

    /** Waits until the backlog is out. */
    Drained drained(Duration limit, ChildJvm contender) throws InterruptedException {
        await(drained, limit, contender, "the backlog of " + backlog);
        if (last.articles() == warm.articles()) {
            throw new UnfinishedException("all came out at once: take more articles");
        }
        return new Drained(
                last.articles() - warm.articles(),
                (last.nanos() - warm.nanos()) / 1e9,
                last.cpuSeconds() - warm.cpuSeconds());
    }

    /**
     * Waits until all articles of the open loop have come out.
     *
     * @param from index of the first that counts
     * @return from its time to us, in milliseconds, in ascending order
     */
    double[] latencies(int from, Duration limit, ChildJvm contender) throws InterruptedException {
        await(allArrived, limit, contender, "the open loop of " + due.length);
        return IntStream.range(from, due.length)
                .mapToDouble(i -> (arrived[i] - due[i]) / 1e6)
                .sorted()
                .toArray();
    }

    private void await(CountDownLatch latch, Duration limit, ChildJvm contender, String what)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!latch.await(100, TimeUnit.MILLISECONDS)) {
            if (failure != null) {
                throw failure;
            }
            if (!contender.isAlive()) {
                throw new UnfinishedException(
                        "the contender ended after " + count + " articles, see " + contender.log());
            }
            if (System.nanoTime() > end) {
                throw new UnfinishedException(what + " is not out after " + limit.toSeconds() + " s, " + count
                        + " articles are; see " + contender.log());
            }
        }
    }

    /** How many uris came out more than once so far: none may, where every article has its own. */
    int twice() {
        return twice;
    }

    /** Of numbers in ascending order. */
    static double percentile(double[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
