package io.wiretag.bench;

import io.wiretag.tagging.TaggerFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Measures everything and prints the table; see {@link Options#USAGE}. */
final class Bench {
    private static final long BEGAN = System.nanoTime();
    private static final int LONGER = 10;
    private static final int FEW_URIS = 10_000;
    private static final List<Integer> HEAPS = List.of(128, 192, 256);
    private static final int HEAP_ROUNDS = 3;
    /** Share of the pace that counts as held. */
    private static final double HELD = 0.95;

    /** Held here, for the JDK forgets the level of a logger that nobody holds. Tells, unasked, that it does nothing. */
    private static final Logger TELEMETRY = Logger.getLogger("io.opentelemetry.api.GlobalOpenTelemetry");

    static final Path BUILD =
            Path.of(System.getProperty("wiretag.build.dir", "target")).toAbsolutePath();
    private static final DateTimeFormatter STARTED = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

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
        TELEMETRY.setLevel(Level.OFF);
        // topics that are created a moment ago have no leader yet: clients try again, and say so each time
        System.setProperty("WIRETAG_KAFKA_LOG", "ERROR");
        Options options = Options.of(arguments);
        // of this run alone: a short one must not take the place of a long one
        Path folder = BUILD.resolve("bench").resolve(STARTED.format(LocalDateTime.now()));
        Files.createDirectories(folder);
        if (options.rows().contains(Options.Row.TAGGER)) {
            // before anything else runs
            List<String> tables = TaggerFigures.measure(options.rounds(), folder.resolve("tagger.jsonl"));
            Files.write(folder.resolve("tagger.md"), tables);
            say("%n%s", String.join("\n", tables));
        }
        if (options.rows().equals(EnumSet.of(Options.Row.TAGGER))) {
            return;
        }
        try (Ground ground = Ground.start(folder, options);
                Results results = new Results(folder)) {
            new Bench(options, ground, results, folder).run();
        }
    }

    private void run() throws Exception {
        say(
                "articles: mean of %.0f characters; %d in a backlog, %d of them not counted; %d threads, %d partitions",
                ground.corpus(1).meanLength(),
                options.articles(),
                options.warmUp(),
                options.threads(),
                options.partitions());
        try {
            rows();
        } finally {
            // half an hour must not be lost with a row at its end
            tell();
        }
    }

    private void rows() throws Exception {
        rounds();
        if (options.rows().contains(Options.Row.MEMORY)) {
            memory();
        }
        if (options.rows().contains(Options.Row.START)) {
            start();
        }
        if (options.rows().contains(Options.Row.DELIVERY)) {
            delivery();
        }
        if (options.rows().contains(Options.Row.DISK)) {
            disk();
        }
        if (options.rows().contains(Options.Row.PROFILE)) {
            profile();
        }
    }

    private void tell() throws IOException {
        List<String> table = Table.of(options, results);
        Files.write(folder.resolve("table.md"), table);
        Files.writeString(folder.resolve("pipeline.svg"), Plot.of(options, results));
        say("%n%s%n", String.join("\n", table));
        say("measured in %.0f minutes; results are in %s", minutes(), folder);
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
            if (found.articlesPerSecond() > 0) {
                ours = contender == Contender.WIRETAG ? found.articlesPerSecond() : ours;
                slowest = Math.min(slowest, found.articlesPerSecond());
            }
        }
        if (slowest == Double.MAX_VALUE) {
            throw new IllegalStateException("no contender got through its first run, see the logs");
        }
        double rate = Math.min(ours == 0 ? slowest / 2 : ours / 2, 0.8 * slowest);
        say("open loop at %.0f articles a second", rate);
        return rate;
    }

    private List<Trial> trials(double rate) throws IOException {
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
                case LENGTH -> trials.add(inGrowth("long").longer(LONGER));
                case GAZETTEER -> trials.add(inGrowth("wide").withGazetteer(wideGazetteer()));
                case TAGGER, MEMORY, START, DELIVERY, DISK, PROFILE -> {}
            }
        }
        if (options.rows().contains(Options.Row.LENGTH) || options.rows().contains(Options.Row.GAZETTEER)) {
            trials.add(inGrowth("usual"));
        }
        return trials;
    }

    private Trial inGrowth(String variant) {
        return Trial.of(options, "growth", Contender.WIRETAG).named(variant);
    }

    private Path wideGazetteer() throws IOException {
        Path file = folder.resolve("wide-gazetteer.txt");
        WideGazetteer.write(file, ground.corpus(1));
        return file;
    }

    /** The least heap that is enough, found by halving: what is enough with some heap is taken to be enough with more. */
    private void memory() throws Exception {
        int enough = HEAPS.size();
        int tooLittle = -1;
        while (enough - tooLittle > 1) {
            int middle = (enough + tooLittle) / 2;
            if (holdsThePace(HEAPS.get(middle))) {
                enough = middle;
            } else {
                tooLittle = middle;
            }
        }
        if (enough < HEAPS.size()) {
            results.add("memory", 1, HEAPS.get(enough));
        }
    }

    /** Beside a run with the usual heap, each time: the median of the ratios decides. */
    private boolean holdsThePace(int mib) throws Exception {
        Trial usual = Trial.of(options, "heap", Contender.WIRETAG).named("heap-" + options.heapMiB());
        Trial small = Trial.of(options, "heap", Contender.WIRETAG)
                .named("heap-" + mib)
                .withHeap(mib);
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= Math.min(HEAP_ROUNDS, options.rounds()); round++) {
            double all = measure(usual, round).articlesPerSecond();
            ratios.add(measure(small, round).articlesPerSecond() / all);
        }
        Optional<Spread> ratio = Spread.of(ratios);
        say("heap of %d MiB: %s of the pace", mib, ratio.orElseThrow().text("%.2f"));
        return ratio.orElseThrow().median() >= HELD;
    }

    /** The first start of each is not counted: the archives of classes are made then, and the cluster gets warm. */
    private void start() throws Exception {
        StartUp startUp = new StartUp(BUILD.getParent(), folder);
        Job job = ground.job("start", Trial.of(options, "start", Contender.EMPTY));
        try {
            for (int round = 0; round <= options.rounds(); round++) {
                double empty = round % 2 == 0 ? startUp.empty(job) : 0;
                double process = startUp.process(job);
                empty = round % 2 == 0 ? empty : startUp.empty(job);
                double demo = startUp.demo();
                say(
                        "round %d  start: process %.2f s, empty application %.2f s, demo %.2f s",
                        round, process, empty, demo);
                if (round > 0) {
                    results.add("start-process", round, process);
                    results.add("start-empty", round, empty);
                    results.add("start-demo", round, demo);
                }
            }
        } finally {
            ground.forget(job);
        }
    }

    private void delivery() throws Exception {
        DeliveryTrial trial = new DeliveryTrial(ground, options);
        for (int round = 1; round <= options.rounds(); round++) {
            for (int clients : Table.DELIVERY_CLIENTS) {
                DeliveryTrial.Figures found = trial.run(clients);
                say(
                        "%3.0f min  round %d  delivery to %d clients: %.0f events/s, p99 %.0f ms, of a plain consumer %.0f ms",
                        minutes(), round, clients, found.eventsPerSecond(), found.p99(), found.plainP99());
                results.add("delivery-events-" + clients, round, found.eventsPerSecond());
                results.add("delivery-p99-" + clients, round, found.p99());
                results.add("delivery-plain-" + clients, round, found.plainP99());
            }
        }
    }

    private void disk() throws Exception {
        ground.disk(Trial.of(options, "disk", Contender.WIRETAG))
                .forEach((where, bytes) -> say("%8.0f bytes of an article in %s", bytes, where));
    }

    /** With its own flight recorder, of the whole run: it costs a percent or two. */
    private void profile() throws Exception {
        Path recording = folder.resolve("wiretag.jfr");
        Files.deleteIfExists(recording);
        measure(Trial.of(options, "profile", Contender.WIRETAG), 1);
        Profile.lines(recording).forEach(line -> say("%s", line));
    }

    private Measurement measure(Trial trial, int round) throws Exception {
        Measurement measured = ground.run(trial, round);
        results.add(measured);
        say(
                "%3.0f min  round %d  %-16s %8.0f articles/s  %6.1f MiB/s  %8.0f articles/CPU s  %4.2f cores%s%s",
                minutes(),
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

    private static double minutes() {
        return (System.nanoTime() - BEGAN) / 6e10;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
