package io.wiretag.tagging.gazetteer;

/** What an agency has to do with a story. */
public enum Role {
    /** Wrote it: sign-off, byline, dateline, provider. */
    ORIGIN,
    /** Is credited for a picture or video. */
    CREDIT,
    /** Is named in the text. */
    MENTION
}
