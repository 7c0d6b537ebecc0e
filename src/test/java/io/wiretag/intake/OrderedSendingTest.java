package io.wiretag.intake;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

/** The order of versions while acknowledgements are late or fail. A producer that lingers sends when it is told to. */
class OrderedSendingTest {
    private static final Map<String, Object> LINGERING =
            Map.of(ProducerConfig.LINGER_MS_CONFIG, "600000", ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "1200000");

    @Test
    void aVersionWaitsForTheOneBeforeItAndOtherArticlesDoNot() throws Exception {
        try (OwnTopics topics = new OwnTopics();
                Producer<String, Article> producer = topics.producer((topic, article) -> new byte[0], LINGERING)) {
            OrderedSending sending = new OrderedSending(topics.publisher(producer));
            sending.send(article("urn:a", "1"));
            CompletableFuture<Optional<CompletableFuture<Receipt>>> second =
                    CompletableFuture.supplyAsync(() -> sending.send(article("urn:a", "2")));
            assertThat(sending.send(article("urn:b", "1"))).isPresent();
            assertThat(second).isNotDone();

            producer.flush();

            assertThat(second.get(30, TimeUnit.SECONDS)).isPresent();
            producer.flush();
            assertThat(topics.published()).containsExactly("urn:a", "urn:b", "urn:a");
        }
    }

    @Test
    void aVersionDoesNotOvertakeOneThatFailedInAnOutage() throws Exception {
        try (OwnTopics topics = new OwnTopics();
                Producer<String, Article> producer = topics.producer((topic, article) -> new byte[0], LINGERING)) {
            OrderedSending sending = new OrderedSending(topics.publisher(producer));
            CompletableFuture<Optional<CompletableFuture<Receipt>>> second = new CompletableFuture<>();
            CompletableFuture<Receipt> first =
                    sending.send(article("urn:a", "1")).orElseThrow();
            Thread waiting = new Thread(() -> second.complete(sending.send(article("urn:a", "2"))), "second");
            waiting.start();
            await("version 2 to wait", waiting::getState, state -> state == Thread.State.WAITING);

            producer.close(Duration.ZERO);

            assertThat(second.get(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(first).isCompletedExceptionally();
            assertThat(sending.outage()).isPresent();
            assertThat(sending.send(article("urn:b", "1"))).isEmpty();
        }
    }

    @Test
    void anArticleThatIsRefusedForItselfHoldsUpNoOther() {
        try (OwnTopics topics = new OwnTopics();
                Producer<String, Article> producer = topics.producer(
                        (topic, article) -> new byte["1".equals(article.getVersion()) ? 3_000_000 : 10], Map.of())) {
            OrderedSending sending = new OrderedSending(topics.publisher(producer));

            CompletableFuture<Receipt> large =
                    sending.send(article("urn:a", "1")).orElseThrow();
            CompletableFuture<Receipt> small =
                    sending.send(article("urn:a", "2")).orElseThrow();

            assertThat(OrderedSending.failure(large)).isPresent();
            assertThat(OrderedSending.failure(small)).isEmpty();
            assertThat(sending.outage()).isEmpty();
        }
    }

    private static Article article(String uri, String version) {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion(version)
                .setPubStatus(PubStatus.usable)
                .setInfoSources(List.of())
                .build();
    }
}
