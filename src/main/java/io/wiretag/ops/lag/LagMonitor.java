package io.wiretag.ops.lag;

import io.wiretag.files.Words;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the brokers again and again, on a thread of its own, so that whoever asks gets a ready answer: no call to a broker
 * is made while somebody waits. A round that fails leaves the report of the one before in place ({@link LagReport#at} tells its
 * age), says why by {@link #failure}, and is followed by the next.
 *
 * <p>Thread-safe.
 */
public final class LagMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LagMonitor.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration SLICE = Duration.ofMillis(200);

    private final LagWatch watch;
    private final Duration interval;
    private final CountDownLatch stop = new CountDownLatch(1);
    /** Not yet passed on: by partition, before which offset. */
    private final Map<Losses, Map<Integer, Long>> acknowledged = new ConcurrentHashMap<>();

    private final Thread thread;
    private volatile boolean hurried;
    private volatile LagReport current = LagReport.NONE;
    private volatile Optional<String> failure = Optional.empty();

    private record Losses(String group, String topic) {}

    private LagMonitor(LagWatch watch, Duration interval) {
        this.watch = watch;
        this.interval = interval;
        this.thread = new Thread(this::run, "wiretag-lag");
        this.thread.setDaemon(true);
    }

    /**
     * Begins to look.
     *
     * @param watch used by this monitor alone from here on, and closed with it
     * @param interval from the begin of one round to that of the next
     */
    public static LagMonitor start(LagWatch watch, Duration interval) {
        LagMonitor monitor = new LagMonitor(watch, interval);
        monitor.thread.start();
        return monitor;
    }

    /** What the last look said; {@link LagReport#NONE} before the first. */
    public LagReport current() {
        return current;
    }

    /** From the begin of one look to that of the next, where none takes longer. */
    public Duration interval() {
        return interval;
    }

    /** Asks for the next look sooner: a second after the one before, if that is so long ago. Holds for one look. */
    public void hurry() {
        hurried = true;
    }

    /** Why the last round failed, in one sentence; empty if it did not. */
    public Optional<String> failure() {
        return failure;
    }

    /**
     * Takes what {@link #current} tells to be deleted before a group had read it for known: it is told no more from the next look
     * on. What a look finds that is under way stays.
     *
     * @return whether something is told to be deleted there
     */
    public boolean acknowledge(String group, String topic) {
        Map<Integer, Long> told = current.groups().stream()
                .filter(each -> each.id().equals(group))
                .flatMap(each -> each.topics().stream())
                .filter(each -> each.topic().equals(topic))
                .flatMap(each -> each.partitions().stream())
                .filter(partition -> partition.expired() > 0)
                .collect(Collectors.toMap(PartitionLag::partition, PartitionLag::expiredBefore));
        if (told.isEmpty()) {
            return false;
        }
        acknowledged.put(new Losses(group, topic), told);
        return true;
    }

    /**
     * Takes what a watch on the feed has read of our topics, for counts of records: read_committed, and on from where it stopped the
     * last time.
     */
    public void read(ConsumerRecords<byte[], byte[]> records) {
        watch.read(records);
    }

    private void run() {
        try (watch) {
            boolean stopped = false;
            while (!stopped) {
                long began = System.nanoTime();
                round();
                stopped = isStoppedBeforeNext(began);
            }
            takeAcknowledged(); // or what was promised a moment ago would be forgotten
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStoppedBeforeNext(long began) throws InterruptedException {
        while (true) {
            long passed = System.nanoTime() - began;
            if (passed >= (hurried ? Math.min(SOON.toNanos(), interval.toNanos()) : interval.toNanos())) {
                hurried = false;
                return stop.getCount() == 0;
            }
            if (stop.await(Math.min(interval.toNanos() - passed, SLICE.toNanos()), TimeUnit.NANOSECONDS)) {
                return true;
            }
        }
    }

    private void takeAcknowledged() {
        for (Losses losses : List.copyOf(acknowledged.keySet())) {
            watch.acknowledge(losses.group(), losses.topic(), acknowledged.remove(losses));
        }
    }

    private void round() {
        try {
            takeAcknowledged();
            current = watch.look();
            if (failure.isPresent()) {
                LOG.info("lag can be told again");
            }
            failure = Optional.empty();
        } catch (RuntimeException e) {
            if (stop.getCount() > 0) {
                if (failure.isEmpty()) {
                    LOG.warn("lag cannot be told: {}", e.toString());
                }
                failure = Optional.of(Words.of(e));
            }
        }
    }

    /** Ends the thread; bounded. */
    @Override
    public void close() {
        stop.countDown();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
            if (thread.isAlive()) {
                LOG.warn("a call to the brokers did not end within {}; it is given up", CLOSE_LIMIT);
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
