package io.wiretag.retag;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.TopicScan;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.life.ArticleTagger;
import io.wiretag.life.Retagging;
import io.wiretag.life.Retagging.Retagged;
import io.wiretag.retag.RetagReport.Example;
import io.wiretag.schema.Article;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tags the newest live version of every article with other rules, and tells what would be otherwise. It reads {@code
 * articles.current}, or where that is not written {@code articles.tagged}, twice: once for keys, once for the values that are newest. Of
 * a story of which a newer version is held it takes the one that is out.
 * Sends nothing.
 */
public final class RetagPreview {
    private static final Logger LOG = LoggerFactory.getLogger(RetagPreview.class);
    private static final int EXAMPLES = 20;
    private static final int LOOKED_AT = 60;

    private final Consumer<byte[], byte[]> consumer;
    private final ClusterFacts facts;
    private final Topics topics;
    private final ValueCodec codec;
    private final Duration retention;

    /**
     * Which stories.
     *
     * @param since only those whose record is of that time or later
     * @param provinces of these only those that have one of these tags, or would have; empty: all
     * @param most the latest so many, whatever tags they have
     */
    public record Question(Optional<Instant> since, Set<String> provinces, OptionalLong most) {
        public Question {
            provinces = Set.copyOf(provinces);
        }
    }

    /**
     * @param consumer with isolation level read_committed and without a group; closed by whoever made it
     * @param retention how long the processor remembers an article after its last version
     */
    public RetagPreview(
            Consumer<byte[], byte[]> consumer,
            ClusterFacts facts,
            Topics topics,
            ValueCodec codec,
            Duration retention) {
        this.consumer = consumer;
        this.facts = facts;
        this.topics = topics;
        this.codec = codec;
        this.retention = retention;
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
        return plan(retagging, version, question, progress).report();
    }

    /** The same, with where the stories stand that would change; nothing is said of other topics. */
    RetagPlan plan(Retagging retagging, String version, Question question, TopicScan.Progress progress) {
        String topic = source(topics).name();
        List<TopicPartition> partitions = partitions(topic);
        Map<TopicPartition, Long> ends = facts.stableEndOffsets(partitions);
        Map<TopicPartition, Long> from = question.since()
                .map(time -> facts.since(partitions, time))
                .orElseGet(() -> facts.earliestOffsets(partitions));
        TopicScan scan = new TopicScan(consumer);
        NewestVersions newest =
                new NewestVersions(question.since().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE));
        long[] all = {0};
        scan.read(from, ends, newest::take, (read, of) -> {
            all[0] = of;
            progress.read(read / 2, of);
        });
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
                // as if it were the other half of the way
                (read, of) -> progress.read(Math.min(all[0] - 1, all[0] / 2 + read * all[0] / (2 * of)), all[0]));
        Map<String, Example> examples = new LinkedHashMap<>();
        for (RecordPlace place : tally.telling(LOOKED_AT)) {
            TopicPartition partition = new TopicPartition(topic, place.partition());
            scan.read(
                    Map.of(partition, place.offset()),
                    Map.of(partition, place.offset() + 1),
                    each -> {
                        Example example = example(each, retagging);
                        // the same words again tell nothing
                        examples.putIfAbsent(example.headline() + " " + example.lines(), example);
                    },
                    (read, of) -> {});
        }
        progress.read(all[0], all[0]);
        return new RetagPlan(
                tally.report(
                        topic,
                        version,
                        examples.values().stream().limit(EXAMPLES).toList()),
                tally.changing(),
                Map.of());
    }

    private List<TopicPartition> partitions(String topic) {
        int partitions = facts.existing(List.of(topic)).get(topic).partitions();
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private void take(ConsumerRecord<byte[], byte[]> each, Retagging retagging, Question question, Tally tally) {
        try {
            TaggedArticle sent = sent(each);
            if (sent.getOperation() == Operation.kill || sent.getOperation() == Operation.retract) {
                return; // of a record without our header
            }
            Retagged retagged = retagging.retag(sent, arrived(each, sent));
            if (question.provinces().isEmpty()
                    || has(sent, question.provinces())
                    || has(retagged.then(), question.provinces())) {
                tally.take(sent.getGazetteerVersion(), retagged, RecordPlace.of(each), isAskable(each, sent));
            }
        } catch (UnreadableValueException e) {
            tally.unreadable(record(each) + ": " + e.getMessage());
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // one story must not cost the others
            LOG.error("the tagger failed on an article, a fault of ours record={}", record(each), e);
            tally.unreadable(record(each) + ": the tagger failed, a fault of ours: " + e);
        }
    }

    /**
     * Whether the processor remembers it still, and can be told which record is meant. A version that was held was tagged when it
     * went out.
     */
    private boolean isAskable(ConsumerRecord<byte[], byte[]> each, TaggedArticle sent) {
        Instant accepted = sent.getRevision() == null
                ? sent.getTaggedAt()
                : sent.getRevision().getAcceptedAt();
        return Duration.between(accepted, Instant.now()).compareTo(retention) <= 0
                && WiretagHeader.PUBLISHED
                        .of(each.headers())
                        .flatMap(RecordPlace::of)
                        .isPresent();
    }

    /** When the version was published; the record of a revision is later. */
    private static Instant arrived(ConsumerRecord<byte[], byte[]> each, TaggedArticle sent) {
        return sent.getRevision() == null
                ? Instant.ofEpochMilli(each.timestamp())
                : sent.getRevision().getPublishedAt();
    }

    private TaggedArticle sent(ConsumerRecord<byte[], byte[]> each) {
        return codec.decode(each.topic(), each.headers(), each.value(), TaggedArticle.class);
    }

    private static boolean has(TaggedArticle tagged, Set<String> provinces) {
        return tagged.getProvinces().stream().map(ProvinceTag::getCode).anyMatch(provinces::contains);
    }

    private Example example(ConsumerRecord<byte[], byte[]> each, Retagging retagging) {
        TaggedArticle sent = sent(each);
        Article article = sent.getArticle();
        Instant at = arrived(each, sent);
        Map<String, String> texts = new HashMap<>();
        ArticleTagger.story(article, at).fields().forEach(field -> texts.put(field.name(), field.text()));
        texts.put("uri", article.getUri());
        return new Example(
                article.getUri(),
                Optional.ofNullable(article.getVersion()),
                Optional.ofNullable(article.getHeadline()).filter(headline -> !headline.isBlank()),
                at,
                record(each),
                retagging.retag(sent, at).changes().stream()
                        .map(change -> Snippet.of(change, texts))
                        .toList());
    }

    private static String record(ConsumerRecord<byte[], byte[]> each) {
        return each.partition() + ":" + each.offset();
    }
}
