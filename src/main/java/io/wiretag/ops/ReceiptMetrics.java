package io.wiretag.ops;

import static io.wiretag.ops.GaugeRows.seconds;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.wiretag.ops.receipts.ReceiptWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who has a kill still open, as metrics; subscribers are cut off at some hundreds, those that owe nothing first. */
final class ReceiptMetrics {
    private static final int MOST_SUBSCRIBERS = 500;

    private final ReceiptWatch receipts;
    private final Duration late;
    private final String cluster;

    /** @param late how old an open kill may be before that is an alarm */
    ReceiptMetrics(ReceiptWatch receipts, Duration late, String cluster) {
        this.receipts = receipts;
        this.late = late;
        this.cluster = cluster;
    }

    void addTo(GaugeRows gauges) {
        gauges.add(
                "wiretag.kill.open",
                "Kills of the last 30 days that a subscriber has neither passed nor said to have acted on",
                () -> open().map(each -> row(each.getValue().size(), "subscriber", each.getKey())));
        gauges.add(
                "wiretag.kill.open.oldest.seconds",
                "Age of the oldest kill that a subscriber has open",
                () -> open().flatMap(each -> each.getValue().stream()
                        .min(Comparator.naturalOrder())
                        .map(oldest -> row(age(oldest), "subscriber", each.getKey()))
                        .stream()));
        gauges.add(
                "wiretag.kill.tolerance.seconds", "How long a kill may be open", () -> Stream.of(row(seconds(late))));
        gauges.add(
                "wiretag.kill.receipts.kept",
                "1 while kills are watched, and what is known of them is kept and not too much to be known here; else 0",
                () -> Stream.of(row(receipts.trouble().isEmpty() ? 1 : 0)));
    }

    private Stream<Map.Entry<String, List<Instant>>> open() {
        return receipts.known().open().entrySet().stream()
                .sorted(Comparator.comparing(each -> each.getValue().isEmpty()))
                .limit(MOST_SUBSCRIBERS);
    }

    private static double age(Instant oldest) {
        return Math.max(0, seconds(Duration.between(oldest, Instant.now())));
    }

    private MultiGauge.Row<Number> row(double value, String... labels) {
        return MultiGauge.Row.of(Tags.of(labels).and("cluster_name", cluster), value);
    }
}
