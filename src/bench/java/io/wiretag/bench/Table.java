package io.wiretag.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What was measured against what was aimed at, in Markdown. Medians; in brackets the lowest and the highest round. */
final class Table {
    private static final ToDoubleFunction<Measurement> PACE = Measurement::articlesPerSecond;
    private static final ToDoubleFunction<Measurement> PER_CPU = Measurement::articlesPerCpuSecond;
    private static final ToDoubleFunction<Measurement> P99 =
            measured -> measured.latency().map(Measurement.Latency::p99).orElse(Double.NaN);
    private static final ToDoubleFunction<Measurement> P50 =
            measured -> measured.latency().map(Measurement.Latency::median).orElse(Double.NaN);

    /** How many clients of delivery there are, one trial after the other. */
    static final List<Integer> DELIVERY_CLIENTS = List.of(1, 100, 1000);

    private static final int TARGET_CLIENTS = 100;

    private final Results results;
    private final List<String> lines = new ArrayList<>();

    private Table(Results results) {
        this.results = results;
    }

    static List<String> of(Options options, Results results) {
        Table table = new Table(results);
        if (options.rows().contains(Options.Row.PIPELINE)) {
            table.contenders(options);
        }
        table.lines.add("| what | target | measured | |");
        table.lines.add("|---|---|---|---|");
        table.pipeline();
        table.growth();
        table.memory();
        table.start();
        table.delivery();
        return table.lines;
    }

    private void contenders(Options options) {
        lines.add("| contender | articles/s | articles per CPU second | p50 ms | p99 ms |");
        lines.add("|---|---|---|---|---|");
        for (Contender contender : options.contenders()) {
            String name = contender.label();
            lines.add("| %s | %s | %s | %s | %s |"
                    .formatted(
                            name,
                            text(Spread.of(values("pipeline", name, PACE).values()), "%.0f"),
                            text(Spread.of(values("pipeline", name, PER_CPU).values()), "%.0f"),
                            text(Spread.of(values("pipeline", name, P50).values()), "%.0f"),
                            text(Spread.of(values("pipeline", name, P99).values()), "%.0f")));
        }
        lines.add("");
    }

    private void pipeline() {
        atLeast(
                0.90,
                "articles/s, beside the same stream with a constant for the tagger",
                "pipeline",
                "constant",
                PACE);
        atLeast(
                0.80,
                "articles/s, beside the same stream without articles.current and articles.by-unit",
                "pipeline",
                "fewer-sinks",
                PACE);
        atLeast(0.80, "articles/s, beside a loop written by hand", "pipeline", "loop", PACE);
        atLeast(1.5, "articles per CPU second, beside Flink (checkpoints every 100 ms)", "pipeline", "flink", PER_CPU);
        atLeast(1.5, "articles per CPU second, beside Flink (every second)", "pipeline", "flink-1s", PER_CPU);
        atMost(1.0, "p99 latency, beside Flink (checkpoints every 100 ms)", "flink");
        atMost(1.0, "p99 latency, beside Flink (every second)", "flink-1s");
        atMost(1.3, "p99 latency, beside the stream with a constant", "constant");
    }

    private void growth() {
        ratio("uris", "many-uris", "few-uris", PACE)
                .ifPresent(spread -> line(
                        "articles/s with many uris in the state, beside 10,000",
                        ">= 0.85",
                        spread.text("%.2f"),
                        spread.median() >= 0.85));
        ratio("growth", "long", "usual", Measurement::mibPerSecond)
                .ifPresent(spread -> line(
                        "bytes/s of articles 10 times longer, beside usual ones",
                        ">= 1 (linear)",
                        spread.text("%.2f"),
                        spread.median() >= 1));
        ratio("growth", "wide", "usual", PACE)
                .ifPresent(spread -> line(
                        "articles/s with 12,000 names more in the gazetteer",
                        ">= 0.90",
                        spread.text("%.2f"),
                        spread.median() >= 0.90));
    }

    private void memory() {
        results.figures("memory")
                .forEach((round, mib) -> line(
                        "least heap that holds 95 % of the pace", "<= 256 MiB", mib.intValue() + " MiB", mib <= 256));
    }

    private void start() {
        Map<Integer, Double> process = results.figures("start-process");
        Spread.ofRatios(process, results.figures("start-empty"))
                .ifPresent(spread -> line(
                        "from `wiretag process` to RUNNING, beside an empty Streams application",
                        "<= 2",
                        spread.text("%.2f") + "; " + text(Spread.of(process.values()), "%.1f s"),
                        spread.median() <= 2));
        Spread.of(results.figures("start-demo").values())
                .ifPresent(spread -> line(
                        "from `wiretag demo` to the first article",
                        "<= 10 s",
                        spread.text("%.1f s"),
                        spread.median() <= 10));
    }

    private void delivery() {
        ratioOfDelivery(TARGET_CLIENTS)
                .ifPresent(spread -> line(
                        "p99 latency from publish to " + TARGET_CLIENTS
                                + " clients of delivery, beside a plain read_committed consumer",
                        "<= 1.5",
                        spread.text("%.2f"),
                        spread.median() <= 1.5));
        if (ratioOfDelivery(TARGET_CLIENTS).isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("| clients of server-sent events | events/s | p99 ms | p99 ms of a plain consumer | ratio |");
        lines.add("|---|---|---|---|---|");
        for (int clients : DELIVERY_CLIENTS) {
            lines.add("| %d | %s | %s | %s | %s |"
                    .formatted(
                            clients,
                            text(delivery("events", clients), "%.0f"),
                            text(delivery("p99", clients), "%.0f"),
                            text(delivery("plain", clients), "%.0f"),
                            text(ratioOfDelivery(clients), "%.2f")));
        }
    }

    private Optional<Spread> delivery(String figure, int clients) {
        return Spread.of(results.figures("delivery-" + figure + "-" + clients).values());
    }

    private Optional<Spread> ratioOfDelivery(int clients) {
        return Spread.ofRatios(
                results.figures("delivery-p99-" + clients), results.figures("delivery-plain-" + clients));
    }

    private void atLeast(double target, String what, String row, String rival, ToDoubleFunction<Measurement> figure) {
        ratio(row, "wiretag", rival, figure)
                .ifPresent(spread ->
                        line(what, ">= %.2f".formatted(target), spread.text("%.2f"), spread.median() >= target));
    }

    private void atMost(double target, String what, String rival) {
        ratio("pipeline", "wiretag", rival, P99)
                .ifPresent(spread ->
                        line(what, "<= %.1f".formatted(target), spread.text("%.2f"), spread.median() <= target));
    }

    private void line(String what, String target, String measured, boolean met) {
        lines.add("| %s | %s | %s | %s |".formatted(what, target, measured, met ? "met" : "**missed**"));
    }

    private Optional<Spread> ratio(String row, String ours, String theirs, ToDoubleFunction<Measurement> figure) {
        return Spread.ofRatios(values(row, ours, figure), values(row, theirs, figure));
    }

    /** By round; without those in which it did not get through. */
    private Map<Integer, Double> values(String row, String variant, ToDoubleFunction<Measurement> figure) {
        Map<Integer, Double> values = new TreeMap<>();
        for (Measurement measured : results.of(row)) {
            double value = figure.applyAsDouble(measured);
            if (measured.trial().variant().equals(variant) && Double.isFinite(value) && value > 0) {
                values.put(measured.round(), value);
            }
        }
        return values;
    }

    private static String text(Optional<Spread> spread, String format) {
        return spread.map(some -> some.text(format)).orElse("did not get through");
    }
}
