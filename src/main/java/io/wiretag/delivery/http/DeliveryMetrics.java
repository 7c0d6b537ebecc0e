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
import io.wiretag.delivery.webhook.Webhooks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The metrics of delivery, in the text format of Prometheus: open streams, who has them, and how many articles each client is
 * behind the end. One that is too far behind for that to be known has no series of its lag; it is never 0, and is counted beside. Labels are names of keys.
 */
final class DeliveryMetrics implements AutoCloseable {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final EventStreams streams;
    private final DeliveryDoor door;
    private final Optional<WebhookMetrics> webhooks;
    private final MultiGauge connections;
    private final MultiGauge behind;
    private final MultiGauge catchingUp;

    /** @param ready whether articles can be given out now */
    DeliveryMetrics(EventStreams streams, DeliveryDoor door, Optional<Webhooks> webhooks, BooleanSupplier ready) {
        this.streams = streams;
        this.door = door;
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        Gauge.builder("wiretag_delivery_ready", ready, each -> each.getAsBoolean() ? 1 : 0)
                .description("1 while articles can be given out.")
                .strongReference(true)
                .register(registry);
        Gauge.builder("wiretag_delivery_streams", streams, EventStreams::size)
                .description("Clients that are told as articles come.")
                .register(registry);
        FunctionCounter.builder("wiretag_delivery_articles", streams, EventStreams::told)
                .description("Articles that streams were told.")
                .register(registry);
        FunctionCounter.builder("wiretag_delivery_stalled", streams, EventStreams::stalled)
                .description("Streams that were ended because their clients took nothing.")
                .register(registry);
        this.connections = MultiGauge.builder("wiretag_delivery_connections")
                .description("Requests under way and streams, by key.")
                .register(registry);
        this.behind = MultiGauge.builder("wiretag_delivery_lag_articles")
                .description("How many articles the stream of a key that is behind most has still to pass.")
                .register(registry);
        this.catchingUp = MultiGauge.builder("wiretag_delivery_catching_up")
                .description("Streams of a key that are too far behind for their lag to be known.")
                .register(registry);
        this.webhooks = webhooks.map(each -> new WebhookMetrics(each, registry));
    }

    synchronized String scrape() {
        webhooks.ifPresent(WebhookMetrics::look);
        register(connections, door.connections());
        Map<String, List<EventStreams.Standing>> byKey =
                streams.standings().stream().collect(Collectors.groupingBy(EventStreams.Standing::client));
        Map<String, Long> most = new HashMap<>();
        Map<String, Long> unknown = new HashMap<>();
        byKey.forEach((key, standings) -> {
            long far = standings.stream().filter(each -> !each.isKnown()).count();
            unknown.put(key, far);
            if (far == 0) {
                most.put(
                        key,
                        standings.stream()
                                .mapToLong(EventStreams.Standing::behind)
                                .max()
                                .orElse(0));
            }
        });
        register(behind, most);
        register(catchingUp, unknown);
        return registry.scrape();
    }

    private static void register(MultiGauge gauge, Map<String, ? extends Number> byKey) {
        gauge.register(
                byKey.entrySet().stream()
                        .map(each -> MultiGauge.Row.of(Tags.of("key", each.getKey()), each.getValue()))
                        .collect(Collectors.toList()),
                true);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
