package io.wiretag.life;

import io.wiretag.schema.Article;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.Correction;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.TraceContext;
import io.wiretag.topics.WiretagHeader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A version that has come, with everything that is known of it.
 *
 * @param hash {@link ContentHash} of the article
 * @param at when it was published, by the time of its record
 * @param before what is remembered of its article
 * @param now the clock, in milliseconds
 * @param newest whether it is the newest version from now on; one that is not regards what is out, while the newest is held
 * @param corrections what editors said of its tags and holds
 */
record Arrival(
        PublishedRecord published,
        Article article,
        String hash,
        Instant at,
        Optional<ArticleState> before,
        Instant now,
        boolean newest,
        List<Correction> corrections) {

    static Arrival of(PublishedRecord published, Article article, Optional<ArticleState> before, Instant now) {
        return of(published, article, ContentHash.of(article), before, now);
    }

    /** One that was held, whose hash is remembered. */
    static Arrival released(PublishedRecord held, Article article, ArticleState before, Instant now) {
        return of(held, article, before.getContentHash(), Optional.of(before), now);
    }

    private static Arrival of(
            PublishedRecord published, Article article, String hash, Optional<ArticleState> before, Instant now) {
        Instant at = Instant.ofEpochMilli(published.timestamp());
        return new Arrival(
                published,
                article,
                hash,
                at,
                before,
                now.truncatedTo(ChronoUnit.MILLIS),
                true,
                before.map(ArticleState::getCorrections).orElse(List.of()));
    }

    /** The version that is out, to be tagged anew. */
    static Arrival again(PublishedRecord request, Article article, String hash, ArticleState before, Instant now) {
        Instant at = Optional.ofNullable(before.getArrivedAt()).orElse(before.getAcceptedAt());
        return new Arrival(
                request,
                article,
                hash,
                at,
                Optional.of(before),
                now.truncatedTo(ChronoUnit.MILLIS),
                true,
                before.getCorrections());
    }

    Arrival with(List<Correction> others) {
        return new Arrival(published, article, hash, at, before, now, newest, others);
    }

    Arrival regardingWhatIsOut() {
        return new Arrival(published, article, hash, at, before, now, false, corrections);
    }

    String uri() {
        return article.getUri();
    }

    /** The headers that came, and where they came from. */
    Headers passedOn() {
        return withPlace(
                new RecordHeaders(ClientHeaders.passedOn(published.headers()).toArray()));
    }

    /** Of the headers that came, the trace alone, which says nothing of the text. */
    Headers bareHeaders() {
        return withPlace(new RecordHeaders(TraceContext.of(published.headers())));
    }

    private Headers withPlace(Headers headers) {
        WiretagHeader.PUBLISHED.put(headers, published.place());
        return headers;
    }

    /**
     * Whether the newest version is one whose text nobody may see yet. What was killed may have been: nothing tells any more,
     * and nobody needs the text of one kill more.
     */
    boolean isSecret() {
        return ArticleLife.isEmbargoed(this)
                || before.filter(last -> last.getPubStatus() != PubStatus.usable || last.getHeldUntil() != null)
                        .isPresent();
    }

    Reach reach() {
        return before.map(state -> Reach.of(uri(), state)).orElse(Reach.NOWHERE);
    }

    /** It is the newest version, and out. */
    Outcome.Remembered sent(Reach reach, TaggedArticle tagged) {
        ArticleState.Builder state =
                newest(reach, Optional.empty()).setSentAs(published.place()).setSentTags(TagChange.fingerprint(tagged));
        return remembered(state.setSentVersion(state.getVersion()).setSentVersionCreated(state.getVersionCreated()));
    }

    /** It is the newest version, and not out. */
    Outcome.Remembered kept(Reach reach, Optional<Instant> heldUntil) {
        ArticleState.Builder state = newest(reach, heldUntil);
        before.ifPresent(last -> state.setSentVersion(last.getSentVersion())
                .setSentVersionCreated(last.getSentVersionCreated())
                .setSentAs(last.getSentAs())
                .setSentTags(last.getSentTags()));
        return remembered(state);
    }

    private ArticleState.Builder newest(Reach reach, Optional<Instant> heldUntil) {
        VersionOrder.Stamp stamp = ArticleLife.stamp(this);
        ArticleState.Builder state = ArticleState.newBuilder()
                .setVersion(stamp.version().orElse(null))
                .setVersionCreated(stamp.versionCreated().orElse(null))
                .setContentHash(hash)
                .setPubStatus(article.getPubStatus())
                .setAcceptedAt(now)
                .setEmbargoedUntil(ArticleLife.embargo(this).orElse(null))
                .setHeldUntil(heldUntil.orElse(null))
                .setArrivedAt(at)
                .setCorrections(corrections)
                .setRevision(before.map(ArticleState::getRevision).orElse(0));
        reach.into(state);
        return state;
    }

    private Outcome.Remembered remembered(ArticleState.Builder state) {
        return new Outcome.Remembered(uri(), before, state.build(), true);
    }

    /** Its tags have gone out anew. */
    Outcome.Remembered revised(Reach reach, TaggedArticle tagged, int revision) {
        ArticleState.Builder state = ArticleState.newBuilder(before.orElseThrow())
                .setContentHash(hash)
                .setArrivedAt(at)
                .setCorrections(corrections)
                .setRevision(revision)
                .setSentAs(published.place())
                .setSentTags(TagChange.fingerprint(tagged));
        reach.into(state);
        return new Outcome.Remembered(uri(), before, state.build(), true);
    }

    Outcome.Remembered afterTakingBack(Reach reach) {
        if (newest) {
            return kept(reach, Optional.empty());
        }
        ArticleState.Builder state = ArticleState.newBuilder(before.orElseThrow());
        reach.into(state);
        return new Outcome.Remembered(uri(), before, state.build(), false);
    }
}
