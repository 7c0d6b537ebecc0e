package io.wiretag.subscribers;

import io.wiretag.cluster.TopicScan;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.TagRequest;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;

/**
 * Finds what happened to an article by reading the topics of published, tagged and rejected articles to their ends.
 *
 * <p>From the topics and not from the state of the processor: they are what newsrooms sent and subscribers got, they answer
 * while no processor runs, and they ask for no right that a subscriber does not have. The price is a scan, of keys alone
 * until one fits; every partition is read, since publishers place keys by their own rules. The topic of tagged articles is
 * enough for the sinks by province and agency: each version there names all its deliveries.
 */
public final class HistoryReader {
    /** Told now and then how far the scan is. */
    public interface Progress {
        void read(long records, long of);
    }

    private final Consumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final ValueCodec codec;

    /** @param consumer with isolation level read_committed and without a group; closed by whoever made it */
    public HistoryReader(Consumer<byte[], byte[]> consumer, Topics topics, ValueCodec codec) {
        this.consumer = consumer;
        this.topics = topics;
        this.codec = codec;
    }

    /**
     * Reads what there is at the time of the call.
     *
     * @throws io.wiretag.codec.RegistryUnavailableException if the registry has to be asked and does not answer
     */
    public ArticleHistory read(String uri, Progress progress) {
        TopicScan scan = new TopicScan(consumer);
        byte[] key = uri.getBytes(StandardCharsets.UTF_8);
        List<ArticleHistory.Event> events = new ArrayList<>();
        scan.readAll(
                scan.partitions(Stream.of(topics.published(), topics.tagged(), topics.rejected())
                        .map(Topic::name)
                        .toList()),
                each -> {
                    if (Arrays.equals(key, each.key())) {
                        events.add(event(each));
                    }
                },
                progress::read);
        int partitions = scan.partitions(List.of(topics.published().name())).size();
        return ArticleHistory.of(uri, events, Utils.toPositive(Utils.murmur2(key)) % partitions);
    }

    private ArticleHistory.Event event(ConsumerRecord<byte[], byte[]> each) {
        Instant at = Instant.ofEpochMilli(each.timestamp());
        ArticleHistory.Location place = new ArticleHistory.Location(each.topic(), each.partition(), each.offset());
        if (each.topic().equals(topics.rejected().name())) {
            return new ArticleHistory.Rejected(
                    at,
                    place,
                    WiretagHeader.REJECTED_REASON.of(each.headers()).orElse("unknown"),
                    WiretagHeader.REJECTED_MESSAGE.of(each.headers()).orElse(""));
        }
        if (each.topic().equals(topics.tagged().name())) {
            return delivered(each, place);
        }
        return ArticleHistory.Published.claiming(
                at, place, article(each), WiretagHeader.MOVED.of(each.headers()), request(each));
    }

    /** Empty as well where it cannot be understood: then it was rejected, and that is told. */
    private static Optional<TagRequest> request(ConsumerRecord<byte[], byte[]> each) {
        try {
            return TagRequest.of(each.headers());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private ArticleHistory.Event delivered(ConsumerRecord<byte[], byte[]> each, ArticleHistory.Location place) {
        try {
            TaggedArticle version = codec.decode(each.topic(), each.headers(), each.value(), TaggedArticle.class);
            return new ArticleHistory.Delivered(
                    version.getTaggedAt(), place, WiretagHeader.PUBLISHED.of(each.headers()), version);
        } catch (UnreadableValueException e) {
            return new ArticleHistory.Unreadable(Instant.ofEpochMilli(each.timestamp()), place, e.getMessage());
        }
    }

    private Optional<Article> article(ConsumerRecord<byte[], byte[]> each) {
        try {
            return Optional.of(codec.decode(each.topic(), each.headers(), each.value(), Article.class));
        } catch (UnreadableValueException e) {
            return Optional.empty();
        }
    }
}
