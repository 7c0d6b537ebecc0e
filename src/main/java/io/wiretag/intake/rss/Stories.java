package io.wiretag.intake.rss;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The stories of a feed by their links: those that stand in it, and those that left it lately. These are looked for at their site:
 * at once, and an hour, six hours and a day after they left. One thread uses it.
 */
final class Stories {

    /** Of those that left; the others are forgotten, those that left first before. */
    private static final int MOST_LEFT = 500;

    /** How long after a story left it is looked for. */
    private static final List<Duration> LOOKS =
            List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1));

    /**
     * A story.
     *
     * @param link where it is to be read
     * @param uri by which it was published; empty if several stories of the feed have this link
     * @param title a hash of it
     * @param left when it was first missing in the feed; empty while it stands there
     * @param looks how often it was looked for since
     */
    record Story(String link, String uri, String title, Optional<Instant> left, int looks) {

        Story(String link, String uri, String title) {
            this(link, uri, title, Optional.empty(), 0);
        }

        private Instant due() {
            return left.map(time -> time.plus(LOOKS.get(looks))).orElse(Instant.MAX);
        }

        private boolean isLeft() {
            return left.isPresent();
        }
    }

    private final Map<String, Story> byLink = new LinkedHashMap<>();

    /** The story at a link, if it stands in the feed or left it lately. */
    Optional<Story> at(String link) {
        return Optional.ofNullable(byLink.get(link));
    }

    Collection<Story> all() {
        return List.copyOf(byLink.values());
    }

    /** What was remembered. */
    void add(Story story) {
        if (story.looks() >= 0 && story.looks() < LOOKS.size()) {
            byLink.put(story.link(), story);
        }
    }

    /**
     * Takes in what stands in the feed now.
     *
     * @param links all of the feed, also of what is not published yet
     * @param whole whether the feed was read without a fault: else a story may be hidden and not gone
     * @return whether anything changed
     */
    boolean update(Collection<Story> published, Set<String> links, boolean whole, Instant now) {
        boolean changed = false;
        for (Story story : published) {
            changed |= !story.equals(byLink.put(story.link(), story));
        }
        if (whole) {
            for (Story story : all()) {
                if (!story.isLeft() && !links.contains(story.link())) {
                    byLink.put(story.link(), new Story(story.link(), story.uri(), story.title(), Optional.of(now), 0));
                    changed = true;
                }
            }
        }
        List<Story> left =
                new ArrayList<>(byLink.values().stream().filter(Story::isLeft).toList());
        left.sort(Comparator.comparing(story -> story.left().orElse(now)));
        left.stream().limit(Math.max(0, left.size() - MOST_LEFT)).forEach(this::forget);
        return changed;
    }

    /** Those that are to be looked for now, the longest due first. */
    List<Story> due(Instant now, int most) {
        return byLink.values().stream()
                .filter(story -> story.isLeft() && !story.due().isAfter(now))
                .sorted(Comparator.comparing(Story::due))
                .limit(most)
                .toList();
    }

    /** One that stands in the feed. */
    Optional<Story> listed() {
        return byLink.values().stream().filter(story -> !story.isLeft()).findFirst();
    }

    /** It was there, or nobody could tell. */
    void lookedFor(Story story) {
        forget(story);
        add(new Story(story.link(), story.uri(), story.title(), story.left(), story.looks() + 1));
    }

    void forget(Story story) {
        byLink.remove(story.link());
    }
}
