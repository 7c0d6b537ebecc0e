package io.wiretag.ops.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Follows the position of one group in one partition and says how it does.
 *
 * <p>The idea is Burrow's (github.com/linkedin/Burrow): judge what happened within a sliding window of time, not one number. Its
 * window is made of commits and their times. Kafka tells neither to somebody who asks from beside, so ours is made of looks: a
 * commit is a look at which the position differs from the one before, and its time is known as exactly as looks are apart. A
 * commit that leaves the position where it was cannot be seen at all; whether somebody is there to make one is told by the
 * members of the group. The rules, the first that fits wins:
 *
 * <table>
 * <caption>Rules</caption>
 * <tr><td>WEDGED</td><td>the processor has no position, is there, and something has been there to read for longer than the
 *     grace</td></tr>
 * <tr><td>BEYOND</td><td>the position lies beyond the end</td></tr>
 * <tr><td>UNKNOWN</td><td>the lag is unknown</td></tr>
 * <tr><td>IDLE</td><td>nothing is unread, and nothing came within the window</td></tr>
 * <tr><td>OK</td><td>nothing is unread</td></tr>
 * <tr><td>STOP, STALL, WEDGED</td><td>something has been unread, and the position has not moved, for longer than usual: STOP
 *     if no member is there to read it, STALL if one is, WEDGED if that one is the processor</td></tr>
 * <tr><td>REWIND</td><td>the position went down within the window, and is not back yet. It moves, or a rule above would
 *     have fitted</td></tr>
 * <tr><td>OK</td><td>nothing was unread at some time within the window</td></tr>
 * <tr><td>WARN</td><td>it moved, over a whole window: but in no quarter of it was the least lag less than in the one
 *     before, and the next record to read is older than the tolerance</td></tr>
 * <tr><td>OK</td><td>otherwise</td></tr>
 * </table>
 *
 * <p>"Longer than usual" is three times the median of the last gaps between two moves in which there was something to read, and
 * at least the grace, which is longer for a group that is declared to take its time. So a subscriber that commits every five minutes is not called stopped after one, once it has been seen
 * for a while. Hours without any article never count: time begins to run when something is unread.
 *
 * <p>Memory: the looks of one window, and {@value #GAPS} gaps.
 */
final class CommitTrack {
    private static final int GAPS = 10;
    private static final int FEWEST_GAPS = 3;
    static final int TIMES_USUAL = 3;

    private final Settings settings;
    private final boolean processor;
    private final Deque<Look> window = new ArrayDeque<>();
    private final Deque<Long> gaps = new ArrayDeque<>();
    private Optional<Duration> learnt = Optional.empty();
    private Optional<Instant> moved = Optional.empty();
    private Optional<Instant> unreadSince = Optional.empty();
    private Optional<Instant> waitingForFirst = Optional.empty();

    /**
     * What is usual.
     *
     * @param window how far back a group is judged
     * @param grace how long something may be unread and nothing move, for a group whose habits are not known
     * @param tolerance how old the next record may be in a group that keeps its distance
     */
    record Settings(Duration window, Duration grace, Duration tolerance) {
        static final Settings DEFAULT =
                new Settings(Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofSeconds(10));

        /** The same for a group that commits so often. */
        Settings every(Duration often) {
            Duration usual = often.multipliedBy(TIMES_USUAL);
            return new Settings(window, longer(grace, usual), longer(tolerance, usual));
        }

        private static Duration longer(Duration one, Duration other) {
            return one.compareTo(other) > 0 ? one : other;
        }
    }

    private record Look(Instant at, long committed, long lag, long end) {}

    /** @param processor whether the group is that of the processor */
    CommitTrack(Settings settings, boolean processor) {
        this.settings = settings;
        this.processor = processor;
    }

    /** Takes a gap for usual that was so before this track began, as long as it knows no better. */
    void learn(Duration usual) {
        learnt = Optional.of(usual);
    }

    /** The usual gap between two moves, as it was seen; empty if too few were. */
    Optional<Duration> usual() {
        return gaps.size() < FEWEST_GAPS
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(
                        gaps.stream().sorted().skip(gaps.size() / 2).findFirst().orElseThrow()));
    }

    /** Adds what was seen at some time, later than all before, and judges. */
    LagStatus add(Instant at, OffsetsSnapshot.Partition seen) {
        if (seen.beyond()) {
            forget();
            return LagStatus.BEYOND;
        }
        if (seen.lag().isEmpty()) {
            forget();
            return beforeTheFirstMove(at, seen);
        }
        waitingForFirst = Optional.empty();
        // a partition without a position and without records: the group begins at its end
        long committed = seen.committed().orElse(seen.offsets().lastStable());
        Look now =
                new Look(at, committed, seen.lag().getAsLong(), seen.offsets().lastStable());
        if (!window.isEmpty() && cannotFollow(window.getLast(), now)) {
            forget();
        }
        follow(now, seen);
        window.add(now);
        Instant begin = at.minus(settings.window());
        window.removeIf(look -> look.at().isBefore(begin));
        return judge(now, seen);
    }

    /** Only of the processor we know that it begins with the first record: it should long have a position. */
    private LagStatus beforeTheFirstMove(Instant at, OffsetsSnapshot.Partition seen) {
        if (!processor || !seen.attended()) {
            waitingForFirst = Optional.empty();
            return LagStatus.UNKNOWN;
        }
        Instant since = waitingForFirst.orElse(at);
        waitingForFirst = Optional.of(since);
        return Duration.between(since, at).compareTo(settings.grace()) > 0 ? LagStatus.WEDGED : LagStatus.UNKNOWN;
    }

    /** After a time in which nobody looked, or in a topic that was made anew, what was seen before says nothing. */
    private boolean cannotFollow(Look before, Look now) {
        return now.at().isBefore(before.at())
                || Duration.between(before.at(), now.at()).compareTo(settings.window()) > 0
                || now.end() < before.end();
    }

    private void forget() {
        window.clear();
        moved = Optional.empty();
        unreadSince = Optional.empty();
    }

    private void follow(Look now, OffsetsSnapshot.Partition seen) {
        boolean first = window.isEmpty();
        if (!first && window.getLast().committed() != now.committed()) {
            if (window.getLast().lag() > 0) {
                gaps.add(waiting(now.at()).toMillis());
                if (gaps.size() > GAPS) {
                    gaps.remove();
                }
            }
            moved = Optional.of(now.at());
        }
        if (now.lag() == 0) {
            unreadSince = Optional.empty();
        } else if (unreadSince.isEmpty()) {
            // who is first seen without a reader has waited as long as its next record has
            Duration before = first && !seen.attended() ? seen.behind(now.at()).orElse(Duration.ZERO) : Duration.ZERO;
            unreadSince = Optional.of(now.at().minus(before));
        }
    }

    private LagStatus judge(Look now, OffsetsSnapshot.Partition seen) {
        if (now.lag() == 0) {
            return window.getFirst().end() == now.end() ? LagStatus.IDLE : LagStatus.OK;
        }
        if (waiting(now.at()).compareTo(patience()) > 0) {
            if (!seen.attended()) {
                return LagStatus.STOP;
            }
            return processor ? LagStatus.WEDGED : LagStatus.STALL;
        }
        if (window.stream().anyMatch(look -> look.committed() > now.committed())) {
            return LagStatus.REWIND;
        }
        if (window.stream().anyMatch(look -> look.lag() == 0)) {
            return LagStatus.OK;
        }
        boolean late = seen.behind(now.at())
                .map(age -> age.compareTo(settings.tolerance()) > 0)
                .orElse(true);
        return late && window.getFirst().committed() < now.committed() && neverCloser(now.at())
                ? LagStatus.WARN
                : LagStatus.OK;
    }

    /** How long something has been unread without a move. */
    private Duration waiting(Instant now) {
        Instant since = unreadSince.orElse(now);
        return Duration.between(moved.filter(since::isBefore).orElse(since), now);
    }

    private Duration patience() {
        return usual().or(() -> learnt)
                .map(gap -> Settings.longer(settings.grace(), gap.multipliedBy(TIMES_USUAL)))
                .orElse(settings.grace());
    }

    /** Least lags, since a group that reads in batches is at times further behind than it ever lets things come. */
    private boolean neverCloser(Instant now) {
        Duration quarter = settings.window().dividedBy(4);
        long[] least = {Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE};
        for (Look look : window) {
            long age = Duration.between(look.at(), now).toMillis() / Math.max(1, quarter.toMillis());
            int index = 3 - (int) Math.min(3, age);
            least[index] = Math.min(least[index], look.lag());
        }
        boolean whole = Duration.between(window.getFirst().at(), now)
                        .compareTo(quarter.multipliedBy(4).minus(quarter.dividedBy(4)))
                >= 0;
        return whole && least[0] <= least[1] && least[1] <= least[2] && least[2] <= least[3];
    }
}
