package io.wiretag.processor.faults;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * Each thread of the stream has one beside it that restores state. Where that one fails while its tasks are being taken away,
 * nobody is told (KAFKA-20731 and whatever else ends it): the stream goes on, and waits for state that never comes.
 */
public final class StateUpdaters {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** In which a thread of the stream has one. */
    private static final Set<String> AT_WORK = Set.of("RUNNING", "PARTITIONS_ASSIGNED", "PARTITIONS_REVOKED");

    private StateUpdaters() {}

    /** What is wrong, in words, if one has died. Cheap. */
    public static Optional<String> whyNotAlive(Collection<ThreadMetadata> threads) {
        Set<String> atWork = threads.stream()
                .filter(thread -> AT_WORK.contains(thread.threadState()))
                .map(ThreadMetadata::threadName)
                .collect(Collectors.toSet());
        return atWork.isEmpty() ? Optional.empty() : whyNotAlive(atWork, namesOfThreads());
    }

    static Optional<String> whyNotAlive(Collection<String> streamThreads, Set<String> alive) {
        return streamThreads.stream()
                .map(name -> name.replace("-StreamThread-", "-StateUpdater-"))
                .filter(updater -> !alive.contains(updater))
                .findFirst()
                .map(updater -> "the thread that restores state has died, and nothing is told of it: " + updater);
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
