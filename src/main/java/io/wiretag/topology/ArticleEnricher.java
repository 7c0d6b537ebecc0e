package io.wiretag.topology;

import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.Article;
import io.wiretag.schema.ArticleState;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.Tagger;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.UnreadableValueException;
import io.wiretag.topics.ValueCodec;
import io.wiretag.topics.ValueNotWritableException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
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
 * ({@link io.wiretag.topics.RegistryUnavailableException}). Knows nothing of Kafka Streams and keeps no state of its own.
 */
final class ArticleEnricher {
    private static final Logger LOG = LoggerFactory.getLogger(ArticleEnricher.class);

    private static final int LONGEST_MESSAGE = 1000;

    private final Topics topics;
    private final ValueCodec codec;
    private final ArticleTagger tagger;
    private final int maxRequestSize;
    private final Clock clock;

    /**
     * @param maxRequestSize largest record that the producer sends, in bytes ({@code max.request.size})
     * @param clock tells when an article was tagged or rejected
     */
    ArticleEnricher(Topics topics, ValueCodec codec, Tagger tagger, int maxRequestSize, Clock clock) {
        this.topics = topics;
        this.codec = codec;
        this.tagger = new ArticleTagger(tagger, clock);
        this.maxRequestSize = maxRequestSize;
        this.clock = clock;
    }

    /**
     * @param memory what is remembered of the article of a uri
     * @throws io.wiretag.topics.RegistryUnavailableException if the registry has to be asked and does not answer
     */
    Outcome enrich(PublishedRecord published, Function<String, Optional<ArticleState>> memory) {
        try {
            Article article = read(published);
            String hash = ContentHash.of(article);
            Optional<ArticleState> before = memory.apply(article.getUri());
            if (before.isPresent()) {
                int order = VersionOrder.INSTANCE.compare(stamp(article), stamp(before.get()));
                if (order < 0) {
                    return new Outcome.Ignored(Outcome.Ignored.Why.SUPERSEDED, article.getUri());
                }
                if (order == 0 && hash.equals(before.get().getContentHash())) {
                    return new Outcome.Ignored(Outcome.Ignored.Why.DUPLICATE, article.getUri());
                }
            }
            return tagged(published, tag(article, hash), before);
        } catch (RejectedException e) {
            return rejected(published, e.reason, e.getMessage());
        } catch (UnreadableValueException e) {
            return rejected(published, RejectionReason.of(e.reason()), e.getMessage());
        } catch (ValueNotWritableException e) {
            return rejected(published, RejectionReason.TAGGING_FAILED, e.getMessage());
        }
    }

    private Article read(PublishedRecord published) {
        Article article = codec.decode(published.topic(), published.headers(), published.value(), Article.class);
        String uri = article.getUri();
        if (uri.isBlank()) {
            throw new RejectedException(
                    RejectionReason.NO_URI, "the article has no uri: give it one that all its versions share");
        }
        if (!Arrays.equals(uri.getBytes(StandardCharsets.UTF_8), published.key())) {
            String key = published.key() == null
                    ? "no key"
                    : "the key '" + new String(published.key(), StandardCharsets.UTF_8) + "'";
            throw new RejectedException(
                    RejectionReason.KEY_MISMATCH,
                    "the record has " + key + ", its article the uri '" + uri
                            + "': publish it with its uri as the key");
        }
        return article;
    }

    private TaggedArticle tag(Article article, String hash) {
        try {
            return tagger.tag(article, hash);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("the tagger failed on an article, a fault of ours uri={}", article.getUri(), e);
            throw new RejectedException(RejectionReason.TAGGING_FAILED, "the tagger failed: " + e);
        }
    }

    private Outcome tagged(PublishedRecord published, TaggedArticle tagged, Optional<ArticleState> before) {
        List<String> provinces =
                tagged.getProvinces().stream().map(ProvinceTag::getCode).toList();
        List<String> agencies = tagged.getAgencies().stream()
                .filter(tag -> tag.getRole() == AgencyRole.origin)
                .map(AgencyTag::getCode)
                .distinct()
                .toList();
        Headers headers = headersOf(published, tagged);
        List<OutgoingRecord> records = new ArrayList<>();
        addRecords(records, topics.tagged(), List.of(tagged.getArticle().getUri()), tagged, headers);
        addRecords(records, topics.byProvince(), provinces, tagged, headers);
        addRecords(records, topics.byAgency(), agencies, tagged, headers);
        return new Outcome.Tagged(records, remembered(tagged, provinces, agencies, before), before.isPresent());
    }

    /** Encodes once for a topic, however many keys the value goes under. */
    private void addRecords(
            List<OutgoingRecord> records,
            Topic<TaggedArticle> topic,
            Collection<String> keys,
            TaggedArticle value,
            Headers headers) {
        if (keys.isEmpty()) {
            return;
        }
        byte[] bytes = codec.encode(topic.name(), value);
        int limit = limit(topic);
        for (String key : keys) {
            OutgoingRecord outgoing =
                    new OutgoingRecord(topic.name(), key.getBytes(StandardCharsets.UTF_8), bytes, headers);
            if (outgoing.sizeUpperBound() > limit) {
                throw new RejectedException(
                        RejectionReason.TOO_LARGE,
                        "tagged, it would be " + outgoing.sizeUpperBound() + " bytes, " + topic.name() + " takes "
                                + limit
                                + ": raise topics." + topic.role()
                                + ".max.message.bytes and streams.producer.max.request.size, or publish less text");
            }
            records.add(outgoing);
        }
    }

    /** The headers that came are passed on; ours let a subscriber choose without reading the value. */
    private static Headers headersOf(PublishedRecord published, TaggedArticle tagged) {
        Headers headers = new RecordHeaders(published.headers().toArray());
        RecordHeader.URI.put(headers, tagged.getArticle().getUri());
        Optional.ofNullable(tagged.getArticle().getVersion())
                .ifPresent(version -> RecordHeader.VERSION.put(headers, version));
        RecordHeader.GAZETTEER.put(headers, tagged.getGazetteerVersion());
        return headers;
    }

    private static Outcome.Remembered remembered(
            TaggedArticle tagged, List<String> provinces, List<String> agencies, Optional<ArticleState> before) {
        Article article = tagged.getArticle();
        ArticleState state = ArticleState.newBuilder()
                .setVersion(article.getVersion())
                .setVersionCreated(article.getVersionCreated())
                .setContentHash(tagged.getContentHash())
                .setAcceptedAt(tagged.getTaggedAt())
                .setProvinces(union(before.map(ArticleState::getProvinces), provinces))
                .setAgencies(union(before.map(ArticleState::getAgencies), agencies))
                .build();
        return new Outcome.Remembered(article.getUri(), state);
    }

    private static List<String> union(Optional<List<String>> before, List<String> now) {
        TreeSet<String> all = new TreeSet<>(now);
        before.ifPresent(all::addAll);
        return List.copyOf(all);
    }

    private static VersionOrder.Stamp stamp(Article article) {
        return new VersionOrder.Stamp(
                Optional.ofNullable(article.getVersion()), Optional.ofNullable(article.getVersionCreated()));
    }

    private static VersionOrder.Stamp stamp(ArticleState state) {
        return new VersionOrder.Stamp(
                Optional.ofNullable(state.getVersion()), Optional.ofNullable(state.getVersionCreated()));
    }

    private Outcome rejected(PublishedRecord published, RejectionReason reason, String message) {
        String said = oneLine(message);
        Headers headers = new RecordHeaders(published.headers().toArray());
        RecordHeader.REJECTED_REASON.put(headers, reason.code());
        RecordHeader.REJECTED_MESSAGE.put(headers, said);
        RecordHeader.REJECTED_TOPIC.put(headers, published.topic());
        RecordHeader.REJECTED_PARTITION.put(headers, String.valueOf(published.partition()));
        RecordHeader.REJECTED_OFFSET.put(headers, String.valueOf(published.offset()));
        RecordHeader.REJECTED_TIMESTAMP.put(headers, String.valueOf(published.timestamp()));
        RecordHeader.REJECTED_AT.put(headers, clock.instant().toString());
        return new Outcome.Rejected(reason, said, untouched(published, headers));
    }

    /**
     * The record as it came. One that is too large even for the rejected topic, which takes a lot of compression to get here,
     * leaves its bytes where they are: its headers say where.
     */
    private OutgoingRecord untouched(PublishedRecord published, Headers headers) {
        OutgoingRecord whole =
                new OutgoingRecord(topics.rejected().name(), published.key(), published.value(), headers);
        if (whole.sizeUpperBound() <= limit(topics.rejected())) {
            return whole;
        }
        RecordHeader.REJECTED_OMITTED.put(headers, String.valueOf(published.value().length));
        return new OutgoingRecord(topics.rejected().name(), shortKey(published.key()), null, headers);
    }

    private static byte[] shortKey(byte[] key) {
        return key == null || key.length <= LONGEST_MESSAGE ? key : null;
    }

    private int limit(Topic<?> topic) {
        return Math.min(maxRequestSize, topic.maxMessageBytes());
    }

    /** One line of bounded length, fit for a header and a log: parts of the record may stand in it. */
    private static String oneLine(String message) {
        String cut = message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "...";
        return cut.replaceAll("[\\s\\p{Cntrl}]+", " ");
    }

    /** The way out of the middle of a step; never leaves this class. */
    private static final class RejectedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final RejectionReason reason;

        RejectedException(RejectionReason reason, String message) {
            super(message, null, false, false);
            this.reason = reason;
        }
    }
}
