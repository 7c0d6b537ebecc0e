package io.wiretag.delivery;

import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import java.util.Optional;

/**
 * What somebody asks for, within what he may see.
 *
 * @param filter what he asks for
 * @param scope what his key lets him see, decided like a filter: what never was in it is never told, not even that it is gone
 * @param text whether he may have the text, or identity and tags alone
 */
public record Wish(ArticleFilter filter, ArticleFilter scope, boolean text) {
    /** What a version is to him; empty if it is nothing to him. */
    public Optional<Operation> operation(TaggedArticle version) {
        return scope.operation(version)
                .flatMap(seen -> filter.operation(version).map(asked -> {
                    if (seen == Operation.kill || seen == Operation.retract) {
                        return seen;
                    }
                    return seen == Operation.publish && asked == Operation.correct ? Operation.publish : asked;
                }));
    }

    /** Whether the version may be shown to him now. */
    public boolean passes(TaggedArticle version) {
        return scope.passes(version) && filter.passes(version);
    }
}
