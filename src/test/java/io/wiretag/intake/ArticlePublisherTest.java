package io.wiretag.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Publishing to a broker is told by the end-to-end story; here is what must hold without one. */
class ArticlePublisherTest {

    @Test
    void anArticleThatNobodyAcknowledgesFailsItsReceiptAndNotTheCaller() {
        Map<String, Object> settings = new HashMap<>(ArticlePublisher.requiredSettings());
        // port 9 (discard): nobody answers there
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:9");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 300);
        try (ArticlePublisher publisher = new ArticlePublisher(
                new KafkaProducer<>(settings, new StringSerializer(), (topic, article) -> new byte[0]),
                "articles.published")) {
            CompletableFuture<Receipt> receipt = publisher.publish(Article.newBuilder()
                    .setUri("urn:x")
                    .setPubStatus(PubStatus.usable)
                    .setInfoSources(List.of())
                    .build());

            // the limit is max.block.ms and some patience for a slow machine
            assertThat(receipt)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void settingsThatCouldLoseAnArticleAreRefused() {
        assertThatThrownBy(() -> ArticlePublisher.checkSettings(Map.of("acks", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("acks is 1: articles are published with acks=all only");
        assertThatThrownBy(() -> ArticlePublisher.checkSettings(Map.of("enable.idempotence", false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("enable.idempotence=true");
    }

    @Test
    void theRequiredSettingsAndKafkasDefaultsPass() {
        ArticlePublisher.checkSettings(ArticlePublisher.requiredSettings());
        ArticlePublisher.checkSettings(Map.of("acks", "-1", "linger.ms", 5));
    }
}
