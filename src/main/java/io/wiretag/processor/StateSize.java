package io.wiretag.processor;

import java.util.Collection;
import java.util.Set;
import org.apache.kafka.common.Metric;

/**
 * How large the state of the processor is on one instance.
 *
 * @param articles articles that are remembered, as of the last walk through the state
 * @param held records under embargo
 * @param bytes of the state on disk and what is in memory for it, standby copies among it
 */
public record StateSize(long articles, long held, long bytes) {
    /** RocksDB's, at INFO: files, and what has not been written to files yet. JMX shows them too. */
    private static final Set<String> BYTES = Set.of("total-sst-files-size", "cur-size-all-mem-tables");

    StateSize plus(StateSize other) {
        return new StateSize(articles + other.articles, held + other.held, bytes + other.bytes);
    }

    static long bytes(Collection<? extends Metric> metrics) {
        return metrics.stream()
                .filter(metric -> BYTES.contains(metric.metricName().name()))
                .map(Metric::metricValue)
                .filter(Number.class::isInstance)
                .mapToLong(value -> ((Number) value).longValue())
                .sum();
    }
}
