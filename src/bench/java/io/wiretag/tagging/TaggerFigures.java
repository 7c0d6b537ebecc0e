package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.Gazetteer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jol.info.GraphLayout;

/** Runs {@link TaggerBenchmark} in rounds, each contender once a round in a JVM of its own, and tells medians with their spread. */
public final class TaggerFigures {
    private static final List<String> CONTENDERS =
            List.of("limit", "wiretag", "ahoCorasickDoubleArrayTrie", "ahocorasick", "lucene", "regex");

    /** What one contender did with one corpus, a value a round. */
    private record Series(List<Double> bytesPerSecond, List<Double> allocated) {
        Series() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private record Key(Corpus corpus, String contender) {}

    private final int rounds;
    private final Map<Key, Series> all = new LinkedHashMap<>();

    private TaggerFigures(int rounds) {
        this.rounds = rounds;
    }

    /**
     * Measures; takes about a minute and a half a round.
     *
     * @param raw where every single result goes, as JSON lines
     * @return the tables, in Markdown
     */
    public static List<String> measure(int rounds, Path raw) throws RunnerException, IOException {
        TaggerFigures figures = new TaggerFigures(rounds);
        figures.run();
        figures.write(raw);
        return figures.tables();
    }

    private void run() throws RunnerException {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < CONTENDERS.size(); i++) {
                String contender = CONTENDERS.get((i + round) % CONTENDERS.size());
                System.out.printf("round %d  tagger: %s%n", round + 1, contender);
                run(contender);
            }
        }
    }

    private void run(String contender) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("\\.TaggerBenchmark\\." + contender + "$")
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(2)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        for (RunResult result : results) {
            Corpus corpus = Corpus.valueOf(result.getParams().getParam("corpus"));
            Series series = all.computeIfAbsent(new Key(corpus, contender), key -> new Series());
            series.bytesPerSecond.add(secondary(result, "bytes"));
            series.allocated.add(
                    secondary(result, "gc.alloc.rate.norm") / corpus.texts().size());
        }
    }

    private static double secondary(RunResult result, String name) {
        return result.getSecondaryResults().get(name).getScore();
    }

    private List<String> tables() {
        List<String> lines = new ArrayList<>();
        for (Corpus corpus : Corpus.values()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: %d texts; the tags of one take %,d bytes",
                    corpus.what(),
                    corpus.texts().size(),
                    sizeOfResult(corpus)));
            lines.add("");
            lines.add("| one thread | MB/s, median (least to most) | ns per KB | bytes allocated per text |");
            lines.add("|---|---|---|---|");
            CONTENDERS.forEach(contender -> lines.add(row(contender, all.get(new Key(corpus, contender)))));
            lines.add("");
        }
        return lines;
    }

    private static String row(String contender, Series series) {
        double median = median(series.bytesPerSecond);
        List<Double> sorted = series.bytesPerSecond.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "| %s | %.1f (%.1f to %.1f) | %,.0f | %,.0f |",
                contender,
                median / 1e6,
                sorted.get(0) / 1e6,
                sorted.get(sorted.size() - 1) / 1e6,
                1e12 / median,
                median(series.allocated));
    }

    private void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        all.forEach((key, series) -> lines.add(String.format(
                Locale.ROOT,
                "{\"row\": \"tagger\", \"corpus\": \"%s\", \"contender\": \"%s\", \"bytesPerSecond\": %s, \"allocatedPerText\": %s}",
                key.corpus,
                key.contender,
                series.bytesPerSecond,
                series.allocated)));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines);
    }

    /** Bytes of what a tagger returns for one text, without what all share: names, codes, the version of the gazetteer. */
    private static long sizeOfResult(Corpus corpus) {
        Gazetteer gazetteer = Gazetteer.builtIn();
        Tagger tagger = Tagger.of(gazetteer);
        GraphLayout shared = GraphLayout.parseInstance(tagger, gazetteer);
        long bytes = 0;
        for (String text : corpus.texts()) {
            bytes += GraphLayout.parseInstance(tagger.tag(Story.ofText(text)))
                    .subtract(shared)
                    .totalSize();
        }
        return bytes / corpus.texts().size();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
