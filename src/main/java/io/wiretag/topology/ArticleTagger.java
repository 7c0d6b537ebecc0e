package io.wiretag.topology;

import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.Story;
import io.wiretag.tagging.Tagging;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An article in, the tagged article out: what the stream does to every article, without a stream. Thread-safe. */
public final class ArticleTagger {
    private final Tagging tagger;

    public ArticleTagger(Tagging tagger) {
        this.tagger = tagger;
    }

    /**
     * The article, unchanged, with its tags.
     *
     * @param at when it is tagged
     */
    public TaggedArticle tag(Article article, Instant at) {
        return tag(article, ContentHash.of(article), at);
    }

    /** What of an article is tagged. */
    public static Story story(Article article) {
        return TagMapping.story(article);
    }

    TaggedArticle tag(Article article, String contentHash, Instant at) {
        return TagMapping.taggedArticle(article, tagger.tag(TagMapping.story(article)), contentHash, at);
    }

    /** The article without any tag, as if its text named nothing. */
    TaggedArticle untagged(Article article, String contentHash, Instant at) {
        Story nothing = new Story(List.of(), Optional.empty(), Optional.empty());
        return TagMapping.taggedArticle(article, tagger.tag(nothing), contentHash, at);
    }
}
