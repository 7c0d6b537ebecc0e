package io.wiretag.topology;

import java.time.Clock;
import java.time.Duration;

/**
 * How late it is, how long things may take, and how long they are kept.
 *
 * @param clock tells whether the time of a record lies in the future, and how long releases took
 * @param patience how long a record waits for the registry where it is; then it is given back
 * @param retention how long an article is remembered after its last version
 */
public record StreamTimes(Clock clock, Duration patience, Duration retention) {
    public StreamTimes {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("articles must be remembered for some time, not for " + retention);
        }
    }
}
