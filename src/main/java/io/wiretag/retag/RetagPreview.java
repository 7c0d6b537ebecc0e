package io.wiretag.retag;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.TopicScan;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.life.ArticleTagger;
import io.wiretag.life.Retagging;
import io.wiretag.life.Retagging.Retagged;
import io.wiretag.life.TagChange;
import io.wiretag.retag.RetagReport.Example;
import io.wiretag.schema.Article;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.Story;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Tags the newest live version of every article with other rules, and tells what would be otherwise. It reads {@code
 * articles.current}, or where that is not written {@code articles.tagged}, twice: once for keys, once for the values that are newest.
 * Sends nothing.
 */
public final class RetagPreview {
    private static final int EXAMPLES = 20;

    private final Consumer<byte[], byte[]> consumer;
    private final ClusterFacts facts;
    private final Topics topics;
    private final ValueCodec codec;

    /**
     * Which stories.
     *
     * @param since only those whose record is of that time or later
     * @param provinces only those that have one of these tags, or would have; empty: all
     * @param most the latest so many
     */
    public record Question(Optional<Instant> since, Set<String> provinces, OptionalLong most) {
        public Question {
            provinces = Set.copyOf(provinces);
        }
    }

    /** @param consumer with isolation level read_committed and without a group; closed by whoever made it */
    public RetagPreview(Consumer<byte[], byte[]> consumer, ClusterFacts facts, Topics topics, ValueCodec codec) {
        this.consumer = consumer;
        this.facts = facts;
        this.topics = topics;
        this.codec = codec;
    }

    /** The topic that is read. */
    public static Topic<TaggedArticle> source(Topics topics) {
        return topics.isWritten(topics.current()) ? topics.current() : topics.tagged();
    }

    /**
     * Reads what there is at the time of the call.
     *
     * @param retagging with the other rules
     * @param version of their gazetteer
     * @param progress told how far it has read
     * @throws io.wiretag.codec.RegistryUnavailableException if the registry has to be asked and does not answer
     */
    public RetagReport look(Retagging retagging, String version, Question question, TopicScan.Progress progress) {
        String topic = source(topics).name();
        List<TopicPartition> all = partitions(topic);
        Map<TopicPartition, Long> ends = facts.stableEndOffsets(all);
        Map<TopicPartition, Long> from =
                question.since().map(time -> facts.since(all, time)).orElseGet(() -> facts.earliestOffsets(all));
        TopicScan scan = new TopicScan(consumer);
        NewestVersions newest = new NewestVersions();
        scan.read(
                from,
                ends,
                each -> {
                    if (question.since()
                            .filter(time -> each.timestamp() < time.toEpochMilli())
                            .isEmpty()) {
                        newest.take(each);
                    }
                },
                (read, of) -> progress.read(read, 2 * of));
        question.most().ifPresent(newest::keepLatest);
        Tally tally = new Tally();
        scan.read(
                newest.firsts(topic),
                ends,
                each -> {
                    if (newest.isNewest(each)) {
                        take(each, retagging, question, tally);
                    }
                },
                (read, of) -> progress.read(of + read, 2 * of));
        progress.read(1, 1);
        return tally.report(topic, version, EXAMPLES);
    }

    private List<TopicPartition> partitions(String topic) {
        int partitions = facts.existing(List.of(topic)).get(topic).partitions();
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private void take(ConsumerRecord<byte[], byte[]> each, Retagging retagging, Question question, Tally tally) {
        TaggedArticle sent;
        try {
            sent = codec.decode(each.topic(), each.headers(), each.value(), TaggedArticle.class);
        } catch (UnreadableValueException e) {
            tally.unreadable(record(each) + ": " + e.getMessage());
            return;
        }
        if (sent.getOperation() == Operation.kill || sent.getOperation() == Operation.retract) {
            return; // a record without our header
        }
        Instant arrived = Instant.ofEpochMilli(each.timestamp());
        Retagged retagged = retagging.retag(sent, arrived);
        if (question.provinces().isEmpty()
                || has(sent, question.provinces())
                || has(retagged.then(), question.provinces())) {
            tally.take(
                    sent.getGazetteerVersion(), retagged, () -> example(each, sent.getArticle(), retagged.changes()));
        }
    }

    private static boolean has(TaggedArticle tagged, Set<String> provinces) {
        return tagged.getProvinces().stream().map(ProvinceTag::getCode).anyMatch(provinces::contains);
    }

    private static Example example(ConsumerRecord<byte[], byte[]> each, Article article, List<TagChange> changes) {
        Instant at = Instant.ofEpochMilli(each.timestamp());
        Map<String, String> texts = new HashMap<>(ArticleTagger.story(article, at).fields().stream()
                .collect(Collectors.toMap(Story.Field::name, Story.Field::text, (one, other) -> one)));
        texts.put("uri", article.getUri());
        return new Example(
                article.getUri(),
                article.getVersion(),
                Optional.ofNullable(article.getHeadline()),
                at,
                record(each),
                changes.stream().map(change -> Snippet.of(change, texts)).toList());
    }

    private static String record(ConsumerRecord<byte[], byte[]> each) {
        return each.partition() + ":" + each.offset();
    }
}
