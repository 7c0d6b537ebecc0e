package io.wiretag.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Who takes part.
 *
 * <p>All do the same to an article: read it, tag it, write it to the same places. Only ours also remembers every uri.
 */
enum Contender {
    WIRETAG(StreamMain.class, 100, "tagger"),
    /** The same stream with a constant for the tagger. */
    CONSTANT(StreamMain.class, 100, "constant"),
    /** The same stream without the sinks that only ours has: {@code current} and {@code by-unit}. */
    FEWER_SINKS(StreamMain.class, 100, "fewer-sinks"),
    LOOP(LoopMain.class, 100),
    /** With checkpoints as frequent as the commits of the others. */
    FLINK(FlinkMain.class, 100),
    /** With ten times rarer checkpoints: less work, and a latency of more than a second. */
    FLINK_1S(FlinkMain.class, 1000),
    /** Reads and does nothing: for the time to start. */
    EMPTY(EmptyMain.class, 100);

    private final Class<?> main;
    private final int checkpointMs;
    private final List<String> first;

    Contender(Class<?> main, int checkpointMs, String... first) {
        this.main = main;
        this.checkpointMs = checkpointMs;
        this.first = List.of(first);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String mainClass() {
        return main.getName();
    }

    int checkpointMs() {
        return checkpointMs;
    }

    /**
     * The class path of its JVM: ours. Flink's connector reaches into the insides of Kafka's clients, and gets those that it was
     * made with.
     *
     * @param ofFlink these clients
     */
    String classPath(Path ofFlink) {
        String ours = System.getProperty("java.class.path");
        if (main != FlinkMain.class) {
            return ours;
        }
        return Arrays.stream(ours.split(File.pathSeparator))
                .map(entry -> entry.matches(".*\\bkafka-clients-[\\d.]+jar") ? ofFlink.toString() : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Arguments before those of the job. */
    List<String> firstArguments() {
        return first;
    }
}
