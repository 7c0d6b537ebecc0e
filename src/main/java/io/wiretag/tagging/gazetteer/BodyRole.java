package io.wiretag.tagging.gazetteer;

/** What a public body has to do with a story. */
public enum BodyRole {
    /** Says something in it, itself or by who speaks for it. */
    SPEAKER,
    /** Is named. */
    MENTION
}
