package io.wiretag.topology;

import io.wiretag.schema.ArticleState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Deletes what is remembered of articles some time after their last version. Walks through the state in small steps, round
 * and round: no second index that every article would have to pay for, and no long scan that articles would have to wait for.
 * A million articles are walked through in a thousand steps. On the way they are counted: RocksDB knows only an estimate.
 */
final class StateExpiry {
    private static final int STEP = 1000;

    private final KeyValueStore<String, ArticleState> articles;
    private final Duration retention;
    private String next;
    private long counted;
    private long counting;

    /** @param retention how long an article is remembered after its last version, or the end of its embargo */
    StateExpiry(KeyValueStore<String, ArticleState> articles, Duration retention) {
        this.articles = articles;
        this.retention = retention;
    }

    /** One step; tells which articles expired, and what was remembered of them. */
    List<KeyValue<String, ArticleState>> step(Instant now) {
        List<KeyValue<String, ArticleState>> expired = new ArrayList<>();
        int seen = 0;
        try (KeyValueIterator<String, ArticleState> states = articles.range(next, null)) {
            next = null;
            while (states.hasNext()) {
                KeyValue<String, ArticleState> each = states.next();
                if (seen++ == STEP) {
                    next = each.key;
                    break;
                }
                if (isExpired(each.value, now)) {
                    expired.add(each);
                }
            }
        }
        expired.forEach(each -> articles.delete(each.key));
        counting += seen - expired.size() - (next == null ? 0 : 1);
        if (next == null) {
            counted = counting;
            counting = 0;
        }
        return expired;
    }

    /** How many articles are remembered: what the last walk found, or the one under way if it has found more. */
    long remembered() {
        return Math.max(counted, counting);
    }

    private boolean isExpired(ArticleState state, Instant now) {
        if (state.getHeldUntil() != null) {
            // its record has still to go out, however late that has become, and needs it
            return false;
        }
        Instant last = Optional.ofNullable(state.getEmbargoedUntil())
                .filter(embargo -> embargo.isAfter(state.getAcceptedAt()))
                .orElse(state.getAcceptedAt());
        // an embargo may lie so far ahead that nothing can be added to it
        return Duration.between(last, now).compareTo(retention) > 0;
    }
}
