package io.wiretag.delivery.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a record of the topic of subscriptions is about. As key it is JSON with these names in this order.
 *
 * @param kind {@link #SUBSCRIPTION}, {@link #STANDING} or {@link #UNSENT}
 * @param uri of the article that is unsent; else empty
 * @param partition where it lies; else 0
 */
record SubscriptionKey(String kind, String subscription, String uri, int partition) {
    /** What its operator wants: {@link Subscription}. */
    static final String SUBSCRIPTION = "subscription";
    /** How its endpoint is: {@link Standing}. */
    static final String STANDING = "standing";
    /** An article that the group has passed and the endpoint does not have: {@link Unsent}. */
    static final String UNSENT = "unsent";

    private static final ObjectMapper JSON = new ObjectMapper();

    static SubscriptionKey subscription(String name) {
        return new SubscriptionKey(SUBSCRIPTION, name, "", 0);
    }

    static SubscriptionKey standing(String name) {
        return new SubscriptionKey(STANDING, name, "", 0);
    }

    static SubscriptionKey unsent(String name, String uri, int partition) {
        return new SubscriptionKey(UNSENT, name, uri, partition);
    }

    boolean isUnsent() {
        return kind.equals(UNSENT);
    }

    byte[] written() {
        ObjectNode parts = JSON.createObjectNode().put("kind", kind).put("subscription", subscription);
        if (isUnsent()) {
            parts.put("uri", uri).put("partition", partition);
        }
        return parts.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Empty if it is none as {@link #written}: the topic is compacted by bytes, so that another spelling is another key. */
    static Optional<SubscriptionKey> read(byte[] key) {
        if (key == null) {
            return Optional.empty();
        }
        try {
            JsonNode parts = JSON.readTree(key);
            SubscriptionKey read = new SubscriptionKey(
                    parts.path("kind").asText(),
                    parts.path("subscription").asText(),
                    parts.path("uri").asText(),
                    parts.path("partition").asInt());
            return Optional.of(read).filter(same -> Arrays.equals(same.written(), key));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
