package io.wiretag.intake;

/** Formats of input. */
public enum Format {
    /** Told from the content, never from the name of the file: see {@link ArticleReaders}. */
    AUTO,
    /** One article as plain text in UTF-8, as wires and web pages carry it. */
    TEXT,
    /** IPTC ninjs of any generation: one object, an array of objects, or one object after another (JSON lines). */
    NINJS,
    /** RSS 0.9x, 1.0, 2.0 or Atom: each item is an article. */
    FEED
}
