package io.wiretag.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measures everything and prints the table; see {@link Options#USAGE}. */
final class Bench {
    private static final int LONGER = 10;
    private static final int FEW_URIS = 10_000;

    private final Options options;
    private final Ground ground;
    private final Results results;
    private final Path folder;

    private Bench(Options options, Ground ground, Results results, Path folder) {
        this.options = options;
        this.ground = ground;
        this.results = results;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments);
        Path folder = Path.of(System.getProperty("wiretag.build.dir", "target"), "bench")
                .toAbsolutePath();
        Files.createDirectories(folder);
        try (Ground ground = Ground.start(folder, options);
                Results results = new Results(folder)) {
            new Bench(options, ground, results, folder).run();
        }
    }

    private void run() throws Exception {
        long began = System.nanoTime();
        say(
                "articles: mean of %.0f characters; %d in a backlog, %d of them not counted; %d threads, %d partitions",
                ground.corpus(1).meanLength(),
                options.articles(),
                options.warmUp(),
                options.threads(),
                options.partitions());
        rounds();
        say("measured in %.0f minutes", (System.nanoTime() - began) / 6e10);
    }

    private void rounds() throws Exception {
        double rate = options.rows().contains(Options.Row.PIPELINE) ? halfOfMaximum() : 0;
        List<Trial> trials = trials(rate);
        for (int round = 1; round <= options.rounds(); round++) {
            List<Trial> inOrder = new ArrayList<>(trials);
            Collections.rotate(inOrder, -(round - 1));
            for (Trial trial : inOrder) {
                measure(trial, round);
            }
        }
    }

    /** Of ours, or less where another would be at its own limit: found by one run of each that is not counted. */
    private double halfOfMaximum() throws Exception {
        double ours = 0;
        double slowest = Double.MAX_VALUE;
        for (Contender contender : options.contenders()) {
            Trial trial = Trial.of(options, "calibration", contender);
            Measurement found = measure(trial, 0);
            if (found.trouble().isEmpty()) {
                ours = contender == Contender.WIRETAG ? found.articlesPerSecond() : ours;
                slowest = Math.min(slowest, found.articlesPerSecond());
            }
        }
        double rate = Math.min(ours == 0 ? slowest / 2 : ours / 2, 0.8 * slowest);
        say("open loop at %.0f articles a second", rate);
        return rate;
    }

    private List<Trial> trials(double rate) {
        List<Trial> trials = new ArrayList<>();
        for (Options.Row row : options.rows()) {
            String name = row.name().toLowerCase(Locale.ROOT);
            Trial ours = Trial.of(options, name, Contender.WIRETAG);
            switch (row) {
                case PIPELINE ->
                    options.contenders()
                            .forEach(contender -> trials.add(
                                    Trial.of(options, name, contender).atRate(rate, options.seconds())));
                case URIS -> {
                    trials.add(ours.named("few-uris").withState(FEW_URIS));
                    trials.add(ours.named("many-uris").withState(options.manyUris()));
                }
                case LENGTH, GAZETTEER, MEMORY, START -> {}
            }
        }
        return trials;
    }

    private Measurement measure(Trial trial, int round) throws Exception {
        Measurement measured = ground.run(trial, round);
        results.add(measured);
        say(
                "round %d  %-16s %8.0f articles/s  %6.1f MiB/s  %8.0f articles/CPU s  %4.2f cores%s%s",
                round,
                trial.variant(),
                measured.articlesPerSecond(),
                measured.mibPerSecond(),
                measured.articlesPerCpuSecond(),
                measured.cores(),
                measured.latency()
                        .map(l -> String.format(Locale.ROOT, "  p50 %.0f ms  p99 %.0f ms", l.median(), l.p99()))
                        .orElse(""),
                measured.trouble().map(text -> "  " + text).orElse(""));
        return measured;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
