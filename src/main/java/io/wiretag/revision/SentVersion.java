package io.wiretag.revision;

import io.wiretag.codec.ValueCodec;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.WiretagHeader;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A version as it went out last, by its record in {@code articles.current} or {@code articles.tagged}.
 *
 * @param headers of its record
 * @param at when it went out, by the time of its record
 */
public record SentVersion(TaggedArticle version, Headers headers, Instant at) {
    /**
     * That of a record.
     *
     * @throws io.wiretag.codec.UnreadableValueException if it holds none
     * @throws io.wiretag.codec.RegistryUnavailableException if the registry has to be asked and does not answer
     */
    public static SentVersion of(ConsumerRecord<byte[], byte[]> sent, ValueCodec codec) {
        return new SentVersion(
                codec.decode(sent.topic(), sent.headers(), sent.value(), TaggedArticle.class),
                sent.headers(),
                Instant.ofEpochMilli(sent.timestamp()));
    }

    /** When the version was accepted: from then on the processor remembers the article. */
    public Instant accepted() {
        return version.getRevision() == null
                ? version.getTaggedAt()
                : version.getRevision().getAcceptedAt();
    }

    /** When the version was published, as far as is known: the day of a story that says none. */
    public Instant published() {
        return version.getRevision() == null ? at : version.getRevision().getPublishedAt();
    }

    public String uri() {
        return version.getArticle().getUri();
    }

    /** By which a request tells what was seen: the published record that it came from. Empty if its headers do not tell. */
    public String place() {
        return WiretagHeader.PUBLISHED.of(headers).orElse("");
    }

    /** Partition of the published articles that it came from, where its memory is; empty if its headers do not tell. */
    Optional<Integer> partition() {
        return WiretagHeader.PUBLISHED
                .of(headers)
                .map(place -> place.substring(0, Math.max(0, place.indexOf(':'))))
                .filter(partition -> partition.matches("\\d{1,9}"))
                .map(Integer::valueOf);
    }
}
