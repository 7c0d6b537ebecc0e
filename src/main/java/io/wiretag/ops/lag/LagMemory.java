package io.wiretag.ops.lag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.ops.notes.NoteKey;
import io.wiretag.ops.notes.Notes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What a watch on lag has learnt, as {@link Notes} that outlive it and that other watches share. Three kinds, each for a group on a
 * topic:
 *
 * <ul>
 *   <li>{@code habits}, {@code {"usualMillis": 240000}}: the usual gap between two moves of a group that takes its time
 *   <li>{@code losses}, {@code {"topicId": "...", "partitions": {"0": {"offsets": 3, "before": 17}}}}: offsets that were deleted before
 *       the group had read them, and before which one they lie
 *   <li>{@code acknowledged}, {@code {"topicId": "...", "before": {"0": 17}}}: of these, those that somebody knows of
 * </ul>
 *
 * <p>Each has {@code at}, the time of the note. Offsets are those of the topic with that id: of one that is made anew they say
 * nothing.
 *
 * <p>Of two notes on the same the later one holds, so that two watches may write over each other: each takes what is noted into its
 * history, which only ever knows more, and notes that again if the note says less. Not thread-safe.
 */
final class LagMemory {
    private static final String HABITS = "habits";
    private static final String LOSSES = "losses";
    private static final String ACKNOWLEDGED = "acknowledged";

    private static final String USUAL = "usualMillis";
    private static final String TOPIC_ID = "topicId";
    private static final String PARTITIONS = "partitions";
    private static final String OFFSETS = "offsets";
    private static final String BEFORE = "before";

    /** Between two notes of one kind on one group and topic. */
    private static final Duration SELDOM = Duration.ofMinutes(1);
    /** A habit that has changed by less is the same. */
    private static final int TIMES_CHANGED = 2;

    private static final Duration READY_LIMIT = Duration.ofSeconds(30);

    private final Notes notes;
    private boolean awaited;
    private final Map<NoteKey, Instant> writtenAt = new HashMap<>();

    LagMemory(Notes notes) {
        this.notes = notes;
    }

    /** Waits for what was noted before, once: what is acknowledged is not to be told as new at the first look. */
    void await() {
        if (awaited) {
            return;
        }
        awaited = true;
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        while (!notes.isReady() && System.nanoTime() - deadline < 0) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * Tells a history what is noted.
     *
     * @param topicIds of the topics, by name
     */
    void recall(LagHistory history, Map<String, String> topicIds) {
        notes.of(HABITS).forEach((key, note) -> {
            long usual = note.path(USUAL).asLong();
            if (usual > 0) {
                history.learn(topicOf(key), Duration.ofMillis(usual));
            }
        });
        notes.of(LOSSES).forEach((key, note) -> {
            if (isOf(topicIds, key).test(note)) {
                history.find(topicOf(key), losses(note));
            }
        });
        // last: what is acknowledged is no loss
        notes.of(ACKNOWLEDGED).forEach((key, note) -> {
            if (isOf(topicIds, key).test(note)) {
                history.know(topicOf(key), numbers(note.path(BEFORE), JsonNode::asLong));
            }
        });
    }

    private static LagHistory.TopicOf topicOf(NoteKey key) {
        return new LagHistory.TopicOf(key.group(), key.topic());
    }

    private static Predicate<JsonNode> isOf(Map<String, String> topicIds, NoteKey key) {
        String id = topicIds.get(key.topic());
        return note -> id != null && note.path(TOPIC_ID).asText().equals(id);
    }

    private static Map<Integer, LagHistory.Loss> losses(JsonNode note) {
        Map<Integer, LagHistory.Loss> losses = new TreeMap<>();
        Map<Integer, Long> offsets =
                numbers(note.path(PARTITIONS), each -> each.path(OFFSETS).asLong());
        Map<Integer, Long> before =
                numbers(note.path(PARTITIONS), each -> each.path(BEFORE).asLong());
        offsets.forEach((partition, many) -> losses.put(partition, new LagHistory.Loss(many, before.get(partition))));
        return losses;
    }

    /** By the numbers of partitions. */
    private static Map<Integer, Long> numbers(JsonNode object, ToLongFunction<JsonNode> number) {
        Map<Integer, Long> numbers = new TreeMap<>();
        object.properties().forEach(each -> {
            if (each.getKey().matches("\\d{1,9}")) {
                numbers.put(Integer.valueOf(each.getKey()), number.applyAsLong(each.getValue()));
            }
        });
        return numbers;
    }

    /** Notes what a look has found, if that is new. */
    void keep(LagReport report, LagHistory history, Map<String, String> topicIds) {
        if (!notes.isRead()) {
            return; // the history remembers
        }
        Instant now = report.at();
        history.habits().forEach((topic, usual) -> keepHabit(now, topic, usual, history.isSlow(usual)));
        keepAcknowledged(history, topicIds);
        report.groups()
                .forEach(group -> group.topics()
                        .forEach(topic -> keepLosses(
                                now, new NoteKey(LOSSES, group.id(), topic.topic()), found(topic), topicIds)));
    }

    /** Notes what is acknowledged, if that is new. */
    void keepAcknowledged(LagHistory history, Map<String, String> topicIds) {
        if (notes.isRead()) {
            Instant now = Instant.now();
            history.acknowledged().forEach((topic, before) -> keepAcknowledged(now, topic, before, topicIds));
        }
    }

    /** Of a group that is quick nothing is noted, unless it was slow. */
    private void keepHabit(Instant now, LagHistory.TopicOf topic, Duration usual, boolean slow) {
        NoteKey key = new NoteKey(HABITS, topic.group(), topic.topic());
        long noted = notes.of(key).map(note -> note.path(USUAL).asLong()).orElse(0L);
        long millis = usual.toMillis();
        boolean changed = millis / TIMES_CHANGED > noted || millis < noted / TIMES_CHANGED;
        if (changed && (slow || noted > 0)) {
            writeSeldom(now, key, note(now).put(USUAL, millis));
        }
    }

    private static Map<Integer, LagHistory.Loss> found(TopicLag topic) {
        return topic.partitions().stream()
                // of a topic that was made anew it tells also what was lost before that
                .filter(partition -> Math.min(partition.expired(), partition.expiredBefore()) > 0)
                .collect(Collectors.toMap(
                        PartitionLag::partition,
                        partition -> new LagHistory.Loss(
                                Math.min(partition.expired(), partition.expiredBefore()), partition.expiredBefore())));
    }

    /** Together with what is noted of other partitions. */
    private void keepLosses(
            Instant now, NoteKey key, Map<Integer, LagHistory.Loss> found, Map<String, String> topicIds) {
        String id = topicIds.get(key.topic());
        if (found.isEmpty() || id == null) {
            return;
        }
        Map<Integer, LagHistory.Loss> all = new TreeMap<>();
        notes.of(key).filter(isOf(topicIds, key)).ifPresent(note -> all.putAll(losses(note)));
        Map<Integer, LagHistory.Loss> noted = Map.copyOf(all);
        found.forEach((partition, loss) -> all.merge(partition, loss, LagMemory::newer));
        if (!all.equals(noted)) {
            ObjectNode note = note(now).put(TOPIC_ID, id);
            ObjectNode partitions = note.putObject(PARTITIONS);
            all.forEach((partition, loss) -> partitions
                    .putObject(String.valueOf(partition))
                    .put(OFFSETS, loss.offsets())
                    .put(BEFORE, loss.before()));
            writeSeldom(now, key, note);
        }
    }

    private static LagHistory.Loss newer(LagHistory.Loss noted, LagHistory.Loss found) {
        boolean more = found.before() > noted.before()
                || found.before() == noted.before() && found.offsets() > noted.offsets();
        return more ? found : noted;
    }

    private void writeSeldom(Instant now, NoteKey key, ObjectNode note) {
        Instant last = writtenAt.get(key);
        if (last == null || Duration.between(last, now).compareTo(SELDOM) >= 0) {
            writtenAt.put(key, now);
            notes.write(key, note);
        }
    }

    /** At once: somebody has said so. */
    private void keepAcknowledged(
            Instant now, LagHistory.TopicOf topic, Map<Integer, Long> before, Map<String, String> topicIds) {
        NoteKey key = new NoteKey(ACKNOWLEDGED, topic.group(), topic.topic());
        String id = topicIds.get(topic.topic());
        if (id == null) {
            return;
        }
        Map<Integer, Long> all = new TreeMap<>();
        notes.of(key)
                .filter(isOf(topicIds, key))
                .ifPresent(note -> all.putAll(numbers(note.path(BEFORE), JsonNode::asLong)));
        Map<Integer, Long> noted = Map.copyOf(all);
        before.forEach((partition, offset) -> all.merge(partition, offset, Math::max));
        if (!all.equals(noted)) {
            ObjectNode note = note(now).put(TOPIC_ID, id);
            ObjectNode offsets = note.putObject(BEFORE);
            all.forEach((partition, offset) -> offsets.put(String.valueOf(partition), offset));
            notes.write(key, note);
        }
    }

    private static ObjectNode note(Instant now) {
        return JsonNodeFactory.instance.objectNode().put("at", now.toString());
    }
}
