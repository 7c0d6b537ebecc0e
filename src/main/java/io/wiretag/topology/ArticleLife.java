package io.wiretag.topology;

import io.wiretag.schema.Article;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.PubStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * The rules of an article's life: what an arrival means, given what is remembered of its uri.
 *
 * <p>Meanings of the publishing status are those of IPTC's vocabulary {@code pubstatusg2}: {@code withheld} and
 * {@code canceled} regard all versions of the item, and what has been published must be taken back. They are decided on
 * versions alone, never on tags, so that a kill works whatever the text says. docs/life.md is the same in
 * words for users.
 */
final class ArticleLife {
    /** What is to be done with an arrival. */
    enum Verdict {
        /** Nothing: same uri, version and content as the one accepted last. */
        DUPLICATE,
        /** Nothing: a later version has been accepted before. */
        SUPERSEDED,
        /** Nothing: the article was killed at this version, only a higher one brings it back. */
        KILLED,
        /** Send it to every place it belongs to. */
        SEND,
        /** Keep it until its embargo ends. */
        HOLD,
        /** Take back what is out; its own text goes nowhere. */
        WITHHOLD,
        /** Tell every place that the article must not be used any more. */
        KILL,
        /** The same for what is out, while a later version is held, which stays held. */
        KILL_SENT,
        /** Take back what is out, while a later version is held, which stays held. */
        WITHHOLD_SENT
    }

    private ArticleLife() {}

    /**
     * @param arrival when it was published: a version cannot have been created after that
     * @param now the clock, for embargoes
     */
    static Verdict verdict(
            Article article, String contentHash, Instant arrival, Optional<ArticleState> before, Instant now) {
        boolean kill = article.getPubStatus() == PubStatus.canceled;
        if (before.isPresent()) {
            // before the order: a time of creation in the future gives each repetition a later stamp
            if (contentHash.equals(before.get().getContentHash())) {
                return Verdict.DUPLICATE;
            }
            int order = order(article, arrival, before.get());
            if (order < 0) {
                return takesBackSent(article, arrival, before.get());
            }
            if (!kill && before.get().getPubStatus() == PubStatus.canceled && !revives(article, order, before.get())) {
                return Verdict.KILLED;
            }
        }
        return switch (article.getPubStatus()) {
            case canceled -> Verdict.KILL;
            case withheld -> Verdict.WITHHOLD;
            case usable -> isEmbargoed(article, before, now) ? Verdict.HOLD : Verdict.SEND;
        };
    }

    /** Older than a version that is held, which nobody has seen, it may still regard the one that everybody has. */
    private static Verdict takesBackSent(Article article, Instant arrival, ArticleState before) {
        VersionOrder.Stamp sent = new VersionOrder.Stamp(
                Optional.ofNullable(before.getSentVersion()), Optional.ofNullable(before.getSentVersionCreated()));
        boolean regardsIt = before.getHeldUntil() != null
                && before.getLive()
                && VersionOrder.INSTANCE.compare(stamp(article, arrival, Optional.of(before)), sent) >= 0;
        if (!regardsIt) {
            return Verdict.SUPERSEDED;
        }
        return switch (article.getPubStatus()) {
            case usable -> Verdict.SUPERSEDED;
            case withheld -> Verdict.WITHHOLD_SENT;
            case canceled -> Verdict.KILL_SENT;
        };
    }

    /** A higher version than that of the kill; where the kill has none, one that was created after it. */
    private static boolean revives(Article article, int order, ArticleState kill) {
        if (kill.getVersion() != null) {
            return order > 0;
        }
        Instant killed = Optional.ofNullable(kill.getVersionCreated()).orElse(kill.getAcceptedAt());
        return article.getVersionCreated() != null
                && article.getVersionCreated().isAfter(killed);
    }

    private static int order(Article article, Instant arrival, ArticleState before) {
        return VersionOrder.INSTANCE.compare(stamp(article, arrival, Optional.of(before)), stamp(before));
    }

    /**
     * By which the version is told from others. A kill that does not say what it kills, kills what there is: it takes the
     * stamp of the newest version; so does what withholds. A time of creation in the future would keep out every version until then: it counts as the
     * time of arrival.
     */
    static VersionOrder.Stamp stamp(Article article, Instant arrival, Optional<ArticleState> before) {
        VersionOrder.Stamp own = new VersionOrder.Stamp(
                Optional.ofNullable(article.getVersion()),
                Optional.ofNullable(article.getVersionCreated())
                        .map(created -> created.isAfter(arrival) ? arrival : created));
        if (article.getPubStatus() == PubStatus.usable || before.isEmpty()) {
            return own;
        }
        VersionOrder.Stamp newest = stamp(before.get());
        boolean saysNothing = own.version().isEmpty()
                && (newest.version().isPresent() || own.versionCreated().isEmpty());
        return saysNothing ? newest : own;
    }

    private static VersionOrder.Stamp stamp(ArticleState state) {
        return new VersionOrder.Stamp(
                Optional.ofNullable(state.getVersion()), Optional.ofNullable(state.getVersionCreated()));
    }

    /**
     * Until when no version may go out, as the last version that gave an embargo says. One that gives none does not lift the
     * embargo of the others: forgetting a field must not break one. One that lies in the past lifts it.
     */
    static Optional<Instant> embargo(Article article, Optional<ArticleState> before) {
        return Optional.ofNullable(article.getEmbargoedUntil()).or(() -> before.map(ArticleState::getEmbargoedUntil));
    }

    static boolean isEmbargoed(Article article, Optional<ArticleState> before, Instant now) {
        return embargo(article, before).filter(until -> until.isAfter(now)).isPresent();
    }
}
