package io.wiretag.topics;

import io.wiretag.schema.Article;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How long uri and version of an article may be: the processor keeps both for every article, and the uri is the key of its records.
 * What is longer is refused at the door, and else rejected each time it comes again.
 */
public final class ArticleIdentity {
    /** In bytes of UTF-8. */
    public static final int LONGEST_URI = 4096;

    /** In characters. */
    public static final int LONGEST_VERSION = 256;

    private ArticleIdentity() {}

    /** What is too long, in a sentence with the remedy; empty if nothing is. */
    public static Optional<String> tooLong(Article article) {
        return longUri(article.getUri()).or(() -> longVersion(article.getVersion()));
    }

    /** What is wrong with a uri that is too long, in a sentence with the remedy. */
    public static Optional<String> longUri(String uri) {
        // no character takes more than three bytes
        if (uri.length() <= LONGEST_URI / 3) {
            return Optional.empty();
        }
        return tooLong("uri", uri.getBytes(StandardCharsets.UTF_8).length, "bytes", LONGEST_URI);
    }

    /**
     * What is wrong with a version that is too long, in a sentence with the remedy.
     *
     * @param version null if there is none
     */
    public static Optional<String> longVersion(String version) {
        return tooLong("version", version == null ? 0 : version.length(), "characters", LONGEST_VERSION);
    }

    private static Optional<String> tooLong(String what, int length, String unit, int longest) {
        return length <= longest
                ? Optional.empty()
                : Optional.of("the %s has %d %s, the longest is %d: give it a shorter one"
                        .formatted(what, length, unit, longest));
    }
}
