package io.wiretag.cli.rejected;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.Times;
import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.life.RejectionReason;
import io.wiretag.ops.rejected.RecordPlace;
import io.wiretag.ops.rejected.RejectedFilter;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which rejected records are meant: shared by the commands that take many. */
final class RejectedOptions {
    @Option(
            names = "--reason",
            paramLabel = "REASON",
            split = ",",
            description = "Only of this reason: not-framed, too-large, ... May be repeated.")
    private final Set<String> reasons = new LinkedHashSet<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Rejected then or later: 2026-08-03T09:00:00Z, a day like 2026-08-03, or that long ago: PT1H.")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Rejected before that.")
    private String until;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "Handed over by this source, as the header wiretag.source says.")
    private String source;

    /** @throws IllegalArgumentException if there is no such reason or time */
    RejectedFilter filter(boolean waiting, Instant now) {
        Set<String> known = Arrays.stream(RejectionReason.values())
                .map(RejectionReason::code)
                .collect(Collectors.toSet());
        reasons.stream().filter(reason -> !known.contains(reason)).findFirst().ifPresent(reason -> {
            throw new IllegalArgumentException("no reason '" + reason + "'; the reasons are "
                    + known.stream().sorted().collect(Collectors.joining(", ")));
        });
        return new RejectedFilter(
                reasons,
                Set.of(),
                Optional.ofNullable(since).map(text -> Times.time("--since", text, now)),
                Optional.ofNullable(until).map(text -> Times.time("--until", text, now)),
                Optional.ofNullable(source),
                waiting);
    }

    /**
     * The place of a rejected record.
     *
     * @throws IllegalArgumentException if it is no place
     */
    static RecordPlace place(String text) {
        return RecordPlace.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("'" + text
                        + "' is no record: write its partition and offset as 'wiretag rejected list' does, like 0:17"));
    }

    /** That there is no such record. */
    static CommandFailedException none(Wiretag wiretag, RecordPlace place) {
        return new CommandFailedException("no rejected record " + place + " in "
                + wiretag.topics().rejected().name() + ": it was deleted, or never was");
    }
}
