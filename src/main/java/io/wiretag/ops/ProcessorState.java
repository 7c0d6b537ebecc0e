package io.wiretag.ops;

import java.util.Map;
import java.util.Optional;

/**
 * How the processor of this process does, in numbers.
 *
 * @param events how many records came to which end, by the word for it
 * @param articles that it remembers
 * @param held records under embargo
 * @param bytes of its state
 * @param rules what it tags by
 */
public record ProcessorState(Map<String, Long> events, long articles, long held, long bytes, Rules rules) {
    /**
     * What a processor tags by.
     *
     * @param version of the gazetteer
     * @param current whether it is the one in force on the cluster; empty where nobody knows of one
     */
    public record Rules(String version, Optional<Boolean> current) {}

    /** Copies the counts. */
    public ProcessorState {
        events = Map.copyOf(events);
    }
}
