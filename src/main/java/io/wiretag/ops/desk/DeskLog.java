package io.wiretag.ops.desk;

import io.wiretag.schema.Operation;
import io.wiretag.schema.RevisionReason;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The kills, retracts and corrections of the last hours, told record by record what {@code articles.tagged} holds. Bounded: of each
 * kind the newest {@value #MOST}, and how many there were in each minute. Thread-safe.
 */
final class DeskLog {
    static final int MOST = 500;

    private final Duration kept;
    private final Map<Operation, TreeSet<DeskEntry>> entries = new EnumMap<>(Operation.class);
    private final Map<Operation, NavigableMap<Instant, Long>> byMinute = new EnumMap<>(Operation.class);
    /** The newest time in a partition so far: what stands behind it came out no earlier. */
    private final Map<Integer, Instant> newest = new HashMap<>();
    /** Of kills: where sinks ended when they had them for certain. */
    private final Map<DeskEntry, SinkEnds> reached = new HashMap<>();

    /**
     * What is kept of one kind.
     *
     * @param newest the newest first
     * @param total how many there were, with those that are no longer kept
     * @param later how many of them stand at a place that was asked about, or behind it; of those that are kept
     * @param laterAtLeast whether of those that are no longer kept there may be more
     */
    record Listing(List<DeskEntry> newest, long total, long later, boolean laterAtLeast) {}

    DeskLog(Duration kept) {
        this.kept = kept;
        for (Operation operation : List.of(Operation.kill, Operation.retract, Operation.correct)) {
            entries.put(operation, new TreeSet<>(DeskEntry.OLDEST_FIRST));
            byMinute.put(operation, new TreeMap<>());
        }
    }

    /** @param live whether it was read as it came */
    synchronized void take(ConsumerRecord<byte[], byte[]> each, boolean live, Instant now) {
        Instant written = Instant.ofEpochMilli(each.timestamp());
        Instant after = newest.merge(each.partition(), written, (one, other) -> one.isAfter(other) ? one : other);
        Optional<Operation> operation =
                WiretagHeader.OPERATION.of(each.headers()).flatMap(DeskLog::operation);
        if (operation.isEmpty() || isRetag(each)) {
            return;
        }
        Instant at = live || after.isAfter(now) ? now : after;
        add(
                new DeskEntry(
                        WiretagHeader.URI.of(each.headers()).orElseGet(() -> key(each)),
                        WiretagHeader.VERSION.of(each.headers()),
                        operation.get(),
                        at,
                        written,
                        each.partition(),
                        each.offset(),
                        now),
                now);
    }

    /** An archive that is tagged by other rules must not push out what editors and newsrooms corrected. */
    private static boolean isRetag(ConsumerRecord<byte[], byte[]> each) {
        return WiretagHeader.REASON
                .of(each.headers())
                .filter(RevisionReason.retag.name()::equals)
                .isPresent();
    }

    private static Optional<Operation> operation(String name) {
        return switch (name) {
            case "kill" -> Optional.of(Operation.kill);
            case "retract" -> Optional.of(Operation.retract);
            case "correct" -> Optional.of(Operation.correct);
            default -> Optional.empty();
        };
    }

    private static String key(ConsumerRecord<byte[], byte[]> each) {
        return each.key() == null ? "" : new String(each.key(), StandardCharsets.UTF_8);
    }

    private void add(DeskEntry entry, Instant now) {
        TreeSet<DeskEntry> own = entries.get(entry.operation());
        own.add(entry);
        byMinute.get(entry.operation()).merge(entry.at().truncatedTo(ChronoUnit.MINUTES), 1L, Long::sum);
        if (own.size() > MOST) {
            reached.remove(own.pollFirst());
        }
        if (entry.operation() == Operation.kill && own.contains(entry)) {
            reached.put(entry, SinkEnds.NONE);
        }
        expire(now);
    }

    synchronized void expire(Instant now) {
        Instant oldest = now.minus(kept);
        entries.values().forEach(own -> {
            while (!own.isEmpty() && own.first().at().isBefore(oldest)) {
                reached.remove(own.pollFirst());
            }
        });
        byMinute.values()
                .forEach(own ->
                        own.headMap(oldest.truncatedTo(ChronoUnit.MINUTES)).clear());
    }

    /**
     * Those of one kind since then.
     *
     * @param places offsets by partition, from which on they count as later; of a partition that is missing, all are
     */
    synchronized Listing list(Operation operation, Instant since, int limit, Map<Integer, Long> places) {
        List<DeskEntry> found = new ArrayList<>();
        long later = 0;
        boolean oldestIsLater = false;
        for (DeskEntry entry : entries.get(operation).descendingSet()) {
            if (entry.at().isBefore(since)) {
                oldestIsLater = false;
                break;
            }
            if (found.size() < limit) {
                found.add(entry);
            }
            oldestIsLater = entry.offset() >= places.getOrDefault(entry.partition(), 0L);
            later += oldestIsLater ? 1 : 0;
        }
        long counted = byMinute.get(operation).tailMap(since, true).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        // the minute in which they begin is counted from its next on
        boolean full = entries.get(operation).size() == MOST;
        return new Listing(found, Math.max(counted, found.size()), later, full && oldestIsLater);
    }

    /** Whether its article was taken back after that version. */
    synchronized boolean isTakenBack(DeskEntry version) {
        return List.of(Operation.kill, Operation.retract).stream()
                .flatMap(operation -> entries.get(operation).stream())
                .anyMatch(later -> later.uri().equals(version.uri())
                        && later.partition() == version.partition()
                        && later.offset() > version.offset());
    }

    /** Lets more be known of where the sinks had the kills that were seen before that time. */
    synchronized void reach(Instant before, UnaryOperator<SinkEnds> more) {
        reached.replaceAll((kill, known) -> kill.seenAt().isBefore(before) ? more.apply(known) : known);
    }

    synchronized SinkEnds reached(DeskEntry kill) {
        return reached.getOrDefault(kill, SinkEnds.NONE);
    }

    /** It is told all of it anew. */
    synchronized void clear() {
        Collection<TreeSet<DeskEntry>> all = entries.values();
        all.forEach(TreeSet::clear);
        byMinute.values().forEach(Map::clear);
        newest.clear();
        reached.clear();
    }
}
