package io.wiretag.delivery.webhook;

import io.wiretag.delivery.Event;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The versions of one article that one endpoint has still to get, in their order: one at a time. For one thread at a time. */
final class Lane {
    /**
     * A version that waits.
     *
     * @param kill whether it takes the article down
     * @param event empty where it lies in the topic alone
     */
    record Waiting(long offset, boolean kill, Optional<Event> event) {}

    private final String uri;
    private final int partition;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean sending;
    private boolean sendingKill;
    private Instant begunAt = Instant.MIN;
    /** Whether the topic of subscriptions has it, so that the group may pass it. */
    private boolean kept;

    private long done = -1;
    private int attempts;
    private Optional<Instant> since = Optional.empty();
    private Instant failedAt = Instant.MIN;
    private Instant next = Instant.MIN;
    private String why = "";
    private boolean givenUp;
    /** Whether the first has failed by itself: the group does not wait for it. */
    private boolean refused;

    Lane(String uri, int partition) {
        this.uri = uri;
        this.partition = partition;
    }

    String uri() {
        return uri;
    }

    int partition() {
        return partition;
    }

    Deque<Waiting> waiting() {
        return waiting;
    }

    Waiting first() {
        return waiting.getFirst();
    }

    boolean isSending() {
        return sending;
    }

    boolean isKept() {
        return kept;
    }

    void keep() {
        kept = true;
    }

    void refuse() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    long done() {
        return done;
    }

    int attempts() {
        return attempts;
    }

    Instant next() {
        return next;
    }

    /** Whether a kill waits: the article is to be taken down as soon as that can be. */
    boolean isUrgent() {
        return waiting.stream().anyMatch(Waiting::kill);
    }

    /** The kill at that place, if it has still to be sent. */
    Optional<Waiting> kill(long offset) {
        return waiting.stream()
                .filter(each -> each.kill() && each.offset() == offset)
                .findFirst();
    }

    /** Whether it may be sent now. */
    boolean isDue(Instant now) {
        return !sending && !givenUp && !waiting.isEmpty() && !next.isAfter(now);
    }

    /** Whether it has come past that place: what stands there was sent, or waits, or a kill behind it has taken its place. */
    boolean covers(long offset) {
        return offset <= done
                || !waiting.isEmpty() && offset <= waiting.getLast().offset();
    }

    void add(Waiting version) {
        waiting.addLast(version);
        if (version.kill()) {
            // it is news for the endpoint, whatever became of what was before it
            renew();
        }
    }

    /** The first has not been tried. */
    void renew() {
        attempts = 0;
        since = Optional.empty();
        why = "";
        next = Instant.MIN;
        givenUp = false;
        refused = false;
    }

    void begin(Instant now) {
        sending = true;
        begunAt = now;
        sendingKill = isUrgent();
    }

    boolean hasBegunBefore(Instant time) {
        return begunAt.isBefore(time);
    }

    /** Whether it was urgent when it began. */
    boolean isSendingKill() {
        return sendingKill;
    }

    /** What was sent has come to nothing, and nobody is to blame. */
    void hold(Instant until) {
        sending = false;
        next = until;
    }

    /** @return how often it has failed by now */
    int fail(String reason, Instant now) {
        sending = false;
        attempts++;
        failedAt = now;
        why = reason;
        if (since.isEmpty()) {
            since = Optional.of(now);
        }
        return attempts;
    }

    void retryAt(Instant time) {
        next = time;
    }

    void giveUp() {
        givenUp = true;
    }

    boolean hasFailedSince(Instant time) {
        return attempts > 0 && !failedAt.isBefore(time);
    }

    Optional<Instant> since() {
        return since;
    }

    /** The first has arrived, or is no longer there. */
    Waiting pass() {
        sending = false;
        attempts = 0;
        since = Optional.empty();
        next = Instant.MIN;
        why = "";
        refused = false;
        Waiting passed = waiting.removeFirst();
        done = Math.max(done, passed.offset());
        return passed;
    }

    /** As the topic of subscriptions has it. */
    Unsent unsent(String topic, Instant now, long revision, Instant made) {
        return new Unsent(
                topic,
                made,
                partition,
                waiting.stream()
                        .map(each -> new Unsent.Place(each.offset(), each.kill()))
                        .toList(),
                done,
                attempts,
                since.orElse(now),
                why,
                givenUp,
                revision);
    }

    /**
     * From there; what was given up before the subscription was resumed is tried anew.
     *
     * @param now a clock that was ahead when it was put aside does not make it wait longer
     */
    static Lane of(String uri, Unsent kept, long revision, Instant now) {
        Lane lane = new Lane(uri, kept.partition());
        kept.waiting().forEach(each -> lane.waiting.add(new Waiting(each.offset(), each.kill(), Optional.empty())));
        lane.kept = true;
        lane.done = kept.done();
        boolean isAnew = kept.revision() != revision;
        lane.givenUp = kept.givenUp() && !isAnew;
        lane.refused = lane.givenUp;
        lane.attempts = isAnew ? 0 : kept.attempts();
        lane.since = isAnew || kept.attempts() == 0
                ? Optional.empty()
                : Optional.of(kept.since().isAfter(now) ? now : kept.since());
        lane.why = kept.why();
        return lane;
    }
}
