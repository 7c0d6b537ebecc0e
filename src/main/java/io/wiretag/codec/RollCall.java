package io.wiretag.codec;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Before a record is rejected because of its schema: is the registry still the one that the schemas were learnt from? One that came
 * back empty denies every id, and one that was made again gives ids to other schemas than before; neither makes an article bad.
 * The registry is asked past all caches; what it said of an id counts for a second. Threads do not wait for each other: each asks by
 * itself, and no longer than the question lasts.
 */
final class RollCall {
    private static final Duration COUNTS_FOR = Duration.ofSeconds(1);

    private final SchemaMemory memory;
    private final Question question;
    private final RegistryTrouble trouble;
    private final LongSupplier nanoTime;
    private final Map<Integer, Long> wellAt = new ConcurrentHashMap<>();
    private final Map<Integer, Long> unansweredAt = new ConcurrentHashMap<>();

    /** What the registry is asked, past all caches and with a limit. */
    interface Question {
        /**
         * The text of the schema of an id now; empty if it has none.
         *
         * @throws RegistryUnavailableException if it does not answer
         */
        Optional<String> shown(int id);

        /**
         * Whether it is known that there is no schema at all.
         *
         * @throws RegistryUnavailableException if it does not answer
         */
        boolean registryIsEmpty();
    }

    RollCall(SchemaMemory memory, Question question, RegistryTrouble trouble, LongSupplier nanoTime) {
        this.memory = memory;
        this.question = question;
        this.trouble = trouble;
        this.nanoTime = nanoTime;
    }

    /**
     * The registry has denied an id, or has another kind of schema for it than Avro's.
     *
     * @throws RegistryRefusedException if it has lost what it had
     * @throws RegistryUnavailableException if it does not answer any more
     */
    void afterDenial() {
        memory.highest().ifPresentOrElse(this::require, this::requireAny);
    }

    /** Who has learnt nothing yet cannot know what is gone, but that records had been written with something. */
    private void requireAny() {
        if (question.registryIsEmpty()) {
            throw trouble.empty();
        }
    }

    /**
     * A record does not follow the schema that was learnt for its id.
     *
     * @throws RegistryRefusedException if the id is gone, or means another schema now
     */
    void afterMisfit(int id) {
        if (isRecent(unansweredAt, id)) {
            return;
        }
        try {
            memory.learnt(id).ifPresent(this::require);
        } catch (RegistryRefusedException e) {
            throw e;
        } catch (RegistryUnavailableException e) {
            // what was learnt counts while nobody says otherwise
            unansweredAt.put(id, nanoTime.getAsLong());
        }
    }

    private void require(SchemaMemory.Learnt before) {
        if (isRecent(wellAt, before.id())) {
            return;
        }
        Optional<String> shown = question.shown(before.id());
        if (shown.isEmpty()) {
            throw trouble.lost(before, "gone");
        }
        if (before.schema().isPresent() && !before.schema().equals(shown)) {
            throw trouble.lost(before, "another schema now");
        }
        wellAt.put(before.id(), nanoTime.getAsLong());
    }

    private boolean isRecent(Map<Integer, Long> times, int id) {
        long now = nanoTime.getAsLong();
        times.values().removeIf(at -> now - at >= COUNTS_FOR.toNanos());
        return times.containsKey(id);
    }
}
