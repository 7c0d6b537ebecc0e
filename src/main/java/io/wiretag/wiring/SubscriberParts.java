package io.wiretag.wiring;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.TopicScan;
import io.wiretag.config.Config;
import io.wiretag.life.Retagging;
import io.wiretag.retag.RetagPreview;
import io.wiretag.retag.RetagReport;
import io.wiretag.retag.RetagRun;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.subscribers.ArticleHistory;
import io.wiretag.subscribers.ArticleSubscriber;
import io.wiretag.subscribers.HistoryReader;
import io.wiretag.subscribers.SinkVerifier;
import io.wiretag.subscribers.SubscriberList;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What reads the sinks for whoever follows them, the history of one article, and what other rules would make of all. */
public final class SubscriberParts {
    private static final Duration REACH_LIMIT = Duration.ofSeconds(10);
    /** What an article that comes meanwhile waits for at most; docs/performance.md has figures. */
    private static final int RETAG_WINDOW = 64;

    private final Installation installation;
    private final Topics topics;
    private final KafkaClients clients;

    public SubscriberParts(Installation installation) {
        this.installation = installation;
        this.topics = installation.topics();
        this.clients = installation.clients();
    }

    public ArticleSubscriber subscriber(Topic<TaggedArticle> topic, Optional<String> group, boolean fromBeginning) {
        return subscriber(topic, group, fromBeginning, Map.of());
    }

    public ArticleSubscriber carefulSubscriber(Topic<TaggedArticle> topic, String group, boolean fromBeginning) {
        return subscriber(topic, Optional.of(group), fromBeginning, Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1));
    }

    private ArticleSubscriber subscriber(
            Topic<TaggedArticle> topic, Optional<String> group, boolean fromBeginning, Map<String, Object> pace) {
        installation.topicAdmin().require(List.of(topic));
        Map<String, Object> properties = clients.readCommitted(List.of(topic));
        properties.putAll(pace);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        group.ifPresent(id -> properties.put(ConsumerConfig.GROUP_ID_CONFIG, id));
        Consumer<String, TaggedArticle> consumer = new KafkaConsumer<>(
                properties, new StringDeserializer(), installation.serdes().deserializer(TaggedArticle.class));
        if (group.isPresent()) {
            consumer.subscribe(List.of(topic.name()));
        } else {
            List<TopicPartition> partitions = partitions(topic);
            consumer.assign(partitions);
            if (fromBeginning) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
                // the seek is lazy; asking now pins the place, so that what is published from here on is read
                partitions.forEach(consumer::position);
            }
        }
        return new ArticleSubscriber(consumer, group.isPresent(), fromBeginning);
    }

    private List<TopicPartition> partitions(Topic<?> topic) {
        return KafkaCall.await(
                        clients.admin().describeTopics(List.of(topic.name())).allTopicNames(),
                        "describe topic " + topic.name(),
                        REACH_LIMIT)
                .get(topic.name())
                .partitions()
                .stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
    }

    public ArticleHistory history(String uri, HistoryReader.Progress progress) {
        installation.topicAdmin().require(List.of(topics.published(), topics.tagged(), topics.rejected()));
        try (Consumer<byte[], byte[]> consumer = clients.scanning()) {
            return new HistoryReader(consumer, topics, installation.serdes()).read(uri, progress);
        }
    }

    public SinkVerifier.Verdict verify(
            SinkVerifier.Question question, Optional<SubscriberList> list, SinkVerifier.Progress progress) {
        try (Consumer<byte[], byte[]> consumer = clients.scanning()) {
            return new SinkVerifier(consumer, new ClusterFacts(clients.admin())).verify(question, list, progress);
        }
    }

    public RetagReport retagPreview(Gazetteer gazetteer, RetagPreview.Question question, TopicScan.Progress progress) {
        installation.topicAdmin().require(List.of(RetagPreview.source(topics)));
        try (Consumer<byte[], byte[]> consumer = clients.scanning()) {
            return new RetagPreview(
                            consumer,
                            new ClusterFacts(clients.admin()),
                            topics,
                            installation.serdes(),
                            installation.config().retention())
                    .look(retagging(gazetteer), gazetteer.version(), question, progress);
        }
    }

    public Retagging retagging(Gazetteer gazetteer) {
        return new Retagging(installation.tagging(gazetteer), topics);
    }

    public RetagRun retagRun() {
        installation
                .topicAdmin()
                .require(List.of(RetagPreview.source(topics), topics.published(), topics.tagged(), topics.rejected()));
        Config config = installation.config();
        return new RetagRun(
                new RetagRun.Parts(
                        clients.scanning(),
                        clients::writing,
                        new ClusterFacts(clients.admin()),
                        topics,
                        installation.serdes()),
                new RetagRun.Settings(config.applicationId(), config.retention(), RETAG_WINDOW));
    }
}
