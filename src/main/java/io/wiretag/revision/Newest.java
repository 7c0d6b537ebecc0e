package io.wiretag.revision;

/** What is out of an article, by its newest record. */
public sealed interface Newest {
    /** It may be shown, and its tags can be corrected. */
    record Live(SentVersion sent) implements Newest {}

    /**
     * It went out, and was taken back.
     *
     * @param last the record that took it back
     */
    record Down(SentVersion last, Why why) implements Newest {
        /** How. */
        public enum Why {
            KILLED,
            /** Withheld, or retracted until an embargo ends. */
            WITHDRAWN
        }
    }

    /** No record tells of it: it never went out, or so long ago that nothing is left. */
    record Unknown(String uri) implements Newest {}
}
