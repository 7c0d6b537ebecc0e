package io.wiretag.intake.format;

/** Formats of input. */
public enum Format {
    /** Told from the content, never from the name of the file: see {@link ArticleReaders}. */
    AUTO,
    /** One article as plain text in UTF-8, as wires and web pages carry it. */
    TEXT,
    /** IPTC ninjs of any generation: one object, an array of objects, or one object after another (JSON lines). */
    NINJS,
    /** IPTC NewsML-G2: a newsItem, or a newsMessage with any number of them. */
    NEWSML_G2,
    /** RSS 0.9x, 1.0, 2.0, Atom, JSON Feed 1.x or a sitemap of news: each item is an article. */
    FEED,
    /** IPTC 7901, any number of messages, each between SOH and EOT. */
    IPTC_7901,
    /** ANPA 1312, any number of messages, each between SYN SYN SOH and EOT. */
    ANPA_1312
}
