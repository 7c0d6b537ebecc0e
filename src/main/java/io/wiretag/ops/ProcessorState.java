package io.wiretag.ops;

import java.util.Map;

/**
 * How the processor of this process does, in numbers.
 *
 * @param events how many records came to which end, by the word for it
 * @param articles that it remembers
 * @param held records under embargo
 * @param bytes of its state
 * @param gazetteer version of the gazetteer that it tags with
 */
public record ProcessorState(Map<String, Long> events, long articles, long held, long bytes, String gazetteer) {
    /** Copies the counts. */
    public ProcessorState {
        events = Map.copyOf(events);
    }
}
