package io.wiretag.ops.stories;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The stories of the last while, each in its newest version, to be counted: their texts are in {@link StoryIndex}. Bounded in
 * time, number and bytes: what came longest ago goes first. Thread-safe.
 */
public final class StoryWindow {
    private final Duration length;
    private final int maxStories;
    private final long maxBytes;
    /** By uri, in the order in which they came. */
    private final Map<String, SeenStory> stories = new LinkedHashMap<>();

    private long bytes;

    /** How many stories of each agency of origin began within a stretch of time. */
    public record Bucket(Instant at, Map<String, Integer> counts) {}

    StoryWindow(Duration length, int maxStories, long maxBytes) {
        this.length = length;
        this.maxStories = maxStories;
        this.maxBytes = maxBytes;
    }

    synchronized void put(SeenStory story, Instant now) {
        forget(stories.remove(story.uri()));
        stories.put(story.uri(), story);
        bytes += story.weight();
        expire(now);
    }

    /** Drops what is too old or too much. */
    synchronized void expire(Instant now) {
        Instant oldest = now.minus(length);
        Iterator<SeenStory> each = stories.values().iterator();
        while (each.hasNext()) {
            SeenStory story = each.next();
            if (!story.taggedAt().isBefore(oldest) && stories.size() <= maxStories && bytes <= maxBytes) {
                return;
            }
            each.remove();
            forget(story);
        }
    }

    synchronized void remove(String uri) {
        forget(stories.remove(uri));
    }

    private void forget(SeenStory story) {
        bytes -= story == null ? 0 : story.weight();
    }

    /** How many usable stories name each province; those that none names are left out. */
    public synchronized Map<String, Integer> byProvince(Instant since) {
        Map<String, Integer> counts = new TreeMap<>();
        usable(since).forEach(story -> story.provinces().forEach(place -> counts.merge(place.code(), 1, Integer::sum)));
        return counts;
    }

    /** How many usable stories come from each agency. */
    public synchronized Map<String, Integer> byOrigin(Instant since) {
        Map<String, Integer> counts = new TreeMap<>();
        usable(since).forEach(story -> story.origins().forEach(code -> counts.merge(code, 1, Integer::sum)));
        return counts;
    }

    /** The same in equal stretches of time from then to now, empty ones among them. */
    public synchronized List<Bucket> byOrigin(Instant since, Instant now, Duration width) {
        List<Bucket> buckets = new ArrayList<>();
        for (Instant at = since; at.isBefore(now); at = at.plus(width)) {
            buckets.add(new Bucket(at, new TreeMap<>()));
        }
        usable(since).stream().filter(story -> story.taggedAt().isBefore(now)).forEach(story -> {
            long index = Duration.between(since, story.taggedAt()).toMillis() / width.toMillis();
            Map<String, Integer> counts =
                    buckets.get((int) Math.min(index, buckets.size() - 1)).counts();
            story.origins().forEach(code -> counts.merge(code, 1, Integer::sum));
        });
        return buckets;
    }

    private List<SeenStory> usable(Instant since) {
        return stories.values().stream()
                .filter(SeenStory::isUsable)
                .filter(story -> !story.taggedAt().isBefore(since))
                .toList();
    }

    public synchronized int size() {
        return stories.size();
    }

    synchronized long bytes() {
        return bytes;
    }
}
