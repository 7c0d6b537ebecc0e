package io.wiretag.topics;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Before a record is rejected because of its schema: is the registry still the one that the schemas were learnt from? One that came
 * back empty denies every id, and one that was made again gives ids to other schemas than before; neither makes an article bad.
 * The registry is asked past all caches, for one id, once a second at most.
 */
final class RollCall {
    private static final Duration WELL_FOR = Duration.ofSeconds(1);

    private final SchemaMemory memory;
    private final Question question;
    private final RegistryTrouble trouble;
    private final LongSupplier nanoTime;
    private Optional<Long> wellAt = Optional.empty();

    /** What the registry is asked, past all caches. */
    interface Question {
        /**
         * The text of the schema of an id now; empty if it has none.
         *
         * @throws RegistryUnavailableException if it does not answer
         */
        Optional<String> shown(int id);

        /** Whether it is known that there is no schema at all. */
        boolean registryIsEmpty();
    }

    RollCall(SchemaMemory memory, Question question, RegistryTrouble trouble, LongSupplier nanoTime) {
        this.memory = memory;
        this.question = question;
        this.trouble = trouble;
        this.nanoTime = nanoTime;
    }

    /**
     * The registry has denied an id.
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
        try {
            memory.learnt(id).ifPresent(this::require);
        } catch (RegistryRefusedException e) {
            throw e;
        } catch (RegistryUnavailableException e) {
            // what was learnt counts while nobody says otherwise
            return;
        }
    }

    private synchronized void require(SchemaMemory.Learnt before) {
        long now = nanoTime.getAsLong();
        if (wellAt.filter(at -> now - at < WELL_FOR.toNanos()).isPresent()) {
            return;
        }
        Optional<String> shown = question.shown(before.id());
        if (shown.isEmpty()) {
            throw trouble.lost(before, "gone");
        }
        if (before.schema().isPresent() && !before.schema().equals(shown)) {
            throw trouble.lost(before, "another schema now");
        }
        wellAt = Optional.of(nanoTime.getAsLong());
    }
}
