package io.wiretag.processor.watch;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.kafka.common.Metric;

/** How long ago the threads of the stream asked for records: what consumers tell in their metrics. */
public final class PollAge {
    private static final String SINCE = "last-poll-seconds-ago";
    private static final String GROUP = "consumer-metrics";
    /** Of the consumer that restores state, which is used only while there is something to restore. */
    private static final String RESTORING = "-restore-consumer";

    private PollAge() {}

    /** The longest time; empty before the first poll. */
    public static Optional<Duration> longestAgo(Collection<? extends Metric> metrics) {
        return metrics.stream()
                .filter(metric -> metric.metricName().name().equals(SINCE)
                        && metric.metricName().group().equals(GROUP)
                        && !metric.metricName()
                                .tags()
                                .getOrDefault("client-id", "")
                                .endsWith(RESTORING))
                .map(Metric::metricValue)
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).longValue())
                // -1: not yet
                .filter(seconds -> seconds >= 0)
                .map(Duration::ofSeconds)
                .max(Comparator.naturalOrder());
    }
}
