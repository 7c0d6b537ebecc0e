package io.wiretag.topics;

import io.wiretag.schema.Article;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How long uri and version of an article may be. What is longer is rejected, and would be each time it came again. */
public final class ArticleIdentity {
    /** Bytes of a uri: it is the key of state, whose records a broker takes up to 1 MiB. */
    public static final int LONGEST_URI = 4096;

    /** Characters of a version. */
    public static final int LONGEST_VERSION = 256;

    private ArticleIdentity() {}

    /** What is too long, in a sentence with the remedy; empty if nothing is. */
    public static Optional<String> tooLong(Article article) {
        int bytes = article.getUri().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_URI) {
            return Optional.of(sentence("uri", bytes, "bytes", LONGEST_URI));
        }
        String version = article.getVersion();
        return version != null && version.length() > LONGEST_VERSION
                ? Optional.of(sentence("version", version.length(), "characters", LONGEST_VERSION))
                : Optional.empty();
    }

    private static String sentence(String what, int length, String unit, int longest) {
        return "the " + what + " has " + length + " " + unit + ", the longest is " + longest
                + ": give it a shorter one";
    }
}
