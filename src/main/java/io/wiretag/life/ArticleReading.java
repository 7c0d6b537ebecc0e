package io.wiretag.life;

import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.schema.Article;
import io.wiretag.topics.ArticleIdentity;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** From the bytes of a published record to its article, or to the reason why it is rejected. */
final class ArticleReading {
    private final Topics topics;
    private final ValueCodec codec;

    ArticleReading(Topics topics, ValueCodec codec) {
        this.topics = topics;
        this.codec = codec;
    }

    /**
     * The article of a record.
     *
     * @throws RejectedException if there is none, or it is not what its record says
     * @throws io.wiretag.codec.RegistryUnavailableException if the registry has to be asked and does not answer
     */
    Article read(PublishedRecord published) {
        requireReadable(published);
        Article article = decoded(published);
        String uri = article.getUri();
        if (uri.isBlank()) {
            throw new RejectedException(
                    RejectionReason.NO_URI, "the article has no uri: give it one that all its versions share");
        }
        Optional<String> tooLong = ArticleIdentity.tooLong(article);
        if (tooLong.isPresent()) {
            throw new RejectedException(RejectionReason.IDENTITY_TOO_LONG, tooLong.get());
        }
        if (!Arrays.equals(uri.getBytes(StandardCharsets.UTF_8), published.key())) {
            String key = published.key() == null ? "no key" : "the key '" + begin(published.key()) + "'";
            throw new RejectedException(
                    RejectionReason.KEY_MISMATCH,
                    "the record has " + key + ", its article the uri '" + uri
                            + "': publish it with its uri as the key");
        }
        return article;
    }

    /** A key may have megabytes. */
    private static String begin(byte[] key) {
        return new String(key, 0, Math.min(key.length, ArticleIdentity.LONGEST_URI), StandardCharsets.UTF_8);
    }

    private Article decoded(PublishedRecord published) {
        try {
            return WiretagHeader.REPLAY_OF.isIn(published.headers())
                    ? codec.decodeAgain(published.topic(), published.headers(), published.value(), Article.class)
                    : codec.decode(published.topic(), published.headers(), published.value(), Article.class);
        } catch (UnreadableValueException e) {
            throw new RejectedException(RejectionReason.of(e.reason()), e.getMessage());
        }
    }

    /**
     * Checks that there is memory for reading a record, which takes several times its size. None that is larger than the largest
     * topic takes can go anywhere, but packed it may have got in.
     */
    private void requireReadable(PublishedRecord published) {
        int size = published.length();
        if (size > topics.rejected().maxMessageBytes()) {
            throw new RejectedException(
                    RejectionReason.TOO_LARGE,
                    "unpacked it has " + size + " bytes, and what is larger than topics.rejected.max.message.bytes ("
                            + topics.rejected().maxMessageBytes() + ") is not read: publish less text");
        }
    }
}
