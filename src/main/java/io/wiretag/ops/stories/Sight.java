package io.wiretag.ops.stories;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;

/**
 * When brokers last answered a consumer. A poll that gives nothing does not tell whether there was nothing or nobody: but brokers
 * that are there answer each fetch within half a second, also without a record, and the consumer counts the answers. Told by one
 * thread, asked by any.
 */
final class Sight {
    private final Consumer<?, ?> consumer;
    private Optional<Metric> fetches = Optional.empty();
    private double seen;
    private volatile Optional<Instant> last = Optional.empty();

    Sight(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /** After each poll. */
    void look(Instant now) {
        if (fetches.isEmpty()) {
            fetches = consumer.metrics().values().stream()
                    .filter(metric -> metric.metricName().name().equals("fetch-total"))
                    .filter(metric -> !metric.metricName().tags().containsKey("topic"))
                    .<Metric>map(metric -> metric)
                    .findFirst();
        }
        double count = fetches.map(metric -> (Double) metric.metricValue()).orElse(0.0);
        if (count > seen) {
            seen = count;
            last = Optional.of(now);
        }
    }

    Optional<Instant> last() {
        return last;
    }
}
