package io.wiretag.bench;

import java.util.List;

/**
 * Who takes part.
 *
 * <p>All do the same to an article: read it, tag it, write it to the same places. Only ours also remembers every uri.
 */
enum Contender {
    WIRETAG(StreamMain.class, 100, "tagger"),
    /** The same stream with a constant for the tagger. */
    CONSTANT(StreamMain.class, 100, "constant"),
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
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    String mainClass() {
        return main.getName();
    }

    int checkpointMs() {
        return checkpointMs;
    }

    /** Arguments before those of the job. */
    List<String> firstArguments() {
        return first;
    }
}
