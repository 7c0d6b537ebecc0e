package io.wiretag.life;

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

    /** What is to be done about it. */
    static Verdict verdict(Arrival arrival) {
        Article article = arrival.article();
        Optional<ArticleState> before = arrival.before();
        boolean kill = article.getPubStatus() == PubStatus.canceled;
        if (before.isPresent()) {
            // before the order: a time of creation in the future gives each repetition a later stamp
            if (arrival.hash().equals(before.get().getContentHash())) {
                return Verdict.DUPLICATE;
            }
            int order = order(arrival);
            if (order < 0) {
                return takesBackSent(arrival, before.get());
            }
            if (!kill && before.get().getPubStatus() == PubStatus.canceled && !revives(arrival, order, before.get())) {
                return Verdict.KILLED;
            }
        }
        return switch (article.getPubStatus()) {
            case canceled -> Verdict.KILL;
            case withheld -> Verdict.WITHHOLD;
            case usable -> isEmbargoed(arrival) ? Verdict.HOLD : Verdict.SEND;
        };
    }

    /** Older than a version that is held, which nobody has seen, it may still regard the one that everybody has. */
    private static Verdict takesBackSent(Arrival arrival, ArticleState before) {
        VersionOrder.Stamp sent = new VersionOrder.Stamp(
                Optional.ofNullable(before.getSentVersion()), Optional.ofNullable(before.getSentVersionCreated()));
        boolean regardsIt = before.getHeldUntil() != null
                && before.getLive()
                && VersionOrder.INSTANCE.compare(stamp(arrival), sent) >= 0;
        if (!regardsIt) {
            return Verdict.SUPERSEDED;
        }
        return switch (arrival.article().getPubStatus()) {
            case usable -> Verdict.SUPERSEDED;
            case withheld -> Verdict.WITHHOLD_SENT;
            case canceled -> Verdict.KILL_SENT;
        };
    }

    /** A higher version than that of the kill; where the kill has none, one that was created after it. */
    private static boolean revives(Arrival arrival, int order, ArticleState kill) {
        if (kill.getVersion() != null) {
            return order > 0;
        }
        Instant killed = Optional.ofNullable(kill.getVersionCreated()).orElse(kill.getAcceptedAt());
        return stamp(arrival).versionCreated().filter(killed::isBefore).isPresent();
    }

    private static int order(Arrival arrival) {
        return VersionOrder.INSTANCE.compare(
                stamp(arrival), stamp(arrival.before().orElseThrow()));
    }

    /**
     * By which the version is told from others. A kill that does not say what it kills, kills what there is: it takes the
     * stamp of the newest version; so does what withholds. A time of creation in the future would keep out every version until
     * then: it counts as the time of arrival.
     */
    static VersionOrder.Stamp stamp(Arrival arrival) {
        Article article = arrival.article();
        Optional<ArticleState> before = arrival.before();
        VersionOrder.Stamp own = new VersionOrder.Stamp(
                Optional.ofNullable(article.getVersion()),
                Optional.ofNullable(article.getVersionCreated())
                        .map(created -> created.isAfter(arrival.at()) ? arrival.at() : created));
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
    static Optional<Instant> embargo(Arrival arrival) {
        return Optional.ofNullable(arrival.article().getEmbargoedUntil())
                .or(() -> arrival.before().map(ArticleState::getEmbargoedUntil));
    }

    static boolean isEmbargoed(Arrival arrival) {
        return embargo(arrival).filter(until -> until.isAfter(arrival.now())).isPresent();
    }
}
