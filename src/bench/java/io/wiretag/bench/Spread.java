package io.wiretag.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rounds of one figure: what stands in the middle, and how far they lie apart. */
record Spread(double median, double min, double max, int rounds) {

    /** Empty if there is no round. */
    static Optional<Spread> of(Collection<Double> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return Optional.of(new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length));
    }

    /** Round by round, and the spread of that: what disturbs a round disturbs both. Rounds that lack one are left out. */
    static Optional<Spread> ofRatios(Map<Integer, Double> above, Map<Integer, Double> below) {
        Map<Integer, Double> ratios = new TreeMap<>();
        above.forEach((round, value) -> {
            if (below.containsKey(round)) {
                ratios.put(round, value / below.get(round));
            }
        });
        return of(ratios.values());
    }

    /** @param format of each number, as of {@link String#format} */
    String text(String format) {
        String middle = String.format(Locale.ROOT, format, median);
        return rounds == 1
                ? middle
                : middle + " (" + String.format(Locale.ROOT, format, min) + " to "
                        + String.format(Locale.ROOT, format, max) + ")";
    }
}
