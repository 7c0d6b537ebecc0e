package io.wiretag.topology;

import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.time.Duration;

/**
 * With which time a record goes out: that of the published one, from which subscribers count how late they are. But brokers
 * delete by it. What is old already when it is dealt with (a backfill, a copy of another cluster) would be deleted before
 * anybody has read it: it goes out with the time of now.
 */
final class DepartureTime {
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private final long oldestMs;

    /** @throws IllegalArgumentException if the retention of a topic is configured and is no number */
    DepartureTime(Topics topics) {
        oldestMs = topics.all().stream()
                .mapToLong(DepartureTime::retentionMs)
                // there must be time left to read it
                .map(retention -> retention / 2)
                .filter(half -> half > 0)
                .reduce(DAY_MS, Math::min);
    }

    /** As configured; -1: for ever. */
    private static long retentionMs(Topic<?> topic) {
        String configured = topic.configs().getOrDefault("retention.ms", "-1");
        try {
            return Long.parseLong(configured.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "topics." + topic.role() + ".retention.ms must be a whole number, is '" + configured + "'", e);
        }
    }

    /**
     * In milliseconds since 1970-01-01T00:00:00Z.
     *
     * @param published time of the published record
     * @param now the clock
     */
    long of(long published, long now) {
        return now - published > oldestMs ? now : published;
    }
}
