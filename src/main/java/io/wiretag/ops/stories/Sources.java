package io.wiretag.ops.stories;

import io.wiretag.files.OneLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who sends, and who has fallen silent. A name comes with the articles, so anybody may invent one: so many are watched and no
 * more, and one that was silent for a week is forgotten. Thread-safe.
 */
public final class Sources {
    static final int MOST = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);
    private static final int MOST_WAITING = 100_000;
    private static final int LONGEST_NAME = 64;
    private static final Duration MEMORY = Duration.ofDays(7);

    private final Map<String, SourceRhythm> rhythms = new TreeMap<>();
    private List<Sent> history = new ArrayList<>();
    private boolean full;

    private record Sent(String source, Instant at) {}

    /**
     * One source.
     *
     * @param silence since it last sent
     * @param usualGap between two of its articles; empty while too little is known
     * @param silent whether it should be asked what is wrong; empty while too little is known
     */
    public record Source(String name, Duration silence, Optional<Duration> usualGap, Optional<Boolean> silent) {}

    /** An article of before the watch began: partitions are read one after the other, so they are put in order first. */
    synchronized void sentBefore(String source, Instant at) {
        if (history.size() < MOST_WAITING) {
            history.add(new Sent(source, at));
        }
    }

    /** All that was there before has been told. */
    synchronized void beginWatch() {
        history.stream().sorted(Comparator.comparing(Sent::at)).forEach(each -> sent(each.source(), each.at()));
        history = new ArrayList<>();
    }

    synchronized void sent(String source, Instant at) {
        String name = name(source);
        SourceRhythm known = rhythms.get(name);
        if (known == null && rhythms.size() >= MOST) {
            if (!full) {
                LOG.warn("more than {} sources: those that come now are not watched, source={}", MOST, name);
            }
            full = true;
            return;
        }
        rhythms.computeIfAbsent(name, any -> new SourceRhythm()).sent(at);
    }

    synchronized List<Source> all(Instant now) {
        rhythms.values().removeIf(rhythm -> rhythm.silence(now).compareTo(MEMORY) > 0);
        full = full && rhythms.size() >= MOST;
        return rhythms.entrySet().stream()
                .map(each -> new Source(
                        each.getKey(),
                        each.getValue().silence(now),
                        each.getValue().usualGap(),
                        each.getValue().isSilent(now)))
                .toList();
    }

    private static String name(String source) {
        return OneLine.of(source, LONGEST_NAME);
    }
}
