package io.wiretag.topology;

import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.Story;
import io.wiretag.tagging.Tagger;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** An article in, the tagged article out: what the stream does to every article, without a stream. Thread-safe. */
public final class ArticleTagger {
    private final Tagger tagger;
    private final Clock clock;

    /** @param clock tells when an article was tagged */
    public ArticleTagger(Tagger tagger, Clock clock) {
        this.tagger = tagger;
        this.clock = clock;
    }

    /** The article, unchanged, with its tags. */
    public TaggedArticle tag(Article article) {
        return tag(article, ContentHash.of(article));
    }

    /** What of an article is tagged. */
    public static Story story(Article article) {
        return TagMapping.story(article);
    }

    TaggedArticle tag(Article article, String contentHash) {
        return TagMapping.taggedArticle(
                article,
                tagger.tag(TagMapping.story(article)),
                contentHash,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
