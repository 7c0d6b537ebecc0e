package io.wiretag.tagging;

/**
 * Something that tags stories. The {@link Tagger} does; measurements put another in its place, to tell what it costs. Called
 * by many threads at once.
 */
@FunctionalInterface
public interface Tagging {
    /** Every tag comes with its evidence; offsets point into the texts as they were given. Never throws for what stands in a text. */
    Tags tag(Story story);
}
