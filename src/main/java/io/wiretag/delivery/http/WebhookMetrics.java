package io.wiretag.delivery.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.wiretag.delivery.webhook.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The metrics of webhooks, by subscription. How far one is behind is the lag of its group, and not told here. */
final class WebhookMetrics {
    private final Webhooks webhooks;
    private final MultiGauge stopped;
    private final MultiGauge failing;
    private final MultiGauge putAside;
    private final MultiGauge kills;
    private final MultiGauge givenUp;
    private final MultiGauge sent;
    private final MultiGauge failures;

    WebhookMetrics(Webhooks webhooks, MeterRegistry registry) {
        this.webhooks = webhooks;
        Gauge.builder("wiretag_webhook_known", webhooks, each -> each.trouble().isEmpty() ? 1 : 0)
                .description("1 while subscriptions are known, 0 while their topic cannot be read.")
                .strongReference(true)
                .register(registry);
        stopped = gauge(
                registry,
                "wiretag_webhook_stopped",
                "1 for a subscription that is sent nothing any more until somebody resumes it, though nobody paused it.");
        failing = gauge(
                registry,
                "wiretag_webhook_failing_seconds",
                "For how long nothing has arrived at an endpoint; 0 while it is well.");
        putAside = gauge(
                registry,
                "wiretag_webhook_put_aside_articles",
                "Articles that an endpoint does not take, while it takes others.");
        kills = gauge(registry, "wiretag_webhook_kills_waiting", "Kills that an endpoint does not have.");
        givenUp = gauge(registry, "wiretag_webhook_given_up_articles", "Those of them that are not tried any more.");
        sent = gauge(
                registry,
                "wiretag_webhook_sent",
                "Messages of this process that endpoints took, since it began to send.");
        failures = gauge(
                registry,
                "wiretag_webhook_failures",
                "Messages of this process that endpoints did not take, since it began to send.");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    void look() {
        Instant now = Instant.now();
        List<Webhooks.Work> all = webhooks.work();
        register(stopped, all, each -> each.report().isStopped() ? 1 : 0);
        register(
                failing,
                all,
                each -> each.report()
                        .since()
                        .map(since -> Duration.between(since, now).toSeconds())
                        .orElse(0L));
        register(putAside, all, each -> each.report().putAside());
        register(kills, all, each -> each.report().kills());
        register(givenUp, all, each -> each.report().givenUp());
        register(sent, all, Webhooks.Work::sent);
        register(failures, all, Webhooks.Work::failures);
    }

    private static void register(MultiGauge gauge, List<Webhooks.Work> all, ToDoubleFunction<Webhooks.Work> value) {
        gauge.register(
                all.stream()
                        .map(each -> MultiGauge.Row.of(
                                Tags.of(
                                        "subscription",
                                        each.report().subscription().name()),
                                value.applyAsDouble(each)))
                        .collect(Collectors.toList()),
                true);
    }
}
