package io.wiretag.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Bars of the contenders side by side, as an SVG that reads on light and on dark pages. A line shows the spread of the rounds. */
final class Plot {
    private static final int BAR_LEFT = 100;
    private static final int BAR_WIDTH = 220;
    private static final int PANEL = 400;
    private static final int ROW = 30;
    private static final int TOP = 50;

    private final StringBuilder svg = new StringBuilder();

    private Plot() {}

    private record Bar(String label, Spread spread) {}

    static String of(Options options, Results results) {
        Plot plot = new Plot();
        int height = TOP + ROW * options.contenders().size() + 10;
        plot.svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="Articles a second, articles per CPU second and latency of Wiretag and its peers">
                <style>
                text { font: 13px system-ui, sans-serif; fill: #1f2328 }
                .title { font-weight: 600 }
                .bar { fill: #8c959f } .ours { fill: #0969da } .spread { stroke: #1f2328; stroke-width: 2 }
                @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 } .bar { fill: #6e7681 } .ours { fill: #4493f8 } .spread { stroke: #e6edf3 }
                }
                </style>
                """.formatted(3 * PANEL, height));
        plot.panel(0, "articles/s", options, results, Measurement::articlesPerSecond);
        plot.panel(1, "articles per CPU second", options, results, Measurement::articlesPerCpuSecond);
        plot.panel(
                2,
                "p99 latency in ms at half the pace",
                options,
                results,
                measured -> measured.latency().map(Measurement.Latency::p99).orElse(0.0));
        return plot.svg.append("</svg>\n").toString();
    }

    private void panel(
            int place, String title, Options options, Results results, ToDoubleFunction<Measurement> figure) {
        List<Bar> bars = new ArrayList<>();
        for (Contender contender : options.contenders()) {
            Optional<Spread> spread = Spread.of(results.of("pipeline").stream()
                    .filter(measured -> measured.trial().contender() == contender)
                    .map(figure::applyAsDouble)
                    .filter(value -> value > 0)
                    .toList());
            spread.ifPresent(some -> bars.add(new Bar(contender.label(), some)));
        }
        int left = place * PANEL;
        add("<text class=\"title\" x=\"%d\" y=\"28\">%s</text>", left + BAR_LEFT, title);
        double longest =
                bars.stream().mapToDouble(bar -> bar.spread().max()).max().orElse(1);
        for (int i = 0; i < bars.size(); i++) {
            bar(bars.get(i), left, TOP + i * ROW, BAR_WIDTH / longest);
        }
    }

    private void bar(Bar bar, int left, int top, double scale) {
        int zero = left + BAR_LEFT;
        Spread spread = bar.spread();
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", zero - 8, top + 15, bar.label());
        add(
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"20\"/>",
                bar.label().equals("wiretag") ? "ours" : "bar", zero, top, spread.median() * scale);
        add(
                "<line class=\"spread\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                zero + spread.min() * scale, zero + spread.max() * scale, top + 10, top + 10);
        add("<text x=\"%.1f\" y=\"%d\">%.0f</text>", zero + spread.max() * scale + 6, top + 15, spread.median());
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
