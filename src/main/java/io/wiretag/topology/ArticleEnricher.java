package io.wiretag.topology;

import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.codec.ValueNotWritableException;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.Article;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.Tagging;
import io.wiretag.topics.ArticleIdentity;
import io.wiretag.topics.Topics;
import io.wiretag.topology.Outcome.Accepted.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one step of the stream: a published record in, everything that has to go out because of it.
 *
 * <p>All that can fail on content is done here, before anything is sent: reading, tagging, writing, sizes. What fails is an
 * {@link Outcome.Rejected}; only a broken world is an exception
 * ({@link io.wiretag.codec.RegistryUnavailableException}). Knows nothing of Kafka Streams and keeps no state of its own.
 */
final class ArticleEnricher {
    private static final Logger LOG = LoggerFactory.getLogger(ArticleEnricher.class);

    private final ValueCodec codec;
    private final ArticleTagger tagger;
    private final Placement placement;
    private final RecordWriter writer;

    /**
     * @param placement in which partition a record belongs
     * @param maxRequestSize largest record that the producer sends, in bytes ({@code max.request.size})
     */
    ArticleEnricher(Topics topics, ValueCodec codec, Tagging tagger, Placement placement, int maxRequestSize) {
        this.codec = codec;
        this.placement = placement;
        this.tagger = new ArticleTagger(tagger);
        this.writer = new RecordWriter(topics, codec, maxRequestSize);
    }

    /**
     * A record that was published.
     *
     * @param now the clock
     * @param memory what is remembered of the article of a uri
     * @throws io.wiretag.codec.RegistryUnavailableException if the registry has to be asked and does not answer
     */
    Outcome enrich(PublishedRecord published, Instant now, Function<String, Optional<ArticleState>> memory) {
        return orRejected(published, now, Optional.empty(), () -> {
            Article article = read(published);
            Optional<ArticleState> before = memory.apply(article.getUri());
            if (placement.isMisplaced(published)) {
                return misplaced(published, article, before, now);
            }
            return handle(published, article, before, now);
        });
    }

    /**
     * Goes on to the partition of its key, where its other versions are. But an article that is remembered here lives on here:
     * it came before records were moved, and only this partition knows where it went. What takes it back goes both ways, for
     * publishers with other rules may have put versions of it there.
     */
    private Outcome misplaced(PublishedRecord published, Article article, Optional<ArticleState> before, Instant now) {
        if (before.isEmpty()) {
            return new Outcome.Moved(writer.moved(published));
        }
        if (article.getPubStatus() == PubStatus.usable) {
            return handle(published, article, before, now);
        }
        return handle(published, article, before, now) instanceof Outcome.Accepted here
                ? alsoMoved(published, here)
                : new Outcome.Moved(writer.moved(published));
    }

    /** What was done here stands, also where the other way is closed. */
    private Outcome alsoMoved(PublishedRecord published, Outcome.Accepted here) {
        try {
            return here.and(writer.moved(published));
        } catch (RejectedException e) {
            LOG.warn(
                    "what takes an article back was done here, and could not be moved to the partition of its key uri={}: {}",
                    RecordWriter.oneLine(here.memory().uri()),
                    RecordWriter.oneLine(e.getMessage()));
            return here;
        }
    }

    private Outcome handle(PublishedRecord published, Article article, Optional<ArticleState> before, Instant now) {
        Instant arrival = Instant.ofEpochMilli(published.timestamp());
        String hash = ContentHash.of(article);
        Step step = new Step(published, article, hash, arrival, before, now.truncatedTo(ChronoUnit.MILLIS), true);
        return switch (ArticleLife.verdict(article, hash, arrival, before, now)) {
            case DUPLICATE -> new Outcome.Ignored(Outcome.Ignored.Why.DUPLICATE, article.getUri());
            case SUPERSEDED -> superseded(step);
            case KILLED -> new Outcome.Ignored(Outcome.Ignored.Why.KILLED, article.getUri());
            case SEND -> send(step, Event.SENT);
            case HOLD -> hold(step);
            case WITHHOLD -> withhold(step);
            case KILL -> kill(step);
            case WITHHOLD_SENT -> withhold(step.regardingWhatIsOut());
            case KILL_SENT -> kill(step.regardingWhatIsOut());
        };
    }

    /**
     * A record that was held, once its embargo has ended. Tagged now, by the gazetteer of now.
     *
     * @param before what is remembered of its article, which says that it is held
     * @throws io.wiretag.codec.RegistryUnavailableException if the registry has to be asked and does not answer
     */
    Outcome release(String uri, PublishedRecord held, Instant now, ArticleState before) {
        // once rejected, it must not pass for a repetition when it is published again
        ArticleState unless = ArticleState.newBuilder(before)
                .setHeldUntil(null)
                .setContentHash("")
                .build();
        Outcome.Remembered memory = new Outcome.Remembered(uri, Optional.of(before), unless, true);
        return orRejected(held, now, Optional.of(memory), () -> {
            Article article = read(held);
            return send(
                    new Step(
                            held,
                            article,
                            before.getContentHash(),
                            Instant.ofEpochMilli(held.timestamp()),
                            Optional.of(before),
                            now.truncatedTo(ChronoUnit.MILLIS),
                            true),
                    Event.RELEASED);
        });
    }

    /**
     * Everything that is known of an arrival.
     *
     * @param newest whether it is the newest version from now on; one that is not regards what is out, while the newest is held
     */
    private record Step(
            PublishedRecord published,
            Article article,
            String hash,
            Instant arrival,
            Optional<ArticleState> before,
            Instant now,
            boolean newest) {
        Step regardingWhatIsOut() {
            return new Step(published, article, hash, arrival, before, now, false);
        }

        String uri() {
            return article.getUri();
        }

        /** The headers that came, and where they came from. */
        Headers passedOn() {
            return withPlace(new RecordHeaders(
                    ClientHeaders.passedOn(published.headers()).toArray()));
        }

        Headers bareHeaders() {
            return withPlace(new RecordHeaders());
        }

        private Headers withPlace(Headers headers) {
            RecordHeader.PUBLISHED.put(headers, published.place());
            return headers;
        }

        /**
         * Whether the newest version is one whose text nobody may see yet. What was killed may have been: nothing tells any more,
         * and nobody needs the text of one kill more.
         */
        boolean isSecret() {
            return ArticleLife.isEmbargoed(article, before, now)
                    || before.filter(last -> last.getPubStatus() != PubStatus.usable || last.getHeldUntil() != null)
                            .isPresent();
        }

        Reach reach() {
            return before.map(state -> Reach.of(uri(), state)).orElse(Reach.NOWHERE);
        }

        /** It is the newest version, and out. */
        Outcome.Remembered sent(Reach reach) {
            ArticleState.Builder state = newest(reach, Optional.empty());
            return remembered(
                    state.setSentVersion(state.getVersion()).setSentVersionCreated(state.getVersionCreated()));
        }

        /** It is the newest version, and not out. */
        Outcome.Remembered kept(Reach reach, Optional<Instant> heldUntil) {
            ArticleState.Builder state = newest(reach, heldUntil);
            before.ifPresent(last ->
                    state.setSentVersion(last.getSentVersion()).setSentVersionCreated(last.getSentVersionCreated()));
            return remembered(state);
        }

        private ArticleState.Builder newest(Reach reach, Optional<Instant> heldUntil) {
            VersionOrder.Stamp stamp = ArticleLife.stamp(article, arrival, before);
            ArticleState.Builder state = ArticleState.newBuilder()
                    .setVersion(stamp.version().orElse(null))
                    .setVersionCreated(stamp.versionCreated().orElse(null))
                    .setContentHash(hash)
                    .setPubStatus(article.getPubStatus())
                    .setAcceptedAt(now)
                    .setEmbargoedUntil(ArticleLife.embargo(article, before).orElse(null))
                    .setHeldUntil(heldUntil.orElse(null));
            reach.into(state);
            return state;
        }

        private Outcome.Remembered remembered(ArticleState.Builder state) {
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

    private static Outcome superseded(Step step) {
        if (step.article().getPubStatus() == PubStatus.canceled) {
            LOG.warn(
                    "a kill is older than the article and is ignored; to kill it, publish it with a higher version or none"
                            + " uri={} version={} known={}",
                    RecordWriter.oneLine(step.uri()),
                    step.article().getVersion(),
                    step.before().map(ArticleState::getVersion).orElse(null));
        }
        return new Outcome.Ignored(Outcome.Ignored.Why.SUPERSEDED, step.uri());
    }

    private Outcome send(Step step, Event event) {
        TaggedArticle tagged = tag(step);
        List<Reach.Delivery> deliveries = step.reach().send(places(tagged));
        return accepted(
                event,
                writer.write(tagged, deliveries, step.passedOn()),
                step.sent(step.reach().after(deliveries)));
    }

    /** Does what sending does, so that what could not be sent is rejected now and not when everybody waits for it. */
    private Outcome hold(Step step) {
        writer.requireHoldable(step.published());
        TaggedArticle tagged = tag(step);
        writer.write(tagged, step.reach().send(places(tagged)), step.passedOn());
        return accepted(
                Event.HELD, List.of(), step.kept(step.reach(), ArticleLife.embargo(step.article(), step.before())));
    }

    private Outcome withhold(Step step) {
        List<Reach.Delivery> deliveries = step.reach().withdraw();
        return accepted(
                Event.WITHHELD,
                writer.write(bare(step), deliveries, step.bareHeaders()),
                step.afterTakingBack(step.reach().after(deliveries)));
    }

    /**
     * A kill must arrive, whatever its text is: where it cannot be tagged or is too large, it goes without its text. One that
     * finds no memory may have overtaken its article, or come after the memory of it has been given up: it goes where its own
     * tags send it, unless it tells of an embargo. One of a text that nobody may see yet mostly repeats that text: it goes
     * without.
     */
    private Outcome kill(Step step) {
        if (step.isSecret()) {
            return kill(step, bare(step), step.bareHeaders());
        }
        try {
            return kill(step, tag(step), step.passedOn());
        } catch (RejectedException | ValueNotWritableException e) {
            LOG.warn(
                    "a kill goes out without its text uri={}: {}",
                    RecordWriter.oneLine(step.uri()),
                    RecordWriter.oneLine(e.getMessage()));
            return kill(step, bare(step), step.bareHeaders());
        }
    }

    private Outcome kill(Step step, TaggedArticle tagged, Headers passedOn) {
        Reach reach = step.reach();
        if (step.before().isEmpty() && !ArticleLife.isEmbargoed(step.article(), step.before(), step.now())) {
            reach = reach.after(reach.send(places(tagged)));
        }
        List<Reach.Delivery> deliveries = reach.kill();
        return accepted(
                Event.KILLED,
                writer.write(tagged, deliveries, passedOn),
                step.afterTakingBack(reach.after(deliveries)));
    }

    private static Outcome accepted(Event event, List<OutgoingRecord> records, Outcome.Remembered memory) {
        return new Outcome.Accepted(event, records, Optional.empty(), memory);
    }

    private static Set<Reach.Place> places(TaggedArticle tagged) {
        Set<Reach.Place> places = new HashSet<>();
        places.add(new Reach.Place(Sink.TAGGED, tagged.getArticle().getUri()));
        tagged.getProvinces().forEach(tag -> places.add(new Reach.Place(Sink.BY_PROVINCE, tag.getCode())));
        tagged.getAgencies().stream()
                .filter(tag -> tag.getRole() == AgencyRole.origin)
                .forEach(tag -> places.add(new Reach.Place(Sink.BY_AGENCY, tag.getCode())));
        return places;
    }

    private Article read(PublishedRecord published) {
        writer.requireReadable(published);
        Article article = codec.decode(published.topic(), published.headers(), published.value(), Article.class);
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

    private TaggedArticle tag(Step step) {
        try {
            return tagger.tag(step.article(), step.hash(), step.now());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("the tagger failed on an article, a fault of ours uri={}", RecordWriter.oneLine(step.uri()), e);
            throw new RejectedException(RejectionReason.TAGGING_FAILED, "the tagger failed: " + e);
        }
    }

    /** What can be said of an article without its text. */
    private TaggedArticle bare(Step step) {
        Article article = step.article();
        Article bare = Article.newBuilder()
                .setUri(article.getUri())
                .setVersion(article.getVersion())
                .setType(isShort(article.getType()) ? article.getType() : "text")
                .setLanguage(isShort(article.getLanguage()) ? article.getLanguage() : null)
                .setPubStatus(article.getPubStatus())
                .setFirstCreated(article.getFirstCreated())
                .setVersionCreated(article.getVersionCreated())
                .build();
        return tagger.untagged(bare, step.hash(), step.now());
    }

    /** A kill has to fit whatever its article says of itself. */
    private static boolean isShort(String said) {
        return said == null || said.length() <= ArticleIdentity.LONGEST_VERSION;
    }

    private interface Attempt {
        Outcome outcome();
    }

    private Outcome orRejected(
            PublishedRecord published, Instant now, Optional<Outcome.Remembered> memory, Attempt attempt) {
        try {
            return attempt.outcome();
        } catch (RejectedException e) {
            return rejected(published, e.reason(), e.getMessage(), now, memory);
        } catch (UnreadableValueException e) {
            return rejected(published, RejectionReason.of(e.reason()), e.getMessage(), now, memory);
        } catch (ValueNotWritableException e) {
            return rejected(published, RejectionReason.TAGGING_FAILED, e.getMessage(), now, memory);
        }
    }

    private Outcome rejected(
            PublishedRecord published,
            RejectionReason reason,
            String message,
            Instant now,
            Optional<Outcome.Remembered> memory) {
        String said = RecordWriter.oneLine(message);
        return new Outcome.Rejected(reason, said, writer.rejected(published, reason, said, now), memory);
    }
}
