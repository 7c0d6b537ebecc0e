package io.wiretag.topology;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many records came to which end since the start of this process. Under exactly-once a record whose transaction was
 * aborted is counted again when it is dealt with again.
 */
public final class ArticleCounts {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder revisions = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder superseded = new LongAdder();
    private final Map<RejectionReason, LongAdder> rejected = new EnumMap<>(RejectionReason.class);

    ArticleCounts() {
        for (RejectionReason reason : RejectionReason.values()) {
            rejected.put(reason, new LongAdder());
        }
    }

    void count(Outcome outcome) {
        if (outcome instanceof Outcome.Tagged tagged) {
            accepted.increment();
            if (tagged.revision()) {
                revisions.increment();
            }
        } else if (outcome instanceof Outcome.Rejected refused) {
            rejected.get(refused.reason()).increment();
        } else if (outcome instanceof Outcome.Ignored ignored) {
            (ignored.why() == Outcome.Ignored.Why.DUPLICATE ? duplicates : superseded).increment();
        }
    }

    /** Versions that were tagged and sent on; {@link #revisions} are among them. */
    public long accepted() {
        return accepted.sum();
    }

    /** Accepted versions of articles that had an earlier one. */
    public long revisions() {
        return revisions.sum();
    }

    /** Repetitions of the version accepted last. */
    public long duplicates() {
        return duplicates.sum();
    }

    /** Versions that came after a later one. */
    public long superseded() {
        return superseded.sum();
    }

    /** Records that could not be read or tagged. */
    public long rejected() {
        return rejected.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Records rejected for a reason. */
    public long rejected(RejectionReason reason) {
        return rejected.get(reason).sum();
    }

    @Override
    public String toString() {
        return "accepted=" + accepted() + " revisions=" + revisions() + " duplicates=" + duplicates() + " superseded="
                + superseded() + " rejected=" + rejected();
    }
}
