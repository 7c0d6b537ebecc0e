package io.wiretag.life;

import io.wiretag.files.OneLine;
import io.wiretag.schema.Article;
import io.wiretag.schema.Correction;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.Story;
import io.wiretag.tagging.Tagging;
import io.wiretag.topics.ArticleIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An article in, the tagged article out: what the stream does to every article, without a stream. Thread-safe. */
public final class ArticleTagger {
    private static final Logger LOG = LoggerFactory.getLogger(ArticleTagger.class);

    private final Tagging tagger;

    public ArticleTagger(Tagging tagger) {
        this.tagger = tagger;
    }

    /**
     * The article, unchanged, with its tags.
     *
     * @param at when it is tagged, and came
     */
    public TaggedArticle tag(Article article, Instant at) {
        return tag(article, ContentHash.of(article), at, at, List.of());
    }

    /**
     * What of an article is tagged.
     *
     * @param arrived when it came
     */
    public static Story story(Article article, Instant arrived) {
        return TagMapping.story(article, arrived, List.of());
    }

    /**
     * A version with its tags.
     *
     * @throws RejectedException if the tagger failed, which must not stop the stream
     */
    TaggedArticle tag(Arrival arrival) {
        try {
            return tag(arrival.article(), arrival.hash(), arrival.at(), arrival.now(), arrival.corrections());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error(
                    "the tagger failed on an article, a fault of ours uri={}",
                    OneLine.of(arrival.uri(), ArticleHandling.LONGEST_WORDS),
                    e);
            throw new RejectedException(RejectionReason.TAGGING_FAILED, "the tagger failed: " + e);
        }
    }

    /** What can be said of an article without its text. */
    TaggedArticle bare(Arrival arrival) {
        Article article = arrival.article();
        Article bare = Article.newBuilder()
                .setUri(article.getUri())
                .setVersion(article.getVersion())
                .setType(isShort(article.getType()) ? article.getType() : "text")
                .setLanguage(isShort(article.getLanguage()) ? article.getLanguage() : null)
                .setPubStatus(article.getPubStatus())
                .setFirstCreated(article.getFirstCreated())
                .setVersionCreated(article.getVersionCreated())
                .build();
        return untagged(bare, arrival.hash(), arrival.now());
    }

    /** A kill has to fit whatever its article says of itself. */
    private static boolean isShort(String said) {
        return said == null || said.length() <= ArticleIdentity.LONGEST_VERSION;
    }

    TaggedArticle tag(Article article, String contentHash, Instant arrived, Instant at, List<Correction> corrections) {
        return TagMapping.taggedArticle(
                article, tagger.tag(TagMapping.story(article, arrived, corrections)), contentHash, at, corrections);
    }

    /** The article without any tag, as if its text named nothing. */
    private TaggedArticle untagged(Article article, String contentHash, Instant at) {
        Story nothing = new Story(List.of(), Optional.empty(), Optional.empty());
        return TagMapping.taggedArticle(article, tagger.tag(nothing), contentHash, at, List.of());
    }
}
