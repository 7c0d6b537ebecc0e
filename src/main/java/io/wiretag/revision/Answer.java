package io.wiretag.revision;

import io.wiretag.schema.TaggedArticle;

/** What came of a request for other tags. */
public sealed interface Answer {
    /** It was done: every sink has it that the article goes to. */
    record WentOut(TaggedArticle after) implements Answer {}

    /** Not done: there is a newer version, or others have corrected or retagged it. Whoever asked sees it first. */
    record ChangedMeanwhile(SentVersion now) implements Answer {}

    /**
     * Not done: there is nothing whose tags could be sent anew.
     *
     * @param why a sentence without a full stop
     */
    record NotLive(String why) implements Answer {}

    /**
     * The processor rejected it.
     *
     * @param reason in one word, as {@code wiretag.rejected.reason} says it: {@code not-sealed}
     * @param message the reason in a sentence
     */
    record Rejected(String reason, String message) implements Answer {}

    /**
     * The brokers did not say whether they have it: it may stand among the published articles, and then it is done.
     *
     * @param why a sentence without a full stop
     */
    record NotKnownWhetherSent(String why) implements Answer {}

    /**
     * It stands among the published articles, and what comes of it is not known yet: it will be done unless the article changes
     * before.
     *
     * @param place partition, colon, offset: what {@code wiretag.published} of its records will be
     * @param why a sentence without a full stop
     */
    record NotAnsweredYet(String place, String why) implements Answer {}
}
