package io.wiretag.intake;

import io.wiretag.schema.Article;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Publishes so that no version of an article overtakes an earlier one, also when the brokers fail in between: the next
 * version waits until the one before it is acknowledged, and after an outage nothing is sent until {@link #resume}.
 * Different articles do not wait for each other. One thread sends.
 */
public final class OrderedSending {

    private final ArticlePublisher publisher;
    private final Map<String, CompletableFuture<Receipt>> onTheWay = new ConcurrentHashMap<>();
    private final AtomicReference<Throwable> outage = new AtomicReference<>();

    public OrderedSending(ArticlePublisher publisher) {
        this.publisher = publisher;
    }

    /** The receipt to come; empty when nothing is sent because of an outage. */
    public Optional<CompletableFuture<Receipt>> send(Article article) {
        CompletableFuture<Receipt> earlier = onTheWay.get(article.getUri());
        if (earlier != null) {
            failure(earlier);
        }
        if (outage.get() != null) {
            return Optional.empty();
        }
        // a stage of its own: whoever waits for it, or no longer finds it, must find the outage
        CompletableFuture<Receipt> receipt = publisher.publish(article).whenComplete((acknowledged, failure) -> {
            if (failure != null && !PublishFailure.isArticles(failure)) {
                outage.compareAndSet(null, failure);
            }
        });
        onTheWay.put(article.getUri(), receipt);
        receipt.whenComplete((acknowledged, failure) -> onTheWay.remove(article.getUri(), receipt));
        return Optional.of(receipt);
    }

    /** Why nothing is sent at present. */
    public Optional<Throwable> outage() {
        return Optional.ofNullable(outage.get());
    }

    /** Tries again. Only when nothing is on the way any more, or a late failure would stop it again. */
    public void resume() {
        outage.set(null);
    }

    /** Waits for the end of a sending and tells why it failed; empty if it is acknowledged. */
    public static Optional<Throwable> failure(CompletableFuture<Receipt> receipt) {
        Throwable failure = receipt.handle((acknowledged, reason) -> reason).join();
        return Optional.ofNullable(failure).map(PublishFailure::unwrapped);
    }
}
