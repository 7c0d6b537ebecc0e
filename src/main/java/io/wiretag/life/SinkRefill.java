package io.wiretag.life;

import io.wiretag.codec.ValueCodec;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Tells what versions that have gone out would have brought into sinks that were not written then: the same records as {@link
 * ArticleHandling} writes, for it follows each article by the same {@code Reach} and writes by the same {@code RecordWriter}. Only
 * what a version does is not decided anew: its record among the tagged ones says it.
 *
 * <p>It remembers every article that it is told of, in about a kilobyte each, until {@link #end}. Not thread-safe.
 */
public final class SinkRefill {
    private final RecordWriter writer;
    private final Set<String> wanted;
    private final String current;
    private final Duration retention;
    private final Map<String, Known> articles = new HashMap<>();

    /** A version has no room in a topic that it is to be written into. The message names topic, size and remedy. */
    public static final class NoRoomException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRoomException(String message) {
            super(message);
        }
    }

    private record Known(Reach reach, Instant at) {}

    /**
     * @param wanted topics whose records are asked for
     * @param maxRequestSize largest record that the producer sends, in bytes ({@code max.request.size})
     * @param retention how long the processor remembers an article after its last version
     */
    public SinkRefill(
            Topics topics, ValueCodec codec, Set<Topic<TaggedArticle>> wanted, int maxRequestSize, Duration retention) {
        this.writer = new RecordWriter(topics, codec, maxRequestSize);
        this.wanted = wanted.stream().map(Topic::name).collect(Collectors.toUnmodifiableSet());
        this.current = topics.current().name();
        this.retention = retention;
    }

    /**
     * The records that a version brings, in the order of the sinks. Those of one uri are to be asked for in the order in which
     * they went out.
     *
     * @param sent as it stands in the topic of all tagged articles
     * @param headers of its record
     * @throws NoRoomException if one would be too large
     * @throws io.wiretag.codec.RegistryUnavailableException if the registry has to be asked and does not answer
     */
    public List<OutgoingRecord> records(TaggedArticle sent, Headers headers) {
        String uri = sent.getArticle().getUri();
        Reach before = Optional.ofNullable(articles.get(uri))
                .map(Known::reach)
                .filter(reach -> reach.isKnownTo(sent))
                .orElse(Reach.NOWHERE)
                .including(sent);
        List<Reach.Delivery> deliveries = switch (sent.getOperation()) {
            case publish, correct -> before.send(Reach.places(sent));
            case retract -> before.withdraw();
            case kill -> before.kill();
        };
        Reach after = before.after(deliveries);
        Instant accepted = sent.getRevision() == null
                ? sent.getTaggedAt()
                : sent.getRevision().getAcceptedAt();
        articles.put(uri, new Known(after, accepted));
        return written(sent, deliveries, after, headers).stream()
                .filter(each -> wanted.contains(each.topic()))
                .toList();
    }

    private List<OutgoingRecord> written(
            TaggedArticle sent, List<Reach.Delivery> deliveries, Reach reach, Headers headers) {
        try {
            Headers passedOn = new RecordHeaders(headers.toArray());
            // it numbers the records of another topic
            passedOn.remove(WiretagHeader.SEQ.key());
            return writer.write(sent, deliveries, reach, passedOn);
        } catch (RejectedException e) {
            throw new NoRoomException(e.getMessage());
        }
    }

    /**
     * What takes away the articles that may be shown and that the processor has given up by now, for it will not do that any
     * more. Forgets all.
     *
     * @param now the clock
     */
    public List<OutgoingRecord> end(Instant now) {
        List<OutgoingRecord> records = articles.entrySet().stream()
                .filter(each ->
                        wanted.contains(current) && each.getValue().reach().isLive())
                .filter(each -> Duration.between(each.getValue().at(), now).compareTo(retention) > 0)
                .flatMap(each -> writer.expired(each.getKey()).stream())
                .toList();
        articles.clear();
        return records;
    }
}
