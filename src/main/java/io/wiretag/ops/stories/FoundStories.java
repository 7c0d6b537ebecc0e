package io.wiretag.ops.stories;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the index has for a {@link StorySearch}.
 *
 * @param stories the newest first
 * @param found how many fit, whatever their age: those before and after these as well
 * @param more whether there are older ones that fit, from the last of these on
 * @param extent what was searched
 */
public record FoundStories(List<SeenStory> stories, long found, boolean more, Extent extent) {

    /**
     * What the index holds.
     *
     * @param stories how many, those that were taken down among them
     * @param since it has all that came from then on; empty while it has none
     * @param complete whether it has read all that it will read of what came before it began
     */
    public record Extent(long stories, Optional<Instant> since, boolean complete) {}

    /** Before what is searched has been read. */
    public static final FoundStories NONE_YET =
            new FoundStories(List.of(), 0, false, new Extent(0, Optional.empty(), false));

    public FoundStories {
        stories = List.copyOf(stories);
    }
}
