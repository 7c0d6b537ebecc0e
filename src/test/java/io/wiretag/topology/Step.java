package io.wiretag.topology;

import java.time.Duration;

/** What happens next in the life of articles. */
sealed interface Step {

    /** @param delay how long the record was on its way: its time lies so much before the clock */
    record Arrive(IncomingVersion arrival, Duration delay) implements Step {
        @Override
        public String toString() {
            return "\n  " + arrival + (delay.isZero() ? "" : " delayed " + delay);
        }
    }

    record Wait(Duration duration) implements Step {
        @Override
        public String toString() {
            return "\n  wait " + duration;
        }
    }
}
