package io.wiretag.ops.lag;

import io.wiretag.ops.notes.Notes;
import io.wiretag.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Looks at the brokers when told to, and sees each look in the light of those before. {@link LagMonitor} does so again and
 * again.
 *
 * <p>Not thread-safe, but for {@link #read}. Closes the consumers it was given, not the admin client.
 */
public final class LagWatch implements AutoCloseable {
    private final Optional<Looking> looking;
    private final RecordCounts counts = new RecordCounts();
    /** As of the last look that saw them, by name. */
    private final Map<String, String> topicIds = new HashMap<>();

    private final LagReader reader;
    private final LagHistory history;
    private final Optional<LagMemory> memory;

    /**
     * Who is watched, and how.
     *
     * @param processor the processor's group: listed even if it has never run
     * @param subscribers groups that are listed even if they have no member and no commit, and the names of the topics they read
     * @param every how often groups commit that are known to take their time
     * @param ignored groups that are not listed, unless one of the two above lists them
     * @param reach how far back {@link TopicLag#history} goes
     * @param fetches stretches of records looked into in one round; further ones have their turn in the next
     * @param patience time for looking into records, in one round
     */
    public record Settings(
            String processor,
            Map<String, Set<String>> subscribers,
            Map<String, Duration> every,
            IgnoredGroups ignored,
            Duration reach,
            int fetches,
            Duration patience) {
        /** Copies the subscribers and their habits. */
        public Settings {
            subscribers = Map.copyOf(subscribers);
            every = Map.copyOf(every);
        }
    }

    /**
     * To look at records with: unassigned, {@code auto.offset.reset=none}.
     *
     * @param committed of isolation level read_committed
     * @param uncommitted of isolation level read_uncommitted
     */
    public record Looking(Consumer<byte[], byte[]> committed, Consumer<byte[], byte[]> uncommitted)
            implements AutoCloseable {
        @Override
        public void close() {
            try (committed) {
                uncommitted.close();
            }
        }
    }

    /**
     * Asks nothing yet.
     *
     * @param looking empty: every lag that could hold markers is a ceiling, and no age is known
     * @param notes in which what it learns outlives it; stay the caller's; empty: it learns for itself
     */
    public LagWatch(Admin admin, Topics topics, Settings settings, Optional<Looking> looking, Optional<Notes> notes) {
        this(admin, topics, settings, looking, CommitTrack.Settings.DEFAULT, Clock.systemUTC(), notes);
    }

    /** @param clock ours */
    LagWatch(
            Admin admin,
            Topics topics,
            Settings settings,
            Optional<Looking> looking,
            CommitTrack.Settings rules,
            Clock clock,
            Optional<Notes> notes) {
        this.memory = notes.map(LagMemory::new);
        this.looking = looking;
        Map<String, Set<String>> expected = new HashMap<>(settings.subscribers());
        expected.merge(settings.processor(), Set.of(topics.published().name()), LagWatch::union);
        this.reader = new LagReader(
                admin,
                topics,
                expected,
                settings.ignored(),
                looking.map(records -> new UnreadRecords(records.committed(), settings.fetches(), settings.patience())),
                new OpenTransactions(admin, looking.map(Looking::uncommitted), System::nanoTime),
                new ClusterClock(admin, clock, System::nanoTime),
                counts);
        this.history = new LagHistory(rules, settings.reach(), settings.processor(), expected, settings.every());
    }

    private static Set<String> union(Set<String> left, Set<String> right) {
        Set<String> both = new HashSet<>(left);
        both.addAll(right);
        return both;
    }

    /**
     * What somebody else has read of our topics: read_committed, and on from where it stopped the last time. Lag is counted exactly
     * there; without it all is a ceiling that lies further back than the tail which the watch reads itself. May be called by any
     * thread.
     */
    void read(ConsumerRecords<byte[], byte[]> records) {
        counts.add(records);
    }

    /** Asks the brokers: a bounded number of calls, whatever they hold. */
    public LagReport look() {
        memory.ifPresent(LagMemory::await);
        OffsetsSnapshot seen = reader.read();
        reader.topicIds().forEach((topic, id) -> {
            String before = topicIds.put(topic, id);
            if (before != null && !before.equals(id)) {
                history.remade(topic);
            }
        });
        memory.ifPresent(known -> known.recall(history, reader.topicIds()));
        LagReport report = history.add(seen);
        memory.ifPresent(known -> known.keep(report, history, reader.topicIds()));
        return report;
    }

    /**
     * Takes what was deleted before that group had read it for known: it is told no more from the next look on, and is noted.
     *
     * @param before by partition, what lies before which offset, as a look told it
     */
    void acknowledge(String group, String topic, Map<Integer, Long> before) {
        history.acknowledge(new LagHistory.TopicOf(group, topic), before);
        memory.ifPresent(known -> known.keepAcknowledged(history, topicIds));
    }

    /** Asks the brokers as well, and tells what they say, without any past. */
    public OffsetsSnapshot snapshot() {
        return reader.read();
    }

    @Override
    public void close() {
        looking.ifPresent(Looking::close);
    }
}
