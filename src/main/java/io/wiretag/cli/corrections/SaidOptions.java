package io.wiretag.cli.corrections;

import io.wiretag.cli.options.Within;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Who says it, why, and how long what comes of it is waited for. */
final class SaidOptions {
    /** To find an article that went out long ago. */
    static final Duration LOOK = Duration.ofMinutes(10);

    @Option(
            names = "--note",
            paramLabel = "TEXT",
            description = "Why, always needed: the evidence of the tag, which whoever reads the topics reads.")
    private String note;

    @Option(names = "--by", paramLabel = "NAME", description = "Who says so. Default: the user of this machine.")
    private String by = System.getProperty("user.name", "");

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "PT15S",
            description = "How long to wait until it is out. Default: ${DEFAULT-VALUE}.")
    @Within(least = 0, most = 60 * 60 * 1000)
    private Duration timeout;

    /** @throws IllegalArgumentException if none was given */
    String note() {
        if (note == null) {
            throw new IllegalArgumentException(
                    "why? Give --note \"...\": it is the evidence of the tag, and in the history");
        }
        return note;
    }

    String by() {
        return by;
    }

    Duration timeout() {
        return timeout;
    }
}
