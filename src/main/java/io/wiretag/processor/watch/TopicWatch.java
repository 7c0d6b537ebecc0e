package io.wiretag.processor.watch;

import io.wiretag.cluster.ClusterFacts;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Uuid;

/**
 * Notices topics that vanish while the stream runs. Kafka's own clients do not: a producer takes a topic that is gone for a
 * broker that is slow, the transaction is rolled back, and the same records are tried again for ever. Where brokers create
 * topics by themselves it is worse: the topic is there again at once, empty and with settings that nobody chose.
 *
 * <p>Not thread-safe: it remembers.
 */
public final class TopicWatch {
    /** A broker that has just started may not know of a topic yet. */
    private static final int LOOKS = 3;

    private final Collection<String> names;
    private final Collection<String> changelogs;
    private final Map<String, String> remedies;
    private final Map<String, Uuid> known = new HashMap<>();
    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();
    private final Map<String, Integer> missed = new HashMap<>();
    private boolean memoryLost;

    /**
     * @param names topics that are there, or that the stream itself makes
     * @param changelogs those among them that hold what is remembered
     * @param remedies what to do when one of these, or another, is lost, in a sentence, by name
     */
    public TopicWatch(Collection<String> names, Collection<String> changelogs, Map<String, String> remedies) {
        this.names = names;
        this.changelogs = changelogs;
        this.remedies = remedies;
    }

    /** Whether what was found wrong is the loss of what is remembered. */
    boolean isMemoryLost() {
        return memoryLost;
    }

    /** How many partitions a topic has, as it was seen last; null if it was not. From any thread. */
    public Integer partitions(String topic) {
        return partitions.get(topic);
    }

    /** The topics that have been seen, by name. */
    Map<String, Uuid> known() {
        return Map.copyOf(known);
    }

    /**
     * One look.
     *
     * @return what is wrong, in a sentence with the remedy; empty if nothing is
     */
    public Optional<String> look(ClusterFacts facts) {
        return look(facts.existing(names));
    }

    Optional<String> look(Map<String, ClusterFacts.Existing> existing) {
        for (String name : names) {
            ClusterFacts.Existing found = existing.get(name);
            Uuid before = known.get(name);
            if (found == null) {
                if (before != null && missed.merge(name, 1, Integer::sum) >= LOOKS) {
                    memoryLost = changelogs.contains(name);
                    return Optional.of("topic " + name + " was deleted while the processor ran: " + deleted(name));
                }
                continue;
            }
            missed.remove(name);
            if (before != null && !before.equals(found.id())) {
                memoryLost = changelogs.contains(name);
                return Optional.of(
                        "topic " + name + " was deleted and made again while the processor ran: what it held is gone"
                                + madeAgain(name));
            }
            known.put(name, found.id());
            partitions.put(name, found.partitions());
        }
        return Optional.empty();
    }

    private String deleted(String name) {
        if (changelogs.contains(name)) {
            return "it keeps what is remembered of articles. " + remedies.get(name);
        }
        return "create it again ('wiretag topics create')"
                + Optional.ofNullable(remedies.get(name))
                        .map(remedy -> ". Then " + remedy)
                        .orElse(" and start the processor; it goes on where it was");
    }

    private String madeAgain(String name) {
        if (changelogs.contains(name)) {
            return ", and that was what is remembered of articles. " + remedies.get(name);
        }
        return "; see whether it is as it should be ('wiretag topics check')"
                + Optional.ofNullable(remedies.get(name))
                        .map(remedy -> ". Now " + remedy)
                        .orElse(", then start the processor");
    }
}
