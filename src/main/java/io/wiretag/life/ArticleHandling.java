package io.wiretag.life;

import io.wiretag.codec.ValueCodec;
import io.wiretag.codec.ValueNotWritableException;
import io.wiretag.files.OneLine;
import io.wiretag.life.Outcome.Accepted.Event;
import io.wiretag.schema.Article;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.Tagging;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one step of the stream: a published record in, everything that has to go out because of it.
 *
 * <p>All that can fail on content is done here, before anything is sent: reading, tagging, writing, sizes. What fails is an
 * {@link Outcome.Rejected}; only a broken world is an exception
 * ({@link io.wiretag.codec.RegistryUnavailableException}). Knows nothing of Kafka Streams and keeps no state of its own.
 */
public final class ArticleHandling {
    private static final Logger LOG = LoggerFactory.getLogger(ArticleHandling.class);

    /** In characters, of what stands in a header or in a line of the log. */
    static final int LONGEST_WORDS = 1000;

    private final ArticleReading reading;
    private final ArticleTagger tagger;
    private final Placement placement;
    private final RecordWriter writer;
    private final Revising revising;

    /**
     * @param placement in which partition a record belongs
     * @param maxRequestSize largest record that the producer sends, in bytes ({@code max.request.size})
     * @param seal that corrections need; empty: whoever may publish may correct, in any name
     */
    public ArticleHandling(
            Topics topics,
            ValueCodec codec,
            Tagging tagger,
            Placement placement,
            int maxRequestSize,
            Optional<RequestSeal> seal) {

        this.reading = new ArticleReading(topics, codec);
        this.placement = placement;
        this.tagger = new ArticleTagger(tagger);
        this.writer = new RecordWriter(topics, codec, maxRequestSize);
        this.revising = new Revising(this.tagger, writer, seal);
    }

    /**
     * A record that was published.
     *
     * @param now the clock
     * @param memory what is remembered of the article of a uri
     * @throws io.wiretag.codec.RegistryUnavailableException if the registry has to be asked and does not answer
     */
    public Outcome handle(PublishedRecord published, Instant now, Function<String, Optional<ArticleState>> memory) {
        return orRejected(published, now, Optional.empty(), () -> {
            Article article = reading.read(published);
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
                    oneLine(here.memory().uri()),
                    oneLine(e.getMessage()));
            return here;
        }
    }

    private Outcome handle(PublishedRecord published, Article article, Optional<ArticleState> before, Instant now) {
        if (WiretagHeader.REQUEST.isIn(published.headers())) {
            return revising.answer(published, article, before, now);
        }
        Arrival arrival = Arrival.of(published, article, before, now);
        return switch (ArticleLife.verdict(arrival)) {
            case DUPLICATE -> new Outcome.Ignored(Outcome.Ignored.Why.DUPLICATE, article.getUri());
            case SUPERSEDED -> superseded(arrival);
            case KILLED -> new Outcome.Ignored(Outcome.Ignored.Why.KILLED, article.getUri());
            case SEND -> send(arrival, Event.SENT);
            case HOLD -> hold(arrival);
            case WITHHOLD -> withhold(arrival);
            case KILL -> kill(arrival);
            case WITHHOLD_SENT -> withhold(arrival.regardingWhatIsOut());
            case KILL_SENT -> kill(arrival.regardingWhatIsOut());
        };
    }

    /**
     * A record that was held, once its embargo has ended. Tagged now, by the gazetteer of now.
     *
     * @param before what is remembered of its article, which says that it is held
     * @throws io.wiretag.codec.RegistryUnavailableException if the registry has to be asked and does not answer
     */
    public Outcome release(String uri, PublishedRecord held, Instant now, ArticleState before) {
        // once rejected, it must not pass for a repetition when it is published again
        ArticleState unless = ArticleState.newBuilder(before)
                .setHeldUntil(null)
                .setContentHash("")
                .build();
        Outcome.Remembered memory = new Outcome.Remembered(uri, Optional.of(before), unless, true);
        return orRejected(held, now, Optional.of(memory), () -> {
            Article article = reading.read(held);
            return send(Arrival.released(held, article, before, now), Event.RELEASED);
        });
    }

    /** What goes out when an article that may be shown is no longer remembered; empty if nothing does. */
    public Optional<OutgoingRecord> expired(String uri) {
        return writer.expired(uri);
    }

    private static Outcome superseded(Arrival arrival) {
        if (arrival.article().getPubStatus() == PubStatus.canceled) {
            LOG.warn(
                    "a kill is older than the article and is ignored; to kill it, publish it with a higher version or none"
                            + " uri={} version={} known={}",
                    oneLine(arrival.uri()),
                    arrival.article().getVersion(),
                    arrival.before().map(ArticleState::getVersion).orElse(null));
        }
        return new Outcome.Ignored(Outcome.Ignored.Why.SUPERSEDED, arrival.uri());
    }

    private Outcome send(Arrival arrival, Event event) {
        TaggedArticle tagged = tagger.tag(arrival);
        Reach before = arrival.reach();
        List<Reach.Delivery> deliveries = before.send(Reach.places(tagged));
        Reach reach = before.after(deliveries, tagged);
        return accepted(
                event, writer.write(tagged, deliveries, reach, arrival.passedOn()), arrival.sent(reach, tagged));
    }

    /** Does what sending does, so that what could not be sent is rejected now and not when everybody waits for it. */
    private Outcome hold(Arrival arrival) {
        writer.requireHoldable(arrival.published());
        TaggedArticle tagged = tagger.tag(arrival);
        Reach before = arrival.reach();
        List<Reach.Delivery> deliveries = before.send(Reach.places(tagged));
        writer.write(tagged, deliveries, before.after(deliveries, tagged), arrival.passedOn());
        return accepted(Event.HELD, List.of(), arrival.kept(before, ArticleLife.embargo(arrival)));
    }

    private Outcome withhold(Arrival arrival) {
        List<Reach.Delivery> deliveries = arrival.reach().withdraw();
        Reach reach = arrival.reach().after(deliveries);
        return accepted(
                Event.WITHHELD,
                writer.write(tagger.bare(arrival), deliveries, reach, arrival.bareHeaders()),
                arrival.afterTakingBack(reach));
    }

    /**
     * A kill must arrive, whatever its text is: where it cannot be tagged or is too large, it goes without its text. One that
     * finds no memory may have overtaken its article, or come after the memory of it has been given up: it goes where its own
     * tags send it, unless it tells of an embargo. One of a text that nobody may see yet mostly repeats that text: it goes
     * without.
     */
    private Outcome kill(Arrival arrival) {
        if (arrival.isSecret()) {
            return kill(arrival, tagger.bare(arrival), arrival.bareHeaders());
        }
        try {
            return kill(arrival, tagger.tag(arrival), arrival.passedOn());
        } catch (RejectedException | ValueNotWritableException e) {
            LOG.warn("a kill goes out without its text uri={}: {}", oneLine(arrival.uri()), oneLine(e.getMessage()));
            return kill(arrival, tagger.bare(arrival), arrival.bareHeaders());
        }
    }

    private Outcome kill(Arrival arrival, TaggedArticle tagged, Headers passedOn) {
        Reach reach = arrival.reach();
        if (arrival.before().isEmpty() && !ArticleLife.isEmbargoed(arrival)) {
            reach = reach.after(reach.send(Reach.places(tagged)), tagged);
        }
        List<Reach.Delivery> deliveries = reach.kill();
        Reach then = reach.after(deliveries);
        return accepted(Event.KILLED, writer.write(tagged, deliveries, then, passedOn), arrival.afterTakingBack(then));
    }

    private static Outcome accepted(Event event, List<OutgoingRecord> records, Outcome.Remembered memory) {
        return new Outcome.Accepted(event, records, Optional.empty(), memory);
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
        String said = oneLine(message);
        return new Outcome.Rejected(reason, said, writer.rejected(published, reason, said, now), memory);
    }

    private static String oneLine(String words) {
        return OneLine.of(words, LONGEST_WORDS);
    }
}
