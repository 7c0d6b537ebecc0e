package io.wiretag.delivery.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Whether an endpoint is there, as the answers tell, and when it is to be tried again. One article that it does not take says nothing
 * about it: of several in a row, or where nobody answers, the endpoint is to blame, and not they. For one thread at a time.
 */
final class Health {
    /** For as long as Standard Webhooks advises to try, about. */
    static final Duration PATIENCE = Duration.ofHours(75);

    private static final int DIFFERENT_ARTICLES = 3;
    private static final int UNANSWERED = 2;
    /** A kill is to arrive within five seconds of the endpoint's return. */
    private static final Duration KILL_PACE = Duration.ofSeconds(2);

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 8;

    private final DoubleSupplier random;
    private final Set<String> failed = new HashSet<>();
    private int unanswered;
    private int probes;
    private Optional<Instant> since;
    /** Whether that has been seen here, and not only heard of. */
    private boolean tried;

    private Instant downSince = Instant.MAX;
    private Instant probeAt = Instant.MIN;
    private Instant killAt = Instant.MIN;
    private Instant restUntil = Instant.MIN;
    private String why = "";

    /**
     * @param since when it began to fail, if it did before this process began
     * @param random from 0 to 1
     */
    Health(Optional<Instant> since, DoubleSupplier random) {
        this.since = since;
        // until something arrives, it is as it was
        this.probes = since.isPresent() ? 1 : 0;
        this.random = random;
    }

    boolean isDown() {
        return failed.size() >= DIFFERENT_ARTICLES || unanswered >= UNANSWERED;
    }

    /** Whether anything may be sent now, as one try of several where it is down. */
    boolean isOpen(Instant now, boolean kill) {
        return !now.isBefore(restUntil) && (!isDown() || !now.isBefore(kill ? killAt : probeAt));
    }

    /** Since when nothing has arrived, and all is in vain; empty while it is well. */
    Optional<Instant> since() {
        return isDown() || probes > 0 ? since : Optional.empty();
    }

    String why() {
        return why;
    }

    boolean isHopeless(Instant now) {
        return tried
                && since().filter(begin -> begin.plus(PATIENCE).isBefore(now)).isPresent();
    }

    /** @return since when it was down, if it has come back by this */
    Optional<Instant> accepted() {
        Optional<Instant> down = isDown() || probes > 0 ? Optional.of(downSince) : Optional.empty();
        failed.clear();
        unanswered = 0;
        probes = 0;
        since = Optional.empty();
        downSince = Instant.MAX;
        return down;
    }

    /** Something is under way: where it is down, the next try is some seconds later. */
    void begun(Instant now, boolean kill) {
        if (kill && isDown()) {
            killAt = now.plus(jitter(KILL_PACE));
        }
    }

    /** @param kill whether it was one: others are tried at their own pace */
    void failed(String uri, Answer.Failed answer, boolean kill, Instant now) {
        begin(answer.why(), now);
        failed.add(uri);
        unanswered = answer.isOfEndpoint() ? unanswered + 1 : 0;
        if (isDown() && !kill) {
            probeAt = now.plus(backoff(++probes, FIRST, LONGEST));
        }
    }

    void later(Answer.Later answer, Instant now) {
        begin(answer.why(), now);
        // of several at once one counts
        probes += probes == 0 || !now.isBefore(restUntil) ? 1 : 0;
        Duration own = backoff(probes, FIRST, LONGEST);
        Duration pause =
                answer.pause().filter(asked -> asked.compareTo(SHORTEST) > 0).orElse(own);
        Instant until = now.plus(pause);
        restUntil = until.isAfter(restUntil) ? until : restUntil;
    }

    private void begin(String reason, Instant now) {
        why = reason;
        tried = true;
        downSince = downSince.isAfter(now) ? now : downSince;
        since = since.or(() -> Optional.of(now));
    }

    /** The pause after so many failures: twice as long each time, and a fifth more or less, so that not all come at once. */
    Duration backoff(int failures, Duration first, Duration longest) {
        Duration pause = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS * 2));
        return jitter(pause.compareTo(longest) > 0 ? longest : pause);
    }

    private Duration jitter(Duration pause) {
        return Duration.ofMillis((long) (pause.toMillis() * (0.8 + 0.4 * random.getAsDouble())));
    }
}
