package io.wiretag.processor;

import io.wiretag.life.Outcome;
import io.wiretag.life.RejectionReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many records came to which end since the start of this process. Under exactly-once a record whose transaction was
 * aborted is counted again when it is dealt with again.
 */
public final class ArticleCounts {
    private final Map<Outcome.Accepted.Event, LongAdder> events = counters(Outcome.Accepted.Event.class);
    private final Map<Outcome.Ignored.Why, LongAdder> ignored = counters(Outcome.Ignored.Why.class);
    private final Map<RejectionReason, LongAdder> rejected = counters(RejectionReason.class);
    private final LongAdder revisions = new LongAdder();
    private final LongAdder clamped = new LongAdder();
    private final LongAdder moved = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder deletedUnread = new LongAdder();

    public ArticleCounts() {}

    private static <E extends Enum<E>> Map<E, LongAdder> counters(Class<E> kinds) {
        Map<E, LongAdder> counters = new EnumMap<>(kinds);
        for (E kind : kinds.getEnumConstants()) {
            counters.put(kind, new LongAdder());
        }
        return counters;
    }

    public void count(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted accepted) {
            if (accepted.moved().isPresent()) {
                return; // counts where it was moved to
            }
            events.get(accepted.event()).increment();
            if (accepted.memory().isRevision() && accepted.event().isArrival()) {
                revisions.increment();
            }
        } else if (outcome instanceof Outcome.Rejected refused) {
            rejected.get(refused.reason()).increment();
        } else if (outcome instanceof Outcome.Ignored passed) {
            ignored.get(passed.why()).increment();
        }
    }

    public void countClamped() {
        clamped.increment();
    }

    public void countMoved() {
        moved.increment();
    }

    public void countExpired(int articles) {
        expired.add(articles);
    }

    void countDeletedUnread(long offsets) {
        deletedUnread.add(offsets);
    }

    /** Versions that counted when they came: sent, held, withheld or a kill. {@link #revisions} are among them. */
    public long accepted() {
        return events.entrySet().stream()
                .filter(each -> each.getKey().isArrival())
                .mapToLong(each -> each.getValue().sum())
                .sum();
    }

    /** Accepted versions of articles that had an earlier one. */
    public long revisions() {
        return revisions.sum();
    }

    /** Versions that were put under an embargo. */
    public long held() {
        return events.get(Outcome.Accepted.Event.HELD).sum();
    }

    /** Versions that went out at the end of their embargo. */
    public long released() {
        return events.get(Outcome.Accepted.Event.RELEASED).sum();
    }

    /** Versions that say {@code withheld}. */
    public long withheld() {
        return events.get(Outcome.Accepted.Event.WITHHELD).sum();
    }

    /** Kills. */
    public long killed() {
        return events.get(Outcome.Accepted.Event.KILLED).sum();
    }

    /** Versions that went out again with other tags, by the rules of now. */
    public long retagged() {
        return events.get(Outcome.Accepted.Event.RETAGGED).sum();
    }

    /** Versions that went out again since an editor corrected their tags, or took that back. */
    public long corrected() {
        return events.get(Outcome.Accepted.Event.CORRECTED).sum();
    }

    /** Requests for other tags of articles that were no more as they were seen. */
    public long outdated() {
        return ignored.get(Outcome.Ignored.Why.OUTDATED).sum();
    }

    /** Requests for tags by the rules of now that gave the same tags. */
    public long unchanged() {
        return ignored.get(Outcome.Ignored.Why.UNCHANGED).sum();
    }

    /** Repetitions of the version accepted last. */
    public long duplicates() {
        return ignored.get(Outcome.Ignored.Why.DUPLICATE).sum();
    }

    /** Versions that came after a later one. */
    public long superseded() {
        return ignored.get(Outcome.Ignored.Why.SUPERSEDED).sum();
    }

    /** Versions of a killed article that were not higher than its kill. */
    public long killedBefore() {
        return ignored.get(Outcome.Ignored.Why.KILLED).sum();
    }

    /** Records that could not be read or tagged. */
    public long rejected() {
        return sum(rejected);
    }

    /** Records rejected for a reason. */
    public long rejected(RejectionReason reason) {
        return rejected.get(reason).sum();
    }

    /** Records that had no time or one in the future, for which the time of their arrival was taken. */
    public long clamped() {
        return clamped.sum();
    }

    /** Records that lay in a partition where their keys do not belong, and were moved to where they do. */
    public long moved() {
        return moved.sum();
    }

    /** Articles whose memory was given up. */
    public long expired() {
        return expired.sum();
    }

    /** Offsets that Kafka deleted before they were read. Transaction markers are among them: at most so many articles are lost. */
    public long deletedUnread() {
        return deletedUnread.sum();
    }

    private static long sum(Map<?, LongAdder> counters) {
        return counters.values().stream().mapToLong(LongAdder::sum).sum();
    }

    @Override
    public String toString() {
        return "accepted=" + accepted() + " revisions=" + revisions() + " kills=" + killed() + " withheld=" + withheld()
                + " retagged=" + retagged() + " corrected=" + corrected() + " outdated=" + outdated() + " unchanged="
                + unchanged() + " held=" + held() + " released=" + released() + " duplicates=" + duplicates()
                + " superseded="
                + superseded() + " killed-before=" + killedBefore() + " rejected=" + rejected() + " clamped="
                + clamped() + " moved=" + moved()
                + " expired=" + expired() + " deleted-unread=" + deletedUnread();
    }
}
