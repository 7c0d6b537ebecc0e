package io.wiretag.bench;

import io.wiretag.Wiretag;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.Tagging;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** The product's own stream; its tagger may be replaced by a constant, or sinks left out. */
final class StreamMain {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private StreamMain() {}

    /** @param arguments {@code tagger}, {@code constant} or {@code fewer-sinks}, then the job */
    public static void main(String[] arguments) {
        Job job = Job.of(Arrays.copyOfRange(arguments, 1, arguments.length));
        Map<String, String> more =
                arguments[0].equals("fewer-sinks") ? Map.of("topics.sinks", "by-province,by-agency") : Map.of();
        try (Wiretag wiretag = new Wiretag(job.config(more));
                StreamsRunner runner =
                        arguments[0].equals("constant") ? wiretag.processor(constant(job)) : wiretag.processor()) {
            runner.start(START_LIMIT);
            ContenderJvm.untilInputEnds();
        }
    }

    private static Tagging constant(Job job) {
        Tagger tagger = Tagger.of(Gazetteer.builtIn());
        return Corpus.of(tagger, job.scale()).constant(tagger);
    }
}
