package io.wiretag.intake;

import io.wiretag.schema.Article;
import io.wiretag.topics.TraceContext;
import io.wiretag.topics.Traces;
import io.wiretag.topics.WiretagHeader;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;

/**
 * Sends articles to the topic of published articles; the key is the {@code uri}, so that all versions of an article
 * keep their order. Safe for use by several threads.
 */
public final class ArticlePublisher implements AutoCloseable {

    /** How long {@link #close} waits for articles on their way. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private static final Map<String, String> REQUIRED = Map.of(
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
            ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, "false",
            ProducerConfig.ACKS_CONFIG, "all");

    private final Producer<String, Article> producer;
    private final String topic;

    /**
     * @param producer its settings have passed {@link #checkSettings}: a producer does not tell its own. It belongs to
     *     the publisher from now on and is closed with it
     */
    public ArticlePublisher(Producer<String, Article> producer, String topic) {
        this.producer = Objects.requireNonNull(producer, "producer");
        if (topic.isBlank()) {
            throw new IllegalArgumentException("the topic has no name");
        }
        this.topic = topic;
    }

    /** Settings without which an acknowledged article could still be lost, doubled, or overtaken by an older version. */
    public static Map<String, String> requiredSettings() {
        return REQUIRED;
    }

    /**
     * Checks the settings of a producer against {@link #requiredSettings}; one that is not given has Kafka's default,
     * which is the right one.
     *
     * @throws IllegalArgumentException naming the setting, its value, and the value it must have
     */
    public static void checkSettings(Map<String, ?> settings) {
        REQUIRED.forEach((key, required) -> {
            Object value = settings.get(key);
            String given = value == null ? required : value.toString().toLowerCase(Locale.ROOT);
            // -1 is the older spelling of "all"
            if (!given.equals(required) && !(key.equals(ProducerConfig.ACKS_CONFIG) && given.equals("-1"))) {
                throw new IllegalArgumentException(
                        "%s is %s: articles are published with %s=%s only".formatted(key, value, key, required));
            }
        });
        Object partitioner = settings.get(ProducerConfig.PARTITIONER_CLASS_CONFIG);
        if (partitioner != null && !partitioner.toString().isBlank()) {
            throw new IllegalArgumentException(
                    "%s is %s: articles go where Kafka's own places their uri, or their versions would part"
                            .formatted(ProducerConfig.PARTITIONER_CLASS_CONFIG, partitioner));
        }
    }

    /**
     * Sends one article.
     *
     * @return the receipt once the broker has acknowledged; completes with a {@link KafkaException} when the broker
     *     refused or did not answer within the producer's {@code delivery.timeout.ms}, and with what the serializer
     *     threw when the article could not be written or the registry not be asked
     */
    public CompletableFuture<Receipt> publish(Article article) {
        return publish(article, Optional.empty());
    }

    /**
     * Sends one article, as {@link #publish(Article)} does.
     *
     * @param source who handed it over, if that is known: goes with it as the header {@link WiretagHeader#SOURCE}
     */
    public CompletableFuture<Receipt> publish(Article article, Optional<String> source) {
        return publish(article, source, List.of());
    }

    /**
     * Sends one article, as {@link #publish(Article, Optional)} does.
     *
     * @param trace headers of {@link TraceContext} that go with it
     */
    public CompletableFuture<Receipt> publish(Article article, Optional<String> source, List<Header> trace) {
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        try {
            ProducerRecord<String, Article> entry = new ProducerRecord<>(topic, article.getUri(), article);
            source.ifPresent(name -> WiretagHeader.SOURCE.put(entry.headers(), name));
            trace.forEach(entry.headers()::add);
            Traces.within(entry.headers(), () -> send(entry, receipt));
        } catch (RuntimeException e) {
            // a failing serializer, or a registry out of reach, throws here instead of answering by the callback
            receipt.completeExceptionally(e);
        }
        return receipt;
    }

    private void send(ProducerRecord<String, Article> entry, CompletableFuture<Receipt> receipt) {
        Article article = entry.value();
        producer.send(entry, (metadata, failure) -> {
            if (failure == null) {
                receipt.complete(new Receipt(
                        article.getUri(),
                        Optional.ofNullable(article.getVersion()),
                        metadata.partition(),
                        metadata.offset()));
            } else {
                receipt.completeExceptionally(failure);
            }
        });
    }

    /** Waits until all articles on their way have arrived or failed, 30 seconds at most; what is left then fails. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
