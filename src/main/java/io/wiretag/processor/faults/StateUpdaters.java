package io.wiretag.processor.faults;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * Each thread of the stream has one beside it that restores state. Where that one fails while its tasks are being taken away,
 * nobody is told (KAFKA-20731 and whatever else ends it): the stream goes on, and waits for state that never comes.
 */
public final class StateUpdaters {
    /** A thread that is replaced has none for a moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** In which a thread of the stream has one. */
    private static final Set<String> AT_WORK = Set.of("RUNNING", "PARTITIONS_ASSIGNED", "PARTITIONS_REVOKED");

    private final LongSupplier nanoTime;
    private final Map<String, Long> missedSince = new HashMap<>();

    /** @param nanoTime a clock like {@link System#nanoTime} */
    public StateUpdaters(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** What is wrong, in words, if one has been dead for ten seconds and was so at each question since. Cheap. Thread-safe. */
    public Optional<String> whyNotAlive(Collection<ThreadMetadata> threads) {
        Set<String> atWork = threads.stream()
                .filter(thread -> AT_WORK.contains(thread.threadState()))
                .map(ThreadMetadata::threadName)
                .collect(Collectors.toSet());
        return whyNotAlive(atWork, atWork.isEmpty() ? Set.of() : namesOfThreads());
    }

    synchronized Optional<String> whyNotAlive(Collection<String> streamThreads, Set<String> alive) {
        Set<String> missed = streamThreads.stream()
                .map(name -> name.replace("-StreamThread-", "-StateUpdater-"))
                .filter(updater -> !alive.contains(updater))
                .collect(Collectors.toSet());
        missedSince.keySet().retainAll(missed);
        long now = nanoTime.getAsLong();
        missed.forEach(updater -> missedSince.putIfAbsent(updater, now));
        return missedSince.entrySet().stream()
                .filter(each -> now - each.getValue() >= PATIENCE.toNanos())
                .findFirst()
                .map(each -> "the thread that restores state has died, and nothing is told of it: " + each.getKey());
    }

    private static Set<String> namesOfThreads() {
        Set<String> names = new HashSet<>();
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            // one may have ended in between
            if (thread != null) {
                names.add(thread.getThreadName());
            }
        }
        return names;
    }
}
