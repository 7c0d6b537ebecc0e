package io.wiretag.ops.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How often one source sends, and whether it has been silent for longer than it uses to be.
 *
 * <p>The usual gap is the one in which a moment taken at random falls: gaps sorted by length, that at which half of the whole
 * time is reached. The plain median would not do, for newsrooms send in bursts: of twenty stories an hour, all at once, nearly
 * every gap is a second, and nearly all the time is spent in the others. One gap much longer than all the rest, an outage,
 * moves it little.
 *
 * <p>A newsroom that sleeps at night is not silent. So gaps are kept by the hour of the day at which they began, and the usual
 * gap is that of the hours around the last story, as soon as there are enough. The first night that is ever watched cannot be
 * known.
 *
 * <p>Bounded: the newest 64 gaps of each hour. Not thread-safe.
 */
final class SourceRhythm {
    /** Less than this is never called silence. */
    static final Duration SHORTEST_SILENCE = Duration.ofMinutes(10);

    static final int TIMES_USUAL = 3;

    private static final int HOURS = 24;
    private static final int GAPS_AN_HOUR = 64;
    /** Fewer say nothing. */
    private static final int FEWEST = 8;

    private final List<Deque<Duration>> gaps =
            Stream.<Deque<Duration>>generate(ArrayDeque::new).limit(HOURS).toList();
    private Instant last;

    /** A source has sent; in any order, since partitions are read side by side. */
    void sent(Instant at) {
        if (last == null) {
            last = at;
        } else if (at.isAfter(last)) {
            Deque<Duration> hour = gaps.get(hour(last));
            hour.addLast(Duration.between(last, at));
            if (hour.size() > GAPS_AN_HOUR) {
                hour.removeFirst();
            }
            last = at;
        }
    }

    /** When it last sent. */
    Instant last() {
        return last;
    }

    Duration silence(Instant now) {
        Duration silence = Duration.between(last, now);
        return silence.isNegative() ? Duration.ZERO : silence;
    }

    /** The gap that is usual at the time of day when it last sent; empty while too little is known. */
    Optional<Duration> usualGap() {
        int hour = hour(last);
        List<Duration> near = new ArrayList<>(gaps.get((hour + HOURS - 1) % HOURS));
        near.addAll(gaps.get(hour));
        near.addAll(gaps.get((hour + 1) % HOURS));
        if (near.size() >= FEWEST) {
            return Optional.of(typical(near));
        }
        List<Duration> all = gaps.stream().flatMap(Deque::stream).toList();
        return all.size() >= FEWEST ? Optional.of(typical(all)) : Optional.empty();
    }

    /** Whether it is silent for longer than it uses to be; empty while too little is known. */
    Optional<Boolean> isSilent(Instant now) {
        Duration silence = silence(now);
        return usualGap()
                .map(usual -> silence.compareTo(usual.multipliedBy(TIMES_USUAL)) > 0
                        && silence.compareTo(SHORTEST_SILENCE) > 0);
    }

    private static Duration typical(List<Duration> gaps) {
        List<Duration> sorted = gaps.stream().sorted().toList();
        Duration half = sorted.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(2);
        Duration reached = Duration.ZERO;
        for (Duration gap : sorted) {
            reached = reached.plus(gap);
            if (reached.compareTo(half) >= 0) {
                return gap;
            }
        }
        throw new IllegalStateException("half of a sum is reached before its end");
    }

    private static int hour(Instant at) {
        return at.atOffset(ZoneOffset.UTC).getHour();
    }
}
