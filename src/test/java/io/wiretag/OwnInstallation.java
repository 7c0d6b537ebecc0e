package io.wiretag;

import static io.wiretag.testing.Waiting.await;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.schema.Article;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.testing.WholeTopic;
import io.wiretag.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** An installation of its own on the shared stack, for tests that hurt it. Its topics are there. */
final class OwnInstallation implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(90);

    private final Map<String, String> settings;
    private final Wiretag wiretag;
    private final Admin admin;

    /** @param more settings beside those of {@link ProcessorJvm#settings} */
    OwnInstallation(String name, Path folder, Map<String, String> more) {
        InstallationSettings own = InstallationSettings.of(
                        ProcessorJvm.settings(name + System.nanoTime() + ".", folder))
                .with(more);
        this.settings = own.map();
        this.wiretag = new Wiretag(own.config());
        this.admin = Admin.create(clients());
        wiretag.topicAdmin().create();
    }

    Map<String, String> settings() {
        return settings;
    }

    /** Where clients find its brokers. */
    Map<String, Object> clients() {
        return Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.get("kafka.bootstrap.servers"));
    }

    Wiretag wiretag() {
        return wiretag;
    }

    Admin admin() {
        return admin;
    }

    String applicationId() {
        return settings.get("topics.prefix") + "wiretag";
    }

    /** The first version of stories that differ in their uri alone. */
    static Article article(int number) {
        return Article.newBuilder(Articles.flood("1"))
                .setUri("urn:story:" + number)
                .build();
    }

    static List<Article> articles(int from, int to) {
        return IntStream.range(from, to).mapToObj(OwnInstallation::article).toList();
    }

    static List<String> uris(int from, int to) {
        return articles(from, to).stream().map(Article::getUri).toList();
    }

    void publish(List<Article> articles) throws Exception {
        try (ArticlePublisher publisher = wiretag.publisher()) {
            List<Future<?>> receipts = new ArrayList<>();
            for (Article article : articles) {
                receipts.add(publisher.publish(article));
            }
            for (Future<?> receipt : receipts) {
                receipt.get(60, TimeUnit.SECONDS);
            }
        }
    }

    /**
     * Waits until the processor's group has read all that was published, by the processor too: its position may be seen before what
     * it has moved in the same transaction.
     */
    void awaitAllRead() {
        ClusterFacts facts = new ClusterFacts(admin);
        List<TopicPartition> partitions = partitions(wiretag.topics().published());
        await("the processor to read all that was published", () -> {
            Map<TopicPartition, Long> places = facts.committedOffsets(applicationId());
            Map<TopicPartition, Long> written = written(partitions);
            return facts.stableEndOffsets(partitions).equals(written)
                    && written.entrySet().stream()
                            .allMatch(
                                    end -> end.getValue() == 0 || end.getValue().equals(places.get(end.getKey())));
        });
    }

    /** Ends with what is in a transaction that is not over. */
    private Map<TopicPartition, Long> written(List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(each -> latest.put(each, OffsetSpec.latest()));
        ListOffsetsResult ends = admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED));
        Map<TopicPartition, Long> written = new HashMap<>();
        try {
            for (TopicPartition each : partitions) {
                written.put(
                        each,
                        ends.partitionResult(each).get(30, TimeUnit.SECONDS).offset());
            }
        } catch (Exception e) {
            throw new AssertionError("the ends of " + partitions, e);
        }
        return written;
    }

    /** The keys of all records up to the end as it is now. */
    List<String> keys(Topic<?> topic, String isolation) {
        return records(topic, isolation).stream().map(ConsumerRecord::key).toList();
    }

    List<ConsumerRecord<String, byte[]>> records(Topic<?> topic, String isolation) {
        return WholeTopic.read(
                topic.name(),
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        settings.get("kafka.bootstrap.servers"),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolation),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    /** What subscribers find in the topic of all tagged articles. */
    List<String> tagged() {
        return keys(wiretag.topics().tagged(), "read_committed");
    }

    private List<TopicPartition> partitions(Topic<?> topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        wiretag.close();
    }
}
