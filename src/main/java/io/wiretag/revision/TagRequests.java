package io.wiretag.revision;

import io.wiretag.codec.ValueCodec;
import io.wiretag.life.RequestSeal;
import io.wiretag.schema.Article;
import io.wiretag.topics.TagRequest;
import io.wiretag.topics.Topic;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Publishes requests for other tags. Each goes to the partition that the version came from, with the article and the headers
 * with which it went out, so that what comes of it differs from that in nothing but its tags.
 */
public final class TagRequests {
    private final Producer<byte[], byte[]> producer;
    private final ValueCodec codec;
    private final Topic<Article> published;
    private final Optional<RequestSeal> seal;
    private final int partitions;

    /**
     * @param producer idempotent, with all acknowledgements; closed by whoever made it
     * @param seal of corrections; empty: they go without
     */
    public TagRequests(
            Producer<byte[], byte[]> producer, ValueCodec codec, Topic<Article> published, Optional<RequestSeal> seal) {
        this.producer = producer;
        this.codec = codec;
        this.published = published;
        this.seal = seal;
        this.partitions = producer.partitionsFor(published.name()).size();
    }

    /**
     * Hands a request to the producer.
     *
     * @param sent told where it stands among the published articles, or why it does not, on the thread of the producer
     * @throws io.wiretag.codec.RegistryUnavailableException if the registry has to be asked and does not answer
     */
    public void send(SentVersion seen, TagRequest request, Callback sent) {
        Headers headers = theirs(seen.headers());
        String written = request.written();
        WiretagHeader.REQUEST.put(headers, written);
        seal.filter(each -> request.said().isPresent())
                .ifPresent(each -> WiretagHeader.REQUEST_SEAL.put(
                        headers, each.seal(seen.uri(), seen.version().getContentHash(), written)));
        producer.send(
                new ProducerRecord<>(
                        published.name(),
                        seen.partition().filter(each -> each < partitions).orElse(null),
                        seen.uri().getBytes(StandardCharsets.UTF_8),
                        codec.encode(published.name(), seen.version().getArticle()),
                        headers),
                sent);
    }

    /** Without ours, but for who handed the article over. */
    private static Headers theirs(Headers sent) {
        Headers headers = new RecordHeaders();
        for (Header header : sent) {
            if (!WiretagHeader.isOurs(header) || WiretagHeader.SOURCE.is(header)) {
                headers.add(header);
            }
        }
        return headers;
    }
}
