package io.wiretag.ops.stories;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How often one source sends, and whether it has been silent for longer than it usually is.
 *
 * <p>The usual gap is the one in which a moment taken at random falls: gaps sorted by length, that at which half of the whole
 * time is reached. The plain median would not do, for newsrooms send in bursts: of twenty stories an hour, all at once, nearly
 * every gap is a second, and nearly all the time is spent in the others. One gap much longer than all the rest, an outage,
 * moves it little.
 *
 * <p>A newsroom that sleeps at night is not silent. So gaps are kept by the hour of the day at which they began, and the usual
 * gap is that of the hours around the last story, as soon as there are enough. The first night that is watched cannot be known,
 * nor can the first after a restart: nothing of this is stored.
 *
 * <p>Habits change: after a week a gap weighs half of a new one, so that a new habit is known within about a week. Nothing else
 * makes room, or the hundreds of short gaps of a busy evening would push out the night that came after the last one.
 *
 * <p>Bounded: a {@link GapHistogram} for each hour, 24 kB in all. Not thread-safe.
 */
final class SourceRhythm {
    /** Less than this is never called silence. */
    static final Duration SHORTEST_SILENCE = Duration.ofMinutes(10);

    static final int TIMES_USUAL = 3;

    private static final int HOURS = 24;
    private static final double HALF_LIFE_DAYS = 7;
    /** Fewer say nothing. */
    private static final int FEWEST = 8;

    private final List<GapHistogram> gaps =
            Stream.generate(GapHistogram::new).limit(HOURS).toList();
    private Instant last;

    /** A source has sent; in any order, since partitions are read side by side. */
    void sent(Instant at) {
        if (last == null) {
            last = at;
        } else if (at.isAfter(last)) {
            fade(ChronoUnit.DAYS.between(day(last), day(at)));
            gaps.get(hour(last)).add(Duration.between(last, at));
            last = at;
        }
    }

    private void fade(long days) {
        if (days > 0) {
            double weight = Math.pow(0.5, days / HALF_LIFE_DAYS);
            gaps.forEach(hour -> hour.fade(weight));
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
        return typical(Stream.of(hour + HOURS - 1, hour, hour + 1).map(near -> gaps.get(near % HOURS)))
                .or(() -> typical(gaps.stream()));
    }

    /** Whether it is silent for longer than it usually is; empty while too little is known. */
    Optional<Boolean> isSilent(Instant now) {
        Duration silence = silence(now);
        return usualGap()
                .map(usual -> silence.compareTo(usual.multipliedBy(TIMES_USUAL)) > 0
                        && silence.compareTo(SHORTEST_SILENCE) > 0);
    }

    private static Optional<Duration> typical(Stream<GapHistogram> hours) {
        GapHistogram together = new GapHistogram();
        hours.forEach(together::add);
        return together.effectiveGaps() >= FEWEST ? Optional.of(together.typical()) : Optional.empty();
    }

    private static int hour(Instant at) {
        return at.atOffset(ZoneOffset.UTC).getHour();
    }

    private static LocalDate day(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
