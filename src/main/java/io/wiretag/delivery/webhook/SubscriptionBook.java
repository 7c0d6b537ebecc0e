package io.wiretag.delivery.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the topic of subscriptions says, as its records come. What a stranger wrote is left out, and the log tells. Thread-safe. */
final class SubscriptionBook {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionBook.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Whoever may write to the topic may write any key. */
    private static final int MOST = 10_000;

    private final SortedMap<String, Subscription> subscriptions = new TreeMap<>();
    private final Map<String, Standing> standings = new HashMap<>();
    private final Map<String, Map<SubscriptionKey, Unsent>> unsent = new HashMap<>();

    synchronized void take(ConsumerRecord<byte[], byte[]> record) {
        Optional<SubscriptionKey> key = SubscriptionKey.read(record.key());
        if (key.isEmpty()) {
            LOG.warn("a record of no key of ours is passed over topic={} offset={}", record.topic(), record.offset());
            return;
        }
        forget(key.get());
        if (record.value() != null) {
            try {
                put(key.get(), JSON.readTree(record.value()));
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn(
                        "a record cannot be read and is passed over topic={} offset={} kind={} subscription={}",
                        record.topic(),
                        record.offset(),
                        key.get().kind(),
                        key.get().subscription());
            }
        }
    }

    private void forget(SubscriptionKey key) {
        switch (key.kind()) {
            case SubscriptionKey.SUBSCRIPTION -> subscriptions.remove(key.subscription());
            case SubscriptionKey.STANDING -> standings.remove(key.subscription());
            case SubscriptionKey.UNSENT ->
                unsent.computeIfPresent(key.subscription(), (name, all) -> {
                    all.remove(key);
                    return all.isEmpty() ? null : all;
                });
            default -> {
                // of another version of ours
            }
        }
    }

    private void put(SubscriptionKey key, JsonNode value) {
        switch (key.kind()) {
            case SubscriptionKey.SUBSCRIPTION -> {
                if (subscriptions.size() < MOST) {
                    subscriptions.put(key.subscription(), Subscription.of(key.subscription(), value));
                }
            }
            case SubscriptionKey.STANDING -> standings.put(key.subscription(), Standing.of(value));
            case SubscriptionKey.UNSENT ->
                unsent.computeIfAbsent(key.subscription(), name -> new HashMap<>())
                        .put(key, Unsent.of(value));
            default -> {
                // of another version of ours
            }
        }
    }

    synchronized void clear() {
        subscriptions.clear();
        standings.clear();
        unsent.clear();
    }

    synchronized SortedMap<String, Subscription> subscriptions() {
        return new TreeMap<>(subscriptions);
    }

    /** How its endpoint is, as far as that is known of this revision. */
    synchronized Optional<Standing> standing(Subscription subscription) {
        return Optional.ofNullable(standings.get(subscription.name()))
                .filter(standing -> standing.revision() == subscription.revision());
    }

    synchronized Map<SubscriptionKey, Unsent> unsent(String subscription) {
        return Map.copyOf(unsent.getOrDefault(subscription, Map.of()));
    }
}
