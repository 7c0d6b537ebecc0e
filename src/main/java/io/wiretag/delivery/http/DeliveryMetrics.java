package io.wiretag.delivery.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The metrics of delivery, in the text format of Prometheus: open streams, who has them, and how many articles each client is
 * behind the end. One that is too far behind for that to be known has no series of its lag; it is never 0. Labels are names of keys.
 */
final class DeliveryMetrics implements AutoCloseable {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final EventStreams streams;
    private final DeliveryDoor door;
    private final MultiGauge connections;
    private final MultiGauge behind;

    DeliveryMetrics(EventStreams streams, DeliveryDoor door) {
        this.streams = streams;
        this.door = door;
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        Gauge.builder("wiretag_delivery_streams", streams, EventStreams::size)
                .description("Clients that are told as articles come.")
                .register(registry);
        FunctionCounter.builder("wiretag_delivery_articles", streams, EventStreams::told)
                .description("Articles that streams were told.")
                .register(registry);
        this.connections = MultiGauge.builder("wiretag_delivery_connections")
                .description("Requests under way and streams, by key.")
                .register(registry);
        this.behind = MultiGauge.builder("wiretag_delivery_lag_articles")
                .description("How many articles the stream of a key that is behind most has still to pass.")
                .register(registry);
    }

    synchronized String scrape() {
        connections.register(
                door.connections().entrySet().stream()
                        .map(each -> MultiGauge.Row.of(Tags.of("key", each.getKey()), each.getValue()))
                        .collect(Collectors.toList()),
                true);
        Map<String, List<EventStreams.Standing>> byKey =
                streams.standings().stream().collect(Collectors.groupingBy(EventStreams.Standing::client));
        behind.register(
                byKey.entrySet().stream()
                        .filter(each -> each.getValue().stream().allMatch(one -> one.behind() >= 0))
                        .map(each -> MultiGauge.Row.of(
                                Tags.of("key", each.getKey()),
                                each.getValue().stream()
                                        .mapToLong(EventStreams.Standing::behind)
                                        .max()
                                        .orElse(0)))
                        .collect(Collectors.toList()),
                true);
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
