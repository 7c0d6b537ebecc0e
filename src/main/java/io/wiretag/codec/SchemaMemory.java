package io.wiretag.codec;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Which schema ids the registry has shown, and which it said it does not have, or has for another kind of schema. The first are what it must still have when it denies
 * another; the second are not asked for again for a while, or each record of a flood of them would wait for an answer. Both are
 * bounded. Thread-safe.
 */
final class SchemaMemory {
    /** How long a "no" counts. */
    static final Duration DENIED_FOR = Duration.ofSeconds(30);

    /** And for a record that is replayed, since that may be because the schema is there now. */
    private static final Duration DENIED_FOR_REPLAYED = Duration.ofSeconds(1);

    private static final int MOST_DENIED = 10_000;
    private static final int MOST_LEARNT = 1_000;

    private final LongSupplier nanoTime;
    private final TreeMap<Integer, Learnt> learnt = new TreeMap<>();
    private final Map<Integer, Denial> denied = new LinkedHashMap<>();

    /**
     * A schema that was shown.
     *
     * @param schema its text; empty if only its id is known, for it was written with
     */
    record Learnt(int id, Optional<String> schema, Instant at) {
        Learnt {
            at = at.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /**
     * There is no schema of Avro's under an id.
     *
     * @param kind of the schema that is there, such as PROTOBUF; empty if none is
     */
    record Denial(Optional<String> kind, long atNanos) {}

    SchemaMemory(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void learnt(int id, Optional<String> schema) {
        denied.remove(id);
        if (schema.isPresent() || !learnt.containsKey(id)) {
            learnt.put(id, new Learnt(id, schema, Instant.now()));
        }
        if (learnt.size() > MOST_LEARNT) {
            learnt.pollFirstEntry();
        }
    }

    synchronized Optional<Learnt> learnt(int id) {
        return Optional.ofNullable(learnt.get(id));
    }

    /** The one that a registry which was restored from an old copy, or made again, has least likely. */
    synchronized Optional<Learnt> highest() {
        return Optional.ofNullable(learnt.lastEntry()).map(Map.Entry::getValue);
    }

    synchronized void denied(int id, Optional<String> kind) {
        denied.remove(id);
        denied.put(id, new Denial(kind, nanoTime.getAsLong()));
        if (denied.size() > MOST_DENIED) {
            denied.remove(denied.keySet().iterator().next());
        }
    }

    /** What still counts. */
    synchronized Optional<Denial> denial(int id, boolean replayed) {
        Duration limit = replayed ? DENIED_FOR_REPLAYED : DENIED_FOR;
        return Optional.ofNullable(denied.get(id))
                .filter(denial -> nanoTime.getAsLong() - denial.atNanos() < limit.toNanos());
    }

    synchronized void forgetDenied() {
        denied.clear();
    }
}
