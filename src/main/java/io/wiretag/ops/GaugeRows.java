package io.wiretag.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Gauges whose series come and go: each scrape has those that there are then. Added by one thread. */
final class GaugeRows {
    private final MeterRegistry registry;
    private final List<Runnable> refreshes = new ArrayList<>();

    GaugeRows(MeterRegistry registry) {
        this.registry = registry;
    }

    void add(String name, String description, Supplier<Stream<MultiGauge.Row<Number>>> rows) {
        MultiGauge gauge = MultiGauge.builder(name).description(description).register(registry);
        refreshes.add(() -> gauge.register(rows.get().toList(), true));
    }

    void refresh() {
        refreshes.forEach(Runnable::run);
    }

    static MultiGauge.Row<Number> row(Duration value, String... labels) {
        return row(seconds(value), labels);
    }

    static MultiGauge.Row<Number> row(double value, String... labels) {
        return MultiGauge.Row.of(Tags.of(labels), value);
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
