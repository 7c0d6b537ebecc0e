package io.wiretag.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wiretag.ops.lag.LagMonitor;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.receipts.ReceiptWatch;
import io.wiretag.ops.stories.StoryEvents;
import io.wiretag.ops.stories.StoryWatch;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The metrics, in the text format of Prometheus. A scrape asks no broker: it writes what {@link LagMonitor}, {@link StoryWatch}
 * and the processor know already. What is not known has no series; it is never 0.
 *
 * <p>Lag has the names that other exporters gave it, so that dashboards fit; everything else begins with {@code wiretag_}.
 * Labels are bounded: reasons are those that the product has, sources and groups are cut off at some hundreds.
 *
 * <p>Thread-safe.
 */
public final class OpsMetrics implements StoryEvents, AutoCloseable {
    private static final String OTHER = "other";

    private static final Duration[] BUCKETS = Stream.of(
                    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Timer> endToEnd = new HashMap<>();
    private final Map<String, Timer> kills = new HashMap<>();
    private final Map<String, Counter> rejected = new HashMap<>();
    private final GaugeRows gauges = new GaugeRows(registry);
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** An OpsMetrics with what every Java process has: memory, garbage collection, load. */
    public OpsMetrics() {
        // Prometheus' own check of names finds fault with these two of the library's
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"))
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
        JvmGcMetrics collections = new JvmGcMetrics();
        opened.add(collections);
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /**
     * Adds what a watch on the feed tells. To be called before the watch begins.
     *
     * @param reasons for which records are rejected; another one counts as {@code other}
     */
    void measureFeed(Topics topics, Set<String> reasons) {
        for (Topic<?> sink : StoryWatch.sinks(topics)) {
            endToEnd.put(
                    sink.role(),
                    histogram(
                            "wiretag.end.to.end",
                            "From the publication of an article until it can be read in a sink",
                            sink.role()));
            kills.put(
                    sink.role(),
                    histogram(
                            "wiretag.kill.propagation",
                            "From the publication of a kill until it can be read in a sink",
                            sink.role()));
        }
        // from 0 on: a first rejection that made its own series would be no increase
        Stream.concat(reasons.stream(), Stream.of(OTHER)).forEach(reason -> rejected.put(reason, rejections(reason)));
    }

    private Timer histogram(String name, String description, String sink) {
        return Timer.builder(name)
                .description(description)
                .tag("sink", sink)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /**
     * Those of before the start are left out. Were they counted, each start would look like an increase by all of them, also
     * if they were shown at once: retention deletes some, so that they are fewer than were counted before, which Prometheus
     * takes for a counter that has begun anew.
     */
    private Counter rejections(String reason) {
        return Counter.builder("wiretag.rejected.records")
                .description("Rejected records that came since the start")
                .tag("reason", reason)
                .register(registry);
    }

    /** Adds what is asked of a watch on the feed. */
    void watch(StoryWatch feed) {
        gauges.add(
                "wiretag.source.silence.seconds",
                "Since the last article of a source",
                () -> feed.sources().stream().map(source -> GaugeRows.row(source.silence(), "source", source.name())));
        gauges.add(
                "wiretag.source.usual.gap.seconds",
                "The gap between two articles that is usual for a source at the time of day when it last sent",
                () -> feed.sources().stream()
                        .flatMap(source ->
                                source.usualGap().map(gap -> GaugeRows.row(gap, "source", source.name())).stream()));
        gauges.add(
                "wiretag.rejected.unreplayed",
                "Rejected records that were not replayed",
                () -> feed.rejected().stream().map(waiting -> GaugeRows.row(waiting.records())));
        gauges.add(
                "wiretag.rejected.oldest.seconds",
                "Age of the oldest rejected record that was not replayed; 0 if there is none",
                () -> feed.rejected().stream()
                        .map(waiting -> GaugeRows.row(waiting.oldest()
                                .map(oldest -> Duration.between(oldest, Instant.now()))
                                .orElse(Duration.ZERO))));
        gauges.add(
                "wiretag.rules.version.info",
                "Version of the gazetteer, in a label",
                () -> feed.gazetteer().stream().map(version -> GaugeRows.row(1, "version", version)));
        Gauge.builder("wiretag.watch.stories", () -> feed.stories().size())
                .description("Stories that the watch on the feed remembers")
                .register(registry);
    }

    /**
     * Adds what a watch on lag tells.
     *
     * @param cluster name or id of the cluster, for the label cluster_name
     */
    void watch(Supplier<LagReport> lag, String cluster) {
        new LagMetrics(lag, cluster).addTo(gauges);
    }

    /**
     * Adds what is known of kills.
     *
     * @param late how old an open one may be before that is an alarm
     */
    void watch(ReceiptWatch receipts, Duration late, String cluster) {
        new ReceiptMetrics(receipts, late, cluster).addTo(gauges);
    }

    /** Adds the processor that runs in this process. */
    public void watch(Supplier<ProcessorState> processor, Supplier<Optional<String>> whyNotReady) {
        processor
                .get()
                .events()
                .keySet()
                .forEach(event -> FunctionCounter.builder(
                                "wiretag.articles",
                                processor,
                                state -> state.get().events().get(event))
                        .description("Records that came to an end since the start, by which it was")
                        .tag("event", event)
                        .register(registry));
        state("wiretag.state.articles", "Articles that the processor remembers", processor, ProcessorState::articles);
        state("wiretag.state.held", "Records under embargo", processor, ProcessorState::held);
        state("wiretag.state.bytes", "Size of its state, on disk and in memory", processor, ProcessorState::bytes);
        Gauge.builder("wiretag.processor.ready", () -> whyNotReady.get().isEmpty() ? 1 : 0)
                .description("1 while articles flow through the processor of this process")
                .register(registry);
        gauges.add(
                "wiretag.processor.rules.version.info",
                "Version of the gazetteer that the processor tags with, in a label",
                () -> Stream.of(
                        GaugeRows.row(1, "version", processor.get().rules().version())));
        gauges.add(
                "wiretag.processor.rules.current",
                "1 while the processor tags by the gazetteer in force on the cluster, 0 while it cannot",
                () -> processor.get().rules().current().stream().map(current -> GaugeRows.row(current ? 1 : 0)));
    }

    private void state(
            String name,
            String description,
            Supplier<ProcessorState> processor,
            ToDoubleFunction<ProcessorState> value) {
        Gauge.builder(name, () -> value.applyAsDouble(processor.get()))
                .description(description)
                .register(registry);
    }

    @Override
    public void arrived(String sink, double seconds, boolean kill) {
        Duration duration = Duration.ofMillis(Math.round(seconds * 1000));
        endToEnd.get(sink).record(duration);
        if (kill) {
            kills.get(sink).record(duration);
        }
    }

    @Override
    public void rejected(String reason) {
        rejected.getOrDefault(reason, rejected.get(OTHER)).increment();
    }

    /** All of them, as they are now. */
    public synchronized String scrape() {
        gauges.refresh();
        return registry.scrape();
    }

    @Override
    public void close() {
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException("listeners of the JVM can be taken off", e);
            }
        }
        registry.close();
    }
}
