package io.wiretag.bench;

import io.wiretag.config.Config;
import io.wiretag.tagging.Gazetteer;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.Tagging;
import io.wiretag.topics.ValueSerdes;
import io.wiretag.topology.StreamsRunner;
import java.time.Duration;

/** The product's own stream; its tagger may be replaced by a constant. */
final class StreamMain {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private StreamMain() {}

    /** @param arguments {@code tagger} or {@code constant}, then the job */
    public static void main(String[] arguments) {
        Job job = Job.of(java.util.Arrays.copyOfRange(arguments, 1, arguments.length));
        Config config = job.config();
        Tagger tagger = Tagger.of(Gazetteer.builtInWith(config.gazetteerFiles()));
        Tagging tagging =
                arguments[0].equals("constant") ? Corpus.of(tagger, job.scale()).constant(tagger) : tagger;
        try (ValueSerdes serdes = job.serdes();
                StreamsRunner runner = new StreamsRunner(
                        job.topics(),
                        serdes,
                        tagging,
                        config.kafka(),
                        config.streams(),
                        config.retention(),
                        config.closeTimeout())) {
            runner.start(START_LIMIT);
            ContenderJvm.untilInputEnds();
        }
    }
}
