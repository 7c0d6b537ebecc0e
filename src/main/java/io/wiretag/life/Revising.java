package io.wiretag.life;

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
import io.wiretag.topics.WiretagHeader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sends the tags of a version anew that is out, since rules or an editor give it others. Not what is killed, withheld, held or no
 * longer remembered, and not where what was asked for regards an earlier version or earlier tags: whoever asks sees first what
 * there is.
 */
final class Revising {
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
        return before.filter(known -> isAsSeen(request, hash, known))
                .map(known -> Arrival.again(published, article, hash, known, now))
                .flatMap(arrival -> corrections(request, proven, arrival)
                        .map(corrections -> revised(request, proven, arrival.with(corrections))))
                .orElseGet(() -> new Ignored(Ignored.Why.OUTDATED, article.getUri()));
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

    private static boolean isAsSeen(TagRequest request, String hash, ArticleState known) {
        return known.getPubStatus() == PubStatus.usable
                && known.getLive()
                && known.getHeldUntil() == null
                && known.getContentHash().equals(hash)
                && known.getRevision() == request.revision();
    }

    /** Those that hold from now on; empty if the one that is to be taken back does not. */
    private static Optional<List<Correction>> corrections(TagRequest request, boolean proven, Arrival arrival) {
        List<Correction> before = arrival.corrections();
        return switch (request.reason()) {
            case retag -> Optional.of(before);
            case correction -> Optional.of(and(before, correction(request, proven, arrival.published())));
            case undo -> {
                String id = request.undone().orElseThrow();
                List<Correction> others =
                        before.stream().filter(each -> !each.getId().equals(id)).toList();
                yield Optional.of(others).filter(list -> list.size() < before.size());
            }
        };
    }

    private static List<Correction> and(List<Correction> before, Correction more) {
        List<Correction> all = Stream.concat(before.stream(), Stream.of(more)).toList();
        if (all.size() > TagRequest.MOST_CORRECTIONS
                || all.stream().mapToInt(Revising::length).sum() > TagRequest.LONGEST_CORRECTIONS) {
            throw badRequest(
                    "with it the article would have " + all.size()
                            + " corrections, which go with every version, and these would be too many or too long: undo some first");
        }
        return all;
    }

    /** In characters; each tag that is added repeats the note as its evidence. */
    private static int length(Correction correction) {
        int length = correction.getNote().length();
        for (CorrectedTag change : correction.getChanges()) {
            length += correction.getNote().length()
                    + (change.getText() == null ? 0 : change.getText().length());
        }
        return length;
    }

    private static Correction correction(TagRequest request, boolean proven, PublishedRecord published) {
        TagRequest.Said said = request.said().orElseThrow();
        return new Correction(published.place(), said.by(), proven, said.at(), said.note(), request.changes());
    }

    private Outcome revised(TagRequest request, boolean proven, Arrival arrival) {
        TaggedArticle tagged = tagger.tag(arrival);
        boolean isRetag = request.reason() == RevisionReason.retag;
        if (isRetag && TagChange.fingerprint(tagged).equals(request.tags())) {
            return new Ignored(Ignored.Why.UNCHANGED, arrival.uri());
        }
        int number = request.revision() + 1;
        Reach before = arrival.reach();
        List<Reach.Delivery> deliveries = before.send(Reach.places(tagged));
        Reach reach = before.after(deliveries, tagged);
        return new Outcome.Accepted(
                isRetag ? Event.RETAGGED : Event.CORRECTED,
                writer.write(with(revision(request, proven, number), tagged), deliveries, reach, arrival.passedOn()),
                Optional.empty(),
                arrival.revised(reach, number));
    }

    private static TagRevision revision(TagRequest request, boolean proven, int number) {
        return new TagRevision(
                number,
                request.reason(),
                request.said().map(TagRequest.Said::by).orElse(null),
                request.said().map(TagRequest.Said::note).orElse(null),
                proven);
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
