package io.wiretag.life;

import io.wiretag.files.OneLine;
import io.wiretag.life.Outcome.Accepted.Event;
import io.wiretag.life.Outcome.Ignored;
import io.wiretag.schema.Article;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.Correction;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.RevisionReason;
import io.wiretag.schema.TagRevision;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.TagRequest;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the tags of a version anew that is out, since rules or an editor give it others. Not what is killed, withheld, held or no
 * longer remembered, and not where what was asked for regards an earlier version or earlier tags: whoever asks sees first what
 * there is.
 */
final class Revising {
    private static final Logger LOG = LoggerFactory.getLogger(Revising.class);

    private final ArticleTagger tagger;
    private final RecordWriter writer;
    private final Optional<RequestSeal> seal;

    Revising(ArticleTagger tagger, RecordWriter writer, Optional<RequestSeal> seal) {
        this.tagger = tagger;
        this.writer = writer;
        this.seal = seal;
    }

    /**
     * What comes of a published record that asks for it.
     *
     * @throws RejectedException if it cannot be understood or done, or is not sealed as it should be
     */
    Outcome answer(PublishedRecord published, Article article, Optional<ArticleState> before, Instant now) {
        TagRequest request = read(published);
        String hash = ContentHash.of(article);
        boolean proven = isProven(published, article.getUri(), hash, request);
        Optional<Outcome> revised = before.filter(known -> isAsSeen(published, request, hash, known))
                .map(known -> Arrival.again(published, article, hash, known, now))
                .flatMap(arrival -> corrections(request, proven, arrival)
                        .map(corrections -> revised(request, proven, arrival.with(corrections))));
        if (revised.isEmpty()) {
            request.said()
                    .ifPresent(said -> LOG.info(
                            "a {} came too late, for the article is no more as it was seen uri={} by={} at={}",
                            request.reason(),
                            OneLine.of(article.getUri(), ArticleHandling.LONGEST_WORDS),
                            OneLine.of(said.by()),
                            published.place()));
        }
        return revised.orElseGet(() -> new Ignored(Ignored.Why.OUTDATED, article.getUri()));
    }

    private static TagRequest read(PublishedRecord published) {
        try {
            return TagRequest.of(published.headers()).orElseThrow();
        } catch (IllegalArgumentException e) {
            throw badRequest(e.getMessage());
        }
    }

    private static RejectedException badRequest(String why) {
        return new RejectedException(
                RejectionReason.BAD_REQUEST,
                "its header " + WiretagHeader.REQUEST.key() + " asks for other tags, and cannot be followed: " + why);
    }

    private boolean isProven(PublishedRecord published, String uri, String hash, TagRequest request) {
        if (request.said().isEmpty() || seal.isEmpty()) {
            return false;
        }
        String written = WiretagHeader.REQUEST.of(published.headers()).orElseThrow();
        if (WiretagHeader.REQUEST_SEAL
                .of(published.headers())
                .filter(shown -> seal.get().isSealed(uri, hash, written, shown))
                .isEmpty()) {
            throw new RejectedException(
                    RejectionReason.NOT_SEALED,
                    "it corrects tags in the name of " + request.said().get().by()
                            + ", and is not sealed with the key of corrections that the processor has: give whoever"
                            + " corrects the same corrections.key.file");
        }
        return true;
    }

    /**
     * State that is ahead of the positions, as {@code MemoryRebuild} may find it, has done what is asked already, and nobody knows
     * whether it went out: it goes out once more.
     */
    private static boolean isAsSeen(PublishedRecord published, TagRequest request, String hash, ArticleState known) {
        String sentAs = known.getSentAs();
        return known.getPubStatus() == PubStatus.usable
                && known.getLive()
                && known.getHeldUntil() == null
                && (known.getContentHash().equals(hash)
                        || known.getContentHash().isEmpty() && sentAs != null)
                && (sentAs == null || sentAs.equals(request.seen()) || sentAs.equals(published.place()));
    }

    /** Those that hold from now on; empty if the one that is to be taken back does not. */
    private static Optional<List<Correction>> corrections(TagRequest request, boolean proven, Arrival arrival) {
        List<Correction> before = arrival.corrections();
        return switch (request.reason()) {
            case retag -> Optional.of(before);
            case correction -> Optional.of(and(before, correction(request, proven, arrival.published())));
            case other -> Optional.empty();
            case undo -> {
                String id = request.undone().orElseThrow();
                List<Correction> others =
                        before.stream().filter(each -> !each.getId().equals(id)).toList();
                yield Optional.of(others).filter(list -> list.size() < before.size() || isDone(arrival));
            }
        };
    }

    private static boolean isDone(Arrival arrival) {
        return arrival.before()
                .map(ArticleState::getSentAs)
                .filter(arrival.published().place()::equals)
                .isPresent();
    }

    private static List<Correction> and(List<Correction> before, Correction more) {
        List<Correction> all = Stream.concat(
                        before.stream().filter(each -> !each.getId().equals(more.getId())), Stream.of(more))
                .toList();
        if (all.size() > TagRequest.MOST_CORRECTIONS
                || all.stream().mapToInt(Revising::length).sum() > TagRequest.LONGEST_CORRECTIONS) {
            throw badRequest(
                    "with it the article would have " + all.size()
                            + " corrections, which go with every version, and these would be too many or too long: undo some first");
        }
        return all;
    }

    /** Each tag that is added repeats the note as its evidence. */
    private static int length(Correction correction) {
        int note = bytes(correction.getNote());
        int length = note + bytes(correction.getBy());
        for (CorrectedTag change : correction.getChanges()) {
            length += note + bytes(change.getText()) + 2 * bytes(change.getCode()) + bytes(change.getRole());
        }
        return length;
    }

    private static int bytes(String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Correction correction(TagRequest request, boolean proven, PublishedRecord published) {
        TagRequest.Said said = request.said().orElseThrow();
        return new Correction(published.place(), said.by(), proven, said.at(), said.note(), request.changes());
    }

    private Outcome revised(TagRequest request, boolean proven, Arrival arrival) {
        TaggedArticle tagged = tagger.tag(arrival);
        boolean isRetag = request.reason() == RevisionReason.retag;
        ArticleState known = arrival.before().orElseThrow();
        boolean isTheSame = Optional.ofNullable(known.getSentTags())
                .filter(sent -> sent == TagChange.fingerprint(tagged))
                .isPresent();
        if (isRetag && isTheSame && !isDone(arrival)) {
            return new Ignored(Ignored.Why.UNCHANGED, arrival.uri());
        }
        int number = known.getRevision() + (isDone(arrival) ? 0 : 1);
        Reach before = arrival.reach();
        List<Reach.Delivery> deliveries = before.send(Reach.places(tagged));
        Reach reach = before.after(deliveries, tagged);
        return new Outcome.Accepted(
                isRetag ? Event.RETAGGED : Event.CORRECTED,
                writer.write(
                        with(revision(request, proven, arrival, number), tagged),
                        deliveries,
                        reach,
                        arrival.passedOn()),
                Optional.empty(),
                arrival.revised(reach, tagged, number));
    }

    private static TagRevision revision(TagRequest request, boolean proven, Arrival arrival, int number) {
        return new TagRevision(
                number,
                request.reason(),
                request.said().map(TagRequest.Said::by).orElse(null),
                request.said().map(TagRequest.Said::note).orElse(null),
                proven,
                arrival.at(),
                arrival.before().orElseThrow().getAcceptedAt());
    }

    /** Not by a builder: it copies the article to its last string. */
    private static TaggedArticle with(TagRevision revision, TaggedArticle tagged) {
        return new TaggedArticle(
                tagged.getArticle(),
                tagged.getProvinces(),
                tagged.getAgencies(),
                tagged.getGazetteerVersion(),
                tagged.getContentHash(),
                tagged.getTaggedAt(),
                tagged.getOperation(),
                tagged.getDeliveries(),
                tagged.getReached(),
                tagged.getBodies(),
                tagged.getCorrections(),
                revision);
    }
}
