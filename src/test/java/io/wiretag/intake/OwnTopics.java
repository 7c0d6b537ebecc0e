package io.wiretag.intake;

import io.wiretag.Wiretag;
import io.wiretag.local.LocalStack;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.schema.Article;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.testing.WholeTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Topics of a test's own on the shared stack, of one partition each, and what stands in them. */
public final class OwnTopics implements AutoCloseable {
    private static final LocalStack STACK = SharedLocalStack.stack();

    private final InstallationSettings settings = InstallationSettings.of(STACK)
            .prefix("intake" + System.nanoTime() + ".")
            .partitions(1);

    private final Wiretag wiretag = new Wiretag(settings.config());

    public OwnTopics() {
        wiretag.topicAdmin().create();
    }

    /** As configuration, for a process that is to use them. */
    public Map<String, String> settings() {
        return settings.map();
    }

    public ArticlePublisher publisher() {
        return wiretag.publisher();
    }

    /** A producer of a test's own making; whoever asks closes it. */
    public Producer<String, Article> producer(Serializer<Article> serializer, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(ArticlePublisher.requiredSettings());
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, STACK.bootstrapServers());
        all.putAll(more);
        return new KafkaProducer<>(all, new StringSerializer(), serializer);
    }

    public ArticlePublisher publisher(Producer<String, Article> producer) {
        return new ArticlePublisher(producer, wiretag.topics().published().name());
    }

    /** One whose brokers never answer; it gives up each article soon. */
    public static ArticlePublisher publisherToNobody() {
        Map<String, Object> settings = new HashMap<>(ArticlePublisher.requiredSettings());
        // port 9 (discard): nobody answers there
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:9");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 200);
        return new ArticlePublisher(
                new KafkaProducer<>(settings, new StringSerializer(), (topic, article) -> new byte[0]),
                "articles.published");
    }

    /** The uris of the published articles, in the order of the topic. */
    public List<String> published() {
        return WholeTopic.read(
                        wiretag.topics().published().name(),
                        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, STACK.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())
                .stream()
                .map(ConsumerRecord::key)
                .toList();
    }

    @Override
    public void close() {
        wiretag.close();
    }
}
