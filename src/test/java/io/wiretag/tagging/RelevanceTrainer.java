package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.AboutTexts.Text;
import io.wiretag.tagging.about.Relevance;
import io.wiretag.tagging.about.Relevance.Feature;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Learns the weights of {@link Relevance} from the stories here, and prints them; further the scores of ten models that were each
 * learnt from nine tenths of the stories and asked for the rest, and what a relevance is worth there.
 *
 * <pre>{@code mvn -q test -Dtest=RelevanceTrainer [-Deval.dir=...]}</pre>
 *
 * Logistic regression by Newton's method, with a penalty that keeps weights small where the stories say little. Not part of the
 * build.
 */
class RelevanceTrainer {
    private static final Path DIRECTORY = Path.of("src/test/resources/tagging");
    private static final Feature[] FEATURES = Feature.values();
    private static final double PENALTY = 1;
    private static final int FOLDS = 10;
    private static final int STEPS = 30;

    private final Tagger tagger = Tagger.of(Gazetteer.builtIn());

    /** A province that a text names. */
    private record Row(Text text, String code, double[] features) {
        boolean isAbout() {
            return text.about().contains(code);
        }
    }

    @Test
    void print() throws IOException {
        AboutTexts blind = AboutTexts.read(DIRECTORY.resolve("blind-about.jsonl"));
        AboutTexts heldOut = AboutTexts.read(DIRECTORY.resolve("held-out-provinces.jsonl"));
        List<List<Row>> stories = new ArrayList<>();
        blind.texts().forEach(text -> stories.add(rows(text)));
        heldOut.texts().forEach(text -> stories.add(rows(text)));
        double[] weights = learn(stories);
        IntStream.range(0, FEATURES.length)
                .forEach(i -> System.out.printf(Locale.ROOT, "  %-10s %6.2f%n", FEATURES[i], weights[i]));

        Map<Row, Double> asked = crossValidated(stories);
        print("blind, cross-validated", blind, asked);
        print("held-out, cross-validated", heldOut, asked);
        printReliability("here, cross-validated", asked);
        print("blind and never learnt from", DIRECTORY.resolve("blind-about-check.jsonl"), weights);
        Path development = Tool.developmentTexts().resolve("stories-dev.jsonl");
        if (Files.exists(development)) {
            printReliability("development", print("development", development, weights));
        }

        assertThat(weights).doesNotContain(Double.NaN);
    }

    private Map<Row, Double> print(String title, Path file, double[] weights) throws IOException {
        AboutTexts texts = AboutTexts.read(file);
        Map<Row, Double> asked = new HashMap<>();
        texts.texts().forEach(text -> rows(text).forEach(row -> asked.put(row, probability(row, weights))));
        print(title, texts, asked);
        return asked;
    }

    private List<Row> rows(Text text) {
        Findings findings = tagger.read(text.story(), false);
        List<Row> rows = new ArrayList<>();
        Relevance.features(findings.sightings(), findings.isNational()).forEach((province, features) -> {
            double[] numbers = new double[FEATURES.length];
            features.forEach((feature, number) -> numbers[feature.ordinal()] = number);
            rows.add(new Row(text, province.code(), numbers));
        });
        return rows;
    }

    /** Story i belongs to part i mod 10, and is judged by what the other parts taught. */
    private static Map<Row, Double> crossValidated(List<List<Row>> stories) {
        Map<Row, Double> asked = new HashMap<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            int held = fold;
            double[] weights = learn(IntStream.range(0, stories.size())
                    .filter(i -> i % FOLDS != held)
                    .mapToObj(stories::get)
                    .toList());
            IntStream.range(0, stories.size())
                    .filter(i -> i % FOLDS == held)
                    .forEach(i -> stories.get(i).forEach(row -> asked.put(row, probability(row, weights))));
        }
        return asked;
    }

    private static double[] learn(List<List<Row>> stories) {
        List<Row> rows = stories.stream()
                .flatMap(List::stream)
                .filter(row -> !row.text().isDisputed(row.code()))
                .toList();
        double[] weights = new double[FEATURES.length];
        for (int step = 0; step < STEPS; step++) {
            double[][] curvature = new double[weights.length][weights.length + 1];
            for (int i = 0; i < weights.length; i++) {
                double penalty = FEATURES[i] == Feature.ALWAYS ? PENALTY / 100 : PENALTY;
                curvature[i][i] = penalty;
                curvature[i][weights.length] = penalty * weights[i];
            }
            for (Row row : rows) {
                double probability = probability(row, weights);
                double error = probability - (row.isAbout() ? 1 : 0);
                for (int i = 0; i < weights.length; i++) {
                    for (int j = 0; j < weights.length; j++) {
                        curvature[i][j] += row.features()[i] * row.features()[j] * probability * (1 - probability);
                    }
                    curvature[i][weights.length] += row.features()[i] * error;
                }
            }
            double[] change = solve(curvature);
            for (int i = 0; i < weights.length; i++) {
                weights[i] -= change[i];
            }
        }
        return weights;
    }

    private static double probability(Row row, double[] weights) {
        double odds = IntStream.range(0, weights.length)
                .mapToDouble(i -> weights[i] * row.features()[i])
                .sum();
        return 1 / (1 + Math.exp(-odds));
    }

    /** Gauss and Jordan; the last column is the right side. */
    private static double[] solve(double[][] rows) {
        for (int i = 0; i < rows.length; i++) {
            double pivot = rows[i][i];
            for (int column = i; column <= rows.length; column++) {
                rows[i][column] /= pivot;
            }
            for (int other = 0; other < rows.length; other++) {
                double factor = other == i ? 0 : rows[other][i];
                for (int column = i; column <= rows.length; column++) {
                    rows[other][column] -= factor * rows[i][column];
                }
            }
        }
        return IntStream.range(0, rows.length)
                .mapToDouble(i -> rows[i][rows.length])
                .toArray();
    }

    private static void print(String title, AboutTexts texts, Map<Row, Double> asked) {
        Map<Text, List<Row>> byText = new HashMap<>();
        asked.keySet()
                .forEach(row -> byText.computeIfAbsent(row.text(), t -> new ArrayList<>())
                        .add(row));
        System.out.println(title + ": "
                + texts.score(text -> byText.getOrDefault(text, List.of()).stream()
                        .filter(row -> Math.round(100 * asked.get(row)) >= Relevance.ABOUT)
                        .sorted(Comparator.comparing((Row row) -> asked.get(row))
                                .reversed())
                        .map(Row::code)
                        .toList()));
    }

    private static void printReliability(String title, Map<Row, Double> asked) {
        int[] seen = new int[10];
        int[] about = new int[10];
        asked.forEach((row, probability) -> {
            if (!row.text().isDisputed(row.code())) {
                int tenth = (int) Math.min(9, Math.round(100 * probability) / 10);
                seen[tenth]++;
                about[tenth] += row.isAbout() ? 1 : 0;
            }
        });
        System.out.println("relevance, " + title);
        for (int i = 0; i < 10; i++) {
            System.out.printf(
                    Locale.ROOT,
                    "  %2d to %3d: %4d tags, %3.0f %% about%n",
                    10 * i,
                    i == 9 ? 100 : 10 * i + 9,
                    seen[i],
                    100.0 * about[i] / Math.max(1, seen[i]));
        }
    }
}
