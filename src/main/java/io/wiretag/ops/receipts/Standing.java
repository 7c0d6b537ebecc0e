package io.wiretag.ops.receipts;

import io.wiretag.ops.receipts.ReceiptLook.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a subscriber stands to a kill at one place, and since when.
 *
 * @param since when it came to be so
 * @param passed when its position was seen beyond the kill for the first time, whatever came after
 * @param notYetAt when it was certainly not beyond the kill yet: before the last look that saw it so, if one did
 * @param forgottenAt when its position was seen to be gone: the state is that of before
 * @param position offset of the next record it will read
 * @param records offsets that it has still to read until it is beyond the kill, this one included; transaction markers count
 * @param behind age of the next record that it has to read
 * @param why of what is not plain
 */
public record Standing(
        Place place,
        State state,
        Between since,
        Optional<Between> passed,
        Optional<Instant> notYetAt,
        Optional<Instant> forgottenAt,
        OptionalLong position,
        OptionalLong records,
        Optional<Duration> behind,
        Optional<Why> why) {

    /** The states of the contract, in the order of their weight: of a subscriber the last of its places counts. */
    public enum State {
        /** Its members read other topics. */
        LEFT("left", false),
        /** The topic was made again before it had passed. */
        VOID("void", false),
        /** Its committed position is beyond the kill; of a share group, all before it is acknowledged. */
        PASSED("passed", false),
        /** Nobody can tell, or not yet. */
        UNKNOWN("unknown", true),
        /** Somebody reads there, and commits nothing. */
        NO_POSITION("no-position", true),
        /** Neither a reader nor a position. */
        ABSENT("absent", true),
        /** Its position is before the kill. */
        BEHIND("behind", true),
        /** It was beyond, and its position was set back to before the kill. */
        RESET("reset-after-passing", true),
        /** The kill was deleted before it was read. */
        NEVER("will-never-read-it", true);

        private final String written;
        private final boolean open;

        State(String written, boolean open) {
            this.written = written;
            this.open = open;
        }

        /** As JSON and metrics have it. */
        public String written() {
            return written;
        }

        /** Whether something is owed, unless it says that it has acted. */
        public boolean isOpen() {
            return open;
        }

        /** Whether it was seen that it has not passed. */
        private boolean isNotYet() {
            return this == BEHIND || this == RESET || this == ABSENT || this == NO_POSITION;
        }

        private boolean isGone() {
            return this == ABSENT || this == NO_POSITION;
        }
    }

    /** What is not plain. */
    public enum Why {
        /** Of {@link State#UNKNOWN}: where the kill stands in this sink is not found yet, or its record is gone. */
        NOT_FOUND,
        /** Of {@link State#UNKNOWN}: the brokers did not tell. */
        UNSEEN,
        /** Of {@link State#UNKNOWN}: its position lies beyond the end. */
        BEYOND,
        /** Of {@link State#UNKNOWN}: something was deleted unread, and the kill may be among it. */
        DELETED_UNREAD,
        /** Of {@link State#PASSED}: it had no position, and then one beyond the kill. Whether it has read the kill nobody can tell. */
        NO_POSITION_BEFORE
    }

    /**
     * What the first look at it says.
     *
     * @param killAt when the kill was there
     * @param begun when the look had not begun
     * @param at when it was done
     */
    static Standing first(Place place, Seen seen, Instant killAt, Instant begun, Instant at) {
        State state = seen.state();
        Between since = new Between(killAt, at);
        return new Standing(
                        place,
                        state,
                        since,
                        Optional.of(since).filter(any -> state == State.PASSED),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty())
                .with(state, seen, begun, at);
    }

    /** What a later look makes of it. The same in all but its figures, if nothing has changed. */
    Standing then(Place found, Seen seen, Instant killAt, Instant begun, Instant at) {
        State next = next(seen);
        if (next == state) {
            return at(found).with(next, seen, begun, at);
        }
        Between since = new Between(
                // of another instance, whose clock may be ahead, it may be later than this
                notYetAt.filter(killAt::isBefore).filter(at::isAfter).orElse(killAt), at);
        Optional<Why> why = next == State.PASSED && (state.isGone() || forgottenAt.isPresent())
                ? Optional.of(Why.NO_POSITION_BEFORE)
                : Optional.empty();
        return new Standing(
                        found,
                        next,
                        since,
                        passed.or(() -> Optional.of(since).filter(any -> next == State.PASSED)),
                        notYetAt,
                        Optional.empty(),
                        position,
                        OptionalLong.empty(),
                        Optional.empty(),
                        why)
                .with(next, seen, begun, at);
    }

    /** Of what is known already, what is seen takes away nothing but by proof. */
    private State next(Seen seen) {
        State now = seen.state();
        return switch (state) {
            // what is void or lost stays so; of a topic that is made again nothing is to be read
            case VOID -> state;
            case NEVER -> now == State.VOID ? State.VOID : State.NEVER;
            case PASSED -> now == State.BEHIND ? State.RESET : State.PASSED;
            case RESET ->
                switch (now) {
                    case PASSED, VOID, LEFT, NEVER -> now;
                    case UNKNOWN, NO_POSITION, ABSENT, BEHIND, RESET -> State.RESET;
                };
            case BEHIND ->
                switch (now) {
                    case ABSENT, NO_POSITION, UNKNOWN -> seen.isDeletedUnread() ? State.NEVER : State.BEHIND;
                    case PASSED -> seen.isDeletedUnread() ? State.NEVER : State.PASSED;
                    case LEFT, VOID, BEHIND, RESET, NEVER -> now;
                };
            case UNKNOWN, LEFT, NO_POSITION, ABSENT -> now == State.UNKNOWN && state != State.UNKNOWN ? state : now;
        };
    }

    /** The figures of a look; where it tells none, those of before stay. */
    private Standing with(State now, Seen seen, Instant begun, Instant at) {
        boolean gone = seen.state().isGone() && !now.isGone();
        boolean told = seen.position().isPresent();
        return new Standing(
                place,
                now,
                since,
                passed,
                seen.state().isNotYet() && now.isNotYet() ? Optional.of(begun) : notYetAt,
                gone ? forgottenAt.or(() -> Optional.of(at)) : told ? Optional.empty() : forgottenAt,
                told ? seen.position() : position,
                now.isOpen() ? (told ? seen.records() : records) : OptionalLong.empty(),
                now.isOpen() ? (told ? seen.behind() : behind) : Optional.empty(),
                now == State.UNKNOWN ? seen.why() : why.filter(any -> any == Why.NO_POSITION_BEFORE));
    }

    private Standing at(Place found) {
        return new Standing(found, state, since, passed, notYetAt, forgottenAt, position, records, behind, why);
    }

    /** Whether another says the same but for figures that each look brings. */
    boolean isAs(Standing other) {
        return place.equals(other.place)
                && state == other.state
                && since.equals(other.since)
                && passed.equals(other.passed)
                && forgottenAt.isPresent() == other.forgottenAt.isPresent()
                && why.equals(other.why);
    }
}
