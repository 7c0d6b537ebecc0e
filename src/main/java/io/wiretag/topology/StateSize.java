package io.wiretag.topology;

import java.util.Collection;
import org.apache.kafka.common.Metric;

/**
 * How large the state of the processor is on one instance, standby copies among it.
 *
 * @param articles articles that are remembered; RocksDB's estimate, which can lag behind deletions
 * @param held records under embargo; an estimate like the other
 * @param bytes bytes on disk and in memory that is not on disk yet
 */
public record StateSize(long articles, long held, long bytes) {
    /** Of Kafka Streams' own metrics, which JMX shows too: group {@code stream-state-metrics}, by {@code rocksdb-state-id}. */
    static StateSize of(Collection<? extends Metric> metrics) {
        return new StateSize(
                sum(metrics, "estimate-num-keys", EnrichProcessor.STORE),
                sum(metrics, "estimate-num-keys", HeldRecords.STORE),
                sum(metrics, "total-sst-files-size", "") + sum(metrics, "cur-size-all-mem-tables", ""));
    }

    private static long sum(Collection<? extends Metric> metrics, String name, String store) {
        return metrics.stream()
                .filter(metric -> metric.metricName().name().equals(name))
                .filter(metric -> {
                    String id = metric.metricName().tags().getOrDefault("rocksdb-state-id", "");
                    return !id.isEmpty() && (store.isEmpty() || id.equals(store));
                })
                .map(Metric::metricValue)
                .filter(Number.class::isInstance)
                .mapToLong(value -> ((Number) value).longValue())
                .sum();
    }
}
