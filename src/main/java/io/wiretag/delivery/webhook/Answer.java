package io.wiretag.delivery.webhook;

import java.time.Duration;
import java.util.Optional;

/** What came of one try. */
sealed interface Answer {
    /** 2xx: the endpoint has it. */
    record Accepted() implements Answer {}

    /** 410: the endpoint wants no more, of anything. */
    record Gone() implements Answer {}

    /**
     * 429, or 503 with a time: the endpoint wants to be left alone. The article is not to blame.
     *
     * @param pause as it asks; empty: it does not say for how long
     */
    record Later(String why, Optional<Duration> pause) implements Answer {}

    /** Ours: what was to be sent has been deleted. */
    record NotThere() implements Answer {}

    /** Ours: no answer was waited for any longer, because the endpoint is back and answers others. */
    record BrokenOff() implements Answer {}

    /** Ours: what was to be sent cannot be read now. */
    record NotNow(Duration pause) implements Answer {}

    /**
     * Anything else.
     *
     * @param isOfEndpoint whether nothing is said about the article: no answer, or one of a gateway before it
     */
    record Failed(String why, boolean isOfEndpoint) implements Answer {}
}
